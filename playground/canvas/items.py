"""What the network is drawn with: cards and unit pictures. They only paint."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QWidget

from engine.activations import Array
from playground import icons
from playground.canvas.column_words import Count, Foot, Names
from playground.canvas.faces import Face
from playground.canvas.item import Item
from playground.canvas.layout import Column, Part
from playground.canvas.painting import corner_mask, draw_card, to_image
from playground.canvas.stamps import count_in_pixels
from playground.colormaps import mix, parse
from playground.frames import Bytes
from playground.theme import Theme

DROPPED_OPACITY = 0.22


def soft_ground(theme: Theme) -> str:
    """The ground of a selected column: a breath of violet, quieter than anything that is learned."""
    red, green, blue = mix(parse(theme.canvas), parse(theme.accent_soft), np.asarray(0.6))
    return QColor(int(red), int(green), int(blue)).name()


class CardItem(Item):
    """One card; painted into a cache, since it changes by hand and not by frame."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setZValue(3)
        self._state: tuple[Column, Face, bool, Part | None] | None = None

    def show_card(self, column: Column, face: Face, selected: bool, hover: Part | None) -> None:
        """Show this state."""
        if self._state != (column, face, selected, hover):
            self._state = (column, face, selected, hover)
            self.place(column.card.adjusted(-1, -1, 1, 1))
            self.update()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        if self._state is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            column, face, selected, hover = self._state
            draw_card(painter, column, face, self.theme, selected, hover)


@lru_cache(maxsize=64)
def nearest(side: int, edge: int) -> NDArray[np.intp]:
    """Which pixels of a square of `side` make one of `edge`: the place of each in the flat picture."""
    places = ((np.arange(edge) + 0.5) * (side / edge)).astype(np.intp)
    return (side * places[:, None] + places).ravel()


def inks(theme: Theme) -> list[QBrush]:
    """What bias squares are filled with, from -1 to 1."""
    return [QBrush(QColor.fromRgba(argb)) for argb in theme.map("diverging").argb.tolist()]


def shade(bias: float) -> int:
    """The place among these of a bias; one that is no number is in the middle."""
    return int(127.5 * (math.tanh(bias) + 1)) if bias == bias else 127


