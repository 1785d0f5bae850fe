"""The spotlight: one column of the network in full light, all that is not talked about dimmed.

It shows where in the network a step that is explained has come to, and which way the numbers go.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.canvas.item import Item
from playground.canvas.items import soft_ground
from playground.canvas.painting import fill
from playground.canvas.view import NetworkView
from playground.frames import Frame
from playground.theme import Theme

DIM = 0.3
HEAD, LONGEST, ASIDE = 5.0, 36.0, 3.0  # of the arrow: its tip, its length at most, its distance from cards

Way = Literal["forward", "backward", ""]
Dress = Callable[[Frame], Frame]


class Spot(NamedTuple):
    """A column in the light, and the way of the numbers through the gap before it; column None: all.

    `links` names what the links stand for, where that is not what the frame's view says.
    """

    column: int | None
    way: Way = ""
    links: str = ""


class SpotItem(Item):
    """The ring around the column, and the arrow in the gap before it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(-1)
        self.setVisible(False)
        self._ring, self._arrow, self._way = QRectF(), (QPointF(), QPointF()), ""

    def show_spot(self, ring: QRectF, start: QPointF, end: QPointF, way: Way) -> None:
        """Around a column, with an arrow between two points."""
        self._ring, self._arrow, self._way = ring, (start, end), way
        self.place(ring.united(QRectF(start, end).normalized().adjusted(-1, -HEAD - 1, 1, HEAD + 1)))
        self.setVisible(True)
        self.update()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = soft_ground(self.theme)
        fill(painter, self._ring.adjusted(1, 1, -1, -1), ground, 12, self.theme.accent, 2)
        if self._way:
            self._paint_arrow(painter)

    def _paint_arrow(self, painter: QPainter) -> None:
        tail, tip = self._arrow if self._way == "forward" else self._arrow[::-1]
        back = HEAD if self._way == "forward" else -HEAD
        pen = QPen(QColor(self.theme.accent), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(tail, tip)
        for side in (-HEAD, HEAD):
            painter.drawLine(tip, QPointF(tip.x() - back, tip.y() + side))


class SpotlitView(NetworkView):
    """The canvas as a view, with a spotlight on it while one is set."""

    _spot: Spot | None = None
    _spot_item: SpotItem | None = None
    _dress: Dress | None = None
    _plain: Frame | None = None

    @property
    def spot(self) -> Spot | None:
        """What is in the light; None where there is no spotlight."""
        return self._spot

    def set_spotlight(self, spot: Spot | None, dress: Dress | None = None) -> None:
        """Light up a column, or put the spotlight out; `dress` makes of a frame the one that is shown."""
        self._spot, self._dress = spot, dress
        if self._plain is not None:
            self.show_frame(self._plain)
        self._light()
        if spot is not None and self._spot_item is not None and self._spot_item.isVisible():
            self.ensureVisible(self._spot_item.rect(), 0, 0)

    def show_frame(self, frame: Frame) -> None:
        """Show a frame as it is, or as the spotlight wants it."""
        self._plain = frame
        super().show_frame(frame if self._dress is None else self._dress(frame))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if self._spot_item is not None:
            self._spot_item.set_theme(theme)

    def _arrange(self) -> None:
        super()._arrange()
        self._light()

    def _light(self) -> None:
        """Dim what is not in the light; the links into a column are in its light."""
        column = None if self._spot is None else self._spot.column
        for k, (card, units) in enumerate(zip(self._cards, self._units, strict=False)):
            for item in (card, units):
                item.setOpacity(1.0 if column in (None, k) else DIM)
        for l, links in enumerate(self._links, start=1):
            links.setOpacity(1.0 if column in (None, l) else DIM)
        self._place_spot(column)

    def _place_spot(self, column: int | None) -> None:
        if column is None or column >= len(self._layout.columns):
            if self._spot_item is not None:
                self._spot_item.setVisible(False)
            return
        if self._spot_item is None:
            self._spot_item = SpotItem(self._theme)
            self.scene().addItem(self._spot_item)
        ring, way = self._layout.bounds(column), self._spot.way if self._spot is not None else ""
        start, end = self._arrow_before(column)
        self._spot_item.show_spot(ring, start, end, way if column else "")

    def _arrow_before(self, column: int) -> tuple[QPointF, QPointF]:
        """Between two cards, half as high as they are."""
        card = self._layout.columns[column].card
        left = self._layout.columns[max(column - 1, 0)].card.right() + ASIDE
        right = self._layout.bounds(column).left() - ASIDE
        start = max(left, right - LONGEST)
        return QPointF(start, card.center().y()), QPointF(max(right, start), card.center().y())
