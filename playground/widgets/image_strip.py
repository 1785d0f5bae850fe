"""Small images side by side, pixel by pixel, as many as there is room for."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.lettering import px
from playground.widgets.themed import Themed

EDGE, GAP = 40, 4

Pixels = NDArray[np.uint8]


def to_qimage(pixels: Pixels) -> QImage:
    """Greys (h, w) or red, green and blue (h, w, 3), 0 to 255."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    kinds = QImage.Format
    kind = kinds.Format_Grayscale8 if pixels.ndim == 2 else kinds.Format_RGB888
    return QImage(pixels.data, width, height, pixels.strides[0], kind).copy()  # else it only borrows them


class ImageStrip(Themed, QWidget):
    """Shows images (k, h, w) or (k, h, w, 3) of one shape, `edge` pixels a side."""

    def __init__(self, name: str, edge: int = EDGE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edge = edge
        self._images: list[QImage] = []
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def count(self) -> int:
        """How many images it has been given."""
        return len(self._images)

    def set_images(self, images: Pixels) -> None:
        """Show these instead."""
        self._images = [to_qimage(pixels) for pixels in images]
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(self._edge), px(self._edge))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge, step = px(self._edge), px(self._edge + GAP)
        painter.setPen(QPen(QColor(self.theme.line_strong), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for k, image in enumerate(self._images[: max(1, (self.width() + px(GAP)) // step)]):
            area = QRectF(k * step, 0, edge, edge)
            painter.drawImage(area, image)
            painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
