"""Mini-batches: one shuffled epoch in persistent memory, every view of it made once."""

from typing import Any

import numpy as np

from engine.activations import Array


def with_ones(X: Array, dtype: Any) -> Array:
    """Inputs (n, m) as (n + 1, m) with a last row of ones, stored one example after another."""
    rows = np.ones((X.shape[1], X.shape[0] + 1), dtype)
    rows[:, :-1] = X.T
    return rows.T


class EpochBuffers:
    """The shuffled inputs, targets and logits of one epoch, with the views of every mini-batch made once.

    Inputs have a last row of ones unless `ones` is False, for a first layer without a bias.
    """

    def __init__(self, X: Array, Y: Array, batch: int, dtype: Any, ones: bool = True) -> None:
        self._X = with_ones(X, dtype).T if ones else np.ascontiguousarray(X.T, dtype)
        self._Y = np.ascontiguousarray(Y.T, dtype)
        self.m, self.batch = X.shape[1], min(batch, X.shape[1])
        self.X: Array = np.empty_like(self._X)
        self._rows: Array = np.empty_like(self._Y)
        self.targets = np.empty(self._Y.size, dtype)
        self.logits = np.empty_like(self.targets)
        self.order = np.arange(self.m)
        self.starts = range(0, self.m, self.batch)
        self.tail = self.m % self.batch

    def views(self) -> list[tuple[Any, ...]]:
        """(X, X.dot, Y, Z) of every mini-batch, the smaller last one included."""
        batches = []
        for start in self.starts:
            X = self.X[start : start + self.batch].T
            batches.append((X, X.dot, self._block(self.targets, start), self._block(self.logits, start)))
        return batches

    def _block(self, flat: Array, start: int) -> Array:
        units = self._Y.shape[1]
        stop = min(start + self.batch, self.m)
        return flat[start * units : stop * units].reshape(units, stop - start)

    def replace(self, X: Array) -> None:
        """Take other inputs (n[0], m) of the same examples from the next `gather` on."""
        self._X[:, : X.shape[0]] = X.T

    def shuffle(self, rng: np.random.Generator) -> None:
        """A new order of the examples, gathered into the buffers."""
        rng.shuffle(self.order)
        self.gather()

    def gather(self) -> None:
        """Inputs and targets in the present order."""
        self._X.take(self.order, 0, self.X, "clip")
        self._Y.take(self.order, 0, self._rows, "clip")
        units, whole = self._Y.shape[1], self.m - self.tail
        full = self.targets[: whole * units].reshape(-1, units, self.batch)
        full[...] = self._rows[:whole].reshape(-1, self.batch, units).transpose(0, 2, 1)
        if self.tail:
            self._block(self.targets, whole)[...] = self._rows[whole:].T

    def outputs(self) -> list[tuple[Array, Array]]:
        """(logits, targets) of the epoch in one or two pieces, class axis second to last."""
        units, whole = self._Y.shape[1], self.m - self.tail
        shape = (-1, units, self.batch)
        pieces = [(self.logits[: whole * units].reshape(shape), self.targets[: whole * units].reshape(shape))]
        if self.tail:
            pieces.append((self._block(self.logits, whole), self._block(self.targets, whole)))
        return pieces
