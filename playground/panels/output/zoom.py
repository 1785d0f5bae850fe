"""Looking at a part of the plane from near: the wheel, the keys + and −, a drag; a double click shows all.

Which part is meant is decided by functions of numbers alone; the Zoomer only listens to mouse and keys.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from playground.frames import Extent
from playground.lettering import scaled
from playground.panels.output.picking import STILL

if TYPE_CHECKING:
    from playground.panels.output.plane import Plane

STEP, MOST = 1.25, 50.0  # a notch of the wheel, and how much larger at most
NOTCH = 120.0  # Qt's units of one notch
ARROW = 0.2  # of what is seen, that an arrow key moves it by
NEARER, FURTHER, ALL = (Qt.Key.Key_Plus, Qt.Key.Key_Equal), (Qt.Key.Key_Minus,), (Qt.Key.Key_Home,)
MOVES = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}


def zoomed(seen: Extent, whole: Extent, at: tuple[float, float], factor: float) -> Extent | None:
    """What is seen once it is `factor` times as large, the point `at` staying where it is; None for all."""
    least = (whole[1] - whole[0]) / MOST
    wide = max((seen[1] - seen[0]) / factor, least)
    if wide >= (whole[1] - whole[0]) * (1 - 1e-9):
        return None
    share = wide / (seen[1] - seen[0])
    left, bottom = at[0] - share * (at[0] - seen[0]), at[1] - share * (at[1] - seen[2])
    return _inside((left, left + wide, bottom, bottom + share * (seen[3] - seen[2])), whole)


def moved(seen: Extent, whole: Extent, by: tuple[float, float]) -> Extent:
    """The same size elsewhere, as far as there is anything; `by` is in the units of the axes."""
    return _inside((seen[0] + by[0], seen[1] + by[0], seen[2] + by[1], seen[3] + by[1]), whole)


def _inside(wanted: Extent, whole: Extent) -> Extent:
    left, right, bottom, top = wanted
    across = max(whole[0] - left, 0.0) + min(whole[1] - right, 0.0)
    up = max(whole[2] - bottom, 0.0) + min(whole[3] - top, 0.0)
    return left + across, right + across, bottom + up, top + up


class Zoomer(QObject):
    """Listens to a plane. Emits `zoomed(Extent or None)`; the plane itself is told by whoever hears it."""

    zoomed = Signal(object)

    def __init__(self, plane: "Plane") -> None:
        super().__init__(plane)
        self._plane = plane
        self._pressed: QPointF | None = None
        plane.installEventFilter(self)
        plane.moused.connect(self._follow_mouse)
        plane.wheeled.connect(self._follow_wheel)
        plane.double_clicked.connect(self._fit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys while the picture has the focus."""
        return isinstance(event, QKeyEvent) and self._follow_key(event)

    def _follow_wheel(self, event: QWheelEvent) -> None:
        at = self._plane.place_at(event.position())
        notches = event.angleDelta().y() / NOTCH
        if at is None or not notches or event.modifiers():
            return  # beside the picture the wheel scrolls the panel
        self._zoom(at, STEP**notches)
        event.accept()

    def _follow_mouse(self, event: QMouseEvent) -> None:
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position() if self._plane.extent is not None else None
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._pressed = None
        elif event.type() == QEvent.Type.MouseMove and self._pressed is not None:
            self._drag(self._pressed, event.position())

    def _drag(self, before: QPointF, now: QPointF) -> None:
        plane, scene = self._plane, self._plane.scene_shown
        if plane.extent is None or scene is None or (now - before).manhattanLength() <= scaled(STILL):
            return
        self._pressed = now
        seen, rect = plane.seen, plane.view.rect()
        across = (before.x() - now.x()) / rect.width() * (seen[1] - seen[0])
        up = (now.y() - before.y()) / rect.height() * (seen[3] - seen[2])
        self.zoomed.emit(moved(seen, scene.extent, (across, up)))

    def _follow_key(self, event: QKeyEvent) -> bool:
        """Plus, minus and Home; the arrows with Ctrl, once only a part is seen."""
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = modifiers == Qt.KeyboardModifier.ControlModifier
        moves = key in MOVES and control and self._plane.extent is not None
        zooms = key in (*NEARER, *FURTHER, *ALL) and not control
        if not (moves or zooms) or modifiers & Qt.KeyboardModifier.AltModifier:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self._press(key)
        return event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)

    def _press(self, key: Qt.Key) -> None:
        seen, scene = self._plane.seen, self._plane.scene_shown
        if key in ALL:
            self._fit()
        elif key in MOVES and scene is not None:
            x, y = MOVES[key]
            by = ARROW * x * (seen[1] - seen[0]), ARROW * y * (seen[3] - seen[2])
            self.zoomed.emit(moved(seen, scene.extent, by))
        else:
            middle = (seen[0] + seen[1]) / 2, (seen[2] + seen[3]) / 2
            self._zoom(self._plane.ring.at or middle, STEP if key in NEARER else 1 / STEP)

    def _zoom(self, at: tuple[float, float], factor: float) -> None:
        if self._plane.scene_shown is not None:
            self.zoomed.emit(zoomed(self._plane.seen, self._plane.scene_shown.extent, at, factor))

    def _fit(self) -> None:
        if self._plane.extent is not None:
            self.zoomed.emit(None)
