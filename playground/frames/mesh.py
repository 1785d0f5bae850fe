"""The mesh that a layer morph bends, and the few examples and contour points that go with it."""

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from playground.frames.scene import Scene

LINES = 21  # that are seen in each direction


def mesh_of(scene: Scene, pieces: int) -> Array:
    """Points (2, v, v) of the plane, the lowest row first; every `pieces`-th row and column is a line."""
    left, right, bottom, top = scene.extent
    count = pieces * (LINES - 1) + 1
    return np.stack(np.meshgrid(np.linspace(left, right, count), np.linspace(bottom, top, count)))


def evenly(places: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """At most so many of the places, evenly taken."""
    if len(places) <= most:
        return places
    return places[np.arange(most) * len(places) // most]


def thinned(lines: list[Array], most: int) -> list[Array]:
    """Polylines (c, 2) with about `most` vertices together; the ends of each stay."""
    every = -(-sum(map(len, lines)) // most)
    if every <= 1:
        return list(lines)
    return [np.vstack([line[:-1:every], line[-1:]]) for line in lines]
