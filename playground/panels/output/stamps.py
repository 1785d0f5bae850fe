"""One small picture printed at many places of a plot, each in its size: a thousand of them take half a
millisecond, for Qt copies pixels instead of drawing every one.
"""

import math
from typing import Any

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen, QPixmap, QPolygonF

from playground.lettering import scaled
from playground.theme import DARK, Theme
from playground.widgets.plot import Floats, PixelItem, Plot

CROSS, CROSS_LINE, CROSS_RIM = 3.75, 1.75, 4.0
LARGEST, LEAST = 9.0, 0.15  # radius of a residual of one standard deviation of y; the smallest share shown
NOWHERE: Floats = np.zeros((2, 0))


class Stamps(PixelItem):
    """Subclasses draw one stamp around (0, 0), within `radius` of it; hidden while there is nothing."""

    radius = CROSS + CROSS_RIM / 2

    def __init__(self, plot: Plot, theme: Theme = DARK, z: float = 20) -> None:
        super().__init__(plot, theme, z)
        self.points: Floats = NOWHERE
        self.sizes: Floats = np.zeros(0)
        self._fragments = PrimitiveArray(QPainter.PixmapFragment, 10)
        self._pixmap = QPixmap()
        self._made: tuple[Theme, float, float] | None = None
        self.hide()

    def put(self, points: Floats, sizes: Floats | None = None) -> None:
        """At these places (2, k), in the units of the axes, each so large (k,), 1 being whole."""
        if not points.shape[1] and not self.points.shape[1]:
            return
        self.points = points
        self.sizes = np.ones(points.shape[1]) if sizes is None else sizes
        self.setVisible(bool(points.shape[1]))
        self.update()

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if painter.paintEngine().type() == QPaintEngine.Type.SVG:
            self._draw_each(painter)
            return
        ratio = painter.device().devicePixelRatioF()
        self._make(ratio)
        side, (x, y) = self._pixmap.width(), self.to_pixels(*self.points)
        self._fragments.resize(len(x))
        table = self._fragments.ndarray()
        table[:, 0], table[:, 1] = x, y
        table[:, 2:6] = 0, 0, side, side
        table[:, 6] = table[:, 7] = self.sizes / ratio
        table[:, 8], table[:, 9] = 0, 1
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        draw: Any = painter.drawPixmapFragments  # it takes an array, of which Qt's stubs know nothing
        draw(*self._fragments.drawargs(), self._pixmap)

    def _draw_each(self, painter: QPainter) -> None:
        """As lines and surfaces, for drawings that know no pixels."""
        for x, y, size in zip(*self.to_pixels(*self.points), self.sizes, strict=True):
            painter.save()
            painter.translate(float(x), float(y))
            painter.scale(size * scaled(1), size * scaled(1))
            self.stamp(painter)
            painter.restore()

    def _make(self, ratio: float) -> None:
        """The stamp, anew for another theme, size of type or density of pixels."""
        wanted = self.theme, scaled(self.radius), ratio
        if wanted == self._made:
            return
        self._made = wanted
        side = 2 * math.ceil(scaled(self.radius) * ratio) + 2
        self._pixmap = QPixmap(side, side)
        self._pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / 2, side / 2)
        painter.scale(ratio * scaled(1), ratio * scaled(1))
        self.stamp(painter)
        painter.end()

    def stamp(self, painter: QPainter) -> None:
        """Draw one of them."""
        raise NotImplementedError


class Crosses(Stamps):
    """Over a point that the network gets wrong: a cross that is seen on every field and every marker."""

    def stamp(self, painter: QPainter) -> None:
        arm = CROSS
        for color, width in ((self.theme.point_edge, CROSS_RIM), (self.theme.bad, CROSS_LINE)):
            painter.setPen(QPen(QColor(color), width, c=Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(-arm, -arm), QPointF(arm, arm))
            painter.drawLine(QPointF(-arm, arm), QPointF(arm, -arm))


class Arrows(Stamps):
    """A triangle that points up where the network says too much, down where it says too little."""

    radius = LARGEST + 2.0

    def __init__(self, plot: Plot, theme: Theme, too_much: bool) -> None:
        super().__init__(plot, theme)
        self._up = -1 if too_much else 1

    def stamp(self, painter: QPainter) -> None:
        fill = self.theme.pos_line if self._up < 0 else self.theme.neg_line
        painter.setPen(QPen(QColor(self.theme.point_edge), 1.5, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(QColor(fill))
        wide, high = 0.87 * LARGEST, LARGEST * self._up
        corners = (QPointF(0, high), QPointF(-wide, -high / 2), QPointF(wide, -high / 2))
        painter.drawPolygon(QPolygonF(corners))


def sizes_of(errors: Floats, spread: float) -> Floats:
    """So large that areas are as errors are, whole at one standard deviation of y and beyond."""
    return np.asarray(np.sqrt(np.minimum(np.abs(errors) / spread, 1.0)))
