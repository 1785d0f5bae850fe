"""How well a network does, measured as often as can be afforded."""

import time
from typing import NamedTuple

from engine.evaluation import Metrics
from engine.trainer import Trainer

SHARE = 300  # while training runs, so many times as long lies between two as one takes


class Scores(NamedTuple):
    """Cost and accuracy over the training and the dev part, and when they were those of the network."""

    train: Metrics
    dev: Metrics | None
    epoch: float
    iteration: int

    @property
    def witness(self) -> Metrics:
        """The dev part's where there is one."""
        return self.dev or self.train


class Scorer:
    """Measures one trainer's network. Of many examples and wide layers that costs as much as many steps.

    While training runs, a frame may then have the scores of a few frames before; at rest never.
    """

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._last: Scores | None = None
        self._due = 0.0

    def score(self, moving: bool) -> Scores:
        """The present scores, or while `moving` those of a moment ago. DivergedError if there is none."""
        if self._last is None or not moving or time.perf_counter() >= self._due:
            began = time.thread_time()
            self._last = self._measure()
            self._due = time.perf_counter() + SHARE * (time.thread_time() - began)
        return self._last

    def _measure(self) -> Scores:
        t = self._trainer
        train, dev = t.evaluate("train"), t.evaluate("dev")
        if train is None:
            raise t.diverged()
        return Scores(train, dev, t.epoch + t.position / t.steps_per_epoch, t.iteration)
