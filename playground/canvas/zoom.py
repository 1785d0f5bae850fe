"""A view that can be zoomed and moved: Ctrl with the wheel, the middle button, and by command.

Up to its natural size the picture is laid out for the room that the zoom leaves; beyond it is scrolled.
"""

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsSceneHelpEvent, QGraphicsView, QWidget

LEAST, MOST, STEP = 0.25, 3.0, 1.25
NOTCH = 120  # of a wheel


class HelpfulScene(QGraphicsScene):
    """Tells its view where the pointer rests."""

    def helpEvent(self, event: QGraphicsSceneHelpEvent) -> None:
        view = self.parent()
        assert isinstance(view, ZoomView)
        view.help_asked.emit(event.scenePos(), event.screenPos())
        event.accept()


class ZoomView(QGraphicsView):
    """Emits `zoom_changed(zoom)`, and `help_asked(place, place on the screen)` where the pointer rests.

    Subclasses lay out in `_arrange`, for a scene of `_room` at the least.
    """

    zoom_changed = Signal(float)
    help_asked = Signal(QPointF, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zoom, self._type_scale = 1.0, 1.0
        self._grip: QPoint | None = None
        self.setScene(HelpfulScene(self))
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)  # a few dozen, often moved
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)

    @property
    def zoom(self) -> float:
        """1 is the natural size."""
        return self._zoom

    @property
    def _room(self) -> tuple[float, float]:
        """Width and height that the scene is laid out for."""
        scale = min(self._zoom, 1.0) * self._type_scale
        return self.viewport().width() / scale, self.viewport().height() / scale

    def set_zoom(self, zoom: float) -> None:
        """Show everything so many times as large, within limits."""
        wanted = max(round(LEAST / self._type_scale, 3), min(round(zoom, 3), MOST))
        if wanted == self._zoom:
            return
        self._zoom = wanted
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if wanted > 1 else policy.ScrollBarAlwaysOff)
        self._apply()
        self.zoom_changed.emit(wanted)

    def set_type_scale(self, scale: float) -> None:
        """Larger type makes everything larger here, cards and pictures too."""
        if scale != self._type_scale:
            self._type_scale = scale
            self._apply()

    def zoom_in(self) -> None:
        """A quarter larger."""
        self.set_zoom(self._zoom * STEP)

    def zoom_out(self) -> None:
        """A fifth smaller."""
        self.set_zoom(self._zoom / STEP)

    def _apply(self) -> None:
        scale = self._zoom * self._type_scale
        self.setTransform(QTransform.fromScale(scale, scale))
        self._arrange()

    def _arrange(self) -> None:
        """Lay the scene out anew."""
        raise NotImplementedError

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it zooms; else it scrolls, to the side where there is nothing above or below."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_about(event.position().toPoint(), STEP ** (event.angleDelta().y() / NOTCH))
            event.accept()
            return
        turned = event.angleDelta()
        bar = self.verticalScrollBar() if self._zoom > 1 and not turned.x() else self.horizontalScrollBar()
        bar.setValue(bar.value() - (turned.x() or turned.y()))
        event.accept()

    def _zoom_about(self, at: QPoint, factor: float) -> None:
        """So many times as large; what is under the point stays there as well as the layout lets it."""
        before = self.mapToScene(at)
        self.set_zoom(self._zoom * factor)
        self._scroll(self.mapFromScene(before) - at)

    def _scroll(self, by: QPoint) -> None:
        for bar, distance in ((self.horizontalScrollBar(), by.x()), (self.verticalScrollBar(), by.y())):
            bar.setValue(bar.value() + distance)

    def _pan(self, event: QMouseEvent) -> bool:
        """Whether the middle button moves the picture."""
        if self._grip is None:
            return False
        here = event.position().toPoint()
        moved, self._grip = here - self._grip, here
        self._scroll(-moved)
        return True

    def _take_grip(self, event: QMouseEvent) -> None:
        """The middle button is pressed, or let go."""
        down = event.buttons() & Qt.MouseButton.MiddleButton
        self._grip = event.position().toPoint() if down else None
