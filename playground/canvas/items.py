"""What the network is drawn with: cards and unit pictures. They only paint."""

import math
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QWidget

from engine.activations import Array
from playground.canvas.column_words import Count, Foot, Names
from playground.canvas.faces import Face
from playground.canvas.item import Item, same
from playground.canvas.layout import Column, Part
from playground.canvas.marks import Marks
from playground.canvas.painting import corner_mask, draw_card, to_image
from playground.canvas.printed import Print, Printed
from playground.canvas.sheet import Look, Sheet, square_of
from playground.canvas.whole import Whole
from playground.colormaps import mix, parse
from playground.frames import Bytes
from playground.theme import Theme

DROPPED_OPACITY = 0.22
# Pixels of a unit for one of its picture: more would be seen as steps, but in pictures that are of steps.
COARSEST, LARGEST = 1.3, 400


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


def shade(bias: float) -> int:
    """The place of a bias in a table of 256 colours; one that is no number is in the middle."""
    return int(127.5 * (math.tanh(bias) + 1)) if bias == bias else 127


class UnitsItem(Printed):
    """The shown units of one column: pictures, bias squares, names at the input; the map of a folded one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(1)
        self._column: Column | None = None
        self._stack: Bytes | None = None
        self._image: QImage | None = None  # of this frame, where it is needed
        self._sheet: Sheet | None = None
        self._smooth = True
        self._tints: tuple[int, ...] = ()  # of the biases, from 0 to 255
        self._dropped: NDArray[np.bool_] | None = None
        self._words = Names(theme, self), Count(theme, self), Foot(theme, self)
        self._whole, self._marks = Whole(theme, self), Marks(theme, self)
        self._soft = False
        self._colors = theme.map("diverging").argb
        self._shades: list[int] = self._colors.tolist()
        self._masks: dict[tuple[float, float, str, float], QPixmap] = {}

    def show_column(self, column: Column, labels: tuple[str, ...], face: Face, soft: bool) -> None:
        """Where the units stand, what they are called, and whether the column is selected."""
        self._column, self._soft = column, soft
        first, last = column.units[0], column.units[-1]
        self.place(first.united(last).adjusted(-7, -8, 9, 7))
        names, count, foot = self._words
        names.show_names(column, labels)
        count.show_count(column)
        foot.show_shapes(column, (face.shape, face.outputs), self.rect_bottom)
        self._whole.show_column(column)
        self._marks.stand(self.rect(), column.units)
        self.refresh()

    rect_bottom = 0.0

    def mark(self, selected: int, under: int, pinned: frozenset[int]) -> None:
        """Which place is selected, which is under the pointer, which are pinned; -1 is none."""
        self._marks.mark(selected, under, pinned)

    def show_frame(
        self,
        stack: Bytes | None,
        biases: Array | None = None,
        dropped: NDArray[np.bool_] | None = None,
        whole: Bytes | None = None,
        smooth: bool = True,
    ) -> None:
        """The pictures (k, h, w) of this frame, biases (k,), dropped units (k,), the map of a folded column.

        Pictures of numbers rather than of the plane are not smoothed. What looks like the frame before is not
        painted again: inputs never change, and what has learned all it can hardly does.
        """
        self._whole.show_values(whole)
        if stack is not None and stack is self._stack:
            tints = self._tints  # biases wait for the next pictures
        else:
            tints = () if biases is None else tuple(map(shade, biases.tolist()))
        looks_same = (tints, smooth) == (self._tints, self._smooth)
        if looks_same and same(stack, self._stack) and same(dropped, self._dropped):
            return
        self._stack, self._image = stack, None
        self._tints, self._dropped, self._smooth = tints, dropped, smooth
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        self._masks.clear()
        self._image = self._sheet = None
        self._colors = theme.map("diverging").argb
        self._shades = self._colors.tolist()
        for part in (*self._words, self._whole, self._marks):
            part.set_theme(theme)
        super().set_theme(theme)

    def follow_view(self) -> None:
        super().follow_view()
        self._whole.follow_view()

    def _prints(self, to_pixels: QTransform) -> list[Print]:
        column, stack = self._column, self._stack
        sheet = None if column is None or stack is None else self._sheet_for(to_pixels, column.units, stack)
        if sheet is None or stack is None:
            return super()._prints(to_pixels)
        sheet.write(stack, self._colors, [self._shades[tint] for tint in self._tints])
        return [Print(QPixmap.fromImage(sheet.image), sheet.corner), Print(sheet.rims, sheet.corner)]

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        if self._column is not None:
            self._paint_units(painter, self._column.units)

    def _sheet_for(self, to_pixels: QTransform, units: tuple[QRectF, ...], stack: Bytes) -> Sheet | None:
        """None where units differ, or steps would be seen in their pictures."""
        if stack.ndim != 3 or len(stack) != len(units) or self._dropped is not None:
            return None
        edge = int(units[0].width() * to_pixels.m11())
        if not 0 < edge <= (COARSEST * stack.shape[1] if self._smooth else LARGEST):
            return None
        look = Look(units, to_pixels, self._ground, len(self._tints))
        if self._sheet is None or self._sheet.look != look:
            self._sheet = Sheet(look, partial(self._mask, to_pixels.m11()))
        return self._sheet

    def _paint_units(self, painter: QPainter, units: tuple[QRectF, ...]) -> None:
        """One by one."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._smooth)
        painter.setPen(QPen(QColor(self._ground), 1))
        for k, rect in enumerate(units):
            self._paint_unit(painter, k, rect)

    def _paint_unit(self, painter: QPainter, k: int, rect: QRectF) -> None:
        if self._dropped is not None and k < len(self._dropped) and self._dropped[k]:
            self._paint_dropped(painter, k, rect)
            return
        self._paint_picture(painter, k, rect)
        scale = painter.device().devicePixelRatioF() * painter.transform().m11()
        painter.drawPixmap(rect.topLeft(), self._mask(scale, rect))
        if k < len(self._tints):
            painter.setBrush(QColor.fromRgba(self._shades[self._tints[k]]))
            painter.drawRect(square_of(rect))

    def _paint_picture(self, painter: QPainter, k: int, rect: QRectF) -> None:
        if self._stack is None or k >= len(self._stack):
            painter.fillRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), QColor(self.theme.diverging[2]))
        else:
            # Under the rim of the mask: else a line of it would look out where pixels are rounded.
            high, wide = self._stack.shape[1:3]
            inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawImage(inner, self._pictures, QRectF(0, k * high, wide, high))

    @property
    def _pictures(self) -> QImage:
        """The pictures of this frame as they came."""
        if self._image is None:
            assert self._stack is not None
            self._image = to_image(self._stack, self._colors)
        return self._image

    @property
    def _ground(self) -> str:
        return soft_ground(self.theme) if self._soft else self.theme.canvas

    def _mask(self, scale: float, rect: QRectF) -> QPixmap:
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
