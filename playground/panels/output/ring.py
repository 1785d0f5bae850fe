"""The ring around the example that is looked at, over the points of the plane."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.lettering import scaled
from playground.theme import DARK, Theme
from playground.widgets.plot import PixelItem, Plot

RADIUS, LINE, RIM = 8.5, 2.0, 4.5


class Ring(PixelItem):
    """A circle in the colour of the interface on a rim of the window's, seen on every field."""

    def __init__(self, plot: Plot, theme: Theme = DARK) -> None:
        super().__init__(plot, theme, 30)
        self.at: tuple[float, float] | None = None
        self.hide()

    def put(self, at: tuple[float, float] | None) -> None:
        """Around this point, in the units of the axes; around none."""
        if at != self.at:
            self.at = at
            self.setVisible(at is not None)
            self.update()

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if self.at is None:
            return
        x, y = self.to_pixels(np.array([self.at[0]]), np.array([self.at[1]]))
        centre = QPointF(float(x[0]), float(y[0]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((self.theme.window, RIM), (self.theme.accent, LINE)):
            painter.setPen(QPen(QColor(color), scaled(width)))
            painter.drawEllipse(centre, scaled(RADIUS), scaled(RADIUS))
