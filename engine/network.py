"""The network as readable mathematics: forward and backward propagation in the course's notation.

Parameters are a dictionary W1, b1, W2, b2 ... in course shapes: W[l] (n[l], n[l-1]), b[l] (n[l], 1); a
batch-normalised layer has gamma1, beta1 (n[l], 1) instead of b1. `engine.flat` keeps the same numbers in one
vector for the lowered step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec
import numpy as np

from engine import batch_norm, dropout, regularizers
from engine.activations import Activation, Array, Linear
from engine.layers import Dense
from engine.losses import Loss

Parameters = dict[str, Array]


def layer_of(name: str) -> int:
    """The number l of the layer that a parameter such as W2 or gamma1 belongs to."""
    return int(name.lstrip("Wbgamet"))


class Cache(NamedTuple):
    """What layer l keeps for the way back; arrays are (n[l], m).

    `A_in` is A[l-1] (n[l-1], m), `Z` what the activation sees (gamma z_norm + beta under batch norm), `A` its
    output before dropout, `mask` D / keep_prob or 1.
    """

    A_in: Array
    Z: Array
    A: Array
    mask: Array | float
    normalized: batch_norm.Normalized | None


class Slopes(NamedTuple):
    """What goes back through layer l, summed and not yet divided by m; arrays are (n[l], m).

    `dA` is dA[l] (None for the output, whose loss gives dZ[L] at once), `dZ_tilde` the slope at what the
    activation sees, `dZ` that at W[l] A[l-1], which is the same without batch norm. `dgamma` and `dbeta` are
    (n[l], 1).
    """

    dA: Array | None
    dZ_tilde: Array
    dZ: Array
    dgamma: Array | None
    dbeta: Array | None


@dataclass(frozen=True)
class Network:
    """n[0] inputs, the layers 1 ... L (the last is the output, its logits are Z[L]), and the loss."""

    n_inputs: int
    layers: tuple[Dense, ...]
    loss: Loss
    input_keep_prob: float = 1.0

    @classmethod
    def plain(cls, sizes: tuple[int, ...], activations: tuple[Activation, ...], loss: Loss) -> "Network":
        """Sizes n[0] ... n[L] and the hidden activations, without anything else."""
        functions = (*activations, Linear())
        layers = [
            msgspec.structs.replace(Dense(n), activation=g) for n, g in zip(sizes[1:], functions, strict=True)
        ]
        return cls(sizes[0], tuple(layers), loss)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """n[0] ... n[L]."""
        return (self.n_inputs, *(layer.units for layer in self.layers))

    @cached_property
    def activations(self) -> tuple[Activation, ...]:
        """g[1] ... g[L-1] of the hidden layers."""
        return tuple(layer.activation for layer in self.layers[:-1])

    @property
    def depth(self) -> int:
        """L, the number of layers with weights."""
        return len(self.layers)

    @cached_property
    def shapes(self) -> list[tuple[int, int]]:
        """(n[l], n[l-1]) of every W[l], l = 1 ... L."""
        return [(n_out, n_in) for n_in, n_out in pairwise(self.sizes)]

    @cached_property
    def n_parameters(self) -> int:
        """How many numbers are learned."""
        return sum(n * (n_in + self._extras(l)) for l, (n, n_in) in enumerate(self.shapes, start=1))

    def _extras(self, l: int) -> int:
        """Numbers per unit besides its weights: b, or gamma and beta."""
        return 2 if self.layers[l - 1].batch_norm else 1

    @cached_property
    def parameter_shapes(self) -> dict[str, tuple[int, int]]:
        """The shape of every parameter, W1, b1 (or gamma1, beta1), W2, ... in this order."""
        shapes: dict[str, tuple[int, int]] = {}
        for l, (n, n_in) in enumerate(self.shapes, start=1):
            shapes[f"W{l}"] = (n, n_in)
            extras = ("gamma", "beta") if self.layers[l - 1].batch_norm else ("b",)
            shapes |= {f"{name}{l}": (n, 1) for name in extras}
        return shapes

    @cached_property
    def normalized(self) -> list[int]:
        """The numbers l of the batch-normalised layers."""
        return [l for l, layer in enumerate(self.layers, start=1) if layer.batch_norm]

    @cached_property
    def statistic_shapes(self) -> dict[str, tuple[int, int]]:
        """The shape of every running average, mean1, variance1, ... in this order."""
        return {f"{name}{l}": (self.sizes[l], 1) for l in self.normalized for name in ("mean", "variance")}

    @cached_property
    def keep_probs(self) -> list[float]:
        """keep_prob of A[0] ... A[L-1]; the output is never dropped."""
        return [self.input_keep_prob, *(layer.keep_prob for layer in self.layers[:-1])]

    @property
    def drops(self) -> bool:
        """Whether any unit or input may be dropped in a step."""
        return any(keep_prob < 1 for keep_prob in self.keep_probs)

    def with_layers(self, **changes: Any) -> "Network":
        """The same network without dropout and with some fields of every layer changed."""
        layers = [msgspec.structs.replace(layer, keep_prob=1.0, **changes) for layer in self.layers]
        return replace(self, layers=tuple(layers), input_keep_prob=1.0)

    @cached_property
    def inference(self) -> "Network":
        """The network that predicts: batch norm folded into W and b, no dropout."""
        return self.with_layers(batch_norm=False)

    def initial(self, rng: np.random.Generator) -> Parameters:
        """First parameters, float64: W by each layer's initialiser, biases and beta 0, gamma 1."""
        named: Parameters = {}
        for name, shape in self.parameter_shapes.items():
            if name.startswith("W"):
                named[name] = self.layers[layer_of(name) - 1].first_weights.draw(shape, rng)
            else:
                named[name] = np.ones(shape) if name.startswith("gamma") else np.zeros(shape)
        return named

    def draw_masks(self, m: int, rng: np.random.Generator) -> list[Array]:
        """D / keep_prob (n[l], m) for A[0] ... A[L-1], as the lowered step draws them."""
        inputs = dropout.draw_mask(self.keep_probs[0], (m, self.n_inputs), rng).T  # example after example
        hidden = zip(self.sizes[1:-1], self.keep_probs[1:], strict=True)
        return [inputs, *(dropout.draw_mask(keep_prob, (n, m), rng) for n, keep_prob in hidden)]

    def forward(
        self,
        parameters: Parameters,
        X: Array,
        masks: list[Array] | None = None,
        statistics: Mapping[str, Array] | None = None,
    ) -> list[Cache]:
        """The caches of layers 1 ... L for X (n[0], m); the logits are the last one's Z.

        Batch norm uses the mini-batch's own mu and sigma^2, or the `statistics` mean1, variance1, ... when
        predicting. `masks` are those of A[0] ... A[L-1]; None: no dropout. Source: course, Forward.
        """
        caches: list[Cache] = []
        A = X if masks is None else X * masks[0]
        for l, layer in enumerate(self.layers, start=1):
            A_in, Z, normalized = A, parameters[f"W{l}"] @ A, None
            if layer.batch_norm:
                known = (statistics[f"mean{l}"], statistics[f"variance{l}"]) if statistics else ()
                normalized = batch_norm.normalize(Z, *known)
                Z = parameters[f"gamma{l}"] * normalized.Z_norm + parameters[f"beta{l}"]
            else:
                Z = Z + parameters[f"b{l}"]
            mask = 1.0 if masks is None or l == self.depth else masks[l]
            activated = layer.activation.value(Z)
            caches.append(Cache(A_in, Z, activated, mask, normalized))
            A = activated * mask
        return caches

    def logits(
        self, parameters: Parameters, X: Array, statistics: Mapping[str, Array] | None = None
    ) -> Array:
        """Z[L] (n[L], m) without dropout."""
        return self.forward(parameters, X, statistics=statistics)[-1].Z

    def gradients(
        self, parameters: Parameters, X: Array, Y: Array, masks: list[Array] | None = None
    ) -> Parameters:
        """dW1, db1, ... of J with its penalty, keyed as the parameters they belong to.

        X is (n[0], m), Y the encoded targets (n[L], m). Source: course, Backward.
        """
        caches = self.forward(parameters, X, masks)
        return self.gradients_of(parameters, caches, self.backward(parameters, caches, Y))

    def backward(self, parameters: Parameters, caches: list[Cache], Y: Array) -> list[Slopes]:
        """The slopes of layers 1 ... L, from the caches and the encoded targets Y (n[L], m)."""
        slopes: list[Slopes] = []
        for l in range(self.depth, 0, -1):
            layer, cache, dA = self.layers[l - 1], caches[l - 1], None
            if l == self.depth:
                dZ_tilde = self.loss.delta(cache.Z, Y)
            else:
                dA = parameters[f"W{l + 1}"].T @ slopes[-1].dZ
                dZ_tilde = dA * cache.mask * layer.activation.derivative(cache.Z, cache.A)
            dZ, dgamma, dbeta = dZ_tilde, None, None
            if cache.normalized is not None:
                dZ, dgamma, dbeta = batch_norm.backward(dZ_tilde, parameters[f"gamma{l}"], cache.normalized)
            slopes.append(Slopes(dA, dZ_tilde, dZ, dgamma, dbeta))
        return slopes[::-1]

    def gradients_of(self, parameters: Parameters, caches: list[Cache], slopes: list[Slopes]) -> Parameters:
        """dW1, db1, ... of J with its penalty, from what the two ways through the network left."""
        m, grads = caches[0].Z.shape[1], Parameters()
        for l, (cache, slope) in enumerate(zip(caches, slopes, strict=True), start=1):
            W = parameters[f"W{l}"]
            grads[f"W{l}"] = slope.dZ @ cache.A_in.T / m + regularizers.gradient(W, *self.lambdas(l), m)
            if slope.dgamma is not None and slope.dbeta is not None:
                grads |= {f"gamma{l}": slope.dgamma / m, f"beta{l}": slope.dbeta / m}
            else:
                grads[f"b{l}"] = slope.dZ.sum(axis=1, keepdims=True) / m
        return grads

    def lambdas(self, l: int) -> tuple[float, float]:
        """(L1, L2) of layer l."""
        layer = self.layers[l - 1]
        return layer.l1 or 0.0, layer.l2 or 0.0

    def penalty(self, parameters: Parameters, m: int) -> float:
        """What L1 and L2 add to J over m examples."""
        return sum(
            regularizers.penalty(parameters[f"W{l}"], *self.lambdas(l), m) for l in range(1, self.depth + 1)
        )

    @cached_property
    def is_penalized(self) -> bool:
        """Whether any layer has an L1 or L2 lambda."""
        return any(any(self.lambdas(l)) for l in range(1, self.depth + 1))
