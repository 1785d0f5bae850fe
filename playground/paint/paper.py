"""The paper: the plane that points are painted on, with the live output of the network behind them."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from engine.data import Painted
from engine.data.dataset import Codes
from engine.data.painted import Area
from playground.field import Corners, FieldItem
from playground.frames import Frame, Scene
from playground.paint.marks import Marks
from playground.paint.overlay import Overlay
from playground.shades import Shades
from playground.theme import DARK, Theme
from playground.widgets.plot import PixelItem, Plot


class Ground(PixelItem):
    """Empty paper, where there is no output to show."""

    def __init__(self, plot: Plot, theme: Theme) -> None:
        super().__init__(plot, theme, -20)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(QColor(self.theme.line_strong), 2))
        painter.setBrush(QColor(self.theme.window))
        painter.drawRoundedRect(rect, Corners.RADIUS, Corners.RADIUS)


class Paper(Plot):
    """Square. It tells of the mouse in shares of its sides, from the lower left corner.

    `pressed(x, y, more)`, `dragged(x, y)`, `released()`, `pointed(x, y)` without a button, and `away()`.
    """

    pressed = Signal(float, float, bool)
    dragged = Signal(float, float)
    released = Signal()
    pointed = Signal(float, float)
    away = Signal()

    def __init__(self, parent: QWidget | None = None, theme: Theme = DARK) -> None:
        super().__init__(parent, theme)
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.view.setMouseEnabled(False, False)
        self._area: Area | None = None
        self._scene: Scene | None = None
        self.ground, self.field = Ground(self, theme), FieldItem(self, theme)
        self.marks, self.overlay = Marks(self, theme), Overlay(self, theme)
        self._corners = Corners(self, theme, on_canvas=True)
        self.field.setVisible(False)
        for side, name in (("bottom", "x₁"), ("left", "x₂")):
            self.axes[side].set_name(name)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        super().set_theme(theme)
        self.setBackground(theme.canvas)
        for item in (self.ground, self.field, self.marks, self.overlay, self._corners):
            item.set_theme(theme)
        if self._scene is not None:
            self.field.set_shades(Shades(self._scene.dataset, theme))

    def fit_type(self) -> None:
        """Larger points, too."""
        super().fit_type()
        self.marks.refresh()

    def show_points(self, data: Painted, codes: Codes) -> None:
        """These points, on the plane that they are painted on."""
        if data.area != self._area:
            self._area = data.area
            left, right, bottom, top = data.area
            self.view.setRange(xRange=(left, right), yRange=(bottom, top), padding=0)
        self.marks.show_points(data, codes)

    def show_frame(self, frame: Frame | None) -> None:
        """The output of a frame behind the points, or none."""
        self.field.setVisible(frame is not None)
        self.marks.reveal(frame is not None and frame.view.test)
        if frame is None:
            return
        if frame.scene is not self._scene:
            self._scene = frame.scene
            self.field.forget()
            self.field.set_shades(Shades(frame.scene.dataset, self.theme))
        self.field.show_frame(frame)

    # The mouse

    def _share(self, event: QMouseEvent) -> tuple[float, float]:
        point = self.mapToScene(event.position().toPoint())
        inside = self.view.mapFromScene(point)
        return inside.x() / self.view.rect().width(), 1 - inside.y() / self.view.rect().height()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x, y = self._share(event)
        if event.button() == Qt.MouseButton.LeftButton and 0 <= x <= 1 and 0 <= y <= 1:
            self.pressed.emit(x, y, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x, y = self._share(event)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(x, y)
        elif 0 <= x <= 1 and 0 <= y <= 1:
            self.pointed.emit(x, y)
        else:
            self.away.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two clicks are two points

    def leaveEvent(self, event: object) -> None:
        self.away.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the keys of painting are heard wherever the focus is
