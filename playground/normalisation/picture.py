"""One picture of the cost over two weights: its shades and lines of equal J, and the way down.

Shades and lines are equally many halvings of what lies above the lowest J: so the floor of a valley is seen.
"""

import msgspec
import numpy as np
from contourpy import contour_generator
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from engine.cost_surface import Bowl
from playground.lettering import px, scaled
from playground.normalisation.words import words_of
from playground.theme import DARK, Theme
from playground.widgets.plot import Floats, PixelItem, Plot
from playground.widgets.strokes import polyline
from playground.widgets.themed import describe

HALVINGS = 12
DARKEST, STRONGEST = 16, 176  # entries of the sequential map: the path must stand out from all of them
LINES, PATH, DOT, START, CROSS = 0.35, 2.0, 2.5, 5.0, 5.0
TIP = (
    "J over two weights of one unit, the stronger the colour the lower. Lines: equal J, from line to line "
    "half as far above the lowest. The way begins at weights 0 (ring); the cross is the lowest point."
)


class Drawing(msgspec.Struct, frozen=True, eq=False):
    """A bowl made ready to be painted: rows of the colour map (G, G), and lines of equal J."""

    bowl: Bowl
    shades: NDArray[np.uint8]
    lines: list[Floats]


def drawing_of(bowl: Bowl) -> Drawing:
    """Computed in the thread, so that the window only paints."""
    span = max(float(bowl.surface.max()) - bowl.lowest, 1e-12)
    above = np.maximum((bowl.surface - bowl.lowest) / span, 2.0**-60)
    depth = np.clip(-np.log2(above) / HALVINGS, 0, 1)
    shades = np.rint(DARKEST + depth * (STRONGEST - DARKEST)).astype(np.uint8)
    line = np.linspace(-bowl.half, bowl.half, bowl.surface.shape[0])
    found = contour_generator(bowl.centre[0] + line, bowl.centre[1] + line[::-1], np.log2(above))
    levels = -np.arange(1, HALVINGS + 1)
    return Drawing(bowl, shades, [np.asarray(part) for level in levels for part in found.lines(float(level))])


class SurfaceItem(PixelItem):
    """Shades, lines, path, start and lowest point."""

    def __init__(self, plot: Plot, theme: Theme = DARK) -> None:
        super().__init__(plot, theme, 0)
        self._drawing: Drawing | None = None
        self._pixels: NDArray[np.uint32] = np.zeros((1, 1), np.uint32)
        self._image = QImage()
        self._lines = QPainterPath()

    def show_drawing(self, drawing: Drawing) -> None:
        """Another picture."""
        self._drawing = drawing
        self.refresh()

    def refresh(self, *_: object) -> None:
        if self._drawing is not None:
            self._pixels = np.ascontiguousarray(self.theme.map("sequential").argb[self._drawing.shades])
            high, wide = self._pixels.shape
            self._image = QImage(self._pixels.data, wide, high, 4 * wide, QImage.Format.Format_RGB32)
            self._lines = self._path(self._drawing.lines)
        super().refresh()

    def _path(self, lines: list[Floats]) -> QPainterPath:
        if not lines:
            return QPainterPath()
        x, y = np.concatenate(lines).T
        return polyline(*self.to_pixels(x, y), [len(line) for line in lines])

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if self._drawing is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(rect)
        painter.drawImage(self._square(self._drawing.bowl), self._image)
        faint = QColor(self.theme.contour)
        faint.setAlphaF(LINES)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(faint, 1))
        painter.drawPath(self._lines)
        self._draw_way(painter, self._drawing.bowl)

    def _square(self, bowl: Bowl) -> QRectF:
        """Where the picture is: all of the plot, if that is square."""
        ends = np.array([-bowl.half, bowl.half])
        x, y = self.to_pixels(bowl.centre[0] + ends, bowl.centre[1] - ends)
        return QRectF(QPointF(float(x[0]), float(y[0])), QPointF(float(x[1]), float(y[1])))

    def _draw_way(self, painter: QPainter, bowl: Bowl) -> None:
        x, y = self.to_pixels(bowl.path[:, 0], bowl.path[:, 1])
        way = polyline(x, y)
        for color, width in ((self.theme.window, PATH + 2), (self.theme.accent, PATH)):
            painter.setPen(QPen(QColor(color), scaled(width), j=Qt.PenJoinStyle.RoundJoin))
            painter.drawPath(way)
        painter.setPen(QPen(QColor(self.theme.window), 1))
        painter.setBrush(QColor(self.theme.accent))
        for at_x, at_y in zip(x[1:], y[1:], strict=True):
            painter.drawEllipse(QPointF(at_x, at_y), scaled(DOT), scaled(DOT))
        painter.setBrush(QColor(self.theme.window))
        painter.setPen(QPen(QColor(self.theme.accent), scaled(PATH)))
        painter.drawEllipse(QPointF(x[0], y[0]), scaled(START), scaled(START))
        best_x, best_y = (float(v[0]) for v in self.to_pixels(bowl.best[:1], bowl.best[1:]))
        for color, width in ((self.theme.window, 4.5), (self.theme.contour, 2.0)):
            painter.setPen(QPen(QColor(color), scaled(width)))
            reach = scaled(CROSS)
            painter.drawLine(QPointF(best_x - reach, best_y), QPointF(best_x + reach, best_y))
            painter.drawLine(QPointF(best_x, best_y - reach), QPointF(best_x, best_y + reach))


class SurfacePlot(Plot):
    """A square picture with the two weights as axes."""

    def __init__(self, name: str, theme: Theme = DARK) -> None:
        super().__init__(theme=theme)
        self._name = name
        describe(self, name, TIP)
        self.view.setMouseEnabled(False, False)
        self.view.setAspectLocked(True)
        self.item = SurfaceItem(self, theme)
        self.axes["bottom"].set_name("w₁")
        self.axes["left"].set_name("w₂")
        self.set_margins(6, 8)
        self.setMinimumSize(px(240), px(240))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self.item.set_theme(theme)

    def show_drawing(self, drawing: Drawing) -> None:
        """Another picture, the same length being the same change of either weight."""
        bowl = drawing.bowl
        (left, bottom), (right, top) = bowl.centre - bowl.half, bowl.centre + bowl.half
        self.view.setRange(xRange=(left, right), yRange=(bottom, top), padding=0)
        self.fit_left()
        self.item.show_drawing(drawing)
        self.setAccessibleDescription(f"{self._name}: {words_of(bowl)}. {TIP}")
