"""What the network is drawn with: cards and unit pictures. They only paint."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QWidget

from engine.activations import Array
from playground.canvas.faces import Face
from playground.canvas.layout import Column, Part
from playground.canvas.painting import CENTRE, corner_mask, draw_card, to_image, write
from playground.colormaps import mix, parse
from playground.theme import Theme, font


def soft_ground(theme: Theme) -> str:
    """The ground of a selected column: a breath of violet, quieter than anything that is learned."""
    red, green, blue = mix(parse(theme.canvas), parse(theme.accent_soft), np.asarray(0.6))
    return QColor(int(red), int(green), int(blue)).name()


class Item(QGraphicsItem):
    """A painted item with a rectangle and a theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.rect = QRectF()

    def boundingRect(self) -> QRectF:
        return self.rect

    def place(self, rect: QRectF) -> None:
        """Occupy this rectangle of the scene."""
        self.prepareGeometryChange()
        self.rect = rect

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.theme = theme
        self.update()


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


class UnitsItem(Item):
    """All units of one column: their outputs over the plane, the bias square, names at the input."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(1)
        self._column: Column | None = None
        self._image: QImage | None = None
        self._edge = 1
        self._biases: Array | None = None
        self._labels: tuple[str, ...] = ()
        self._soft = False
        self._marked = -1
        self._colors = theme.map("diverging").argb
        self._masks: dict[tuple[float, float, str, float], QPixmap] = {}

    def show_column(
        self, column: Column, labels: tuple[str, ...], shape: str, soft: bool, marked: int
    ) -> None:
        """Where the units stand, what they are called, whether the column is selected and which unit is."""
        self._column, self._labels, self._shape, self._soft, self._marked = (
            column,
            labels,
            shape,
            soft,
            marked,
        )
        first, last = column.units[0], column.units[-1]
        bounds = first.united(last).adjusted(-44 if labels else -6, -6, 6, 6)
        self._label_rect = QRectF(column.card.center().x() - 75, self.rect_bottom - 26, 150, 18)
        self.place(bounds.united(self._label_rect))
        self.update()

    rect_bottom = 0.0

    def show_frame(self, stack: NDArray[np.uint8] | None, biases: Array | None) -> None:
        """The pictures (n, g, g) of this frame and the biases (n, 1)."""
        fits = stack is not None and self._column is not None and len(stack) == len(self._column.units)
        if stack is not None and fits:
            self._image, self._edge = to_image(stack, self._colors), stack.shape[1]
        else:
            self._image = None
        self._biases = biases if fits else None
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._masks.clear()
        self._colors = theme.map("diverging").argb
        super().set_theme(theme)

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        if self._column is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for k, rect in enumerate(self._column.units):
            self._paint_unit(painter, k, rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if 0 <= self._marked < len(self._column.units):
            ring = self._column.units[self._marked].adjusted(-2, -2, 2, 2)
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ring, 7, 7)
        self._paint_names(painter)

    def _paint_unit(self, painter: QPainter, k: int, rect: QRectF) -> None:
        if self._image is None:
            painter.fillRect(rect, QColor(self.theme.diverging[2]))
        else:
            source = QRectF(0, k * self._edge, self._edge, self._edge)
            if rect.height() < self._edge / 3:
                source = QRectF(0, (k + 0.5) * self._edge, self._edge, 1)
            painter.drawImage(rect, self._image, source)
        if rect.height() >= 20:
            painter.drawPixmap(rect.topLeft(), self._mask(painter, rect))
            if self._biases is not None:
                self._paint_bias(painter, rect, float(self._biases[k, 0]))

    def _mask(self, painter: QPainter, rect: QRectF) -> QPixmap:
        ground = soft_ground(self.theme) if self._soft else self.theme.canvas
        key = (rect.width(), rect.height(), ground, painter.device().devicePixelRatioF())
        if key not in self._masks:
            self._masks[key] = corner_mask(
                rect.width(), rect.height(), key[3], ground, self.theme.line_strong
            )
        return self._masks[key]

    def _paint_bias(self, painter: QPainter, rect: QRectF, bias: float) -> None:
        row = int(np.clip(127.5 * (np.tanh(bias) + 1), 0, 255))
        square = QRectF(rect.left() - 3, rect.bottom() - 6, 9, 9)
        painter.setPen(QPen(QColor(soft_ground(self.theme) if self._soft else self.theme.canvas), 1))
        painter.setBrush(QColor.fromRgba(int(self._colors[row])))
        painter.drawRect(square)

    def _paint_names(self, painter: QPainter) -> None:
        assert self._column is not None
        where = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for label, rect in zip(self._labels, self._column.units, strict=False):
            if rect.height() >= 12:
                space = QRectF(rect.left() - 42, rect.top(), 36, rect.height())
                write(painter, space, label, self.theme.text, font("label", 600), where)
        write(painter, self._label_rect, self._shape, self.theme.text3, font("label", mono=True), CENTRE)
