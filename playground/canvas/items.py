"""The things on the canvas: cards, unit pictures, links, the selection ring and the drop slot. They only paint."""

from itertools import product

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from engine.activations import Array
from playground import icons
from playground.canvas.faces import Face
from playground.canvas.layout import Column, Layout, Part
from playground.canvas.painting import CENTRE, corner_mask, draw_card, fill, to_image, write
from playground.colormaps import mix, parse
from playground.theme import Theme, font

BUCKETS = 16
FULL_WEIGHT = 2.2  # |w| from which a link is as wide and opaque as it gets
MAX_LINKS = 600  # of a gap with more, the strongest are drawn
GREY = 128


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

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
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
            self._image, self._edge = to_image(stack, self.theme.map("diverging").argb), stack.shape[1]
        else:
            self._image = None
        self._biases = biases if fits else None
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._masks.clear()
        super().set_theme(theme)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
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
        ground = self.theme.accent_soft if self._soft else self.theme.canvas
        key = (rect.width(), rect.height(), ground, painter.device().devicePixelRatioF())
        if key not in self._masks:
            self._masks[key] = corner_mask(
                rect.width(), rect.height(), key[3], ground, self.theme.line_strong
            )
        return self._masks[key]

    def _paint_bias(self, painter: QPainter, rect: QRectF, bias: float) -> None:
        row = int(np.clip(127.5 * (np.tanh(bias) + 1), 0, 255))
        square = QRectF(rect.left() - 3, rect.bottom() - 6, 9, 9)
        painter.setPen(QPen(QColor(self.theme.accent_soft if self._soft else self.theme.canvas), 1))
        painter.setBrush(QColor.fromRgba(int(self.theme.map("diverging").argb[row])))
        painter.drawRect(square)

    def _paint_names(self, painter: QPainter) -> None:
        assert self._column is not None
        where = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for label, rect in zip(self._labels, self._column.units, strict=False):
            if rect.height() >= 12:
                space = QRectF(rect.left() - 42, rect.top(), 36, rect.height())
                write(painter, space, label, self.theme.text, font("label", 600), where)
        write(painter, self._label_rect, self._shape, self.theme.text3, font("label", mono=True), CENTRE)


class LinksItem(Item):
    """The weights of one gap as curves: blue positive, orange negative, wider and clearer the larger |w|."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(0)
        self._ends: list[tuple[QPointF, QPointF]] = []
        self._shape = (0, 0)
        self._weights: Array | None = None
        self._pens: list[QPen] = []
        self._soft = ""

    def connect_columns(self, source: Column, target: Column) -> None:
        """Run from the right edge of every source unit to the left edge of every target unit."""
        starts = [QPointF(r.right(), r.center().y()) for r in source.units]
        stops = [QPointF(r.left(), r.center().y()) for r in target.units]
        self._ends = [(start, stop) for stop, start in product(stops, starts)]
        self._shape = (len(stops), len(starts))
        ys = [p.y() for p in (*starts, *stops)]
        self.place(QRectF(starts[0].x(), min(ys) - 4, stops[0].x() - starts[0].x(), max(ys) - min(ys) + 8))

    def set_theme(self, theme: Theme) -> None:
        self._pens = []
        super().set_theme(theme)

    def show_weights(self, weights: Array | None) -> None:
        """W (n[l], n[l-1]) of this frame, or None while there is no frame for this network."""
        self._weights = weights if weights is not None and weights.shape == self._shape else None
        self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        if self._weights is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pens = self._pens or self._make_pens()
        for bucket, path in enumerate(self._paths(self._weights.ravel())):
            if not path.isEmpty():
                painter.strokePath(path, pens[bucket])

    def _paths(self, weights: Array) -> list[QPainterPath]:
        """One path per pen, thin ones first, so that strong links lie on top."""
        strength = np.minimum(np.abs(weights) / FULL_WEIGHT, 1.0)
        buckets = np.minimum((strength * BUCKETS).astype(int), BUCKETS - 1) * 2 + (weights > 0)
        chosen = (
            range(len(weights)) if len(weights) <= MAX_LINKS else np.argsort(strength)[-MAX_LINKS:].tolist()
        )
        paths = [QPainterPath() for _ in range(2 * BUCKETS)]
        for k in chosen:
            start, stop = self._ends[k]
            middle = (start.x() + stop.x()) / 2
            path = paths[buckets[k]]
            path.moveTo(start)
            path.cubicTo(middle, start.y(), middle, stop.y(), stop.x(), stop.y())
        return paths

    def _make_pens(self) -> list[QPen]:
        """Opaque pens, mixed with the ground beforehand: blending hundreds of links costs ten times as much."""
        ground, pens = parse(self.theme.canvas), []
        for step in range(BUCKETS):
            strength = (step + 0.5) / BUCKETS
            for color in (self.theme.neg_line, self.theme.pos_line):
                rgb = mix(ground, parse(color), np.asarray(0.18 + 0.72 * strength))
                pen = QPen(QColor(*(int(v) for v in rgb)), 0.5 + 4.2 * strength)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                pens.append(pen)
        self._pens = pens
        return pens


class RingItem(Item):
    """The ring around a selected column."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(-1)
        self.setVisible(False)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill(painter, self.rect.adjusted(1, 1, -1, -1), self.theme.accent_soft, 12, self.theme.accent, 2)


