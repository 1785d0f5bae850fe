"""The trainings that were left by edits, so that undo brings their weights back."""

from collections import OrderedDict

from engine.experiment import Experiment
from engine.trainer import Trainer

MOST = 16


class Remembered:
    """At most so many trainers, each for the very experiment that it has; the oldest make room."""

    def __init__(self) -> None:
        self._trainers: OrderedDict[int, Trainer] = OrderedDict()

    def leave(self, trainer: Trainer) -> None:
        """Remember one that has weights of its own; one that has not would begin the same way again."""
        if not trainer.is_fresh:
            trainer.rest()
            self.keep(trainer)

    def keep(self, trainer: Trainer) -> None:
        """Remember one, for the last time that its experiment was wanted."""
        self._trainers[id(trainer.experiment)] = trainer
        while len(self._trainers) > MOST:
            self._trainers.popitem(last=False)

    def take(self, experiment: Experiment) -> Trainer | None:
        """The trainer of this very experiment, which is not remembered any more."""
        return self._trainers.pop(id(experiment), None)

    def clear(self) -> None:
        """Forget all."""
        self._trainers.clear()
