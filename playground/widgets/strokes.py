"""Lines through many points, in pixels, drawn the fast ways that Qt has."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem

Floats = NDArray[np.floating[Any]]
FEW_LINES = 8  # of a path: so many cost less one by one than all at once
MOST_STROKES = 5  # of one pixel that make a line


def polyline(x: Floats, y: Floats, lengths: list[int] | None = None) -> QPainterPath:
    """One path through points in pixels; `lengths` cuts it into separate lines."""
    if lengths is None or len(lengths) <= FEW_LINES:
        path = QPainterPath()
        ends = np.cumsum(lengths or [len(x)]).tolist()
        for first, end in zip([0, *ends], ends, strict=False):
            path.addPolygon(pg.functions.arrayToQPolygonF(x[first:end], y[first:end]))
        return path
    joined = np.ones(len(x), np.int32)
    joined[np.cumsum(lengths) - 1] = 0
    many: QPainterPath = pg.arrayToQPath(x, y, joined)
    return many


def spaced(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Points in pixels from left to right: of those in one column of pixels the first; the last of all."""
    kept = np.diff(np.floor(x), prepend=-np.inf) > 0
    kept[-1:] = True
    return (x, y) if kept.all() else (x[kept], y[kept])


def stroke(painter: QPainter, path: QPainterPath, color: str, width: float) -> None:
    """A line 1 to 3 pixels wide.

    Strokes of one pixel, moved apart, look the same as a wide one and take a fifth of the time: Qt has a fast
    way for 1 px only.
    """
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(color), 1))
    for dx, dy in _strokes(width):
        painter.translate(dx, dy)
        painter.drawPath(path)
        painter.translate(-dx, -dy)


def _strokes(width: float) -> tuple[tuple[float, float], ...]:
    """How far each is moved; beyond 2 px one more fills the middle, and one alone is 1 px wide."""
    apart = (width - 1) / 2
    if apart <= 0:
        return ((0.0, 0.0),)
    middle = ((0.0, 0.0),) if apart > 0.5 else ()
    return ((apart, 0.0), (-apart, 0.0), (0.0, apart), (0.0, -apart), *middle)


class Stroke:
    """What `stroke` paints as items, which Qt paints alone; their view has to smooth edges."""

    def __init__(self, parent: QGraphicsItem, z: float) -> None:
        self._items = [QGraphicsPathItem(parent) for _ in range(MOST_STROKES)]
        for item in self._items:
            item.setZValue(z)
        self._look: tuple[str, float] | None = None

    def show(self, path: QPainterPath, color: str, width: float) -> None:
        """From now on this line, 1 to 3 pixels wide."""
        places = _strokes(width)
        if self._look != (color, width):
            self.clear()
            self._look, pen = (color, width), QPen(QColor(color), 1)
            for item, (dx, dy) in zip(self._items, places, strict=False):
                item.setPen(pen)
                item.setPos(dx, dy)
        for item in self._items[: len(places)]:
            item.setPath(path)

    def clear(self) -> None:
        """No line any more."""
        if self._look is not None:
            self._look = None
            for item in self._items:
                item.setPath(QPainterPath())


def dashed(x: Floats, y: Floats, on: float, off: float) -> tuple[Floats, Floats, list[int]]:
    """The pieces of a polyline in pixels that a dash pattern leaves, and how many points each has.

    Qt's own dashes on 600 points take 20 ms, these well under one.
    """
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    starts = np.arange(0.0, along[-1], on + off)
    ends = np.minimum(starts + on, along[-1])
    places = np.sort(np.concatenate([along, starts, ends]))
    places = places[np.diff(places, prepend=-1) > 0]
    dash = np.floor(places / (on + off) + 1e-9).astype(np.int64)
    inside = places - dash * (on + off) <= on + 1e-6
    lengths = np.bincount(dash[inside])
    places = places[inside]
    return np.interp(places, along, x), np.interp(places, along, y), [int(n) for n in lengths if n]
