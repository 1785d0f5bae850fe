"""What the network says of the examples that are points on the plane, and which of it is wrong.

Every frame predicts all examples anyhow: here the answers to those that are shown are only picked out.
"""

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Codes
from engine.metrics import Measures, answers_of, measure
from engine.problem import PARTS, Part
from engine.trainer import Trainer

MOST = 4000  # more points of one part than this hide each other: every k-th is shown


class Verdicts(msgspec.Struct, frozen=True, eq=False):
    """Of k unlocked examples that are shown, by part and then by their columns of the data, `places` (k,).

    `codes` (k,) are 0 train, 1 dev, 2 test; `labels` (k,) class indices or values, `answers` (k,) what the
    network says instead: a class, or a number in the units of y.
    """

    places: NDArray[np.intp]
    codes: Codes
    labels: NDArray[Any]
    answers: NDArray[Any]

    @property
    def errors(self) -> NDArray[Any]:
        """How much more the network says than is right (k,); of classes it means nothing but 0 for right."""
        return np.asarray(self.answers - self.labels)


def thinned(chosen: NDArray[np.bool_]) -> NDArray[np.intp]:
    """At most MOST of the chosen examples, evenly."""
    places = np.flatnonzero(chosen)
    return places[:: stride(len(places))]


def stride(count: int) -> int:
    """Every how manyth of so many examples is shown."""
    return max(1, -(-count // MOST))


def unlocked_parts(trainer: Trainer, test: bool) -> list[Part]:
    """The parts that hold examples and may be looked at."""
    return [p for p in PARTS if trainer.problem.targets[p].size and (test or p != "test")]


def verdicts_of(trainer: Trainer, test: bool) -> Verdicts:
    """Of the examples that a frame shows, at weights that all unlocked parts were just evaluated with."""
    problem, parts = trainer.problem, unlocked_parts(trainer, test)
    places = np.concatenate([thinned(problem.codes == PARTS.index(part)) for part in parts])
    found = [trainer.evaluator.last_logits(part) for part in parts]
    Z = np.concatenate([logits[:, :: stride(logits.shape[1])] for logits in found], axis=1)
    with np.errstate(all="ignore"):
        answers = answers_of(Z) if problem.dataset.n_classes else problem.predictions(Z)[0].astype(np.float64)
    return Verdicts(places, problem.codes[places], problem.dataset.y[places], answers)


def measures_of(trainer: Trainer, test: bool) -> dict[Part, Measures]:
    """The measures of every unlocked part, at weights that it was just evaluated with."""
    with np.errstate(all="ignore"):
        return {
            part: measure(trainer.problem, part, trainer.evaluator.last_logits(part))
            for part in unlocked_parts(trainer, test)
        }