class SlotItem(Item):
    """Where a layer can be put: a dashed line in every gap while something is dragged, a glowing slot at the target."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(4)
        self.setVisible(False)
        self._layout: Layout | None = None
        self._target: int | None = None
        self._words = ("", "")

    def show_slots(self, layout: Layout, target: int | None, title: str, detail: str) -> None:
        """All gaps of the layout, the target one with words on what a drop will do."""
        self._layout, self._target, self._words = layout, target, (title, detail)
        self.place(QRectF(0, 0, layout.width, layout.height))
        self.setVisible(True)
        self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        if self._layout is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for g in range(self._layout.n_gaps):
            gap = self._layout.gap(g)
            if g == self._target:
                self._paint_target(painter, gap)
            else:
                x = gap.center().x()
                painter.setPen(QPen(QColor(self.theme.accent_line), 1.5, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(x, gap.top()), QPointF(x, gap.bottom()))

    def _paint_target(self, painter: QPainter, gap: QRectF) -> None:
        slot = QRectF(gap.center().x() - 32, gap.top(), 64, gap.height())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for spread in (9, 6, 3):
            glow = QColor(self.theme.accent)
            glow.setAlphaF(0.10)
            painter.setPen(QPen(glow, 2.0 * spread))
            painter.drawRoundedRect(slot, 12, 12)
        painter.setPen(QPen(QColor(self.theme.accent), 2, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(self.theme.accent_soft))
        painter.drawRoundedRect(slot, 12, 12)
        icons.paint(
            painter, "dense", QRectF(slot.center().x() - 9, slot.top() + 18, 18, 18), self.theme.accent
        )
        title, detail = self._words
        write(
            painter,
            QRectF(slot.left() + 2, slot.top() + 42, 60, 18),
            title,
            self.theme.text,
            font("label", 600),
            CENTRE,
        )
        write(
            painter,
            QRectF(slot.left() + 2, slot.top() + 58, 60, 18),
            detail,
            self.theme.text2,
            font("label"),
            CENTRE,
        )


class GhostItem(Item):
    """The card that follows the pointer while a layer is moved."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(5)
        self.setOpacity(0.85)
        self.setVisible(False)
        self._title = ""

    def follow(self, point: QPointF, title: str) -> None:
        """Stand beside the pointer."""
        self._title = title
        self.place(QRectF(point.x() - 54, point.y() - 20, 108, 40))
        self.setVisible(True)
        self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self.rect.adjusted(1, 1, -1, -1)
        fill(painter, body, self.theme.raised, 8, self.theme.accent, 1.5)
        icons.paint(
            painter, "dense", QRectF(body.left() + 12, body.center().y() - 8, 16, 16), self.theme.accent
        )
        write(painter, body.adjusted(36, 0, -6, 0), self._title, self.theme.text, font("body", 500))
