"""Single examples in a frame: the one that was pointed at, and the list of the hardest.

Both are computed only while they are asked for. All losses of a large data set cost as much as a frame, so
the list is made anew a few times a second at most, and takes no more than a tenth of the time.
"""

import time
from collections.abc import Callable
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.batches import with_ones
from engine.data import Dataset, Generator
from engine.data.dataset import Codes
from engine.examples import Answers, answers, class_probabilities, losses
from engine.forward import Forward
from engine.label_errors import Doubts, doubts, no_doubts
from engine.problem import PARTS, Part
from engine.trainer import Trainer

MOST = 100  # rows of the list
PAUSE = 0.3  # seconds between two lists while it trains
SHARE = 10  # a list may take one part in so many of the time


class Example(msgspec.Struct, frozen=True, eq=False):
    """One unlocked example, in column `place` of the data: its raw `values` (n,) and its `label`.

    `outputs` (n[L],) are what the network says of it, probabilities or a value in the units of y; `loss` is
    that of its label. `suggested` is the class that its label may be mistaken for, -1 for none.
    """

    place: int
    part: Part
    values: Array
    label: Any
    outputs: Array
    loss: float
    suggested: int = -1

    @property
    def probabilities(self) -> Array:
        """Of every class (C,)."""
        return class_probabilities(self.outputs[:, None])[:, 0]


class Hardest(msgspec.Struct, frozen=True, eq=False):
    """The examples of train and dev with the largest losses, and those whose labels are in doubt, likewise.

    `suggested` and `doubtful_suggested` are the classes that the network names instead, -1 for none.
    `n_doubtful` counts all of the m that are in doubt, `doubts` holds the rule's thresholds. Of generated
    data it is known which labels are flipped: `n_flipped` counts those, `n_caught` the doubtful ones of them;
    both are None elsewhere. `seconds` is how old the list may be while it trains.
    """

    m: int
    rows: Answers
    suggested: NDArray[np.intp]
    doubtful: Answers
    doubtful_suggested: NDArray[np.intp]
    n_doubtful: int
    n_flipped: int | None
    n_caught: int | None
    doubts: Doubts
    iteration: int
    seconds: float


def is_unlocked(codes: Codes, place: int | None, test: bool = False) -> bool:
    """Whether there is such an example, in train or dev; with `test` that part may be looked at too."""
    return place is not None and 0 <= place < len(codes) and (test or PARTS[codes[place]] != "test")


class ExampleBuilder:
    """Looks at the examples of one trainer; `flat` is the frame's copy of the parameters, batch norm folded.

    `clock` tells seconds.
    """

    def __init__(self, trainer: Trainer, flat: Array, clock: Callable[[], float] = time.perf_counter) -> None:
        self._trainer, self._flat, self._clock = trainer, flat, clock
        self._place = -1
        self._forward: Forward | None = None
        self._hardest: Hardest | None = None
        self._due = 0.0

    def look_at(self, place: int | None, is_training: bool, test: bool = False) -> Example | None:
        """One example at the weights in `flat`; None where there is none, or it is locked."""
        problem = self._trainer.problem
        if place is None or not is_unlocked(problem.codes, place, test):
            return None
        data: Dataset = problem.dataset
        with np.errstate(all="ignore"):
            Z = self._logits(place)
            outputs = problem.predictions(Z)[:, 0].copy()
            loss = float(losses(problem, Z, data.y[[place]])[0])
        part, label = PARTS[problem.codes[place]], data.y[place].item()
        found = Example(place, part, data.X[:, place], label, outputs, loss)
        return msgspec.structs.replace(found, suggested=self._named_instead(found, is_training))

    def _named_instead(self, example: Example, is_training: bool) -> int:
        """The class that an example's label may be mistaken for, by the thresholds of the list."""
        judged = self.hardest(is_training).doubts
        if not judged.is_judged:
            return -1
        return int(judged.named_instead(example.probabilities[:, None], np.array([example.label]))[0])

    def _logits(self, place: int) -> Array:
        """Z[L] (n[L], 1) of one example; its pass is lowered once."""
        if self._forward is None or place != self._place:
            problem = self._trainer.problem
            inputs = with_ones(problem.prepare(problem.dataset.X[:, [place]]), self._flat.dtype)
            self._forward = Forward(self._trainer.network.inference, self._flat, inputs, units=False)
            self._place = place
        return self._forward()

    def hardest(self, is_training: bool) -> Hardest:
        """The list of this moment; while it trains perhaps the last one still."""
        now = self._clock()
        if self._hardest is None or not is_training or now >= self._due:
            self._hardest = self._listed(now)
            self._due = self._clock() + self._hardest.seconds
        return self._hardest

    @cached_property
    def _flipped(self) -> NDArray[np.bool_] | None:
        """Which labels (m,) of generated data are wrong; None where nobody knows."""
        data = self._trainer.experiment.data
        if not isinstance(data, Generator) or not data.n_classes:
            return None
        if not data.flips:
            return np.zeros(self._trainer.problem.dataset.m, np.bool_)
        true = msgspec.structs.replace(data, flips=0.0).load()
        return np.asarray(true.y != self._trainer.problem.dataset.y)

    def _listed(self, began: float) -> Hardest:
        trainer = self._trainer
        found = answers(trainer)
        flipped, n_classes = self._flipped, trainer.problem.dataset.n_classes
        # Where it is known that all labels are right none is in doubt, however sure the network is.
        doubtable = flipped is None or flipped[found.places].any()
        doubted = doubts(found, n_classes) if doubtable else no_doubts(len(found), n_classes)
        first, doubtful = found.hardest(MOST), doubted.found
        doubtful = doubtful[found.take(doubtful).hardest(MOST)]
        return Hardest(
            m=len(found),
            rows=found.take(first),
            suggested=doubted.suggested[first],
            doubtful=found.take(doubtful),
            doubtful_suggested=doubted.suggested[doubtful],
            n_doubtful=len(doubted.found),
            n_flipped=None if flipped is None else int(flipped[found.places].sum()),
            n_caught=None if flipped is None else int(flipped[found.places[doubted.found]].sum()),
            doubts=doubted,
            iteration=trainer.iteration,
            seconds=max(PAUSE, SHARE * (self._clock() - began)),
        )
