"""Which two columns of a table tell most of what is to be predicted: their plane is shown first."""

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.data import Dataset


def telling_axes(data: Dataset, codes: NDArray[np.int8]) -> tuple[int, int]:
    """Of the training part, the columns whose class means lie furthest apart for their spread: the F ratio.

    For regression, those that go with the target in the straightest way: the correlation.
    """
    if data.n < 2:
        return 0, 0
    if data.n == 2:
        return 0, 1
    X, y = data.X[:, codes == 0], data.y[codes == 0]
    strength = _f_ratios(X, y, data.n_classes) if data.n_classes else _correlations(X, y)
    best = np.argsort(strength, kind="stable")[-2:]
    return int(best.min()), int(best.max())


def _f_ratios(X: Array, y: Array, n_classes: int) -> Array:
    groups = [X[:, y == c] for c in range(n_classes) if (y == c).any()]
    between = sum(g.shape[1] * (g.mean(axis=1) - X.mean(axis=1)) ** 2 for g in groups)
    within = sum(np.square(g - g.mean(axis=1, keepdims=True)).sum(axis=1) for g in groups)
    return np.asarray(between / np.maximum(within, 1e-12))


def _correlations(X: Array, y: Array) -> Array:
    """Squared; 0 for a constant column."""
    Z, t = X - X.mean(axis=1, keepdims=True), y - y.mean()
    squares = np.square(Z).sum(axis=1) * np.square(t).sum()
    return np.asarray(np.square(Z @ t) / np.where(squares > 0, squares, 1.0))
