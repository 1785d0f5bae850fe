"""Mini-batches: one shuffled epoch in persistent memory, every view of it made once."""

from typing import Any

import numpy as np

from engine.activations import Array
from engine.products import product


def with_ones(X: Array, dtype: Any) -> Array:
    """Inputs (n, m) as (n + 1, m) with a last row of ones, stored one example after another."""
    rows = np.ones((X.shape[1], X.shape[0] + 1), dtype)
    rows[:, :-1] = X.T
    return rows.T


class EpochBuffers:
    """The shuffled inputs, targets and logits of one epoch, with the views of every mini-batch made once.

    Inputs have a last row of ones unless `ones` is False, for a first layer without a bias. A `stack` (K,) is
    for K networks, each with an order of its own: all arrays then have their axis first.
    """

    def __init__(
        self, X: Array, Y: Array, batch: int, dtype: Any, ones: bool = True, stack: tuple[int, ...] = ()
    ) -> None:
        self._X = with_ones(X, dtype).T if ones else np.ascontiguousarray(X.T, dtype)
        self._Y = np.ascontiguousarray(Y.T, dtype)
        self.m, self.batch = X.shape[1], min(batch, X.shape[1])
        self.X: Array = np.empty((*stack, *self._X.shape), dtype)
        self._rows: Array = np.empty((*stack, *self._Y.shape), dtype)
        self.targets = np.empty((*stack, self._Y.size), dtype)
        self.logits = np.empty_like(self.targets)
        self.order = np.broadcast_to(np.arange(self.m), (*stack, self.m)).copy()
        self.starts = range(0, self.m, self.batch)
        self.tail = self.m % self.batch

    def views(self) -> list[tuple[Any, ...]]:
        """(X, X.dot, Y, Z) of every mini-batch, the smaller last one included."""
        batches = []
        for start in self.starts:
            X = self.X[..., start : start + self.batch, :].mT
            batches.append((X, product(X), self._block(self.targets, start), self._block(self.logits, start)))
        return batches

    def _block(self, flat: Array, start: int) -> Array:
        units = self._Y.shape[1]
        stop = min(start + self.batch, self.m)
        return flat[..., start * units : stop * units].reshape(*flat.shape[:-1], units, stop - start)

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
        stack = self.order.shape[:-1]
        full = self.targets[..., : whole * units].reshape(*stack, -1, units, self.batch)
        full[...] = self._rows[..., :whole, :].reshape(*stack, -1, self.batch, units).mT
        if self.tail:
            self._block(self.targets, whole)[...] = self._rows[..., whole:, :].mT

    def outputs(self) -> list[tuple[Array, Array]]:
        """(logits, targets) of the epoch in one or two pieces: (mini-batches, classes, examples) each."""
        units, whole = self._Y.shape[1], self.m - self.tail
        shape = (*self.order.shape[:-1], -1, units, self.batch)
        flats = (self.logits, self.targets)
        pieces = [tuple(flat[..., : whole * units].reshape(shape) for flat in flats)]
        if self.tail:
            pieces.append(tuple(self._block(flat, whole)[..., None, :, :] for flat in flats))
        return [(Z, Y) for Z, Y in pieces]
