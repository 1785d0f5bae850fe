"""The marks on units of a column: the selected one, the one under the pointer, those that are pinned."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QWidget

from playground import icons
from playground.canvas.item import Item
from playground.theme import Theme


class Marks(Item):
    """Above the units; Qt keeps the picture, which changes by hand and not by frame."""

    def __init__(self, theme: Theme, parent: QGraphicsItem) -> None:
        super().__init__(theme)
        self.setParentItem(parent)
        self.setZValue(1)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.hide()
        self._units: tuple[QRectF, ...] = ()
        self._selected = self._under = -1
        self._pinned: frozenset[int] = frozenset()

    def stand(self, rect: QRectF, units: tuple[QRectF, ...]) -> None:
        """Where the units are."""
        if units != self._units:
            self._units = units
            self.place(rect)
            self.update()

    def mark(self, selected: int, under: int, pinned: frozenset[int]) -> None:
        """These places of the column; -1 is none."""
        if (selected, under, pinned) != (self._selected, self._under, self._pinned):
            self._selected, self._under, self._pinned = selected, under, pinned
            self.setVisible(selected >= 0 or under >= 0 or bool(pinned))
            self.update()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for k in {self._selected, self._under, *self._pinned}:
            if 0 <= k < len(self._units):
                self._paint_mark(painter, k, self._units[k])

    def _paint_mark(self, painter: QPainter, k: int, rect: QRectF) -> None:
        """A violet ring; a pinned unit has a pin at its corner, too."""
        outer = 2.0 if k == self._selected else 1.0
        painter.setPen(QPen(QColor(self.theme.accent), 2 if k == self._selected else 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-outer, -outer, outer, outer), 7, 7)
        if k in self._pinned:
            disc = QRectF(rect.right() - 8, rect.top() - 7, 15, 15)
            painter.setPen(QPen(QColor(self.theme.line_strong), 1))
            painter.setBrush(QColor(self.theme.window))
            painter.drawEllipse(disc)
            icons.paint(painter, "pin", disc.adjusted(2.5, 2.5, -2.5, -2.5), self.theme.accent)
