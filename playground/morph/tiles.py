"""The bent plane as tiles, each in the colour of what the network says there, and the lines over them."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath

from playground.frames import Morph
from playground.panels.output.field import Shades
from playground.widgets.plot import Floats, polyline

LEVELS = 16  # of the answer: the tiles of one are painted at once

Tiles = list[tuple[int, QPainterPath]]  # a colour 0xFFRRGGBB and where it is


class Mosaic:
    """The colours of one morph; `tiles` and `lines` are where they are when the mesh is at x, y (v, v)."""

    def __init__(self, morph: Morph, shades: Shades) -> None:
        self._pieces = morph.pieces
        p = morph.outputs
        middles = (p[:, :-1, :-1] + p[:, 1:, :-1] + p[:, :-1, 1:] + p[:, 1:, 1:]) / 4
        step = (shades.high - shades.low) / LEVELS
        colors = shades.pixels(shades.low + step * np.rint((middles - shades.low) / step))
        self._colors, groups = np.unique(colors, return_inverse=True)
        self._order = np.argsort(groups, axis=None, kind="stable")
        self._counts = np.bincount(groups.ravel(), minlength=len(self._colors))

    def tiles(self, x: Floats, y: Floats) -> Tiles:
        """The tiles of each colour, in pixels."""
        across, down = (_round_cells(v)[:, self._order] for v in (x, y))
        # All go round in the same sense: where the plane is folded, a hole would be left otherwise.
        mirrored = _areas(across, down) < 0
        across[:, mirrored], down[:, mirrored] = across[::-1, mirrored], down[::-1, mirrored]
        result, start = [], 0
        for color, count in zip(self._colors, self._counts, strict=True):
            chosen = slice(start, start := start + int(count))
            x, y = across[:, chosen].ravel(order="F"), down[:, chosen].ravel(order="F")
            path = polyline(x, y, [4] * int(count))
            path.setFillRule(Qt.FillRule.WindingFill)
            result.append((int(color), path))
        return result

    def lines(self, x: Floats, y: Floats) -> QPainterPath:
        """The lines of the grid, in pixels."""
        every = self._pieces
        across, down = (np.concatenate([v[::every], v[:, ::every].T]) for v in (x, y))
        return polyline(across.ravel(), down.ravel(), [across.shape[1]] * len(across))


def _round_cells(v: Floats) -> Floats:
    """The four corners of every cell of a mesh (v, v), (4, cells), in the order of going round."""
    corners = (v[:-1, :-1], v[:-1, 1:], v[1:, 1:], v[1:, :-1])
    return np.stack([corner.ravel() for corner in corners])


def _areas(x: Floats, y: Floats) -> Floats:
    """Twice the signed area of four-sided tiles, (cells,): half the product of their diagonals."""
    return np.asarray((x[2] - x[0]) * (y[3] - y[1]) - (x[3] - x[1]) * (y[2] - y[0]))
