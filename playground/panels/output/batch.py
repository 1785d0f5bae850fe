"""Rings around the examples of one mini-batch on the plane, and a bolder one around one of them."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.lettering import scaled
from playground.theme import DARK, Theme
from playground.widgets.plot import Floats, PixelItem, Plot

RADIUS, BOLD_RADIUS, LINE, BOLD, RIM = 5.5, 8.5, 1.25, 2.25, 2.0
MOST = 1000  # rings; of a larger mini-batch every k-th example has one


class BatchRings(PixelItem):
    """Circles in the colour of the interface, on a rim of the window's."""

    def __init__(self, plot: Plot, theme: Theme = DARK) -> None:
        super().__init__(plot, theme, 29)
        self.points: Floats = np.zeros((2, 0))
        self.chosen = -1
        self.setVisible(False)

    def put(self, points: Floats, chosen: int = -1) -> None:
        """Around these points (2, k), in the units of the axes; that in column `chosen` is the bold one."""
        self.points, self.chosen = points, chosen
        self.setVisible(bool(points.shape[1]))
        self.update()

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x, y = self.to_pixels(*self.points)
        step = max(1, -(-len(x) // MOST))
        centres = [QPointF(*place) for place in zip(x[::step].tolist(), y[::step].tolist(), strict=True)]
        for color, width in ((self.theme.window, LINE + RIM), (self.theme.accent, LINE)):
            painter.setPen(QPen(QColor(color), scaled(width)))
            for centre in centres:
                painter.drawEllipse(centre, scaled(RADIUS), scaled(RADIUS))
        if 0 <= self.chosen < len(x):
            centre = QPointF(float(x[self.chosen]), float(y[self.chosen]))
            for color, width in ((self.theme.window, BOLD + RIM), (self.theme.accent, BOLD)):
                painter.setPen(QPen(QColor(color), scaled(width)))
                painter.drawEllipse(centre, scaled(BOLD_RADIUS), scaled(BOLD_RADIUS))
