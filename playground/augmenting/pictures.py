"""One draw of the augmentation as a picture: images beside their copies, or points and where they went."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.data.dataset import Floats
from playground.augmenting.draws import COPIES, ROWS, Draws, ImageDraws, PointDraws
from playground.lettering import font, px
from playground.widgets.data_thumbnail import draw_marker, marks
from playground.widgets.image_strip import to_qimage
from playground.widgets.themed import Themed

HEIGHT, CAPTION, GAP, BESIDE, RADIUS = 330, 22, 6, 20, 8
FAINT, POINT, INSET = 0.35, 3.2, 14


class DrawsPicture(Themed, QWidget):
    """Give it what it shows with `show_draws`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draws: Draws | None = None
        self.setAccessibleName("What the training examples become")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(px(480), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(320), px(HEIGHT))

    @property
    def draws(self) -> Draws | None:
        """What is shown."""
        return self._draws

    def show_draws(self, draws: Draws | None) -> None:
        """Show another draw."""
        self._draws = draws
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(self._draws, ImageDraws):
            self._paint_images(painter, self._draws)
        elif self._draws is not None:
            self._paint_points(painter, self._draws)
        painter.end()

    def _paint_images(self, painter: QPainter, draws: ImageDraws) -> None:
        """Each image at the left, its copies beside it."""
        across = (self.width() - px(BESIDE) - COPIES * px(GAP)) / (COPIES + 1)
        down = (self.height() - px(CAPTION) - ROWS * px(GAP)) / ROWS
        edge = min(across, down)
        left = edge + px(BESIDE)
        self._caption(painter, 0, left, "As it is")
        self._caption(painter, left, self.width() - left, "As it may be learned")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for row, (image, copies) in enumerate(zip(draws.originals, draws.copies, strict=True)):
            top = px(CAPTION) + row * (edge + px(GAP))
            self._put(painter, image, QRectF(0, top, edge, edge))
            for k, copy in enumerate(copies):
                self._put(painter, copy, QRectF(left + k * (edge + px(GAP)), top, edge, edge))

    def _put(self, painter: QPainter, pixels: NDArray[np.uint8], area: QRectF) -> None:
        painter.drawImage(area, to_qimage(pixels))
        painter.setPen(QPen(QColor(self.theme.line_strong), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)

    def _caption(self, painter: QPainter, left: float, width: float, words: str) -> None:
        painter.setPen(QColor(self.theme.text2))
        painter.setFont(font("label"))
        painter.drawText(QRectF(left, 0, width, px(CAPTION - 4)), Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_points(self, painter: QPainter, draws: PointDraws) -> None:
        """Every point faint where it was, a line from there, and full where it went."""
        across, up = draws.axes
        self._caption(
            painter, 0, self.width(), f"Across {across}, up {up}: faint as they are, full as learned"
        )
        side = min(self.width(), self.height() - px(CAPTION))
        sheet = QRectF((self.width() - side) / 2, px(CAPTION), side, side)
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.setBrush(QColor(self.theme.canvas))
        painter.drawRoundedRect(sheet, RADIUS, RADIUS)
        before, after = _fitted(draws.originals, draws.moved, sheet.adjusted(INSET, INSET, -INSET, -INSET))
        painter.setPen(QPen(QColor(self.theme.line_strong), 1))
        for (x, y), (u, v) in zip(before.T.tolist(), after.T.tolist(), strict=True):
            painter.drawLine(QPointF(x, y), QPointF(u, v))
        looks = marks(draws.y, self.theme)
        for places, strength in ((before, FAINT), (after, 1.0)):
            self._dots(painter, places, looks, strength)

    def _dots(self, painter: QPainter, places: Floats, looks: list[tuple[str, str]], strength: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for (x, y), (color, shape) in zip(places.T.tolist(), looks, strict=True):
            ink = QColor(color)
            ink.setAlphaF(strength)
            painter.setBrush(ink)
            draw_marker(painter, QPointF(x, y), shape, px(POINT))


def _fitted(before: Floats, after: Floats, area: QRectF) -> tuple[Floats, Floats]:
    """Both sets of points (2, m) in the area, up upwards, by the same scale on each axis."""
    both = np.concatenate([before, after], axis=1)
    low, high = both.min(axis=1, keepdims=True), both.max(axis=1, keepdims=True)
    span = np.maximum(high - low, 1e-12)
    corner = np.array([[area.left()], [area.bottom()]])
    size = np.array([[area.width()], [-area.height()]])
    return corner + size * (before - low) / span, corner + size * (after - low) / span
