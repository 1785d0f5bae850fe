"""The easel: it holds the paper square in the middle, as large as there is room, and the legend below it."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.lettering import px
from playground.paint.paper import Paper
from playground.paint.parts_legend import PartsLegend
from playground.widgets.axis import AXIS_BOTTOM, AXIS_LEFT
from playground.widgets.themed import Themed

LEAST, MOST = 220, 900
MARGIN, BELOW = 12, 10


class Easel(Themed, QWidget):
    """`paper` and `legend`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper, self.legend = Paper(self), PartsLegend(self)
        self._is_beside = False

    def minimumSizeHint(self) -> QSize:
        legend = self.legend.sizeHint().height()
        return QSize(px(LEAST + AXIS_LEFT), px(LEAST + AXIS_BOTTOM + MARGIN + BELOW) + legend)

    def set_beside(self, beside: bool) -> None:
        """Whether the tools stand beside it: then the paper is not in the middle, but larger."""
        self._is_beside = beside
        self.fit_type()

    def side_in(self, room: QSize) -> int:
        """How large the paper is in a room of that size."""
        margins = px(AXIS_LEFT) + (px(BELOW) if self._is_beside else px(AXIS_LEFT))
        high = room.height() - px(AXIS_BOTTOM) - self.legend.sizeHint().height() - px(MARGIN + BELOW)
        return max(1, min(room.width() - margins, high, px(MOST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_type()

    def fit_type(self) -> None:
        """The sides of the paper without its axes are alike."""
        left, low, legend = px(AXIS_LEFT), px(AXIS_BOTTOM), self.legend.sizeHint()
        side = self.side_in(self.size())
        x = max(0, (self.width() - side) // 2 - left)
        self.paper.setGeometry(x, px(MARGIN), side + left, side + low)
        wide = min(legend.width(), self.width())
        start = max(0, min(x + left, self.width() - wide))
        self.legend.setGeometry(start, px(MARGIN) + side + low, wide, legend.height())

    def retheme(self) -> None:
        self.paper.set_theme(self.theme)
