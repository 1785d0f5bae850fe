"""The gradient of J with loops, the way it is written before one knows about vectorisation.

`ExampleLoops` goes over examples, units and inputs one number at a time; `UnitLoops` still goes over the
units but takes all examples of a unit as one vector. `Network.gradients` is the third way, with matrices.
"""

import math
from abc import ABC, abstractmethod
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from engine import batch_norm, regularizers
from engine.activations import Array
from engine.network import Network, Parameters
from engine.scalars import scalar_activation, scalar_delta

T = TypeVar("T")
Rows = list[list[float]]


class Kept(NamedTuple, Generic[T]):
    """What a layer keeps for the way back; `Z_norm`, `scales` (1 / sqrt(sigma^2 + eps)) are batch norm's."""

    A_in: T
    Z: T
    A: T
    Z_norm: T
    scales: list[float]


class Looped(ABC, Generic[T]):
    """One loop over the layers, there and back; what is inside a layer is the business of its own loops.

    It takes what `Network.gradients` takes, any dropout being off. T is how a matrix is held.
    """

    def __init__(self, network: Network, X: T, Y: T, m: int) -> None:
        self.network, self.X, self.Y, self.m = network, X, Y, m

    def gradients(self) -> dict[str, T]:
        """dW1, db1, ... of J with its penalty, keyed as the parameters are. Source: course, Backward."""
        kept: list[Kept[T]] = []
        for l in range(1, self.network.depth + 1):
            kept.append(self.forward(l, kept[-1].A if kept else self.X))
        D, grads = self.delta(kept[-1].Z), {}
        for l in range(self.network.depth, 0, -1):
            if l < self.network.depth:
                D = self.back(l, D, kept[l - 1])
            if self.network.layers[l - 1].batch_norm:
                D, grads[f"gamma{l}"], grads[f"beta{l}"] = self.unscale(l, D, kept[l - 1])
            else:
                grads[f"b{l}"] = self.bias_gradient(D)
            grads[f"W{l}"] = self.weight_gradient(l, D, kept[l - 1].A_in)
        return grads

    @abstractmethod
    def forward(self, l: int, A_in: T) -> Kept[T]:
        """Z[l] and A[l] from A[l-1]."""

    @abstractmethod
    def delta(self, Z: T) -> T:
        """dZ[L] from the logits."""

    @abstractmethod
    def back(self, l: int, D: T, kept: Kept[T]) -> T:
        """(W[l+1]^T dZ[l+1]) * g'(Z[l])."""

    @abstractmethod
    def unscale(self, l: int, D: T, kept: Kept[T]) -> tuple[T, T, T]:
        """dZ[l] before its batch norm, dgamma[l] and dbeta[l]."""

    @abstractmethod
    def bias_gradient(self, D: T) -> T:
        """db (n[l], 1)."""

    @abstractmethod
    def weight_gradient(self, l: int, D: T, A_in: T) -> T:
        """dW[l] (n[l], n[l-1]) with its penalty."""