class UnitsItem(Item):
    """The shown units of one column: pictures, bias squares, names at the input; the map of a folded one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(1)
        self._column: Column | None = None
        self._stack: Bytes | None = None
        self._images: dict[int, QImage] = {}  # of this frame, by pixels a side
        self._map: QImage | None = None
        self._smooth = True
        self._biases: Array | None = None
        self._inks: list[QBrush] = []
        self._dropped: NDArray[np.bool_] | None = None
        self._words = Names(theme, self), Count(theme, self), Foot(theme, self)
        self._soft = False
        self._selected = self._under = -1
        self._pinned: frozenset[int] = frozenset()
        self._colors, self._all_inks = theme.map("diverging").argb, inks(theme)
        self._masks: dict[tuple[float, float, str, float], QPixmap] = {}

    def show_column(self, column: Column, labels: tuple[str, ...], face: Face, soft: bool) -> None:
        """Where the units stand, what they are called, and whether the column is selected."""
        self._column, self._soft = column, soft
        first, last = column.units[0], column.units[-1]
        self.place(first.united(last).adjusted(-6, -8, 8, 6).united(column.map).adjusted(-1, 0, 1, 1))
        names, count, foot = self._words
        names.show_names(column, labels)
        count.show_count(column)
        foot.show_shapes(column, (face.shape, face.outputs), self.rect_bottom)
        self.update()

    rect_bottom = 0.0

    def mark(self, selected: int, under: int, pinned: frozenset[int]) -> None:
        """Which place is selected, which is under the pointer, which are pinned; -1 is none."""
        if (selected, under, pinned) != (self._selected, self._under, self._pinned):
            self._selected, self._under, self._pinned = selected, under, pinned
            self.update()

    def show_frame(
        self,
        stack: Bytes | None,
        biases: Array | None = None,
        dropped: NDArray[np.bool_] | None = None,
        whole: Bytes | None = None,
        smooth: bool = True,
    ) -> None:
        """The pictures (k, h, w) of this frame, biases (k,), dropped units (k,), the map of a folded column.

        Pictures of numbers rather than of the plane are not smoothed.
        """
        self._stack, self._images = stack, {}
        self._map = None if whole is None else to_image(whole[None], self._colors)
        self._biases, self._dropped, self._smooth = biases, dropped, smooth
        self._ink()
        self.update()

    def _ink(self) -> None:
        """The colours of the bias squares."""
        known = () if self._biases is None else self._biases.tolist()
        self._inks = [self._all_inks[shade(bias)] for bias in known]

    def set_theme(self, theme: Theme) -> None:
        self._masks.clear()
        self._images.clear()
        self._colors, self._all_inks = theme.map("diverging").argb, inks(theme)
        for words in self._words:
            words.set_theme(theme)
        super().set_theme(theme)
        self._ink()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        if self._column is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._smooth)
        first = self._column.units[0]
        mask, edge = self._mask(painter, first), self._edge(painter, first)
        if edge:
            self._put_down(painter, self._column.units, edge)
        painter.setPen(QPen(QColor(self._ground), 1))
        for k, rect in enumerate(self._column.units):
            self._paint_unit(painter, k, rect, mask, edge)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for k in {self._selected, self._under, *self._pinned}:
            if 0 <= k < len(self._column.units):
                self._paint_mark(painter, k, self._column.units[k])
        if self._column.folded:
            self._paint_map(painter, self._column)

    def _paint_unit(self, painter: QPainter, k: int, rect: QRectF, mask: QPixmap, edge: int) -> None:
        if self._dropped is not None and k < len(self._dropped) and self._dropped[k]:
            self._paint_dropped(painter, k, rect)
            return
        if not edge or self._stack is None or k >= len(self._stack):
            self._paint_picture(painter, k, rect)
        painter.drawPixmap(rect.topLeft(), mask)
        if k < len(self._inks):
            painter.setBrush(self._inks[k])
            painter.drawRect(QRectF(rect.left() - 3, rect.bottom() - 6, 9, 9))

    def _put_down(self, painter: QPainter, units: tuple[QRectF, ...], edge: int) -> None:
        """Pictures as large as they are seen, on whole pixels of the screen: without scaling."""
        image, to_pixels = self._image_of(edge), painter.deviceTransform()
        scale, left, top = to_pixels.m11(), to_pixels.dx(), to_pixels.dy()
        shown = 0 if self._stack is None else len(self._stack)
        painter.save()
        count_in_pixels(painter)
        for k, rect in enumerate(units[:shown]):
            if self._dropped is None or not self._dropped[k]:
                # Halves go up, as those of the rim that Qt puts down do; Python would send some of them down.
                x = math.floor(scale * rect.left() + left + 0.5)
                y = math.floor(scale * rect.top() + top + 0.5)
                painter.drawImage(x, y, image, 0, k * edge, edge, edge)
        painter.restore()

    def _paint_picture(self, painter: QPainter, k: int, rect: QRectF) -> None:
        if self._stack is None or k >= len(self._stack):
            painter.fillRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), QColor(self.theme.diverging[2]))
        else:
            # Under the rim of the mask: else a line of it would look out where pixels are rounded.
            high, wide = self._stack.shape[1:3]
            inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawImage(inner, self._image_of(0), QRectF(0, k * high, wide, high))

    def _edge(self, painter: QPainter, rect: QRectF) -> int:
        """Pixels a side of a picture on the screen; 0 where it is to be scaled or may not be smoothed."""
        edge = int(rect.width() * painter.deviceTransform().m11())
        return edge if self._stack is not None and self._smooth and 0 < edge <= self._stack.shape[1] else 0

    def _image_of(self, edge: int) -> QImage:
        """The pictures of this frame as they came (0), or with so many pixels a side."""
        if edge not in self._images and self._stack is not None:
            stack = self._stack
            if edge:
                kept = nearest(stack.shape[1], edge)
                stack = stack.reshape(len(stack), -1).take(kept, axis=1).reshape(-1, edge, edge)
            self._images[edge] = to_image(stack, self._colors)
        return self._images[edge]

    @property
    def _ground(self) -> str:
        return soft_ground(self.theme) if self._soft else self.theme.canvas

    def _mask(self, painter: QPainter, rect: QRectF) -> QPixmap:
        scale = painter.device().devicePixelRatioF() * painter.transform().m11()
        key = (rect.width(), rect.height(), self._ground, scale)
        if key not in self._masks:
            if any(other[3] != scale for other in self._masks):
                self._masks.clear()  # those of another zoom
            self._masks[key] = corner_mask(
                rect.width(), rect.height(), scale, self._ground, self.theme.line_strong
            )
        return self._masks[key]

    def _paint_dropped(self, painter: QPainter, k: int, rect: QRectF) -> None:
        """A unit that dropout leaves out: its ghost, without the mask, which would be a ghost as well."""
        outline, inner = QPainterPath(), rect.adjusted(0.5, 0.5, -0.5, -0.5)
        outline.addRoundedRect(inner, 6, 6)
        painter.save()
        painter.setOpacity(DROPPED_OPACITY)
        painter.setClipPath(outline)
        self._paint_picture(painter, k, rect)
        painter.setClipping(False)
        painter.setOpacity(1)
        self._paint_cross(painter, inner)
        painter.restore()

    def _paint_cross(self, painter: QPainter, inner: QRectF) -> None:
        """Dashed edge and a cross."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self.theme.text3), 1.2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner, 6, 6)
        painter.setPen(QPen(QColor(self.theme.text), 1.5))
        centre, arm = inner.center(), min(5.0, inner.height() / 6)
        for sign in (-1, 1):
            painter.drawLine(
                QPointF(centre.x() - arm, centre.y() - sign * arm),
                QPointF(centre.x() + arm, centre.y() + sign * arm),
            )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

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

    def _paint_map(self, painter: QPainter, column: Column) -> None:
        """The whole W[l] below the few units that are shown."""
        if self._map is not None and column.map.height() >= 8:
            high, wide = self._map.height(), self._map.width()
            area = column.map
            if column.is_input:  # an image keeps its shape
                side = min(area.width() / wide, area.height() / high)
                area = QRectF(area.center().x() - side * wide / 2, area.top(), side * wide, side * high)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(area, self._map, QRectF(0, 0, wide, high))
            painter.setPen(QPen(QColor(self.theme.line_strong), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area)
