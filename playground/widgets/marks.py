"""Marks along the epochs where the user changed something: their texts, and where these find room."""

from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from playground.lettering import px

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
