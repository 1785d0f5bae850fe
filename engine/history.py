"""The recorded cost curve: bounded memory however long the training runs."""

import math
from collections.abc import Mapping
from copy import deepcopy
from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

CAPACITY = 2048


class Curve(msgspec.Struct, frozen=True, eq=False):
    """Points of a cost curve: epochs (k,), and the costs at each. dev is empty without a dev set."""

    epochs: NDArray[np.float64]
    train: NDArray[np.float64]
    dev: NDArray[np.float64]


class History:
    """Costs per epoch. When it is full every second point goes and from then on half as many are kept."""

    def __init__(self) -> None:
        self._rows = np.empty((CAPACITY, 3))
        self._length = 0
        self.stride = 1
        self._last: tuple[float, float, float] | None = None

    def record(self, epoch: int, train: float, dev: float) -> None:
        """Add one epoch's costs; dev is NaN where there is no dev set."""
        self._last = (epoch, train, dev)
        if epoch % self.stride:
            return
        if self._length == CAPACITY:
            self._thin()
            if epoch % self.stride:
                return
        self._rows[self._length] = self._last
        self._length += 1

    def _thin(self) -> None:
        self.stride *= 2
        kept = self._rows[: self._length]
        kept = kept[kept[:, 0] % self.stride == 0].copy()
        self._length = len(kept)
        self._rows[: self._length] = kept

    @property
    def last(self) -> tuple[float, float]:
        """The train and dev costs of the newest epoch; NaN where there is none."""
        return (math.nan, math.nan) if self._last is None else self._last[1:]

    def copy(self) -> Self:
        """The same curve, to be continued on its own."""
        return deepcopy(self)

    def until(self, epoch: int) -> Self:
        """The same curve up to an epoch, to be continued otherwise."""
        rows = self.rows
        return self.of(rows[rows[:, 0] <= epoch], self.stride)

    @property
    def rows(self) -> NDArray[np.float64]:
        """A copy of all that is recorded, (k, 3): epoch, train, dev; the newest epoch is always last."""
        kept = self._rows[: self._length]
        if self._last is not None and (not len(kept) or kept[-1, 0] != self._last[0]):
            kept = np.vstack([kept, self._last])
        return kept.copy()

    @classmethod
    def of(cls, rows: NDArray[np.float64], stride: int) -> Self:
        """The history that recorded these rows, of which it kept every `stride`-th."""
        history = cls()
        history.stride = stride
        kept = rows[rows[:, 0] % stride == 0]
        history._length, history._rows[: len(kept)] = len(kept), kept
        history._last = (float(rows[-1, 0]), float(rows[-1, 1]), float(rows[-1, 2])) if len(rows) else None
        return history

    def curve(self, points: int = CAPACITY) -> Curve:
        """At most about `points` of the recorded epochs, evenly thinned; the newest is always among them."""
        rows = self.rows
        thinned = rows[: self._length : max(1, -(-self._length // points))]
        if len(rows) and thinned[-1:, 0] != rows[-1:, 0]:
            thinned = np.vstack([thinned, rows[-1:]])
        epochs, train, dev = thinned.T.copy()
        return Curve(epochs, train, dev[:0] if np.isnan(dev).any() else dev)


class StepHistory:
    """Costs of single mini-batches, as their steps saw them; when it is full neighbours are averaged.

    A mini-batch's cost is that of its data, without the penalty. What is kept are rows of (cost, iteration).
    """

    def __init__(self) -> None:
        self.stride = 1
        self._rows = np.empty((CAPACITY, 2))
        self._length = 0
        self._rest = np.empty((0, 2))  # the last ones, which do not fill a stride yet
        self._dev: list[tuple[int, float]] = []

    def record(self, costs: NDArray[np.float64], iteration: int) -> None:
        """Add the costs (k,) of the mini-batches up to an iteration."""
        at = iteration - np.arange(costs.size - 1, -1, -1, dtype=np.float64)
        known = np.vstack([self._rest, np.stack([costs, at], axis=1)])
        while self._length + len(known) // self.stride > CAPACITY:
            known = self._halve(known)
        whole = len(known) // self.stride
        groups = known[: whole * self.stride].reshape(whole, self.stride, 2)
        kept = self._rows[self._length : self._length + whole]
        kept[:, 0], kept[:, 1] = groups[..., 0].mean(axis=1), groups[:, -1, 1] if whole else 0
        self._length, self._rest = self._length + whole, known[whole * self.stride :]

    def _halve(self, known: NDArray[np.float64]) -> NDArray[np.float64]:
        """Average pairs; one without a partner goes back to those to be added, which are returned."""
        pairs = self._length // 2
        single = self._rows[2 * pairs : self._length].repeat(self.stride, axis=0)
        both = self._rows[: 2 * pairs].reshape(pairs, 2, 2)
        self._rows[:pairs] = np.stack([both[..., 0].mean(axis=1), both[:, 1, 1]], axis=1)
        self._length, self.stride = pairs, 2 * self.stride
        return np.vstack([single, known])

    def until(self, iteration: int) -> Self:
        """The same up to an iteration, to be continued otherwise."""
        other = type(self)()
        other.stride, other._rows = self.stride, self._rows.copy()
        other._length = int(np.searchsorted(self._rows[: self._length, 1], iteration, side="right"))
        other._rest = self._rest[self._rest[:, 1] <= iteration].copy()
        other._dev = [(at, cost) for at, cost in self._dev if at <= iteration]
        return other

    def arrays(self) -> dict[str, NDArray[np.float64]]:
        """All of it as arrays, for a file."""
        return {
            "steps.rows": self._rows[: self._length].copy(),
            "steps.rest": self._rest.copy(),
            "steps.dev": np.array(self._dev, dtype=np.float64).reshape(-1, 2),
            "steps.stride": np.array([self.stride], np.float64),
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.float64]]) -> Self:
        """The history of such arrays. Raises ValueError or KeyError where they are none."""
        rows, rest, dev, stride = (arrays[f"steps.{name}"] for name in ("rows", "rest", "dev", "stride"))
        paired = all(array.ndim == 2 and array.shape[1] == 2 for array in (rows, rest, dev))
        if not paired or stride.shape != (1,) or not 1 <= stride[0] <= 2**60 or len(rows) > CAPACITY:
            raise ValueError("The costs of the steps do not fit together.")
        history = cls()
        history.stride, history._length, history._rest = int(stride[0]), len(rows), rest.copy()
        history._rows[: len(rows)] = rows
        history._dev = [(int(at), float(cost)) for at, cost in dev[:CAPACITY].tolist()]
        if len(rest) >= history.stride:
            raise ValueError("The costs of the steps do not fit together.")
        return history

    def record_dev(self, iteration: int, cost: float) -> None:
        """Add the dev cost after an iteration; when there are too many, every second one goes."""
        self._dev.append((iteration, cost))
        if len(self._dev) > CAPACITY:
            self._dev = self._dev[-1::-2][::-1]

    def dev(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Iterations (k,) and the dev cost after each."""
        rows = np.array(self._dev, dtype=np.float64).reshape(-1, 2)
        return rows[:, 0], rows[:, 1]

    def curve(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Iterations (k,) and the mean cost of the mini-batches up to each, from the one before it on."""
        rows = self._rows[: self._length]
        return rows[:, 1].copy(), rows[:, 0].copy()
