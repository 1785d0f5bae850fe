"""How well a network does on one part of the data, in the measures of its task, from logits and labels.

Classes are counted in a confusion matrix, from which every other measure follows; numbers to predict are
compared in the units of y. Source: scikit-learn's user guide, model evaluation.
"""

import math
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.problem import PARTS, Part, Problem

Counts = NDArray[np.intp]


class ClassScores(msgspec.Struct, frozen=True):
    """Of one class, or the mean of all: a share that has nothing to be a share of is 0.

    `precision` is the share of what was called so that is so, `recall` the share of what is so that was
    called so, `f1` their harmonic mean. `support` counts the examples of the class.
    """

    precision: float
    recall: float
    f1: float
    support: int


class Classification(msgspec.Struct, frozen=True, eq=False):
    """`confusion` (C, C) counts the examples: a row for each label, a column for each answer."""

    confusion: Counts

    @property
    def m(self) -> int:
        """How many examples there are."""
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        """The share that is right."""
        return _share(int(np.trace(self.confusion)), self.m)

    @property
    def scores(self) -> tuple[ClassScores, ...]:
        """Of every class."""
        return tuple(_scores_of(self.confusion, c) for c in range(len(self.confusion)))

    @property
    def macro(self) -> ClassScores:
        """The plain mean over the classes that occur as a label or as an answer."""
        occurs = (self.confusion.sum(axis=0) + self.confusion.sum(axis=1)) > 0
        found = [score for score, is_there in zip(self.scores, occurs, strict=True) if is_there]
        count = max(len(found), 1)
        precision, recall, f1 = (
            sum(getattr(score, name) for score in found) / count for name in ("precision", "recall", "f1")
        )
        return ClassScores(precision, recall, f1, self.m)

    @property
    def summary(self) -> ClassScores:
        """What stands for all of it: of two classes that of class 1, else the mean of all."""
        return self.scores[1] if len(self.confusion) == 2 else self.macro


class Regression(msgspec.Struct, frozen=True):
    """Of numbers: `r2` is None where y does not vary; `rmse` and `mae` are in the units of y."""

    m: int
    r2: float | None
    rmse: float
    mae: float


Measures = Classification | Regression


def answers_of(Z: Array) -> NDArray[np.intp]:
    """The class (m,) that logits Z (n[L], m) name; one unit answers for two classes."""
    return np.asarray(Z[0] > 0, np.intp) if len(Z) == 1 else np.asarray(Z.argmax(axis=0))


def confusion(labels: NDArray[Any], answers: NDArray[Any], n_classes: int) -> Counts:
    """How many examples (C, C) have a label, down, and get an answer, across; both are (m,)."""
    places = np.asarray(labels, np.intp) * n_classes + np.asarray(answers, np.intp)
    return np.bincount(places, minlength=n_classes**2).reshape(n_classes, n_classes)


def r_squared(predicted: NDArray[Any], y: NDArray[Any]) -> float | None:
    """1 less the share of the variance of y that is left; None where y does not vary.

    The same in every unit of y: it may be standardised.
    """
    y = np.asarray(y, np.float64).ravel()
    if y.size < 2:
        return None
    total = float(np.square(y - y.mean()).sum())
    if not 0 < total < math.inf:
        return None
    left = float(np.square(np.asarray(predicted, np.float64).ravel() - y).sum())
    return 1 - left / total


def measure(problem: Problem, part: Part, Z: Array) -> Measures:
    """The measures of a part that is not empty, from its logits Z (n[L], m)."""
    y = problem.dataset.y[problem.codes == PARTS.index(part)]
    n_classes = problem.dataset.n_classes
    if n_classes:
        return Classification(confusion(y, answers_of(Z), n_classes))
    predicted = np.asarray(problem.predictions(Z)[0], np.float64)
    errors = predicted - y
    rmse = float(np.sqrt(np.square(errors).mean()))
    return Regression(len(y), r_squared(predicted, y), rmse, float(np.abs(errors).mean()))


def _scores_of(counts: Counts, c: int) -> ClassScores:
    right, said, is_so = int(counts[c, c]), int(counts[:, c].sum()), int(counts[c].sum())
    return ClassScores(_share(right, said), _share(right, is_so), _share(2 * right, said + is_so), is_so)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
