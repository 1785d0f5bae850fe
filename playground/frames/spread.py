"""What is known of data and their parts once for a problem: where the training part lies, and what drifts."""

import msgspec

from engine.activations import Array
from engine.data import Dataset, Split
from engine.data.drift import Difference, differences
from engine.data.remembered import remembered
from engine.problem import Problem
from playground.frames.view import Held


class Spread(msgspec.Struct, frozen=True, eq=False):
    """`low`, `mean` and `high` of every raw column in the training part, each (n,)."""

    low: Array
    mean: Array
    high: Array

    def centre(self, held: Held) -> Array:
        """Where columns stand that do not span the plane, (n, 1): at their mean, or where they are held."""
        centre = self.mean[:, None].copy()
        for column, value in held:
            centre[column] = value
        return centre


@remembered
def _spread(dataset: Dataset, split: Split, seed: int) -> Spread:
    X = dataset.X[:, split.assign(dataset, seed) == 0]
    return Spread(X.min(axis=1), X.mean(axis=1), X.max(axis=1))


def spread_of(problem: Problem) -> Spread:
    """The training part of a problem, measured once."""
    return _spread(problem.dataset, problem.experiment.split, problem.experiment.data.seed)


def drift_of(problem: Problem) -> tuple[Difference, ...]:
    """In what dev and test differ from train, found out once."""
    return differences(problem.dataset, problem.experiment.split, problem.experiment.data.seed)


def fitting(held: Held, n: int, axes: tuple[int, int]) -> Held:
    """Those of the columns that data of n columns have, and that do not span the plane."""
    return tuple((column, value) for column, value in held if column < n and column not in axes)
