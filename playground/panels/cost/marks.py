"""Marks on the cost curve where the user changed something."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.theme import DARK, Theme, font
from playground.widgets.plot import PixelItem, Plot


@dataclass
class Marks:
    """What was changed at which epoch: a newer value of a quantity takes the place of the old."""

    texts: dict[int, str] = field(default_factory=dict)

    def add(self, epoch: int, text: str) -> None:
        """Note a change such as "α 0.01"."""
        name = text.split()[0] if text.split() else ""
        others = [t for t in self.texts.get(epoch, "").split(", ") if t and t.split()[0] != name]
        self.texts[epoch] = ", ".join([*others, text])


class MarkLines(PixelItem):
    """A dotted violet line at each change, with its text where there is room."""

    def __init__(self, plot: Plot, theme: Theme = DARK) -> None:
        super().__init__(plot, theme, -5)
        self.marks = Marks()

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if not self.marks.texts:
            return
        epochs = sorted(self.marks.texts)
        places = self.to_pixels(np.array(epochs, dtype=np.float64), np.zeros(len(epochs)))[0]
        painter.setFont(font("axis", 500))
        metrics, free = QFontMetricsF(painter.font()), 0.0
        pen = QPen(QColor(self.theme.accent), 1.5, Qt.PenStyle.DotLine)
        for epoch, x in zip(epochs, places, strict=True):
            painter.setPen(pen)
            painter.drawLine(QPointF(x, 0), QPointF(x, rect.height()))
            text, width = self.marks.texts[epoch], metrics.horizontalAdvance(self.marks.texts[epoch])
            start = x + 4 if x + 4 + width < rect.width() else x - 4 - width
            if start >= free:
                height = metrics.height()
                painter.fillRect(QRectF(start - 2, 0, width + 4, height), QColor(self.theme.window))
                painter.drawText(QPointF(start, metrics.ascent()), text)
                free = start + width + 6
