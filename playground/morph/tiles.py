"""The bent plane as tiles, each in the colour of what the network says there, and the lines over them."""

from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath

from playground.frames import Morph
from playground.shades import Shades
from playground.widgets.plot import Floats
from playground.widgets.strokes import polyline

LEVELS = 16  # of the answer: the tiles of one are painted at once

Tiles = list[tuple[int, QPainterPath]]  # a colour 0xFFRRGGBB and where it is
Places = NDArray[np.intp]


@lru_cache(maxsize=8)
def outlines(side: int, pieces: int) -> Places:
    """The vertices round every cell of so many pieces, (cells, 4 pieces), as places in a flat mesh."""
    mesh = np.arange(side * side).reshape(side, side)
    corner = mesh[:-1:pieces, :-1:pieces].reshape(-1, 1)
    along = np.arange(pieces)
    there = np.concatenate([along, pieces + along * side])
    back = np.concatenate([pieces * (side + 1) - along, (pieces - along) * side])
    return np.asarray(corner + np.concatenate([there, back]))


class Mosaic:
    """The colours of one morph; `tiles` and `lines` are where they are when the mesh is at x, y (v, v).

    A cell between the lines that has one colour is a single tile, one with more a tile for each piece.
    """

    def __init__(self, morph: Morph, shades: Shades) -> None:
        self._pieces, side = morph.pieces, morph.outputs.shape[1]
        self._colors, groups = np.unique(_colors(morph.outputs, shades), return_inverse=True)
        lines = (side - 1) // self._pieces
        cells = groups.reshape(lines, self._pieces, lines, self._pieces)
        first = cells[:, :1, :, :1]
        whole = (cells == first).all(axis=(1, 3))
        broken = ~np.repeat(np.repeat(whole, self._pieces, axis=0), self._pieces, axis=1)
        self._large = _sorted(outlines(side, self._pieces), first.ravel(), whole.ravel(), len(self._colors))
        self._small = _sorted(outlines(side, 1), groups.ravel(), broken.ravel(), len(self._colors))

    def tiles(self, x: Floats, y: Floats) -> Tiles:
        """The tiles of each colour, in pixels."""
        kinds = [
            (_rounds(places, x, y), places.shape[1], ends) for places, ends in (self._large, self._small)
        ]
        result = []
        for k, color in enumerate(self._colors):
            parts, lengths = [], []
            for rounds, corners, ends in kinds:
                parts.append(rounds[:, ends[k] : ends[k + 1]].reshape(2, -1))
                lengths += [corners] * (ends[k + 1] - ends[k])
            across, down = np.hstack(parts)
            path = polyline(across, down, lengths)
            path.setFillRule(Qt.FillRule.WindingFill)
            result.append((int(color), path))
        return result

    def lines(self, x: Floats, y: Floats) -> QPainterPath:
        """The lines of the grid, in pixels."""
        every = self._pieces
        across, down = (np.concatenate([v[::every], v[:, ::every].T]) for v in (x, y))
        return polyline(across.ravel(), down.ravel(), [across.shape[1]] * len(across))


def _colors(outputs: Floats, shades: Shades) -> NDArray[np.uint32]:
    """Of every piece of the mesh, by the mean of its corners."""
    p = outputs
    middles = (p[:, :-1, :-1] + p[:, 1:, :-1] + p[:, :-1, 1:] + p[:, 1:, 1:]) / 4
    step = (shades.high - shades.low) / LEVELS
    return shades.pixels(shades.low + step * np.rint((middles - shades.low) / step))


def _sorted(
    places: Places, groups: Places, chosen: NDArray[np.bool_], count: int
) -> tuple[Places, list[int]]:
    """The chosen outlines ordered by colour, and where each colour begins."""
    groups, places = groups[chosen], places[chosen]
    counts = np.bincount(groups, minlength=count).tolist()
    return places[np.argsort(groups, kind="stable")], list(accumulate(counts, initial=0))


def _rounds(places: Places, x: Floats, y: Floats) -> Floats:
    """The corners of the tiles in pixels, (2, tiles, corners), all going round in the same sense.

    Where the plane is folded, a hole would be left otherwise.
    """
    rounds = np.stack([x.ravel()[places], y.ravel()[places]])
    across, down = rounds
    area = (across * np.roll(down, -1, 1) - down * np.roll(across, -1, 1)).sum(axis=1)
    rounds[:, area < 0] = rounds[:, area < 0, ::-1]
    return rounds
