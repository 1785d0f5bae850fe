"""Choosing one example on the plane: by a click, or by Enter and the arrow keys, from point to point.

Which one is meant is decided by functions of pixels alone; the Picker only listens to mouse and keys.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from playground.lettering import scaled
from playground.widgets.plot import Floats

if TYPE_CHECKING:
    from playground.panels.output.plane import Plane

REACH = 11.0  # pixels around a point that a click may miss it by
SAME = 1.5  # pixels; points closer than this lie on each other
STILL = 4.0  # pixels that the hand may move between press and release
ASIDE = 2.0  # how much worse a pixel aside is than one ahead
DIRECTIONS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def nearest(points: Floats, at: tuple[float, float], reach: float = np.inf) -> int | None:
    """The column of `points` (2, k) closest to a place, if it is within reach."""
    if not points.shape[1]:
        return None
    distances = np.hypot(points[0] - at[0], points[1] - at[1])
    found = int(distances.argmin())
    return found if distances[found] <= reach else None


def next_ahead(points: Floats, at: tuple[float, float], direction: tuple[int, int]) -> int | None:
    """The column of `points` (2, k) to go to from a place; rather one straight ahead than a closer one aside.

    `direction` is a step of the picture: its second number grows downwards.
    """
    along = (points[0] - at[0]) * direction[0] + (points[1] - at[1]) * direction[1]
    aside = (points[0] - at[0]) * direction[1] - (points[1] - at[1]) * direction[0]
    ahead = along > SAME
    if not ahead.any():
        return None
    return int(np.where(ahead, np.hypot(along, ASIDE * aside), np.inf).argmin())


def next_here(points: Floats, current: int) -> int:
    """The next of the points (2, k) that lie where the current one does, in a circle; often itself."""
    x, y = points[:, current]
    (here,) = np.nonzero(np.hypot(points[0] - x, points[1] - y) <= SAME)
    return int(here[(np.searchsorted(here, current) + 1) % len(here)])


class Picker(QObject):
    """Listens to a plane. Emits `picked(column of the data)`, or `picked(None)` where none is meant."""

    picked = Signal(object)

    def __init__(self, plane: "Plane") -> None:
        super().__init__(plane)
        self._plane = plane
        self._pressed: QPointF | None = None
        self.place: int | None = None
        self.enabled = True
        plane.installEventFilter(self)
        plane.moused.connect(self._follow_mouse)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys while the picture has the focus."""
        return self.enabled and isinstance(event, QKeyEvent) and self._follow_key(event)

    def _follow_mouse(self, event: QMouseEvent) -> None:
        """A click on the picture."""
        if not self.enabled:
            return
        left = event.button() == Qt.MouseButton.LeftButton
        if left and event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = event.position()
        elif left and event.type() == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            moved = event.position() - self._pressed
            self._pressed = None
            if np.hypot(moved.x(), moved.y()) <= scaled(STILL):
                self._click(event.position())

    def _click(self, position: QPointF) -> None:
        plane = self._plane
        at = plane.view.mapFromScene(plane.mapToScene(position.toPoint()))
        if not plane.view.rect().contains(at):
            return
        places, points = plane.shown()
        found = nearest(points, (at.x(), at.y()), scaled(REACH))
        if found is not None and self.place in places[_together(points, found)]:
            found = next_here(points, int(np.flatnonzero(places == self.place)[0]))
        self._pick(None if found is None else int(places[found]))

    def _follow_key(self, event: QKeyEvent) -> bool:
        """Arrows and Esc belong to the plane only once a point is chosen; before, they are the window's."""
        key = Qt.Key(event.key())
        meant = key in ENTER or (self.place is not None and (key in DIRECTIONS or key == Qt.Key.Key_Escape))
        if not meant or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._go(key)
            return True
        return False

    def _go(self, key: Qt.Key) -> None:
        places, points = self._plane.shown()
        if key == Qt.Key.Key_Escape or not len(places):
            self._pick(None)
            return
        (current,) = np.nonzero(places == self.place)
        if not len(current):
            middle = self._plane.view.rect().center()
            found = nearest(points, (middle.x(), middle.y()))
        elif key in DIRECTIONS:
            at = points[:, current[0]]
            found = next_ahead(points, (float(at[0]), float(at[1])), DIRECTIONS[key])
        else:
            found = next_here(points, int(current[0]))
        if found is not None:
            self._pick(int(places[found]))

    def _pick(self, place: int | None) -> None:
        self.place = place
        self.picked.emit(place)


def _together(points: Floats, found: int) -> NDArray[np.bool_]:
    """Which points lie where that one does."""
    x, y = points[:, found]
    return np.asarray(np.hypot(points[0] - x, points[1] - y) <= SAME)
