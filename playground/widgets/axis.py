"""The quiet axes of plots: few round numbers, and the name at the far end."""

import math

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSceneResizeEvent, QGraphicsWidget

from playground.lettering import font, px
from playground.theme import Theme
from playground.widgets.plot_numbers import axis_numbers, decades, power_of_ten, ticks

Text = tuple[QRectF, int, str]  # pyqtgraph's (place, alignment, text) of a number on an axis
AXIS_LEFT, AXIS_BOTTOM = 32, 22
SHORT = 3  # letters; a longer name climbs along the left axis
TICK_GAP = 6  # pixels between two numbers, and between a number and the plot


class Axis(pg.AxisItem):
    """Ticks at round numbers without lines, and the name at the far end of the axis.

    Its rectangle, as those of all that is painted with every frame, is Qt's: asking Python for it takes
    Python's lock, from the training. Room for numbers that reach beyond the ends is a frame's margin.
    """

    boundingRect = QGraphicsWidget.boundingRect

    def __init__(self, orientation: str, theme: Theme) -> None:
        super().__init__(orientation, showValues=True)
        # Numbers reach beyond the axis, so that it would be drawn with every frame of what is beside it.
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.name, self.log, self.integer = "", False, False
        self.count = 4
        self.places: list[float] = []  # where ticks stand instead of at round numbers
        self.overhang = 0  # pixels beyond the far end that numbers may use
        # A label of pyqtgraph's, which there is none of, would be laid out anew with every range.
        self.enableAutoSIPrefix(False)
        self.fit_type()
        self.set_theme(theme)

    def fit_type(self) -> None:
        """Take the size of type, and the room that its numbers need."""
        self.prepareGeometryChange()
        self.setStyle(tickLength=0, autoExpandTextSpace=False, tickTextOffset=px(TICK_GAP))
        # How far beyond the ends a number may reach before `legible` moves it.
        beyond = px(AXIS_LEFT)
        self.setStyle(hideOverlappingLabels=beyond)
        across, up = (0, beyond) if self.orientation == "left" else (beyond, 0)
        self.setWindowFrameMargins(across, up, across, up)
        self.setStyle(tickFont=font("axis"))
        self.setWidth(px(AXIS_LEFT)) if self.orientation == "left" else self.setHeight(px(AXIS_BOTTOM))
        self.redraw()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme
        self.setPen(pg.mkPen(None))
        self.setTextPen(theme.text3)

    def set_name(self, name: str) -> None:
        """What the axis shows."""
        if name != self.name:
            self.name = name
            self.redraw()

    def resizeEvent(self, event: QGraphicsSceneResizeEvent | None = None) -> None:
        """The pixels that Qt keeps are those of another size; of some of them it would not let go."""
        super().resizeEvent(event)
        self.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.redraw()

    def redraw(self) -> None:
        """Forget the cached picture."""
        self.picture = None
        self.update()

    def values(self, low: float, high: float) -> list[float]:
        """Where the ticks are."""
        if self.places:
            return [place for place in self.places if low <= place <= high]
        return decades(low, high) if self.log else ticks(low, high, self.count, self.integer)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        values = self.values(minVal, maxVal)
        step = values[1] - values[0] if len(values) > 1 else 1.0
        reach = maxVal - self._name_length() / max(size, 1.0) * (maxVal - minVal)
        return [(step, [v for v in values if v <= reach])]

    def _name_length(self) -> float:
        """Pixels at the far end of the axis that belong to its name: no tick stands there."""
        if not self.name or (self.orientation == "left" and len(self.name) > SHORT):
            return 0.0
        if self.orientation == "left":
            return float(px(18))
        return QFontMetricsF(font("axis", 600)).horizontalAdvance(self.name) + px(16)

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if self.log:
            return [f"{10**v:g}" if -4 <= v < 4 else power_of_ten(10**v) for v in values]
        return axis_numbers(values, spacing)

    def needed_width(self, low: float, high: float) -> int:
        """Pixels that a left axis needs for its numbers from `low` to `high`."""
        values = self.values(low, high)
        texts = self.tickStrings(values, 1.0, values[1] - values[0] if len(values) > 1 else 1.0)
        metrics = QFontMetricsF(font("axis"))
        widest = max(map(metrics.horizontalAdvance, texts), default=0.0)
        return max(px(AXIS_LEFT), math.ceil(widest) + px(TICK_GAP) + 2)

    def legible(self, texts: list[Text]) -> list[Text]:
        """Numbers of the bottom axis moved inside its ends; one that would touch another is left out."""
        metrics = QFontMetricsF(font("axis"))
        name = self._name_length()
        last = self.size().width() + self.overhang - (name - 2 * px(TICK_GAP) if name else 0.0)
        result, free = [], -float(px(AXIS_LEFT))
        for rect, flags, text in texts:
            width = metrics.horizontalAdvance(text)
            left = min(rect.center().x() - width / 2, last - width)
            if left >= free:
                result.append((QRectF(left, rect.top(), width, rect.height()), flags, text))
                free = left + width + px(TICK_GAP)
        return result

    def drawPicture(self, p: QPainter, axis: object, ticks: object, texts: list[Text]) -> None:
        shown = self.legible(texts) if self.orientation == "bottom" else texts
        super().drawPicture(p, axis, [], shown)
        if self.name:
            p.setFont(font("axis", 600))
            p.setPen(QColor(self.theme.text2))
            self._draw_name(p, self.size().width(), self.size().height())

    def _draw_name(self, p: QPainter, width: float, height: float) -> None:
        """At the far end: below the bottom axis, upright beside the left one, climbing if it is long."""
        at = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        if self.orientation == "bottom":
            p.drawText(QRectF(0, px(7), width, height - px(7)), at, self.name)
        elif len(self.name) <= SHORT:
            p.drawText(QRectF(0, 1, width - px(8), height), at, self.name)
        else:
            p.rotate(-90)
            p.drawText(QRectF(-height, -1, height, width), at, self.name)
            p.rotate(90)
