"""Numbers over the plane, for regression, in the geometry of TensorFlow Playground (its dataset.ts).

Points are spread evenly over the domain, -6 to 6. Noise moves the point that the value is read from, so the
points themselves stay where they are.
"""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Floats
from engine.data.generators import Generator, Points, symmetric

DOMAIN = 6.0


class Surface(Generator, frozen=True, kw_only=True):
    """A value between -1 and 1 for every place (x1, x2)."""

    n_classes: ClassVar[int] = 0

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
