"""The whole W[l] of a folded column, below the few units that are shown; of image inputs the mean image."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QWidget

from playground.canvas.item import same
from playground.canvas.layout import Column
from playground.canvas.painting import to_image
from playground.canvas.printed import Printed
from playground.frames import Bytes
from playground.theme import Theme

LEAST = 8  # height below which nothing could be told from it


class Whole(Printed):
    """It changes only some times a second."""

    def __init__(self, theme: Theme, parent: QGraphicsItem) -> None:
        super().__init__(theme)
        self.setParentItem(parent)
        self.hide()
        self._column: Column | None = None
        self._values: Bytes | None = None
        self._image: QImage | None = None

    def show_column(self, column: Column) -> None:
        """Where it is."""
        self._column = column
        self.place(column.map.adjusted(-1, 0, 1, 1))
        self._appear()

    def show_values(self, values: Bytes | None) -> None:
        """These (h, w), or nothing."""
        if not same(values, self._values):
            self._values, self._image = values, None
            self._appear()

    def set_theme(self, theme: Theme) -> None:
        self._image = None
        super().set_theme(theme)

    def _appear(self) -> None:
        column = self._column
        there = column is not None and column.folded and column.map.height() >= LEAST
        self.setVisible(there and self._values is not None)
        if there:
            self.refresh()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        if self._column is None or self._values is None:
            return
        if self._image is None:
            self._image = to_image(self._values[None], self.theme.map("diverging").argb)
        high, wide = self._image.height(), self._image.width()
        area = self._column.map
        if self._column.is_input:  # an image keeps its shape
            side = min(area.width() / wide, area.height() / high)
            area = QRectF(area.center().x() - side * wide / 2, area.top(), side * wide, side * high)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(area, self._image, QRectF(0, 0, wide, high))
        painter.setPen(QPen(QColor(self.theme.line_strong), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
