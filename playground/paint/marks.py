"""The painted points on their paper, kept as pixels: points that are only added are only drawn on top.

Shape and colour tell the class, filled or hollow the part. The test part stays locked until it is revealed.
"""

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from engine.data import Painted
from engine.data.dataset import Codes, Floats
from playground.lettering import scaled
from playground.shades import LAST, value_range
from playground.theme import Theme
from playground.widgets.plot import PixelItem, Plot

TRAIN, DEV, TEST = 0, 1, 2
RIM, HOLLOW_EDGE, OUTER_EDGE = 1.1, 1.5, 3.3
DOTS = (0.9, 1.1)  # of the edge of a test point, in widths of the pen
SHADES = 16  # colours of the points of a regression
NONE = Painted()

Look = tuple[int, int]  # class or shade, part


def diameter(points: int) -> float:
    """Pixels; smaller where there are many."""
    return 9.5 if points <= 1000 else 7.5 if points <= 4000 else 6.0


class Marks(PixelItem):
    """`show_points` whenever there are others, or they are divided otherwise."""

    def __init__(self, plot: Plot, theme: Theme) -> None:
        super().__init__(plot, theme, 10)
        self._data, self._codes = NONE, np.zeros(0, np.int8)
        self._layer, self._revealed = QPixmap(), False
        self._stamps: dict[Look, QPixmap] = {}

    def show_points(self, data: Painted, codes: Codes) -> None:
        """Draw these points, those of the test part only while it is revealed."""
        known = len(self._data.points) if self._goes_on(data, codes) else None
        self._data, self._codes = data, codes
        if known is None:
            self.redraw()
        else:
            self._draw_from(known)
        self.update()

    def reveal(self, revealed: bool) -> None:
        """Show the test part as well, or no longer."""
        if revealed != self._revealed:
            self._revealed = revealed
            self.redraw()
            self.update()

    def _goes_on(self, data: Painted, codes: Codes) -> bool:
        """Whether these are the points that are drawn, and others behind them."""
        before, n = self._data, len(self._data.points)
        same_look = diameter(n) == diameter(len(data.points)) and _reach(before) == _reach(data)
        same_paper = before.area == data.area and before.values == data.values
        return (
            not self._layer.isNull()
            and same_look
            and same_paper
            and data.points[:n] == before.points
            and np.array_equal(codes[:n], self._codes)
        )

    def refresh(self, *_: object) -> None:
        self.redraw()
        super().refresh()

    def redraw(self) -> None:
        """Every point anew: for another size, other colours, or points that have gone or moved."""
        self._stamps = {}
        ratio, size = self._ratio, self.view.rect().size()
        self._layer = QPixmap(max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio)))
        self._layer.setDevicePixelRatio(ratio)
        self._layer.fill(Qt.GlobalColor.transparent)
        self._draw_from(0)

    @property
    def _ratio(self) -> float:
        scene = self.scene()
        views = scene.views() if scene is not None else []
        return views[0].devicePixelRatioF() if views else 1.0

    def _draw_from(self, first: int) -> None:
        table = self._data.table[first:]
        if not len(table):
            return
        x, y = self.to_pixels(table[:, 0], table[:, 1])
        half = self._side / 2
        looks = zip(self._kinds(table[:, 2]).tolist(), self._codes[first:].tolist(), strict=True)
        painter = QPainter(self._layer)
        for left, top, look in zip((x - half).tolist(), (y - half).tolist(), looks, strict=True):
            if look[1] != TEST or self._revealed:
                painter.drawPixmap(QPointF(left, top), self._stamp(look))
        painter.end()

    def _kinds(self, y: Floats) -> NDArray[np.int64]:
        """The class of each point, or which of a few shades its value has."""
        if not self._data.values:
            return y.astype(np.int64)
        low, high = _reach(self._data)
        return np.rint((y - low) / (high - low) * (SHADES - 1)).astype(np.int64)

    @property
    def _side(self) -> float:
        return scaled(diameter(len(self._data.points))) + 4

    def _stamp(self, look: Look) -> QPixmap:
        """One mark as pixels, made once."""
        if look not in self._stamps:
            self._stamps[look] = self._make_stamp(*look)
        return self._stamps[look]

    def _make_stamp(self, kind: int, part: int) -> QPixmap:
        side, ratio, theme = self._side, self._ratio, self.theme
        stamp = QPixmap(round(side * ratio), round(side * ratio))
        stamp.setDevicePixelRatio(ratio)
        stamp.fill(Qt.GlobalColor.transparent)
        color, symbol = self._color(kind), "o" if self._data.values else theme.marker(kind)
        painter = QPainter(stamp)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / 2, side / 2)
        size = side - 4  # drawSymbol scales the pen with the mark
        outline, inside = theme.outline if self._data.values else theme.point_edge, QColor(theme.window)
        if part == TRAIN:
            drawSymbol(painter, symbol, size, _pen(outline, RIM, size), QColor(color))
        else:
            painter.save()
            if self._data.values:  # else a value of 0 would be as pale as the paper
                drawSymbol(painter, symbol, size, _pen(outline, OUTER_EDGE, size, part == TEST), inside)
            painter.restore()
            drawSymbol(painter, symbol, size, _pen(color, HOLLOW_EDGE, size, part == TEST), inside)
        painter.end()
        return stamp

    def _color(self, kind: int) -> str:
        if not self._data.values:
            return self.theme.class_color(kind)
        row = round(kind * LAST / (SHADES - 1))
        return QColor(int(self.theme.map("diverging").argb[row])).name()

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        painter.drawPixmap(0, 0, self._layer)


def _reach(data: Painted) -> tuple[float, float]:
    """What the colours of values span."""
    return value_range(data.table[:, 2]) if data.values and data.points else (-1.0, 1.0)


def _pen(color: str, width: float, size: float, dotted: bool = False) -> QPen:
    """For the edge of a mark of that size; dots are as long whatever the width."""
    pen = QPen(QColor(color), scaled(width) / size)
    if dotted:
        pen.setDashPattern([dot * HOLLOW_EDGE / width for dot in DOTS])
    return pen
