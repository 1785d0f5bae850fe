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
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsRectItem,
    QGraphicsView,
    QGraphicsWidget,
    QStyleOptionGraphicsItem,
    QWidget,
)

from playground.lettering import px
from playground.theme import DARK, Theme
from playground.widgets.axis import Axis

Floats = NDArray[np.floating[Any]]
Number = TypeVar("Number", float, Floats)
Pixels = NDArray[np.uint32]  # 0xFFRRGGBB


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
    releases; who takes a `wheeled(QWheelEvent)` accepts it. `appeared()`: it can be seen again.
    """

    moused = Signal(object)
    wheeled = Signal(object)
    hovered = Signal(float, float)
    left = Signal()
    double_clicked = Signal()
    appeared = Signal()

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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.appeared.emit()

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
