"""Toy data on the plane, in the geometry of TensorFlow Playground (its dataset.ts): domain -6 to 6.

A generator is a frozen value; loading it twice gives the same bits. Every example has its own draws, scaled
by the noise afterwards: moving the noise moves the same points, and fewer samples are a prefix of more (on
the spiral they are spaced anew). The classes take turns, so every prefix is balanced.
"""

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Dataset, Floats, Task, classification_task
from engine.data.disturbances import exaggerated, flipped, shaken, strewn, unequal
from engine.data.source import Progress, Source
from engine.errors import DataError

MIN_SAMPLES, MAX_SAMPLES = 10, 100_000
# The largest value of each field that spoils the points; the least is 0.
MOST = {"noise": 0.5, "jitter": 2.0, "flips": 0.5, "imbalance": 0.9, "outliers": 0.2}
RADIUS, DOMAIN = 5.0, 6.0
XOR_PADDING = 0.3
# Streams of one seed that must not repeat each other: 0 and 1 are the trainer's, 3 is the split's.
STREAM = 2
# Streams within this one; places have none, for 0 at the end of a seed changes nothing.
IMBALANCE, FLIPS, JITTER, OUTLIERS, NOISE = range(1, 6)

Points = tuple[Floats, NDArray[np.int64] | Floats]


class Generator(Source, frozen=True, kw_only=True):
    """`samples` points (10 to 100 000) that `noise` from 0 to 0.5 spoils in the way of their kind.

    In any kind, `jitter` is the standard deviation by which coordinates are shaken once y is known, `flips`
    the share of labels that are wrong, `imbalance` the share of the other classes' examples that class 0 has
    instead, and `outliers` the share of examples that are anywhere, or of numbers that are anything.
    `settings` are the fields that mean something for these points; the others stay at 0. Raises DataError
    outside these limits.
    """

    samples: int = 500
    noise: float = 0.0
    jitter: float = 0.0
    flips: float = 0.0
    imbalance: float = 0.0
    outliers: float = 0.0

    settings: ClassVar[tuple[str, ...]] = ("samples", *MOST)
    columns: ClassVar[tuple[str, ...]] = ("x1", "x2")

    def __post_init__(self) -> None:
        super().__post_init__()
        if not MIN_SAMPLES <= self.samples <= MAX_SAMPLES:
            raise DataError(f"Samples must be from {MIN_SAMPLES} to {MAX_SAMPLES}, not {self.samples}.")
        for field, most in MOST.items():
            value = getattr(self, field)
            if not 0 <= value <= most:
                raise DataError(f"{field.capitalize()} must be from 0 to {most:g}, not {value:g}.")
            if value and field not in self.settings:
                raise DataError(f"The data {self.name} have no {field}: leave it at 0.")

    @property
    def n_classes(self) -> int:
        """Classes, 0 where there are numbers to predict."""
        return 2

    @property
    def task(self) -> Task:
        """What is to be predicted, known before anything is drawn."""
        return classification_task(self.n_classes) if self.n_classes else "regression"

    def load(self, progress: Progress | None = None) -> Dataset:
        """The points as X (n, m), with classes "0", "1", ... or, where there are none, with numbers."""
        turns = np.arange(self.samples) % max(1, self.n_classes)
        if self.imbalance:
            turns = unequal(turns, self.n_classes, self.imbalance, self.draws(IMBALANCE))
        X, y = self._spoiled(*self.points(turns, self.draws()))
        return Dataset(
            X=np.ascontiguousarray(X) + 0.0,  # no -0.0, which looks odd in a file
            y=y,
            task=self.task,
            columns=self.columns,
            classes=tuple(str(c) for c in range(self.n_classes)),
        )

    def draws(self, *stream: int) -> np.random.Generator:
        """The draws of one purpose."""
        return np.random.default_rng([self.seed, STREAM, *stream])

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        """Positions (n, m) and class indices or values (m,); `turns` (m,) are the classes before noise."""
        raise TypeError("Generator is abstract: use one of engine.data.BY_NAME.")

    def _spoiled(self, X: Floats, y: NDArray[np.int64] | Floats) -> Points:
        """Positions and targets after what spoils points of any kind."""
        if self.flips:
            y = flipped(y.astype(np.int64), self.n_classes, self.flips, self.draws(FLIPS))
        if self.jitter:
            X = shaken(X, self.jitter, self.draws(JITTER))
        if self.outliers and self.n_classes:
            X = strewn(X, self.outliers, self.draws(OUTLIERS))
        elif self.outliers:
            y = exaggerated(y.astype(np.float64), self.outliers, self.draws(OUTLIERS))
        return X, y


