"""The drawing as the network sees it: one square for each pixel, from paper to ink."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine.data.dataset import Floats
from playground.colormaps import colormap
from playground.lettering import fix, px
from playground.widgets.themed import Themed, describe

SIDE = 112
TIP = "Your drawing, as large, in the place and as bold as the images of the data, in as many pixels."


class PixelView(Themed, QWidget):
    """Give it ink (height, width), from 0 to 1, with `show_pixels`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._coverage: Floats = np.zeros((1, 1))
        fix(self, SIDE, SIDE)
        describe(self, "As the network sees it", TIP)

    def sizeHint(self) -> QSize:
        return QSize(px(SIDE), px(SIDE))

    def show_pixels(self, coverage: Floats) -> None:
        """Show these."""
        self._coverage = coverage
        height, width = coverage.shape
        describe(self, f"As the network sees it: {width} by {height} pixels", TIP)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pixels = np.rint(255 * self._coverage).astype(np.uint8)
        height, width = pixels.shape
        image = QImage(pixels.tobytes(), width, height, width, QImage.Format.Format_Indexed8).copy()
        image.setColorTable(colormap((self.theme.canvas, self.theme.text)).qrgb)
        scale = min(self.width() / width, self.height() / height)
        area = QRectF(0, 0, scale * width, scale * height)
        painter.drawImage(area, image)
        painter.setPen(QPen(QColor(self.theme.line_strong), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
