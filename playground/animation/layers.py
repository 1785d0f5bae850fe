"""What a picture of the animation is painted of: the field with its lines, the examples, the curve.

They paint on any device at any size, without widgets, so that a thread may use them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from engine.activations import Array
from playground.animation.reel import Picture
from playground.field import BAND_OPACITY, CONTOUR
from playground.frames import Scene, thinned
from playground.panels.output.points import DOTS, HOLLOW_EDGE, RIM, SMALLER, TEST, TRAIN, diameter
from playground.shades import Shades
from playground.theme import Theme

LINE = 2.0  # of the prediction curve
LEVELS = ((0.25, 1.0, BAND_OPACITY), (0.75, 1.0, BAND_OPACITY), (0.5, CONTOUR, 1.0))


def to_pixels(scene: Scene, area: QRectF, x: Array, y: Array) -> tuple[Array, Array]:
    """Where points in the units of the axes stand in an area."""
    left, right, bottom, top = scene.extent
    across = area.left() + (x - left) * (area.width() / (right - left))
    return across, area.top() + (top - y) * (area.height() / (top - bottom))


def polygon(x: Array, y: Array) -> QPolygonF:
    """A polyline in pixels."""
    return QPolygonF([QPointF(*place) for place in zip(x.tolist(), y.tolist(), strict=True)])


def paint_field(painter: QPainter, area: QRectF, shown: Picture, shades: Shades, theme: Theme) -> None:
    """The network's answer to every point; the ground where a formula has no value."""
    pixels = shades.pixels(shown.field)
    if shown.nowhere is not None:
        pixels = np.where(shown.nowhere, np.uint32(QColor(theme.canvas).rgba()), pixels)
    rows, columns = pixels.shape
    data = np.ascontiguousarray(pixels)
    image = QImage(data.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    # The samples stand on the edges of the plane, so the outer pixels reach half a pixel beyond them.
    beyond_x, beyond_y = area.width() / (2 * (columns - 1)), area.height() / (2 * (rows - 1))
    painter.drawImage(area.adjusted(-beyond_x, -beyond_y, beyond_x, beyond_y), image)


def paint_lines(
    painter: QPainter, area: QRectF, scene: Scene, shown: Picture, theme: Theme, unit: float
) -> None:
    """Where the answer changes, and the bands beside it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for level, width, opacity in LEVELS:
        ink = QColor(theme.contour)
        ink.setAlphaF(opacity)
        painter.setPen(QPen(ink, width * unit))
        for line in shown.lines.get(level, []):
            painter.drawPolyline(polygon(*to_pixels(scene, area, line[:, 0], line[:, 1])))


def paint_curve(
    painter: QPainter, area: QRectF, scene: Scene, shown: Picture, theme: Theme, unit: float
) -> None:
    """The answer over the only input."""
    y = shown.field[0, 0]  # the same in every row
    x = np.linspace(scene.extent[0], scene.extent[1], len(y))
    painter.setPen(QPen(QColor(theme.contour), LINE * unit))
    painter.drawPolyline(polygon(*to_pixels(scene, area, x, np.asarray(y, np.float64))))


def paint_points(
    painter: QPainter, area: QRectF, scene: Scene, theme: Theme, parts: Sequence[int], unit: float
) -> None:
    """The examples of some parts: filled those of train, hollow or dotted the others."""
    places = scene.points
    for part in sorted(parts, reverse=True):
        size = diameter(scene.dataset.m) * unit * (SMALLER if part == TEST else 1)
        chosen = thinned(scene.codes == part)
        x, y = to_pixels(scene, area, *places[:, chosen])
        colors, symbols = _looks(scene, theme, chosen)
        for across, down, color, symbol in zip(x.tolist(), y.tolist(), colors, symbols, strict=True):
            paint_symbol(painter, QPointF(across, down), symbol, size, *_pen(part, color, theme, unit))


def paint_symbol(painter: QPainter, at: QPointF, symbol: str, size: float, pen: QPen, fill: QColor) -> None:
    """One marker, its middle at a place."""
    painter.save()
    painter.translate(at)
    drawSymbol(painter, symbol, size, pen, fill)
    painter.restore()


def _pen(part: int, color: str, theme: Theme, unit: float) -> tuple[QPen, QColor]:
    """The edge, which is as wide however large the marker is, and what it is filled with."""
    edge, ink = (RIM, theme.point_edge) if part == TRAIN else (HOLLOW_EDGE, color)
    pen = QPen(QColor(ink), edge * unit)
    pen.setCosmetic(True)
    if part == TEST:
        pen.setDashPattern(list(DOTS))
    return pen, QColor(color if part == TRAIN else theme.window)


def _looks(scene: Scene, theme: Theme, chosen: NDArray[np.intp]) -> tuple[list[str], list[str]]:
    """Colour and marker of each of these examples."""
    y = scene.dataset.y[chosen]
    if scene.dataset.task != "regression":
        return [theme.class_color(c) for c in y], [theme.marker(c) for c in y]
    if scene.is_curve:
        return [theme.class_color(1)] * len(y), ["o"] * len(y)
    shades = Shades(scene.dataset, theme)
    colors = shades.table[shades.index(y.astype(np.float64))]
    return [QColor(int(argb)).name() for argb in colors], ["o"] * len(y)
