"""Items that are put down as pixels when they change, and from then on painted by Qt alone.

Qt paints while the training goes on. A method in Python that it calls for that takes Python's lock, and gives
it back and takes it again with every line it draws: each time one of the two threads waits for the other.
"""

from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPixmapItem, QWidget

from playground.canvas.item import Item
from playground.theme import Theme


class Print(NamedTuple):
    """Pixels of the screen, and where the first of them is."""

    pixels: QPixmap
    corner: QPoint


class Printed(Item):
    """Call `refresh` where another item's `update` would be. Outside of a view it is painted like any."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._printed: list[tuple[QGraphicsPixmapItem, Print]] = []
        self._on: QTransform | None = None  # the pixels that these are of

    def refresh(self) -> None:
        """It looks other than before."""
        if self._on is None:
            self._on = self._to_pixels()
            self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents, self._on is not None)
        if self._on is None:
            self.update()
        else:
            self._put_down(self._prints(self._on), self._on)

    def follow_view(self) -> None:
        """The view may have been zoomed, or scrolled by parts of a pixel, or be on another screen."""
        if self._to_pixels() != self._on:
            self._on = None
            self._take_away(0)
            self.refresh()

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.refresh()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        raise NotImplementedError

    def _prints(self, to_pixels: QTransform) -> list[Print]:
        """How it looks now; later ones lie above."""
        return [self._paint_print(to_pixels)]

    def _paint_print(self, to_pixels: QTransform) -> Print:
        """As `paint` does it."""
        area = to_pixels.mapRect(self.rect()).toAlignedRect()
        if area.isEmpty():
            return Print(QPixmap(), area.topLeft())
        pixels = QPixmap(area.size())
        pixels.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixels)
        painter.setTransform(to_pixels * QTransform.fromTranslate(-area.left(), -area.top()))
        self.paint(painter, None)
        painter.end()
        return Print(pixels, area.topLeft())

    def _to_pixels(self) -> QTransform | None:
        """From the scene to the pixels of its view, but for whole ones that it is scrolled by."""
        scene = self.scene()
        views = scene.views() if scene is not None else []
        if not views:
            return None
        ratio = views[0].devicePixelRatioF()
        to = views[0].viewportTransform() * QTransform.fromScale(ratio, ratio)
        return QTransform(to.m11(), 0.0, 0.0, to.m22(), to.dx() % 1.0, to.dy() % 1.0)

    def _put_down(self, prints: list[Print], to_pixels: QTransform) -> None:
        for place, each in enumerate(prints):
            self._put(place, each, to_pixels)
        self._take_away(len(prints))

    def _put(self, place: int, wanted: Print, to_pixels: QTransform) -> None:
        """What lies there already is left alone."""
        if place < len(self._printed):
            item, present = self._printed[place]
            if present.pixels is wanted.pixels:
                return
        else:
            item, present = QGraphicsPixmapItem(self), None
            item.setZValue(-1)  # below what else belongs to this item
            item.setScale(1 / to_pixels.m11())
        item.setPixmap(wanted.pixels)
        if present is None or present.corner != wanted.corner:
            item.setPos(to_pixels.inverted()[0].map(QPointF(wanted.corner)))
        self._printed[place : place + 1] = [(item, wanted)]

    def _take_away(self, first: int) -> None:
        for item, _ in self._printed[first:]:
            self.scene().removeItem(item)
        del self._printed[first:]
