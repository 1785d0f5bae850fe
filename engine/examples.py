"""How the network does on each example: its answer, and the loss of that answer for the label as it stands.

Only examples of the train and dev parts are looked at; those of the test part stay locked.
"""

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.data.dataset import Codes
from engine.problem import PARTS, Part, Problem
from engine.trainer import Trainer

UNLOCKED: tuple[Part, ...] = PARTS[:2]


class Answers(msgspec.Struct, frozen=True, eq=False):
    """What the network says of k examples.

    `places` (k,) are their columns of the data set, `codes` (k,) 0 train and 1 dev, `labels` (k,) class
    indices or values. `outputs` (n[L], k) are probabilities, or values in the units of y; `losses` (k,) their
    L as training measures it, but of the whole labels where it learns smoothed ones.
    """

    places: NDArray[np.intp]
    codes: Codes
    labels: NDArray[Any]
    outputs: Array
    losses: Array

    def __len__(self) -> int:
        return len(self.places)

    def take(self, which: NDArray[Any]) -> "Answers":
        """Only some of them, in that order."""
        return Answers(
            self.places[which],
            self.codes[which],
            self.labels[which],
            self.outputs[:, which],
            self.losses[which],
        )

    @property
    def probabilities(self) -> Array:
        """Of every class (C, k), also where one unit answers for two. Classes only."""
        return class_probabilities(self.outputs)

    def hardest(self, at_most: int) -> NDArray[np.intp]:
        """The positions here of the largest losses, the largest first; equal ones as in the data."""
        count = min(at_most, len(self))
        candidates = np.argpartition(-self.losses, count - 1)[:count] if count else np.arange(0)
        return candidates[np.lexsort((self.places[candidates], -self.losses[candidates]))]


def class_probabilities(outputs: Array) -> Array:
    """Probabilities (C, k) from the outputs (n[L], k) of a classifier; one unit tells that of class 1."""
    return np.vstack([1 - outputs, outputs]) if len(outputs) == 1 else outputs


def losses(problem: Problem, Z: Array, y: NDArray[Any]) -> Array:
    """L (k,) of the logits Z (n[L], k) for class indices or values y (k,)."""
    terms = problem.loss.terms(Z.astype(np.float64), problem.encode(y))
    return np.asarray(terms.sum(axis=-2))


def answers(trainer: Trainer) -> Answers:
    """To all examples of train and dev by the present weights, without dropout, in the order of the data."""
    problem, codes = trainer.problem, trainer.problem.codes
    places = np.concatenate([np.flatnonzero(codes == PARTS.index(part)) for part in UNLOCKED])
    parts = [p for p in UNLOCKED if problem.targets[p].size]
    with np.errstate(all="ignore"):
        Z = np.concatenate([trainer.evaluator.logits(p).copy() for p in parts], axis=1)
        y = problem.dataset.y[places]
        found = Answers(places, codes[places], y, problem.predictions(Z), losses(problem, Z, y))
    return found.take(np.argsort(places))
