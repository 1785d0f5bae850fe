"""Batch normalisation on Z, before the activation: readable mathematics, lowered lines, running averages.

Each unit's z is centred and scaled over the mini-batch, then scaled by gamma and moved by beta, which are
learned. b[l] would be centred away, so such a layer has none. Source: course, Batch normalisation; Ioffe and
Szegedy 2015.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from engine.activations import Array
from engine.products import product

# Keeps a unit without spread from a division by zero; PyTorch's default is the same.
EPS = 1e-5
# The running averages look back over about 1 / (1 - BETA) = 10 mini-batches.
BETA = 0.9


class Normalized(NamedTuple):
    """z_norm (n, m), and mu, sigma^2 (n, 1) that it was made with."""

    Z_norm: Array
    mean: Array
    variance: Array


def normalize(Z: Array, mean: Array | None = None, variance: Array | None = None) -> Normalized:
    """z_norm = (z - mu) / sqrt(sigma^2 + eps), with the mini-batch's own mu, sigma^2 unless others come."""
    mu = Z.mean(axis=1, keepdims=True) if mean is None else mean
    sigma2 = np.square(Z - mu).mean(axis=1, keepdims=True) if variance is None else variance
    return Normalized(np.asarray((Z - mu) / np.sqrt(sigma2 + EPS)), mu, sigma2)


def backward(dZ_tilde: Array, gamma: Array, cache: Normalized) -> tuple[Array, Array, Array]:
    """dZ (n, m), and the sums dgamma, dbeta (n, 1) over the mini-batch, from dJ/d(gamma z_norm + beta)."""
    m = dZ_tilde.shape[1]
    dgamma = (dZ_tilde * cache.Z_norm).sum(axis=1, keepdims=True)
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    scale = gamma / np.sqrt(cache.variance + EPS)
    return scale * (dZ_tilde - dbeta / m - cache.Z_norm * dgamma / m), dgamma, dbeta


def fold(gamma: Array, beta: Array, mean: Array, variance: Array) -> tuple[Array, Array]:
    """(scale, shift) of inference: gamma z_norm + beta = scale z + shift."""
    scale = gamma / np.sqrt(variance + EPS)
    return scale, beta - scale * mean


class Statistics:
    """mu and sigma^2 of all batch-normalised units, (2, N): of the last mini-batch, and their averages.

    `sums` is the exponentially weighted average without its factor 1 - BETA, `count` how many mini-batches
    it has seen, where a shorter last one counts as the part of a mini-batch that it is: its sigma^2 tells
    less, and that of one example nothing. The average is corrected for its start at zero. Before the first
    mini-batch mu is 0 and sigma^2 is 1.
    """

    lines = ("multiply(averages, look_back, averages)", "add(averages, last, averages)")
    part_lines = (lines[0], "multiply(last, weight, last)", lines[1])

    def __init__(self, units: int, dtype: Any, stack: tuple[int, ...] = ()) -> None:
        self.last: Array = np.zeros((2, *stack, units), dtype)
        self.sums: Array = np.zeros((2, *stack, units), dtype)
        self.count = 0.0

    def names(self, part: float = 1.0) -> dict[str, Any]:
        """What the lines work with, for mini-batches that are such a part of a full one."""
        look_back, dtype = BETA**part, self.sums.dtype
        weight = np.array((1 - look_back) / (1 - BETA), dtype)
        return {
            "averages": self.sums,
            "last": self.last,
            "look_back": np.array(look_back, dtype),
            "weight": weight,
        }

    def averages(self) -> Array:
        """mu and sigma^2 for prediction, (2, N)."""
        if not self.count:
            return np.stack([np.zeros_like(self.sums[0]), np.ones_like(self.sums[1])])
        return np.asarray(self.sums * ((1 - BETA) / (1 - BETA**self.count)), self.sums.dtype)

    def take(self, other: "Statistics") -> None:
        """Become a copy of others of the same network."""
        self.sums[:], self.count = other.sums, other.count

    def set(self, averages: Array, of: Any = slice(None)) -> None:
        """Take (2, N) as what the averages are now; in a stack (2, K, N), of some networks only."""
        self.count = self.count or 1
        self.sums[:, of] = averages[:, of] * ((1 - BETA**self.count) / (1 - BETA))


def forward_lines(l: int) -> Iterator[str]:
    """From Z[l] = W[l] A[l-1] in `A{l}` to gamma z_norm + beta there; z_norm stays in `N{l}`."""
    yield f"A{l}_rows(share, mean{l})"
    yield f"subtract(A{l}, mean{l}_column, A{l})"
    yield f"vecdot(A{l}, A{l}, variance{l})"
    yield f"multiply(variance{l}, one_by_m, variance{l})"
    yield f"add(variance{l}, bn_eps, scale{l})"
    yield f"sqrt(scale{l}, scale{l})"
    yield f"divide(one, scale{l}, scale{l})"
    yield f"multiply(A{l}, scale{l}_column, N{l})"
    yield f"multiply(N{l}, gamma{l}_column, A{l})"
    yield f"add(A{l}, beta{l}_column, A{l})"


def backward_lines(l: int) -> Iterator[str]:
    """From the delta of gamma z_norm + beta in `D{l}` to that of Z[l]; dgamma and dbeta in sum form."""
    yield f"vecdot(D{l}, N{l}, dgamma{l})"
    yield f"D{l}_rows(ones, dbeta{l})"
    yield f"multiply(dgamma{l}, one_by_m, work{l})"
    yield f"multiply(N{l}, work{l}_column, N{l})"
    yield f"subtract(D{l}, N{l}, D{l})"
    yield f"multiply(dbeta{l}, one_by_m, work{l})"
    yield f"subtract(D{l}, work{l}_column, D{l})"
    yield f"multiply(scale{l}, gamma{l}, scale{l})"
    yield f"multiply(D{l}, scale{l}_column, D{l})"


def common_names(m: int, dtype: Any) -> dict[str, Any]:
    """Scalars and vectors that all batch-normalised layers share, for mini-batches of m examples."""
    return {
        "share": np.full(m, 1 / m, dtype),
        "ones": np.ones(m, dtype),
        "one_by_m": np.array(1 / m, dtype),
        "bn_eps": np.array(EPS, dtype),
    }


def layer_names(
    l: int, A: Array, D: Array, gamma: Array, beta: Array, gradients: tuple[Array, Array], last: Array
) -> dict[str, Any]:
    """What the lines of layer l work with.

    A and D are (n, m); gamma, beta and their `gradients` (n,); `last` (2, n) is its part of the statistics.
    """
    scale, work = np.empty_like(gamma), np.empty_like(gamma)
    mean, variance = last
    vectors = {"mean": mean, "variance": variance, "scale": scale, "work": work, "gamma": gamma, "beta": beta}
    vectors |= {"dgamma": gradients[0], "dbeta": gradients[1]}
    names: dict[str, Any] = {f"{name}{l}": vector for name, vector in vectors.items()}
    names |= {f"{name}{l}_column": vector[..., None] for name, vector in vectors.items()}
    return names | {f"N{l}": np.empty_like(A), f"A{l}_rows": product(A), f"D{l}_rows": product(D)}
