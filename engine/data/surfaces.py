"""Numbers to predict: over the plane, in the geometry of TensorFlow Playground (its dataset.ts), or a line.

Points are spread evenly over the domain, -6 to 6. Noise changes the value alone, so the points stay where
they are: over the plane it moves the place that the value is read from, on the line it is added.
"""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Floats
from engine.data.generators import DOMAIN, NOISE, Generator, Points, symmetric


class Numbers(Generator, frozen=True, kw_only=True):
    """No classes, hence no flips and no imbalance; outliers are values."""

    settings: ClassVar[tuple[str, ...]] = ("samples", "noise", "jitter", "outliers")

    @property
    def n_classes(self) -> int:
        """None."""
        return 0


class Sine(Numbers, frozen=True, kw_only=True, tag="sine"):
    """y = sin(x1) of one column, with normal noise of that standard deviation on y."""

    label: ClassVar[str] = "Sine"
    columns: ClassVar[tuple[str, ...]] = ("x1",)

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        X = DOMAIN * symmetric(rng.random((self.samples, 1)).T)
        return X, np.sin(X[0]) + self.noise * self.draws(NOISE).standard_normal(self.samples)


class Surface(Numbers, frozen=True, kw_only=True):
    """A value between -1 and 1 for every place (x1, x2)."""

    def points(self, turns: NDArray[np.int64], rng: np.random.Generator) -> Points:
        places, shift = symmetric(rng.random((self.samples, 4)).T).reshape(2, 2, -1)
        X = DOMAIN * places
        return X, self.height(X + DOMAIN * self.noise * shift)

    def height(self, X: Floats) -> Floats:
        """The value (m,) at places X (2, m)."""
        raise TypeError("Surface is abstract: use one of engine.data.BY_NAME.")


class Plane(Surface, frozen=True, kw_only=True, tag="plane"):
    """y = (x1 + x2) / 10, which one linear unit can be."""

    label: ClassVar[str] = "Plane"

    def height(self, X: Floats) -> Floats:
        return np.asarray(X.sum(axis=0) / 10)


class Bumps(Surface, frozen=True, kw_only=True, tag="bumps"):
    """Six round bumps of radius 2, three up and three down in turns; y is 1 or -1 on top and 0 between."""

    label: ClassVar[str] = "Six bumps"

    CENTRES: ClassVar[tuple[tuple[float, float, float], ...]] = (
        (-4.0, 2.5, 1.0),
        (0.0, 2.5, -1.0),
        (4.0, 2.5, 1.0),
        (-4.0, -2.5, -1.0),
        (0.0, -2.5, 1.0),
        (4.0, -2.5, -1.0),
    )

    def height(self, X: Floats) -> Floats:
        centres = np.array(self.CENTRES)
        distance = np.hypot(*(X[:, None, :] - centres[:, :2].T[:, :, None]))  # (6, m)
        bumps = centres[:, 2:] * np.maximum(0.0, 1 - distance / 2)
        return np.asarray(bumps[np.abs(bumps).argmax(axis=0), np.arange(X.shape[1])])
