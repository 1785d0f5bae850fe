"""A painter that remembers which texts it was told to draw, and where."""

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter


class Drawn(NamedTuple):
    """A text, the rectangle it was given, and the pixels that its letters take from left to right."""

    text: str
    rect: QRectF
    width: float


class Recorder(QPainter):
    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.texts: list[Drawn] = []

    def drawText(self, place: Any, *rest: Any) -> None:  # type: ignore[override]
        text = str(rest[-1])
        rect = QRectF(place, place) if isinstance(place, QPointF) else QRectF(place)
        self.texts.append(Drawn(text, rect, QFontMetricsF(self.font()).horizontalAdvance(text)))
        super().drawText(place, *rest)


def texts_of(draw: Callable[[QPainter], object]) -> list[Drawn]:
    """What `draw` writes on the painter it is given."""
    image = QImage(800, 800, QImage.Format.Format_ARGB32)
    image.fill(0)
    recorder = Recorder(image)
    try:
        draw(recorder)
    finally:
        recorder.end()  # also where `draw` fails: a painter must not outlive its picture
    return recorder.texts
