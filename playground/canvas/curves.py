"""The shape of a link: a cubic from unit to unit, level at both ends, and how far a point is from it.

All links of a gap begin at one x and end at another, so they differ in their heights alone.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainterPath

from engine.activations import Array

# Where a link is cut into straight pieces: short ones in the two bends, a long one between them.
T = np.array([0, 0.07, 0.14, 0.21, 0.29, 0.4, 0.6, 0.71, 0.79, 0.86, 0.93, 1])
OVERLAP = 0.6  # by how much the pieces of a link run into each other
FINE = np.linspace(0, 1, 65)  # fine enough to measure distances on
STEEPEST = 2.0  # the slope in the middle of a link, in units of its rise over its run


def shares(t: Array) -> Array:
    """How far along and how far up a link is at t: (..., 2), from (0, 0) to (1, 1)."""
    along = 1.5 * t * (1 - t) ** 2 + 1.5 * t**2 * (1 - t) + t**3
    return np.stack([along, 3 * t**2 * (1 - t) + t**3], axis=-1)


SHARES, FINE_SHARES = shares(T), shares(FINE)


def points(starts: Array, stops: Array, where: Array) -> Array:
    """The points (k, len(where), 2) of the links from starts to stops, both (k, 2), at these shares."""
    return np.asarray(starts[:, None] + (stops - starts)[:, None] * where)


def pieces(starts: Array, stops: Array) -> list[list[QLineF]]:
    """Each link as short lines that overlap a little.

    Qt draws hundreds of lines five times as fast as the same curves as stroked paths.
    """
    corners = points(starts, stops, SHARES)
    steps = np.diff(corners, axis=1)
    steps /= np.maximum(np.linalg.norm(steps, axis=2, keepdims=True), 1e-9)
    lines = np.concatenate([corners[:, :-1] - OVERLAP * steps, corners[:, 1:] + OVERLAP * steps], axis=2)
    return [[QLineF(*line) for line in link] for link in lines.tolist()]


def path(start: Array, stop: Array) -> QPainterPath:
    """One link as a true curve."""
    (x0, y0), (x1, y1) = start.tolist(), stop.tolist()
    curve, middle = QPainterPath(QPointF(x0, y0)), (x0 + x1) / 2
    curve.cubicTo(middle, y0, middle, y1, x1, y1)
    return curve


def near(point: Array, starts: Array, stops: Array, reach: float) -> NDArray[np.intp]:
    """The links that may be within reach of a point: those that pass not too far above or below it."""
    run, rise = stops[0, 0] - starts[0, 0], stops[:, 1] - starts[:, 1]
    along = (point[0] - starts[0, 0]) / run
    beside = max(0.0, -along, along - 1) * run
    if beside > reach:
        return np.zeros(0, np.intp)
    up = np.interp(along, FINE_SHARES[:, 0], FINE_SHARES[:, 1])
    away = np.abs(starts[:, 1] + up * rise - point[1])
    return np.flatnonzero(away <= 1 + (reach + beside) * np.hypot(1, STEEPEST * rise / run))


def distances(point: Array, starts: Array, stops: Array) -> Array:
    """How far (k,) a point is from each link."""
    corners = points(starts, stops, FINE_SHARES)
    steps, to = np.diff(corners, axis=1), point - corners[:, :-1]
    share = np.clip((to * steps).sum(axis=2) / np.maximum((steps**2).sum(axis=2), 1e-12), 0, 1)
    away = to - share[..., None] * steps
    return np.asarray(np.sqrt((away**2).sum(axis=2).min(axis=1)))
