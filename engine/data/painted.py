"""Points put on a plane by hand, each with a number of its own that decides on its part for good.

So a point that is added, moved or erased leaves all others where they are: in train, dev or test.
"""

from collections.abc import Iterable
from functools import cached_property
from itertools import chain, count, islice
from typing import ClassVar, NamedTuple

import numpy as np

from engine.data.dataset import Dataset, Floats, Task, classification_task
from engine.data.source import Progress, Source
from engine.data.splits import STREAM
from engine.errors import DataError

MAX_POINTS, MAX_CLASSES = 10_000, 6
MAX_NUMBER = 2**31
FURTHEST = 1e6  # from the middle of the plane, and the largest value
PLANE = (-6.0, 6.0, -6.0, 6.0)
GOLDEN = (5**0.5 - 1) / 2

Area = tuple[float, float, float, float]  # left, right, bottom, top


class Point(NamedTuple):
    """A place, its class index or value, and the number of its draw; in a file simply [x1, x2, y, number]."""

    x1: float
    x2: float
    y: float
    number: int


class Painted(Source, frozen=True, kw_only=True, tag="painted", cache_hash=True, dict=True):
    """Points of 2 to 6 classes, or with `values` of numbers, on a plane that shows `area`.

    Raises DataError where a point is none, or has another class than these.
    """

    points: tuple[Point, ...] = ()
    n_classes: int = 2
    values: bool = False
    area: Area = PLANE

    label: ClassVar[str] = "Painted"

    def __post_init__(self) -> None:
        super().__post_init__()
        m, (left, right, bottom, top) = len(self.points), self.area
        _require(m <= MAX_POINTS, f"At most {MAX_POINTS} points can be painted, not {m}.")
        known = 2 <= self.n_classes <= MAX_CLASSES
        _require(known, f"Points are painted in 2 to {MAX_CLASSES} classes, not in {self.n_classes}.")
        whole = -FURTHEST <= left < right <= FURTHEST and -FURTHEST <= bottom < top <= FURTHEST
        _require(whole, f"The plane goes from left to right and from bottom to top, not as in {self.area}.")
        self._check_points()

    def _check_points(self) -> None:
        table = self.table
        usable = bool((np.abs(table[:, :3]) <= FURTHEST).all())
        _require(usable, f"Places and values of points are numbers up to {FURTHEST:g} in size.")
        numbers = table[:, 3]
        known = bool(((numbers >= 0) & (numbers <= MAX_NUMBER)).all())
        _require(known, f"The number of a point is from 0 to {MAX_NUMBER}.")
        if not self.values:
            y = table[:, 2]
            fits = bool(((y >= 0) & (y < self.n_classes) & (y == np.floor(y))).all())
            _require(fits, f"Classes of points are the whole numbers from 0 to {self.n_classes - 1}.")

    @property
    def origin(self) -> tuple[str, ...]:
        return self.name, "values" if self.values else "classes"

    @property
    def task(self) -> Task:
        """What is to be predicted."""
        return "regression" if self.values else classification_task(self.n_classes)

    @cached_property
    def table(self) -> Floats:
        """The points as rows x1, x2, y, number: (m, 4)."""
        flat = np.fromiter(chain.from_iterable(self.points), np.float64, 4 * len(self.points))
        table = flat.reshape(-1, 4)
        table.setflags(write=False)
        return table

    @property
    def counts(self) -> tuple[int, ...]:
        """How many points each class has; with values, how many there are."""
        if self.values:
            return (len(self.points),)
        return tuple(np.bincount(self.table[:, 2].astype(np.int64), minlength=self.n_classes).tolist())

    @property
    def missing(self) -> str:
        """What has to be painted before anything can be learned, in one sentence; "" if nothing has."""
        m = len(self.points)
        if not m:
            return f"Paint points of {'different values' if self.values else 'two classes'} on the plane."
        if self.values:
            return "" if m >= 2 else "Paint a second point: one value alone is no curve."
        filled = [c for c, points in enumerate(self.counts) if points]
        if len(filled) >= 2:
            return ""
        return f"Paint points of another class too: so far there is only class {filled[0]}."

    @property
    def places(self) -> Floats:
        """Where each point stands between 0 and 1 when they are divided into parts, (m,).

        Multiples of the golden section fall evenly, whatever number of them there is; `seed` shifts them all.
        The first point of a class is for training while half of all are.
        """
        shift = np.random.default_rng([self.seed, STREAM]).random() / 2
        return np.asarray((self.table[:, 3] * GOLDEN + shift) % 1.0)

    def load(self, progress: Progress | None = None) -> Dataset:
        """X (2, m) with classes "0", "1", ... or with values. Raises DataError where too few are painted."""
        if self.missing:
            raise DataError(self.missing)
        y = self.table[:, 2]
        return Dataset(
            X=np.ascontiguousarray(self.table[:, :2].T),
            y=y.copy() if self.values else y.astype(np.int64),
            task=self.task,
            columns=("x1", "x2"),
            classes=() if self.values else tuple(str(c) for c in range(self.n_classes)),
            places=self.places,
        )

    def free_numbers(self, y: float, wanted: int) -> list[int]:
        """The smallest numbers that no point of this class has; with values, no point at all.

        They take the places of points that were erased, so that the shares of the parts are kept.
        """
        table = self.table if self.values else self.table[self.table[:, 2] == y]
        taken = set(table[:, 3].astype(np.int64).tolist())
        return list(islice((k for k in count() if k not in taken), wanted))

    def new_points(self, X: Floats, y: float) -> tuple[Point, ...]:
        """Points of one class or value at the places X (2, m), with numbers that are free."""
        numbers = self.free_numbers(y, X.shape[1])
        return tuple(Point(x1, x2, float(y), k) for (x1, x2), k in zip(X.T.tolist(), numbers, strict=True))


