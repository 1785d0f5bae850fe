"""What lies over the points: the brush, the stroke, the lasso, and rings around what is selected."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from engine.data.dataset import Floats
from playground.lettering import scaled
from playground.theme import Theme
from playground.widgets.plot import PixelItem, Plot

CROSS = 4.0
TRAIL_OPACITY, LASSO_OPACITY = 0.16, 0.08
RING = 7.0  # around a selected point
MOST_RINGS = 1500


@dataclass(frozen=True, eq=False)
class Aids:
    """Places in shares of the paper. `trail` and `lasso` are (2, k), `rings` (2, s) the selected points.

    `at` is None where no brush is shown; without a `radius` it is a cross alone.
    """

    at: Floats | None = None
    radius: float = 0.0
    color: str = ""
    trail: Floats | None = None
    lasso: Floats | None = None
    rings: Floats | None = None


class Overlay(PixelItem):
    """`show_aids` for every move of the brush."""

    def __init__(self, plot: Plot, theme: Theme) -> None:
        super().__init__(plot, theme, 20)
        self._aids = Aids()

    def show_aids(self, aids: Aids) -> None:
        """Paint these from now on."""
        self._aids = aids
        self.update()

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        aids = self._aids
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if aids.trail is not None:
            self._draw_trail(painter, rect, aids.trail)
        if aids.rings is not None:
            self._draw_rings(painter, rect, aids.rings)
        if aids.lasso is not None:
            self._draw_lasso(painter, rect, aids.lasso)
        if aids.at is not None:
            self._draw_brush(painter, rect, aids.at)

    def _draw_trail(self, painter: QPainter, rect: QRectF, trail: Floats) -> None:
        """Where the brush has been in this stroke."""
        color = QColor(self._aids.color)
        color.setAlphaF(TRAIL_OPACITY)
        pen = QPen(color, 2 * self._aids.radius * rect.width())
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(_path(trail, rect))

    def _draw_rings(self, painter: QPainter, rect: QRectF, rings: Floats) -> None:
        path, r = QPainterPath(), scaled(RING)
        for point in rings[:, :: -(-rings.shape[1] // MOST_RINGS)].T:
            path.addEllipse(_pixel(point, rect), r, r)
        for color, width in ((self.theme.point_edge, 3.5), (self.theme.accent, 2.0)):
            painter.setPen(QPen(QColor(color), scaled(width)))
            painter.drawPath(path)

    def _draw_lasso(self, painter: QPainter, rect: QRectF, lasso: Floats) -> None:
        path, ground = _path(lasso, rect), QColor(self.theme.accent)
        ground.setAlphaF(LASSO_OPACITY)
        painter.fillPath(path, ground)
        painter.setPen(QPen(QColor(self.theme.accent), scaled(1.5), Qt.PenStyle.DashLine))
        painter.drawPath(path)

    def _draw_brush(self, painter: QPainter, rect: QRectF, at: Floats) -> None:
        middle, cross = _pixel(at, rect), scaled(CROSS)
        for color, style in ((self.theme.point_edge, Qt.PenStyle.SolidLine), (self.theme.contour, None)):
            # First the colour of the rims, so that the brush is seen on every ground.
            pen = QPen(QColor(color), scaled(1.25 if style is None else 2.5))
            painter.setPen(pen)
            painter.drawLine(middle - QPointF(cross, 0), middle + QPointF(cross, 0))
            painter.drawLine(middle - QPointF(0, cross), middle + QPointF(0, cross))
            if style is None:
                pen.setDashPattern([3, 2.4])
                painter.setPen(pen)
            r = self._aids.radius * rect.width()
            painter.drawEllipse(middle, r, r)


def _pixel(share: Floats, rect: QRectF) -> QPointF:
    """A share of the paper in the pixels of its item, where y runs down."""
    return QPointF(float(share[0]) * rect.width(), (1 - float(share[1])) * rect.height())


def _path(line: Floats, rect: QRectF) -> QPainterPath:
    path = QPainterPath(_pixel(line[:, 0], rect))
    for point in np.transpose(line)[1:]:
        path.lineTo(_pixel(point, rect))
    if line.shape[1] == 1:
        path.lineTo(path.currentPosition() + QPointF(0.01, 0))  # a line of no length is not drawn
    return path
