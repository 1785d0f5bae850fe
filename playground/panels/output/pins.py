"""Pinned units beside the network's output: each unit's own output over the same plane, two to compare."""

import numpy as np
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.frames import Frame, Pin, Place, Scene
from playground.lettering import fix, px, scaled
from playground.panels.output.points import TRAIN
from playground.widgets.buttons import IconButton
from playground.widgets.labeled_field import ElidedLabel
from playground.widgets.plot_numbers import number
from playground.widgets.themed import Themed, describe

SIDE, RADIUS, MARK, MOST_MARKS = 132, 6.0, 4.5, 400
TIP = "The output of one unit over the plane: blue is positive, orange negative, the more the larger."


class PinPicture(Themed, QWidget):
    """The picture of one pinned unit under the training examples; `value` follows the pointer."""

    value = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pin: Pin | None = None
        self._scene: Scene | None = None
        self._image = QImage()
        self._marks = QPixmap()
        self._pointer: QPointF | None = None
        fix(self, SIDE, SIDE)
        self.setMouseTracking(True)

    def show_pin(self, pin: Pin, scene: Scene) -> None:
        """The unit of a frame."""
        self._pin = pin
        pixels = np.ascontiguousarray(self.theme.map("diverging").argb[pin.picture])
        high, wide = pixels.shape
        self._image = QImage(pixels.data, wide, high, 4 * wide, QImage.Format.Format_RGB32).copy()
        if scene is not self._scene:
            self._scene = scene
            self._draw_marks()
        self._say()
        self.update()

    def retheme(self) -> None:
        self._draw_marks()
        if self._pin is not None and self._scene is not None:
            self.show_pin(self._pin, self._scene)

    def fit_type(self) -> None:
        """Larger examples on a larger picture."""
        self._draw_marks()

    def _draw_marks(self) -> None:
        """The training examples, once for each data set: at most so many that the picture is still seen."""
        ratio, side = self.devicePixelRatioF(), px(SIDE)
        self._marks = QPixmap(round(side * ratio), round(side * ratio))
        self._marks.setDevicePixelRatio(ratio)
        self._marks.fill(Qt.GlobalColor.transparent)
        scene = self._scene
        if scene is None:
            return
        train = np.flatnonzero(scene.codes == TRAIN)
        train = train[:: -(-len(train) // MOST_MARKS)]
        left, right, bottom, top = scene.extent
        x, y = scene.points[:, train]
        painter = QPainter(self._marks)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plain = not scene.dataset.n_classes  # numbers to predict have no class: their marks are neutral
        classes = np.ones(len(train)) if plain else scene.dataset.y[train]
        across, down = (x - left) / (right - left) * side, (top - y) / (top - bottom) * side
        for at_x, at_y, c in zip(across, down, classes.astype(int), strict=True):
            painter.save()
            painter.translate(at_x, at_y)
            pen = QPen(QColor(self.theme.point_edge), 0.15)
            color, marker = QColor(self.theme.class_color(int(c))), self.theme.marker(int(c))
            drawSymbol(painter, marker, scaled(MARK), pen, color)
            painter.restore()
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self._say()

    def leaveEvent(self, event: object) -> None:
        self._pointer = None
        self.value.emit("")

    def _say(self) -> None:
        """The output of the unit at the pointer."""
        if self._pointer is None or self._pin is None:
            return
        rows, columns = self._pin.values.shape
        i = int(np.clip(self._pointer.y() / self.height() * rows, 0, rows - 1))
        j = int(np.clip(self._pointer.x() / self.width() * columns, 0, columns - 1))
        self.value.emit(f"a = {number(float(self._pin.values[i, j]), 2)}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        area, round_ = QRectF(self.rect()), QPainterPath()
        round_.addRoundedRect(area, RADIUS, RADIUS)
        painter.setClipPath(round_)
        if not self._image.isNull():
            painter.drawImage(area, self._image)
        painter.drawPixmap(0, 0, self._marks)


class PinView(Themed, QWidget):
    """One pinned unit: its name, the button that unpins it, and the picture. Emits `closed(place)`."""

    closed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = Place(0, 0)
        self.picture = PinPicture()
        self.name = ElidedLabel("")
        self._close = IconButton("close", "Unpin", "The unit goes away from here.", size=20)
        self._close.clicked.connect(self._leave)
        self._title = ""
        self.picture.value.connect(self._show_value)
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.name, 1)
        top.addWidget(self._close)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addLayout(top)
        box.addWidget(self.picture)
        fix(self, SIDE)

    def show_pin(self, pin: Pin, scene: Scene) -> None:
        """The unit of a frame."""
        if pin.place != self.place or not self._title:
            self.place = pin.place
            self._title = f"Unit {pin.place.unit + 1} of layer {pin.place.column}"
            self.name.set_text(self._title)
            describe(self.picture, self._title, TIP)
            describe(self._close, f"Unpin {self._title.lower()}", "The unit goes away from here.")
        self.picture.show_pin(pin, scene)

    def _show_value(self, text: str) -> None:
        self.name.set_text(text or self._title)

    def _leave(self) -> None:
        self.closed.emit(self.place)


class PinStrip(Themed, QWidget):
    """Up to two pinned units side by side. Emits `unpinned(the places that stay)`."""

    unpinned = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Pinned units")
        self.views: list[PinView] = []
        self._places: tuple[Place, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 4, 0, 0)
        self._row.setSpacing(12)
        self._row.addStretch()
        self.hide()

    def show_frame(self, frame: Frame) -> None:
        """The pinned units of a frame."""
        self._places = tuple(pin.place for pin in frame.pins)
        while len(self.views) < len(frame.pins):
            self._add_view()
        for index, view in enumerate(self.views):
            view.setVisible(index < len(frame.pins))
        for view, pin in zip(self.views, frame.pins, strict=False):
            view.show_pin(pin, frame.scene)
        self.setVisible(bool(frame.pins))

    def _add_view(self) -> None:
        view = PinView()
        view.set_theme(self.theme)
        view.closed.connect(self._close)
        self._row.insertWidget(len(self.views), view)
        self.views.append(view)

    def _close(self, place: Place) -> None:
        self.unpinned.emit(tuple(p for p in self._places if p != place))

    def sizeHint(self) -> QSize:
        return QSize(2 * px(SIDE) + 12, px(SIDE + 26))