def painted_from(dataset: Dataset, most: int = 2000, seed: int = 1) -> Painted:
    """The examples of two columns as painted points, evenly thinned where there are more than `most`.

    Raises DataError where they do not lie on a plane, or have more classes than can be painted.
    """
    if dataset.n != 2 or dataset.n_classes > MAX_CLASSES:
        raise DataError(
            f"Only data of 2 columns and at most {MAX_CLASSES} classes can be painted on; these have "
            f"{dataset.n} columns{f' and {dataset.n_classes} classes' if dataset.n_classes else ''}."
        )
    kept = np.linspace(0, dataset.m - 1, min(most, dataset.m)).astype(np.intp)
    X, y = dataset.X[:, kept], dataset.y[kept].astype(np.float64)
    values = not dataset.n_classes
    numbers = _numbers(np.zeros_like(y) if values else y)
    rows = np.vstack([X, y]).T.tolist()
    points = (Point(x1, x2, t, k) for (x1, x2, t), k in zip(rows, numbers, strict=True))
    return Painted(
        points=tuple(points),
        n_classes=max(2, dataset.n_classes),
        values=values,
        area=_area(X),
        seed=seed,
    )


def _numbers(y: Floats) -> Iterable[int]:
    """0, 1, 2 ... in each class."""
    next_of: dict[float, int] = {}
    for c in y.tolist():
        next_of[c] = next_of.get(c, -1) + 1
        yield next_of[c]


def _area(X: Floats) -> Area:
    """The usual plane if these places (2, m) are on it and fill it, else their own with a margin."""
    low, high = X.min(axis=1), X.max(axis=1)
    if (np.abs(X) <= PLANE[1]).all() and (high - low).max() >= PLANE[1] / 2:
        return PLANE
    margin = 0.15 * np.where(high > low, high - low, 1.0)
    (left, bottom), (right, top) = (low - margin).tolist(), (high + margin).tolist()
    return left, right, bottom, top


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise DataError(sentence)
