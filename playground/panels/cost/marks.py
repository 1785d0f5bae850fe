"""Marks on the cost curve where the user changed something."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.lettering import font, px, scaled
from playground.theme import DARK, Theme
from playground.widgets.plot import PixelItem, Plot

APART = 4  # pixels between a line and its text
LEAST = 24  # pixels; a text cut shorter says nothing


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
        epochs = sorted(self.marks.texts)
        places = self.to_pixels(np.array(epochs, dtype=np.float64), np.zeros(len(epochs)))[0]
        marks = zip(places, epochs, strict=True)
        return [(float(x), self.marks.texts[epoch]) for x, epoch in marks if 0 <= x <= width]


def labels(lines: list[tuple[float, str]], width: float, metrics: QFontMetricsF) -> list[tuple[QRectF, str]]:
    """(place, text) beside each line, left of it at the right end; what would meet another is left out.

    A text that is too long for either side is cut.
    """
    result, free = [], 0.0
    for x, text in lines:
        right, left = width - x - APART, x - APART - free
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(right, left, px(LEAST)))
        length = metrics.horizontalAdvance(shown)
        start = x + APART if length <= right else x - APART - length
        if start >= free:
            result.append((QRectF(start, 0, length, metrics.height()), shown))
            free = start + length + APART + 2
    return result
