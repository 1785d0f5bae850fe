"""Marks on the cost curve where the user changed something."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.lettering import font, scaled
from playground.panels.cost.curves import Curves
from playground.theme import DARK, Theme
from playground.widgets.marks import Marks, labels
from playground.widgets.plot import PixelItem, Plot


class MarkLines(PixelItem):
    """A dotted violet line at each change, with its text where there is room."""

    def __init__(self, plot: Plot, curves: Curves, theme: Theme = DARK) -> None:
        super().__init__(plot, theme, -5)
        self._curves = curves
        self.clear()

    def clear(self) -> None:
        """Forget all changes."""
        self.marks = Marks()
        self._iterations: dict[int, int] = {}
        self.hide()

    def mark(self, epoch: int, iteration: int, text: str) -> None:
        """Note a change."""
        self.marks.add(epoch, text)
        self._iterations[epoch] = iteration
        self.show()
        self.update()

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        lines = self._lines(rect.width())
        painter.setPen(QPen(QColor(self.theme.accent), scaled(1.5), Qt.PenStyle.DotLine))
        for x, _ in lines:
            painter.drawLine(QPointF(x, 0), QPointF(x, rect.height()))
        # After all lines: the ground of a text interrupts the lines of the marks that follow.
        painter.setFont(font("axis", 500))
        metrics = QFontMetricsF(painter.font())
        for place, text in labels(lines, rect.width(), metrics):
            painter.fillRect(place.adjusted(-2, 0, 2, 0), QColor(self.theme.window))
            painter.drawText(QPointF(place.left(), metrics.ascent()), text)

    def _lines(self, width: float) -> list[tuple[float, str]]:
        """(pixels from the left, text) of each mark in view."""
        epochs, costs = sorted(self.marks.texts), self._curves.costs
        over_epochs = costs is None or costs.unit == "epoch"
        at = np.array([epoch if over_epochs else self._iterations[epoch] for epoch in epochs], np.float64)
        places = self._curves.places(at, np.ones(len(at)))[0]
        marks = zip(places, epochs, strict=True)
        return [(float(x), self.marks.texts[epoch]) for x, epoch in marks if 0 <= x <= width]