class ExampleLoops(Looped[Rows]):
    """Loops over examples, units and inputs, on Python's own numbers.

    Matrices of examples are lists of examples, each a list of units: so the innermost loop, over what a unit
    takes in, is as short as Python can make it.
    """

    def __init__(self, network: Network, parameters: Parameters, X: Array, Y: Array) -> None:
        super().__init__(network, X.T.tolist(), Y.T.tolist(), X.shape[1])
        self._P: dict[str, Rows] = {name: value.tolist() for name, value in parameters.items()}
        self._functions = [scalar_activation(layer.activation) for layer in network.layers]
        self._delta = scalar_delta(network.loss)

    def forward(self, l: int, A_in: Rows) -> Kept[Rows]:
        Z, Z_norm, scales = self._weighted_sums(self._P[f"W{l}"], A_in), self.X, [0.0]
        if self.network.layers[l - 1].batch_norm:
            Z_norm, scales = self._normalize(Z)
            gamma, beta = self._P[f"gamma{l}"], self._P[f"beta{l}"]
            Z = [[g[0] * z + b[0] for z, g, b in zip(z_norm, gamma, beta, strict=True)] for z_norm in Z_norm]
        else:
            Z = [[z_i + b_i[0] for z_i, b_i in zip(z, self._P[f"b{l}"], strict=True)] for z in Z]
        value = self._functions[l - 1].value
        return Kept(A_in, Z, [[value(z_i) for z_i in z] for z in Z], Z_norm, scales)

    def _weighted_sums(self, W: Rows, A: Rows) -> Rows:
        Z = []
        for a in A:
            z = []
            for w in W:
                total = 0.0
                for w_j, a_j in zip(w, a, strict=True):
                    total += w_j * a_j
                z.append(total)
            Z.append(z)
        return Z

    def _normalize(self, Z: Rows) -> tuple[Rows, list[float]]:
        """z_norm, and 1 / sqrt(sigma^2 + eps) of every unit."""
        units, scales = [], []
        for z in zip(*Z, strict=True):
            mu = sum(z) / self.m
            variance = sum([(z_k - mu) * (z_k - mu) for z_k in z]) / self.m
            scales.append(1 / math.sqrt(variance + batch_norm.EPS))
            units.append([(z_k - mu) * scales[-1] for z_k in z])
        return [list(example) for example in zip(*units, strict=True)], scales

    def delta(self, Z: Rows) -> Rows:
        return [self._delta(z, y) for z, y in zip(Z, self.Y, strict=True)]

    def back(self, l: int, D: Rows, kept: Kept[Rows]) -> Rows:
        derivative = self._functions[l - 1].derivative
        dA = self._weighted_sums([list(column) for column in zip(*self._P[f"W{l + 1}"], strict=True)], D)
        return [
            [d * derivative(z_i, a_i) for d, z_i, a_i in zip(da, z, a, strict=True)]
            for da, z, a in zip(dA, kept.Z, kept.A, strict=True)
        ]

    def unscale(self, l: int, D: Rows, kept: Kept[Rows]) -> tuple[Rows, Rows, Rows]:
        units, dgamma, dbeta = [], [], []
        columns = zip(
            self._P[f"gamma{l}"],
            kept.scales,
            zip(*D, strict=True),
            zip(*kept.Z_norm, strict=True),
            strict=True,
        )
        for (gamma,), scale, d, z_norm in columns:
            dgamma.append([sum([d_k * z_k for d_k, z_k in zip(d, z_norm, strict=True)]) / self.m])
            dbeta.append([sum(d) / self.m])
            (mean,), (slope,), factor = dbeta[-1], dgamma[-1], gamma * scale
            units.append([factor * (d_k - mean - z_k * slope) for d_k, z_k in zip(d, z_norm, strict=True)])
        return [list(example) for example in zip(*units, strict=True)], dgamma, dbeta

    def bias_gradient(self, D: Rows) -> Rows:
        return [[sum(d) / self.m] for d in zip(*D, strict=True)]

    def weight_gradient(self, l: int, D: Rows, A_in: Rows) -> Rows:
        W, (l1, l2) = self._P[f"W{l}"], self.network.lambdas(l)
        dW = [[0.0] * len(w) for w in W]
        for d, a in zip(D, A_in, strict=True):
            for dw, d_i in zip(dW, d, strict=True):
                for j, a_j in enumerate(a):
                    dw[j] += d_i * a_j
        return [
            [(g + l2 * w_j + l1 / 2 * ((w_j > 0) - (w_j < 0))) / self.m for g, w_j in zip(dw, w, strict=True)]
            for dw, w in zip(dW, W, strict=True)
        ]


class UnitLoops(Looped[Array]):
    """A loop over the units; each takes all m examples at once as one vector, as logistic regression does.

    The delta of the output layer is taken as a whole, since a softmax looks at all its units.
    """

    def __init__(self, network: Network, parameters: Parameters, X: Array, Y: Array) -> None:
        super().__init__(network, X, Y, X.shape[1])
        self._P = parameters

    def forward(self, l: int, A_in: Array) -> Kept[Array]:
        layer, W = self.network.layers[l - 1], self._P[f"W{l}"]
        Z, scales = np.empty((layer.units, self.m)), [0.0] * layer.units
        Z_norm, A = np.empty_like(Z), np.empty_like(Z)
        for i, w in enumerate(W):
            Z[i] = w @ A_in
            if layer.batch_norm:
                mean, variance = Z[i].mean(), Z[i].var()
                scales[i] = 1 / math.sqrt(variance + batch_norm.EPS)
                Z_norm[i] = (Z[i] - mean) * scales[i]
                Z[i] = self._P[f"gamma{l}"][i] * Z_norm[i] + self._P[f"beta{l}"][i]
            else:
                Z[i] += self._P[f"b{l}"][i]
            A[i] = layer.activation.value(Z[i])
        return Kept(A_in, Z, A, Z_norm, scales)

    def delta(self, Z: Array) -> Array:
        return self.network.loss.delta(Z, self.Y)

    def back(self, l: int, D: Array, kept: Kept[Array]) -> Array:
        g, dZ = self.network.layers[l - 1].activation, np.empty_like(kept.Z)
        for i, w in enumerate(self._P[f"W{l + 1}"].T):
            dZ[i] = (w @ D) * g.derivative(kept.Z[i], kept.A[i])
        return dZ

    def unscale(self, l: int, D: Array, kept: Kept[Array]) -> tuple[Array, Array, Array]:
        gamma, dZ = self._P[f"gamma{l}"], np.empty_like(D)
        dgamma, dbeta = np.empty_like(gamma), np.empty_like(gamma)
        for i, (d, z_norm) in enumerate(zip(D, kept.Z_norm, strict=True)):
            dgamma[i], dbeta[i] = d @ z_norm / self.m, d.sum() / self.m
            dZ[i] = gamma[i] * kept.scales[i] * (d - dbeta[i] - z_norm * dgamma[i])
        return dZ, dgamma, dbeta

    def bias_gradient(self, D: Array) -> Array:
        return np.array([[d.sum() / self.m] for d in D])

    def weight_gradient(self, l: int, D: Array, A_in: Array) -> Array:
        W, lambdas = self._P[f"W{l}"], self.network.lambdas(l)
        dW = np.empty_like(W)
        for i, d in enumerate(D):
            dW[i] = A_in @ d / self.m + regularizers.gradient(W[i], *lambdas, self.m)
        return dW
