"""The runs of one experiment: a recorded moment that is looked at, and the runs that were left for a branch.

The run itself is not touched by a look at it: a second trainer stands at the moment.
"""

from typing import NamedTuple

from engine.trainer import Trainer
from playground.frames import FrameBuilder, View

MOST = 8  # runs that can be rejoined


class Left(NamedTuple):
    """A run that was left, and the epoch where the present one branched off."""

    run: Trainer
    epoch: int


class Runs:
    """`builder` makes the frames of the moment that is looked at; None while the newest one is shown."""

    def __init__(self) -> None:
        self.builder: FrameBuilder | None = None
        self._left: list[Left] = []

    def go_to(self, run: Trainer, epoch: int | None, view: View) -> None:
        """Look at the last moment recorded up to an epoch; None, or the newest epoch, ends the visit."""
        moment = None if epoch is None or epoch >= run.epoch else run.recording.at(epoch)
        if moment is None:
            self.end_visit()
            return
        if self.builder is None or self.builder.run is not run:
            self.builder = FrameBuilder(Trainer(run.experiment, run.problem), view, run)
        self.builder.trainer.restore(moment.state)

    def end_visit(self) -> None:
        """The newest moment is shown again."""
        self.builder = None

    def branch(self, run: Trainer) -> Trainer:
        """The moment that is looked at as a run of its own, and the other is left; else the run itself."""
        if self.builder is None:
            return run
        branch = self.builder.trainer
        branch.leave(run)
        run.rest()
        self._left = [*self._of(run), Left(run, branch.epoch)][-MOST:]
        self.end_visit()
        return branch

    def rejoin(self, run: Trainer) -> Trainer:
        """The run that was left last, and the present one is left for it; itself where there is none."""
        known = self._of(run)
        if not known:
            return run
        *others, last = known
        run.rest()
        self._left = [Left(run, last.epoch), *others]
        return last.run

    def branched(self, run: Trainer) -> tuple[int, ...]:
        """The epochs where runs branched off that can be rejoined."""
        return tuple(sorted({left.epoch for left in self._of(run)}))

    def _of(self, run: Trainer) -> list[Left]:
        """Those of the same experiment: what an edit has left comes back by undoing it."""
        others = (left for left in self._left if left.run is not run)
        return [left for left in others if left.run.experiment is run.experiment]
