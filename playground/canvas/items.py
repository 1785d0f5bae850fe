"""What the network is drawn with: cards, unit pictures and links. They only paint."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QWidget

from engine.activations import Array
from playground.canvas.faces import Face
from playground.canvas.layout import Column, Part
from playground.canvas.painting import CENTRE, corner_mask, draw_card, to_image, write
from playground.colormaps import mix, parse
from playground.theme import Theme, font

BUCKETS = 16
FULL_WEIGHT = 2.2  # |w| from which a link is as wide and opaque as it gets
MAX_LINKS, LINK_BUDGET = 600, 1500  # drawn in one gap, and in all together: the strongest of each gap
HAIRLINE = 1.3
# Where a link's curve is cut into straight pieces: short ones in the two bends, a long one between them.
T = np.array([0, 0.07, 0.14, 0.21, 0.29, 0.4, 0.6, 0.71, 0.79, 0.86, 0.93, 1])
OVERLAP = 0.6  # by how much the pieces of a link run into each other


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


def curves(starts: Array, stops: Array) -> list[list[QLineF]]:
    """Cubics from starts to stops, both (k, 2), level at both ends, as short lines that overlap a little.

    Qt draws hundreds of lines five times as fast as the same curves as stroked paths.
    """
    along, up = 1.5 * T * (1 - T) ** 2 + 1.5 * T**2 * (1 - T) + T**3, 3 * T**2 * (1 - T) + T**3
    shares = np.stack([along, up], axis=1)
    points = starts[:, None] + (stops - starts)[:, None] * shares
    pieces = np.diff(points, axis=1)
    pieces /= np.maximum(np.linalg.norm(pieces, axis=2, keepdims=True), 1e-9)
    ends = np.concatenate([points[:, :-1] - OVERLAP * pieces, points[:, 1:] + OVERLAP * pieces], axis=2)
    return [[QLineF(*line) for line in link] for link in ends.tolist()]


class LinksItem(Item):
    """The weights of one gap as curves: blue positive, orange negative, wider and clearer the larger |w|."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(0)
        self._starts = self._stops = np.zeros((0, 2))
        self._curves: dict[int, list[QLineF]] = {}
        self._most = MAX_LINKS
        self._shape = (0, 0)
        self._weights: Array | None = None
        self._pens: list[QPen] = []
        self._soft = ""

    def connect_columns(self, source: Column, target: Column, most: int) -> None:
        """Run from the right edge of every source unit to the left edge of every target unit.

        Of more than `most` links the strongest are drawn.
        """
        starts = np.array([(r.right(), r.center().y()) for r in source.units])
        stops = np.array([(r.left(), r.center().y()) for r in target.units])
        self._most, shape = most, (len(stops), len(starts))
        if (
            shape == self._shape
            and np.array_equal(starts, self._starts)
            and np.array_equal(stops, self._stops)
        ):
            return
        self._shape, self._starts, self._stops, self._curves = shape, starts, stops, {}
        left, right = starts[0, 0], stops[0, 0]
        low, high = min(starts[0, 1], stops[0, 1]) - 4, max(starts[-1, 1], stops[-1, 1]) + 4
        self.place(QRectF(left, low, right - left, high - low))

    def set_theme(self, theme: Theme) -> None:
        self._pens = []
        super().set_theme(theme)

    def show_weights(self, weights: Array | None) -> None:
        """W (n[l], n[l-1]) of this frame, or None while there is no frame for this network."""
        self._weights = weights if weights is not None and weights.shape == self._shape else None
        self.update()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        if self._weights is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pens = self._pens or self._make_pens()
        for bucket, lines in enumerate(self._sorted(self._weights.ravel())):
            if lines:
                painter.setPen(pens[bucket])
                painter.drawLines(lines)

    def _sorted(self, weights: Array) -> list[list[QLineF]]:
        """The lines of each pen, thin ones first, so that strong links lie on top."""
        strength = np.minimum(np.abs(weights) / FULL_WEIGHT, 1.0)
        buckets = np.minimum((strength * BUCKETS).astype(int), BUCKETS - 1) * 2 + (weights > 0)
        chosen = (
            range(len(weights))
            if len(weights) <= self._most
            else np.argsort(strength)[-self._most :].tolist()
        )
        self._draw_up([k for k in chosen if k not in self._curves])
        lines: list[list[QLineF]] = [[] for _ in range(2 * BUCKETS)]
        pens = buckets.tolist()
        for k in chosen:
            lines[pens[k]] += self._curves[k]
        return lines

    def _draw_up(self, links: list[int]) -> None:
        """The curves of links that are drawn for the first time since the columns moved."""
        if links:
            to, out_of = np.divmod(np.array(links), self._shape[1])
            self._curves |= zip(links, curves(self._starts[out_of], self._stops[to]), strict=True)

    def _make_pens(self) -> list[QPen]:
        """Opaque pens, mixed with the ground beforehand: blending links costs ten times as much."""
        ground, pens = parse(self.theme.canvas), []
        for step in range(BUCKETS):
            strength = (step + 0.5) / BUCKETS
            for color in (self.theme.neg_line, self.theme.pos_line):
                rgb = mix(ground, parse(color), np.asarray(0.18 + 0.72 * strength))
                wide = 0.5 + 4.2 * strength
                # Qt has a fast way for lines of one pixel; at this faintness nobody sees a difference.
                pen = QPen(QColor(*(int(v) for v in rgb)), wide if wide > HAIRLINE else 1.0)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                pens.append(pen)
        self._pens = pens
        return pens
