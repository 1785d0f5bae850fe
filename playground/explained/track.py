"""The way of one step as a loop: forward above, from the mini-batch to J, and back below, to the update.

A click goes to the nearest stage. Keys are the panel's.
"""

from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.explained.stages import Stage, stages_of
from playground.lettering import px, scaled
from playground.notation.markup import of
from playground.panels.equations.ink import advance, write
from playground.theme import Theme
from playground.widgets.themed import Themed, focus_ring

SIDE = 16  # beside all


class Heights(NamedTuple):
    """Of a node, between the two rows, and above and below all."""

    node: int
    gap: int
    edge: int

    @property
    def whole(self) -> int:
        """From top to bottom."""
        return 2 * self.node + self.gap + 2 * self.edge


USUAL, LOW = Heights(24, 10, 8), Heights(18, 6, 4)
ENDS, LEAST, MOST = 92, 14, 110  # widths: of mini-batch and update; of a layer at the least and at the most
TIP = "Forward from the mini-batch to the cost J, back to every layer's gradient, then the update. Click one."


def name_of(stage: Stage) -> str:
    """As short as the markup can say it."""
    match stage.kind:
        case "batch":
            return "Mini-batch"
        case "forward":
            return of("A", stage.layer)
        case "cost":
            return "J"
        case "backward":
            return of("dW", stage.layer)
    return "Update W"


def areas(depth: int, width: float, scale: float, heights: Heights = USUAL) -> list[QRectF]:
    """The rectangle of every stage; the way back is below the way forward, layer below layer."""
    high, gap, edge = (length * scale for length in heights)
    ends, side = ENDS * scale, SIDE * scale
    pitch = (width - 2 * side - ends) / (depth + 1)
    wide = min(max(pitch - 18 * scale, LEAST * scale), MOST * scale)

    def node(column: int, row: int) -> QRectF:
        top = edge + row * (high + gap)
        if column == 0:
            return QRectF(side, top, ends, high)
        right = side + ends + column * pitch
        return QRectF(right - wide, top, wide, high)

    def place(stage: Stage) -> QRectF:
        match stage.kind:
            case "batch":
                return node(0, 0)
            case "forward":
                return node(stage.layer, 0)
            case "cost":
                top = node(depth + 1, 0)
                return QRectF(top.left(), top.top(), top.width(), 2 * high + gap)
            case "backward":
                return node(stage.layer, 1)
        return node(0, 1)

    return [place(stage) for stage in stages_of(depth)]


class Track(Themed, QWidget):
    """Emits `chosen(k)`, the place of a stage among all."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place, self._depth, self._heights = 0, 1, USUAL
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Stages of the step")
        self.setToolTip(TIP)

    def sizeHint(self) -> QSize:
        return QSize(px(200), px(self._heights.whole))

    def show_place(self, depth: int, place: int) -> None:
        """The stages of a network with so many layers, and the one that is explained."""
        self._depth, self.place = depth, place
        stages = stages_of(depth)
        self.setAccessibleDescription(f"Stage {place + 1} of {len(stages)}: {stages[place].title}")
        self.update()

    def set_low(self, low: bool) -> None:
        """Where room is scarce."""
        heights = LOW if low else USUAL
        if heights is not self._heights:
            self._heights = heights
            self.updateGeometry()
            self.update()

    @property
    def areas(self) -> list[QRectF]:
        """Where the stages are."""
        return areas(self._depth, self.width(), scaled(1), self._heights)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            at = event.position()
            inside = [k for k, area in enumerate(self.areas) if area.adjusted(-4, -4, 4, 4).contains(at)]
            if inside:
                self.chosen.emit(min(inside, key=lambda k: abs(self.areas[k].center().x() - at.x())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self.areas
        self._paint_ways(painter, places)
        for k, (stage, area) in enumerate(zip(stages_of(self._depth), places, strict=True)):
            self._paint_node(painter, area, stage, k)
        painter.end()

    def _paint_ways(self, painter: QPainter, places: list[QRectF]) -> None:
        """Arrows from stage to stage, and from the update up to the next mini-batch."""
        gap = scaled(3)
        for k, (here, there) in enumerate(pairwise(places)):
            color = QColor(self.theme.accent if k < self.place else self.theme.outline)
            if k <= self._depth:
                y, start, end = places[0].center().y(), here.right() + gap, there.left() - gap
            else:
                y, start, end = places[-1].center().y(), here.left() - gap, there.right() + gap
            _arrow(painter, QPointF(start, y), QPointF(end, y), color)
        x, color = places[0].center().x(), QColor(self.theme.outline)
        _arrow(painter, QPointF(x, places[-1].top() - 1), QPointF(x, places[0].bottom() + 1), color)

    def _paint_node(self, painter: QPainter, area: QRectF, stage: Stage, k: int) -> None:
        edge, ground, ink = _inks(self.theme, k, self.place)
        painter.setPen(QPen(QColor(edge), scaled(1)))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area, 6, 6)
        if k == self.place and self.hasFocus():
            focus_ring(painter, area, 6, self.theme, 1)
        name, weight = name_of(stage), 600 if k == self.place else 400
        long = advance(name, "body", weight)
        if long + 2 <= area.width():
            x = area.center().x() - long / 2
            write(painter, x, area.center().y() + scaled(4), name, "body", ink, weight)


def _inks(theme: Theme, k: int, place: int) -> tuple[str, str, str]:
    """Edge, ground and words of a stage: here, gone, or still to come."""
    if k == place:
        return theme.accent, theme.accent_fill, theme.on_accent
    if k < place:
        return theme.accent_line, theme.accent_soft, theme.text
    return theme.line_strong, theme.raised, theme.text2


def _arrow(painter: QPainter, start: QPointF, end: QPointF, color: QColor) -> None:
    """A line with a tip, along or up; nothing where there is no room."""
    along, size = end - start, scaled(4)
    long = abs(along.x()) + abs(along.y())
    if long < 2:
        return
    back = along * (size / long)
    aside = QPointF(back.y(), back.x())
    painter.setPen(QPen(color, scaled(1.5)))
    painter.drawLine(start, end)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([end, end - back + aside, end - back - aside]))