class SeveralClasses(Generator, frozen=True, kw_only=True):
    """As many classes as `classes` says, within the limits of the kind. Raises DataError outside them."""

    classes: int = 3

    settings: ClassVar[tuple[str, ...]] = ("classes", *Generator.settings)
    least_classes: ClassVar[int] = 2
    most_classes: ClassVar[int] = 2

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.least_classes <= self.classes <= self.most_classes:
            limits = f"from {self.least_classes} to {self.most_classes}"
            raise DataError(f"The classes of {self.name} must be {limits}, not {self.classes}.")

    @property
    def n_classes(self) -> int:
        """As `classes` says."""
        return self.classes


class Circle(Generator, frozen=True, kw_only=True, tag="circle"):
    """Class 1 inside 2.5, class 0 from 3.5 to 5. Noise moves the point that the label is read from."""

    label: ClassVar[str] = "Circle"

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        inner, (u, v, *shift) = turns == 1, rng.random((self.samples, 4)).T
        r = RADIUS * np.where(inner, 0.5 * u, 0.7 + 0.3 * u)
        X = polar(r, 2 * np.pi * v)
        judged = X + symmetric(shift) * RADIUS * self.noise
        return X, (np.hypot(*judged) < 0.5 * RADIUS).astype(np.int64)


class Xor(Generator, frozen=True, kw_only=True, tag="xor"):
    """Class 1 where x1 and x2 have the same sign. Noise moves the point that the label is read from."""

    label: ClassVar[str] = "XOR"

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        u, v, *shift = rng.random((self.samples, 4)).T
        first = RADIUS * (2 * u - 1)
        side = np.where(first > 0, 1.0, -1.0)
        opposite = np.where(turns == 1, side, -side)
        X = np.stack([first + XOR_PADDING * side, (RADIUS * v + XOR_PADDING) * opposite])
        judged = X + symmetric(shift) * RADIUS * self.noise
        return X, (judged[0] * judged[1] >= 0).astype(np.int64)


class Gauss(Generator, frozen=True, kw_only=True, tag="gauss"):
    """Class 1 around (2, 2), class 0 around (-2, -2), with variance 0.5 (no noise) to 4."""

    label: ClassVar[str] = "Gaussian"

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        centres = np.array([[-2.0, 2.0], [-2.0, 2.0]])
        return centres[:, turns] + cloud(self, rng), turns


class Spiral(Generator, frozen=True, kw_only=True, tag="spiral"):
    """Two arms of one turn and three quarters, r = 5 i / n, shaken by up to `noise` in each direction."""

    label: ClassVar[str] = "Spiral"

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        equal = np.arange(self.samples) % 2
        # A point on the arm that another class's turn was for is between the arm's own.
        i = np.arange(self.samples) // 2 + 0.5 * (turns != equal)
        along = i / np.bincount(equal)[equal]
        X = polar(RADIUS * along, 1.75 * 2 * np.pi * along + np.where(turns == 1, 0, np.pi))
        return X + symmetric(rng.random((self.samples, 2)).T) * self.noise, turns


class Blobs(SeveralClasses, frozen=True, kw_only=True, tag="blobs"):
    """Three to six Gaussian clouds at distance 3 from the middle, with variance 0.5 (no noise) to 4."""

    label: ClassVar[str] = "Blobs"
    least_classes: ClassVar[int] = 3
    most_classes: ClassVar[int] = 6

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        angles = 2 * np.pi / self.classes * turns.astype(np.float64)
        return polar(3.0, angles) + cloud(self, rng), turns


def polar(r: Floats | float, angle: Floats) -> Floats:
    """Points (2, m) at distance r, the angle counted from the x2 axis as TensorFlow Playground does."""
    return np.stack([r * np.sin(angle), r * np.cos(angle)])


def symmetric(uniform: Floats | list[Floats]) -> Floats:
    """Uniform draws in [0, 1) as draws in [-1, 1)."""
    return 2 * np.asarray(uniform) - 1


def cloud(generator: Generator, rng: np.random.Generator) -> Floats:
    """Normal draws (2, m) whose variance grows from 0.5 to 4 with the noise."""
    variance = 0.5 + 3.5 * generator.noise / MOST["noise"]
    shift: Floats = rng.standard_normal((generator.samples, 2)).T
    return math.sqrt(variance) * shift
