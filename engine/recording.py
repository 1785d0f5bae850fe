"""The recording of a run: its moments, weights included, so that any can be seen and gone on from again.

Memory is bounded however long the run: when it is full every second moment goes, and from then on half as
many are kept. The moment of the lowest dev cost is always among them.
"""

import math
from bisect import bisect_right
from collections.abc import Callable
from typing import Self

import msgspec

from engine.snapshot import Snapshot

MOST, BYTES = 512, 64 * 2**20  # moments, and what they may take together
AT_REST = 4 * 2**20  # bytes that are kept of a run that was left
LEAST = 8  # moments that are kept in any case


class Moment(msgspec.Struct, frozen=True, eq=False):
    """The state at the end of an epoch, with the costs of that epoch; dev is NaN without a dev set."""

    state: Snapshot
    train: float
    dev: float

    @property
    def epoch(self) -> int:
        """Whole passes that were done."""
        return self.state.epoch


class Recording:
    """`record` is called once an epoch; `moments` are what is kept, `best` that of the lowest dev cost."""

    def __init__(self) -> None:
        self._moments: list[Moment] = []
        self.stride = 1
        self.best: Moment | None = None

    def record(self, state: Snapshot, train: float, dev: float) -> None:
        """Keep a moment, if it is its turn. What was recorded of this epoch and later ones is replaced."""
        if any(kept is not None and kept.epoch >= state.epoch for kept in (self._newest, self.best)):
            self._forget_from(state.epoch)
        moment = Moment(state, train, dev)
        if math.isfinite(dev) and (self.best is None or dev < self.best.dev):
            self.best = moment
        if state.epoch % self.stride == 0:
            self._moments.append(moment)
            self._thin(min(MOST, max(LEAST, BYTES // max(1, state.nbytes))))

    @property
    def _newest(self) -> Moment | None:
        return self._moments[-1] if self._moments else None

    def _forget_from(self, epoch: int) -> None:
        self._moments = [moment for moment in self._moments if moment.epoch < epoch]
        if self.best is not None and self.best.epoch >= epoch:
            known = [moment for moment in self._moments if math.isfinite(moment.dev)]
            self.best = min(known, key=lambda moment: moment.dev, default=None)

    def _thin(self, most: int) -> None:
        while len(self._moments) > most:
            self.stride *= 2
            self._moments = [moment for moment in self._moments if moment.epoch % self.stride == 0]

    def change(self, change: Callable[[Snapshot], Snapshot]) -> None:
        """Every state in another form, for other hyperparameters: their moments are scaled by these."""
        known: dict[int, Moment] = {}

        def changed(moment: Moment) -> Moment:
            if id(moment) not in known:
                known[id(moment)] = Moment(change(moment.state), moment.train, moment.dev)
            return known[id(moment)]

        self._moments = [changed(moment) for moment in self._moments]
        self.best = None if self.best is None else changed(self.best)

    def rest(self) -> None:
        """Give back most of the memory: the run was left, and may be taken up again."""
        if self._moments:
            self._thin(max(LEAST, AT_REST // max(1, self._moments[0].state.nbytes)))

    @property
    def moments(self) -> tuple[Moment, ...]:
        """All that are kept, in order; the best one among them."""
        kept = list(self._moments)
        if self.best is not None and self.best not in kept:
            kept.insert(bisect_right(kept, self.best.epoch, key=lambda moment: moment.epoch), self.best)
        return tuple(kept)

    def at(self, epoch: int) -> Moment | None:
        """The last moment that is kept up to an epoch, the first one before all; None where nothing is."""
        kept = self.moments
        found = bisect_right(kept, epoch, key=lambda moment: moment.epoch)
        return kept[max(found - 1, 0)] if kept else None

    def until(self, epoch: int) -> Self:
        """The recording of a branch that leaves this run after an epoch."""
        branch = type(self)()
        branch.stride, branch._moments, branch.best = self.stride, list(self._moments), self.best
        branch._forget_from(epoch + 1)
        return branch
