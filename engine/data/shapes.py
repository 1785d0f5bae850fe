"""More toy data on the plane: those of the course and of scikit-learn, laid out on the domain -6 to 6."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Floats
from engine.data.generators import (
    DOMAIN,
    NOISE,
    RADIUS,
    Generator,
    Points,
    SeveralClasses,
    polar,
    symmetric,
)

PETAL, LAST_ANGLE = 4.0, 3.12  # the course's planar_utils: the class c has the angles 3.12 c to 3.12 (c + 1)
MOON_SCALE, MOON_CENTRE = 3.0, (0.5, 0.25)
QUANTILE_SCALE = 1.5
CELL = 3.0


class Moons(Generator, frozen=True, kw_only=True, tag="moons"):
    """Two half circles that reach into each other, three times as large as in scikit-learn's make_moons.

    `noise` is, as there, the standard deviation of both coordinates before they are enlarged.
    """

    label: ClassVar[str] = "Moons"

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        shift = self.draws(NOISE).standard_normal((self.samples, 2)).T
        X = moon(np.pi * rng.random(self.samples), turns) + self.noise * shift
        return MOON_SCALE * (X - np.array(MOON_CENTRE)[:, None]), turns


class Flower(Generator, frozen=True, kw_only=True, tag="flower"):
    """The course's flower of eight petals, r = 4 sin 4t, which the two classes have in turns.

    `noise` is the standard deviation of r and of t; the course has 0.2.
    """

    label: ClassVar[str] = "Flower"

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        shift_t, shift_r = self.noise * self.draws(NOISE).standard_normal((self.samples, 2)).T
        t = LAST_ANGLE * (turns + rng.random(self.samples)) + shift_t
        return polar(PETAL * np.sin(4 * t) + shift_r, t), turns


class Checkerboard(Generator, frozen=True, kw_only=True, tag="checkerboard"):
    """Four by four squares of side 3. Noise moves the point that the label is read from."""

    label: ClassVar[str] = "Checkerboard"

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        places, shift = symmetric(rng.random((self.samples, 4)).T).reshape(2, 2, -1)
        X = DOMAIN * places
        beside = (X[0] + CELL + DOMAIN) % (2 * DOMAIN) - DOMAIN
        X[0] = np.where(square_color(X) == turns, X[0], beside)
        return X, square_color(X + RADIUS * self.noise * shift)


class NoStructure(Generator, frozen=True, kw_only=True, tag="no_structure"):
    """Labels that have nothing to do with the place: whatever is learned of them is learned by heart."""

    label: ClassVar[str] = "No structure"
    settings: ClassVar[tuple[str, ...]] = ("samples", "imbalance", "outliers")

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        return DOMAIN * symmetric(rng.random((self.samples, 2)).T), turns


class Quantiles(SeveralClasses, frozen=True, kw_only=True, tag="quantiles"):
    """One Gaussian cloud, cut into two to four rings of equal share as by scikit-learn's
    make_gaussian_quantiles, here by the true quantiles of the distance. Its standard deviation is 1.5.

    Noise moves the point that the label is read from.
    """

    label: ClassVar[str] = "Quantiles"
    least_classes: ClassVar[int] = 2
    most_classes: ClassVar[int] = 4

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        u, v, *shift = rng.random((self.samples, 4)).T
        X = polar(QUANTILE_SCALE * ring((turns + u) / self.classes), 2 * np.pi * v)
        judged = X + symmetric(shift) * RADIUS * self.noise
        bounds = QUANTILE_SCALE * ring(np.arange(1, self.classes) / self.classes)
        return X, np.asarray(np.searchsorted(bounds, np.hypot(*judged), side="right"), np.int64)


def moon(t: Floats, turns: NDArray[np.int64]) -> Floats:
    """Places (2, m) at the angles t (m,) from 0 to pi of the upper half circle, class 0, or the lower one."""
    upper, lower = [np.cos(t), np.sin(t)], [1 - np.cos(t), 0.5 - np.sin(t)]
    return np.where(turns == 0, upper, lower)


def square_color(X: Floats) -> NDArray[np.int64]:
    """0 or 1 (m,) by the square of the board, without end, that X (2, m) is on."""
    return np.asarray(np.floor(X / CELL).sum(axis=0) % 2, dtype=np.int64)


def ring(share: Floats) -> Floats:
    """The distance within which this share of a normal cloud on the plane is: r = sqrt(-2 ln(1 - share))."""
    return np.asarray(np.sqrt(-2 * np.log1p(-share)))
