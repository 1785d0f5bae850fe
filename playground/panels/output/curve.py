"""The prediction as a curve over the only input of a regression, and the place of the pointer on it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from playground.frames import Frame
from playground.lettering import scaled
from playground.theme import DARK, Theme
from playground.widgets.plot import Floats, PixelItem, Plot
from playground.widgets.strokes import polyline, stroke

LINE, DOT = 2.0, 4.0


class CurveItem(PixelItem):
    """Over the points: `show_frame` for each frame, `point_at` where the pointer is."""

    def __init__(self, plot: Plot, theme: Theme = DARK) -> None:
        super().__init__(plot, theme, 10)
        self._frame: Frame | None = None
        self._pointer: float | None = None
        self._path = QPainterPath()
        self.hide()

    def show_frame(self, frame: Frame | None) -> None:
        """The prediction of a frame; None where it is not for these data."""
        self._frame = frame
        self.refresh()

    def point_at(self, x: float | None) -> None:
        """Mark the prediction at x; None marks nothing."""
        self._pointer = x
        self.update()

    def refresh(self, *_: object) -> None:
        self._path = QPainterPath()
        if self._frame is not None:
            x, y = self._curve(self._frame)
            self._path = polyline(*self.to_pixels(x, y))
        super().refresh()

    def _curve(self, frame: Frame) -> tuple[Floats, Floats]:
        """The prediction y at x; the same in every row of the field, for there is no second input."""
        (left, right), (bottom, top) = self.view.viewRange()
        surface = frame.surface((left, right, bottom, top))
        y = surface.field[0, 0]
        return np.linspace(*surface.extent[:2], len(y)), y

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        stroke(painter, self._path, self.theme.contour, scaled(LINE))
        if self._frame is None or self._pointer is None:
            return
        value = np.interp(self._pointer, *self._curve(self._frame))
        across, down = self.to_pixels(np.array([self._pointer]), np.array([value]))
        at = QPointF(float(across[0]), float(down[0]))
        painter.setPen(QPen(QColor(self.theme.line_strong), 1))
        painter.drawLine(QPointF(at.x(), 0), QPointF(at.x(), rect.height()))
        painter.setPen(QPen(QColor(self.theme.window), scaled(1.5)))
        painter.setBrush(QColor(self.theme.contour))
        painter.drawEllipse(at, scaled(DOT), scaled(DOT))
