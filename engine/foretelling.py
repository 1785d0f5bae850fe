"""What a step will have done: the parameters after it, what becomes of J, and which number moves most.

It is told before the step is taken, so that the step can be held against it.
"""

from typing import NamedTuple

import msgspec
import numpy as np

from engine.network import Parameters
from engine.trainer import Trainer
from engine.workings import Workings


class Change(NamedTuple):
    """One number of W1, b1, gamma1 ... on its way from `before` to `after`; row and column from 0."""

    name: str
    row: int
    column: int
    before: float
    after: float


class Foretold(msgspec.Struct, frozen=True, eq=False):
    """The parameters `after` a step, and J of the same mini-batch with them, by the same dropout masks.

    `largest` is the number that moves most, by the name of its matrix; frozen ones do not move.
    """

    after: Parameters
    cost: float
    largest: dict[str, Change]

    @property
    def most(self) -> Change:
        """The number that moves most of all."""
        return max(self.largest.values(), key=lambda change: abs(change.after - change.before))


def foretell(trainer: Trainer, workings: Workings) -> Foretold:
    """The outcome of the trainer's next step, of which these are the workings, with their updates."""
    w = workings
    with np.errstate(all="ignore"):
        after: Parameters = {name: array - w.updates[name] for name, array in w.parameters.items()}
        Z = w.network.forward(after, w.X, w.masks)[-1].Z
        Y = trainer.problem.targets["train"][:, w.examples]
        cost = w.network.loss.total(Z, Y) / w.m + w.network.penalty(after, w.m)
    return Foretold(after, cost, {name: _largest(w, after, name) for name in after})


def _largest(w: Workings, after: Parameters, name: str) -> Change:
    sizes = np.nan_to_num(np.abs(w.updates[name]), nan=np.inf)
    row, column = map(int, np.unravel_index(sizes.argmax(), sizes.shape))
    return Change(name, row, column, float(w.parameters[name][row, column]), float(after[name][row, column]))


def difference(foretold: Foretold, parameters: Parameters) -> float:
    """The largest difference of parameters from those that were foretold; NaN where one is no number."""
    with np.errstate(all="ignore"):
        sizes = [np.abs(parameters[name] - after).max() for name, after in foretold.after.items()]
        return float(np.max(sizes))
