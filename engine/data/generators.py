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
from engine.data.source import Progress, Source
from engine.errors import DataError

MIN_SAMPLES, MAX_SAMPLES, MAX_NOISE = 10, 100_000, 0.5
RADIUS = 5.0
XOR_PADDING = 0.3
# Streams of one seed that must not repeat each other: 0 and 1 are the trainer's, 3 is the split's.
STREAM = 2

Points = tuple[Floats, NDArray[np.int64] | Floats]


class Generator(Source, frozen=True, kw_only=True):
    """`samples` points (10 to 100 000) with `noise` from 0 to 0.5. Raises DataError outside these limits."""

    samples: int = 500
    noise: float = 0.0

    n_classes: ClassVar[int] = 2

    def __post_init__(self) -> None:
        super().__post_init__()
        if not MIN_SAMPLES <= self.samples <= MAX_SAMPLES:
            raise DataError(f"Samples must be from {MIN_SAMPLES} to {MAX_SAMPLES}, not {self.samples}.")
        if not 0 <= self.noise <= MAX_NOISE:
            raise DataError(f"Noise must be from 0 to {MAX_NOISE}, not {self.noise:g}.")

    @property
    def task(self) -> Task:
        """What is to be predicted, known before anything is drawn."""
        return classification_task(self.n_classes) if self.n_classes else "regression"

    def load(self, progress: Progress | None = None) -> Dataset:
        """The points as X (2, m), with classes "0", "1", ... or, where there are none, with numbers."""
        turns = np.arange(self.samples) % max(1, self.n_classes)
        X, y = self.points(turns, np.random.default_rng([self.seed, STREAM]))
        return Dataset(
            X=np.ascontiguousarray(X) + 0.0,  # no -0.0, which looks odd in a file
            y=y,
            task=self.task,
            columns=("x1", "x2"),
            classes=tuple(str(c) for c in range(self.n_classes)),
        )

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        """Positions (2, m) and class indices or values (m,); `turns` (m,) are the classes before noise."""
        raise TypeError("Generator is abstract: use one of engine.data.BY_NAME.")


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
        along = (np.arange(self.samples) // 2) / np.bincount(turns)[turns]
        X = polar(RADIUS * along, 1.75 * 2 * np.pi * along + np.where(turns == 1, 0, np.pi))
        return X + symmetric(rng.random((self.samples, 2)).T) * self.noise, turns


class Blobs(Generator, frozen=True, kw_only=True, tag="blobs"):
    """Three Gaussian clouds at distance 3 from the middle, with variance 0.5 (no noise) to 4."""

    label: ClassVar[str] = "Three blobs"
    n_classes: ClassVar[int] = 3

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        return polar(3.0, 2 * np.pi / 3 * turns.astype(np.float64)) + cloud(self, rng), turns


def polar(r: Floats | float, angle: Floats) -> Floats:
    """Points (2, m) at distance r, the angle counted from the x2 axis as TensorFlow Playground does."""
    return np.stack([r * np.sin(angle), r * np.cos(angle)])


def symmetric(uniform: Floats | list[Floats]) -> Floats:
    """Uniform draws in [0, 1) as draws in [-1, 1)."""
    return 2 * np.asarray(uniform) - 1


def cloud(generator: Generator, rng: np.random.Generator) -> Floats:
    """Normal draws (2, m) whose variance grows from 0.5 to 4 with the noise."""
    variance = 0.5 + 3.5 * generator.noise / MAX_NOISE
    shift: Floats = rng.standard_normal((generator.samples, 2)).T
    return math.sqrt(variance) * shift
