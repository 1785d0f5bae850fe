"""What every plot shares: quiet axes with few round ticks, and items that paint in the plot's own pixels.

pyqtgraph gives the axes and the mapping; whatever changes with every frame is painted by a PixelItem, because
that costs a tenth of pyqtgraph's items.
"""

import math
from typing import Any, TypeVar

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsRectItem,
    QGraphicsSceneResizeEvent,
    QGraphicsView,
    QGraphicsWidget,
    QStyleOptionGraphicsItem,
    QWidget,
)

from playground.lettering import font, px
from playground.theme import DARK, Theme
from playground.widgets.plot_numbers import axis_numbers, decades, power_of_ten, ticks

Floats = NDArray[np.floating[Any]]
Number = TypeVar("Number", float, Floats)
Pixels = NDArray[np.uint32]  # 0xFFRRGGBB
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


class Inside(pg.ViewBox):
    """The part of a plot inside its axes: nothing is to be painted of it."""

    boundingRect, shape = QGraphicsWidget.boundingRect, QGraphicsWidget.shape
    paint = QGraphicsWidget.paint


class Cells(pg.GraphicsLayout):
    """Where axes and inside of a plot stand."""

    boundingRect, shape = QGraphicsWidget.boundingRect, QGraphicsWidget.shape


class Plot(pg.GraphicsView):
    """Two axes and the view between them, without the menus of pyqtgraph's own plot.

    It tells where the pointer is, in the units of the axes. `moused(QMouseEvent)` are its presses, moves and
    releases; who takes a `wheeled(QWheelEvent)` accepts it.
    """

    moused = Signal(object)
    wheeled = Signal(object)
    hovered = Signal(float, float)
    left = Signal()
    double_clicked = Signal()

    def __init__(self, parent: QWidget | None = None, theme: Theme = DARK) -> None:
        super().__init__(parent, background=theme.window)
        self.axes = {side: Axis(side, theme) for side in ("left", "bottom")}
        self.view = Inside(enableMenu=False)  # the part inside the axes
        self.view.disableAutoRange()
        self._cells = Cells()
        self._cells.setSpacing(0)
        self.set_margins(0, 0)
        for item, row, column in ((self.axes["left"], 0, 0), (self.view, 0, 1), (self.axes["bottom"], 1, 1)):
            self._cells.addItem(item, row, column)
        for axis in self.axes.values():
            axis.linkToView(self.view)
        self.setCentralItem(self._cells)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing behind is seen
        for changed in (self.view.sigRangeChanged, self.view.sigResized):
            changed.connect(self._watch_painting)
        self._watch_painting()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumSize(0, 0)

    # Painted by Qt alone: through pyqtgraph's method all painting would hold Python's lock, and the training
    # would wait for it. What that method does before is done by `eventFilter`, where it is needed.
    paintEvent = QGraphicsView.paintEvent

    def _watch_painting(self, *_: object) -> None:
        """pyqtgraph's transformations have to be brought up to date before the next painting."""
        self.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring them up to date."""
        if event.type() == QEvent.Type.Paint:
            self.viewport().removeEventFilter(self)
            self.scene().prepareForPaint()
        return False

    def set_margins(self, top: int, right: int) -> None:
        """Room in pixels beyond the ends of the axes."""
        self._margins = top, right
        self._cells.layout.setContentsMargins(0, px(top), px(right), 0)
        self.axes["bottom"].overhang = px(right)

    def fit_type(self) -> None:
        """Take the size of type."""
        for axis in self.axes.values():
            axis.fit_type()
        self.set_margins(*self._margins)

    def fit_left(self) -> None:
        """Make the left axis as wide as its numbers need, at once: till then none of them is drawn."""
        axis = self.axes["left"]
        needed = axis.needed_width(*self.view.viewRange()[1])
        if needed != axis.minimumWidth():
            axis.setWidth(needed)
            self._cells.layout.activate()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setBackground(theme.window)
        for axis in self.axes.values():
            axis.set_theme(theme)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.moused.emit(event)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.moused.emit(event)
        super().mouseReleaseEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
        self.wheeled.emit(event)
        if not event.isAccepted():
            super().wheelEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.moused.emit(event)
        super().mouseMoveEvent(event)
        place = self.view.mapSceneToView(self.mapToScene(event.position().toPoint()))
        if self.view.sceneBoundingRect().contains(self.mapToScene(event.position().toPoint())):
            self.hovered.emit(place.x(), place.y())
        else:
            self.left.emit()

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)
        self.left.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.double_clicked.emit()


class PixelItem(QGraphicsRectItem):
    """Paints over the inside of a plot, in its pixels: (0, 0) is the upper left corner."""

    def __init__(self, plot: Plot, theme: Theme, z: float) -> None:
        super().__init__(QRectF(plot.view.rect()), plot.view)
        self.setPen(Qt.PenStyle.NoPen)  # which would make it larger
        self.view, self.theme = plot.view, theme
        self.setZValue(z)
        self._scale: tuple[float, float, float, float] | None = None
        for changed in (self.view.sigRangeChanged, self.view.sigResized):
            changed.connect(self._forget_scale)
            changed.connect(self.refresh)

    def refresh(self, *_: object) -> None:
        """Range or size changed."""
        self.setRect(QRectF(self.view.rect()))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme
        self.refresh()

    def _forget_scale(self, *_: object) -> None:
        self._scale = None

    def to_pixels(self, x: Number, y: Number) -> tuple[Number, Number]:
        """Where points in the units of the axes are."""
        if self._scale is None:
            (left, right), (low, high) = self.view.viewRange()
            size = self.view.rect()
            self._scale = left, size.width() / (right - left), high, size.height() / (high - low)
        left, across, high, down = self._scale
        return (x - left) * across, (high - y) * down

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, self.boundingRect())

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Paint; subclasses say what."""
        raise NotImplementedError


class Grid(PixelItem):
    """Horizontal hairlines at the ticks of the left axis, sharp on the pixel grid."""

    def __init__(self, plot: Plot, theme: Theme) -> None:
        super().__init__(plot, theme, -20)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)  # it follows the range alone
        self._axis = plot.axes["left"]

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(self.theme.line), 1))
        low, high = self.view.viewRange()[1]
        heights = np.array(self._axis.values(low, high))
        for y in self.to_pixels(heights, heights)[1].round():
            painter.drawLine(
                0, min(int(y), int(rect.height()) - 1), int(rect.width()), min(int(y), int(rect.height()) - 1)
            )


def nearest(values: Floats, value: float) -> int:
    """The index of the closest of sorted values."""
    after = int(np.searchsorted(values, value))
    if after == 0:
        return 0
    if after == len(values) or not math.isfinite(value):
        return len(values) - 1
    return after if values[after] - value < value - values[after - 1] else after - 1
