"""L2 and L1: a price on large weights, added to the cost. Biases, gamma and beta are free of it.

J gets (lambda / 2m) sum ||W||^2 and (lambda / 2m) sum |W|. Source: course, Losses.
"""

import numpy as np

from engine.activations import Array


def penalty(W: Array, l1: float, l2: float, m: int) -> float:
    """What the weights W of one layer add to J over m examples."""
    squares = float(np.square(W, dtype=np.float64).sum()) if l2 else 0.0
    sizes = float(np.abs(W).sum(dtype=np.float64)) if l1 else 0.0
    return (l2 * squares + l1 * sizes) / (2 * m)


def gradient(W: Array, l1: float, l2: float, m: int) -> Array:
    """Its derivative (n[l], n[l-1]); that of |w| is taken as 0 at 0, so a weight may stay there or leave."""
    return np.asarray(l2 / m * W + l1 / (2 * m) * np.sign(W))


def lines(l1: bool, l2: bool) -> tuple[str, ...]:
    """The same added to the flat gradient G in sum form; `l1_scale`, `l2_scale` may be 0 in places."""
    weight_decay = ("multiply(P, l2_scale, T)", "add(G, T, G)") if l2 else ()
    shrinkage = ("sign(P, T)", "multiply(T, l1_scale, T)", "add(G, T, G)") if l1 else ()
    return (*weight_decay, *shrinkage)
