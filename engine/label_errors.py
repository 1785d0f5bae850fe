"""Labels that may be mistakes, found by confident learning: the network surely says another class.

The threshold of a class is the mean probability that the network gives it on the examples that are labelled
so. A label is in doubt where another class is above its own threshold and likelier than every other such
class. Source: Northcutt, Jiang and Chuang 2021.

It holds for examples that were not learned from, so the thresholds come from the dev part. A network that
learned a wrong label by heart no longer contradicts it: in the training part mistakes are overlooked then,
but what is found there counts all the more.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.examples import Answers

ENOUGH = 5  # examples of every class that the dev part must have; with fewer the training part is asked
SKILL = 0.4  # of the way from always naming the largest class to no error: below, contradiction is guessing
DEV = 1


class Doubts(msgspec.Struct, frozen=True, eq=False):
    """Which labels are in doubt: `suggested` (k,) is the class that the network names instead, -1 for none.

    `thresholds` (C,) are those of the classes, from the examples of `part`. `is_judged` is False where the
    network knows too little to contradict anyone, or where there are no classes.
    """

    suggested: NDArray[np.intp]
    thresholds: Array
    part: str = ""
    is_judged: bool = False

    @property
    def found(self) -> NDArray[np.intp]:
        """The positions of the doubtful labels."""
        return np.flatnonzero(self.suggested >= 0)

    def named_instead(self, p: Array, y: NDArray[np.int64]) -> NDArray[np.intp]:
        """By the same thresholds, of other probabilities p (C, k) and labels y (k,): a class, or -1."""
        if not self.is_judged:
            return np.full(len(y), -1, np.intp)
        return _contradicted(p, y, self.thresholds)


def doubts(answers: Answers, n_classes: int) -> Doubts:
    """The labels in doubt among these answers; none for regression (`n_classes` 0)."""
    nothing = no_doubts(len(answers), n_classes)
    if not n_classes:
        return nothing
    asked, part = _reference(answers, n_classes)
    p, y = answers.probabilities, answers.labels
    if not _is_skilled(p[:, asked], y[asked], n_classes):
        return nothing
    thresholds = _thresholds(p[:, asked], y[asked], n_classes)
    return Doubts(_contradicted(p, y, thresholds), thresholds, part, True)


def no_doubts(m: int, n_classes: int) -> Doubts:
    """None of m labels is in doubt, for nobody asked a network."""
    return Doubts(np.full(m, -1, np.intp), np.zeros(n_classes))


def _reference(answers: Answers, n_classes: int) -> tuple[NDArray[np.bool_], str]:
    """The examples that thresholds come from."""
    dev = answers.codes == DEV
    if np.bincount(answers.labels[dev], minlength=n_classes).min() >= ENOUGH:
        return dev, "dev"
    return ~dev, "train"


def _is_skilled(p: Array, y: NDArray[np.int64], n_classes: int) -> bool:
    """Whether the network does clearly better than always naming the largest class."""
    largest = np.bincount(y, minlength=n_classes).max() / max(len(y), 1)
    accuracy = np.mean(p.argmax(axis=0) == y) if len(y) else 0.0
    return bool(accuracy >= largest + SKILL * (1 - largest) and accuracy > largest)


def _thresholds(p: Array, y: NDArray[np.int64], n_classes: int) -> Array:
    """The mean probability of each class on the examples labelled so; never reached where there are none."""
    own = p[y, np.arange(len(y))]
    counts = np.bincount(y, minlength=n_classes)
    sums = np.bincount(y, weights=own, minlength=n_classes)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.inf)


def _contradicted(p: Array, y: NDArray[np.int64], thresholds: Array) -> NDArray[np.intp]:
    """The likeliest class that reaches its threshold, where it is not the label; else -1."""
    sure = np.where(p >= thresholds[:, None], p, -1.0)
    named = sure.argmax(axis=0)
    other = (sure.max(axis=0) >= 0) & (named != y)
    return np.where(other, named, -1)
