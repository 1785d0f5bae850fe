"""The network as readable mathematics: forward and backward propagation in the course's notation.

Parameters are a dictionary W1, b1, W2, b2 ... in course shapes: W[l] (n[l], n[l-1]), b[l] (n[l], 1). The same
numbers also live in one flat vector, layer by layer as a block (n[l-1] + 1, n[l]): the transposed weights
with the bias as last row, so that Z, [dW; db] and dA are each one product in `engine.plan`.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.activations import Activation, Array, Linear
from engine.initializers import draw_weights
from engine.losses import Loss

Parameters = dict[str, Array]


@dataclass(frozen=True)
class Network:
    """Sizes n[0] ... n[L], the hidden activations g[1] ... g[L-1], and the loss with its output function."""

    sizes: tuple[int, ...]
    activations: tuple[Activation, ...]
    loss: Loss

    @property
    def depth(self) -> int:
        """L, the number of layers with weights."""
        return len(self.sizes) - 1

    @property
    def shapes(self) -> list[tuple[int, int]]:
        """(n[l], n[l-1]) of every W[l], l = 1 ... L."""
        return [(n_out, n_in) for n_in, n_out in pairwise(self.sizes)]

    @property
    def n_parameters(self) -> int:
        """How many numbers are learned."""
        return sum(n_out * (n_in + 1) for n_out, n_in in self.shapes)

    def blocks(self, flat: Array) -> list[Array]:
        """Views (n[l-1] + 1, n[l]) into a flat vector of n_parameters numbers, one per layer."""
        views, start = [], 0
        for n_out, n_in in self.shapes:
            size = n_out * (n_in + 1)
            views.append(flat[start : start + size].reshape(n_in + 1, n_out))
            start += size
        return views

    def unpack(self, flat: Array) -> Parameters:
        """A flat vector as copies W1, b1, ... in course shapes."""
        named = {}
        for l, block in enumerate(self.blocks(flat), start=1):
            named[f"W{l}"] = block[:-1].T.copy()
            named[f"b{l}"] = block[-1:].T.copy()
        return named

    def pack(self, parameters: Parameters, flat: Array) -> None:
        """Write W1, b1, ... in course shapes into a flat vector."""
        for l, block in enumerate(self.blocks(flat), start=1):
            block[:-1] = parameters[f"W{l}"].T
            block[-1:] = parameters[f"b{l}"].T

    def flatten(self, parameters: Parameters) -> Array:
        """W1, b1, ... in course shapes as a new flat vector of their dtype."""
        flat: Array = np.empty(self.n_parameters, parameters["W1"].dtype)
        self.pack(parameters, flat)
        return flat

    def initial(self, rng: np.random.Generator) -> Parameters:
        """First weights by the activation behind each layer (He or Xavier), float64; biases zero."""
        named: Parameters = {}
        for l, (shape, g) in enumerate(zip(self.shapes, (*self.activations, Linear()), strict=True), start=1):
            named[f"W{l}"] = draw_weights(shape, g, rng)
            named[f"b{l}"] = np.zeros((shape[0], 1))
        return named

    def forward(self, parameters: Parameters, X: Array) -> tuple[list[Array], list[Array]]:
        """Z[1..L] and A[0..L-1] for X (n[0], m). The logits are Z[L]. Source: course, Forward."""
        A: list[Array] = [X]
        Z: list[Array] = []
        for l in range(1, self.depth + 1):
            Z.append(parameters[f"W{l}"] @ A[-1] + parameters[f"b{l}"])
            if l < self.depth:
                A.append(self.activations[l - 1].value(Z[-1]))
        return Z, A

    def gradients(self, parameters: Parameters, X: Array, Y: Array, l2: float = 0.0) -> Parameters:
        """dW1, db1, ... of J = (1/m) sum L + (l2 / 2m) sum ||W||^2, keyed as the parameters they belong to.

        X is (n[0], m), Y the encoded targets (n[L], m). Source: course, Backward.
        """
        m = X.shape[1]
        Z, A = self.forward(parameters, X)
        dZ = self.loss.delta(Z[-1], Y)
        grads: Parameters = {}
        for l in range(self.depth, 0, -1):
            grads[f"W{l}"] = dZ @ A[l - 1].T / m + l2 / m * parameters[f"W{l}"]
            grads[f"b{l}"] = dZ.sum(axis=1, keepdims=True) / m
            if l > 1:
                dA = parameters[f"W{l}"].T @ dZ
                dZ = dA * self.activations[l - 2].derivative(Z[l - 2], A[l - 1])
        return grads

    def penalty(self, flat: Array, l2: float, m: int) -> float:
        """(l2 / 2m) sum ||W||^2 over all layers; biases are not regularised."""
        if not l2:
            return 0.0
        squares = sum(float(np.square(block[:-1], dtype=np.float64).sum()) for block in self.blocks(flat))
        return l2 / (2 * m) * squares
