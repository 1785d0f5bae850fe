"""The painted network for screen readers: layers with their units, and below each unit the weights into it.

Qt asks for these parts only while a screen reader runs. They hold no numbers, they look at the canvas.
"""

from functools import cache
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from playground.canvas.designer import NetworkCanvas
from playground.canvas.drag import Selection
from playground.canvas.faces import equation
from playground.canvas.key import Key
from playground.canvas.words import Words
from playground.session import Session

Role, Text = QAccessible.Role, QAccessible.Text


class Parts(QObject):
    """All parts of one canvas that Qt has asked for. It belongs to the canvas and goes with it.

    Qt owns a part from its registration on and deletes it by its number; until then it is kept alive here.
    """

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas)
        self._parts: dict[Key, tuple[int, Part]] = {}
        self._sizes = self.words.sizes
        canvas.destroyed.connect(self._delete)
        canvas.selection_changed.connect(self.announce)

    @property
    def canvas(self) -> NetworkCanvas:
        """The canvas they are of."""
        return cast(NetworkCanvas, self.parent())

    @property
    def words(self) -> Words:
        """What there is to say at this moment."""
        canvas = self.canvas
        return Words(canvas.experiment, canvas.frame, canvas.selection, canvas.advice)

    def part(self, key: Key) -> "Part":
        """The part of that key, made when it is first asked for."""
        if key not in self._parts:
            part = Part(self, key)
            self._parts[key] = QAccessible.registerAccessibleInterface(part), part
        return self._parts[key][1]

    def count(self, key: Key | None = None) -> int:
        """How many parts stand below the one of that key; without a key how many columns there are."""
        sizes = self.words.sizes
        return len(sizes) if key is None else key.n_children(sizes)

    def has(self, key: Key) -> bool:
        """Whether the network still has this part."""
        return key.is_in(self.words.sizes)

    def selected(self) -> "Part | None":
        """The part that is selected on the canvas."""
        chosen = self.canvas.selection
        key = Key(chosen.column, chosen.unit) if chosen.column is not None else None
        return self.part(key) if key is not None and self.has(key) else None

    def announce(self, *_: object) -> None:
        """The selection has moved, or the focus has come: a screen reader says what is selected now."""
        if QAccessible.isActive() and self.canvas.hasFocus() and (part := self.selected()) is not None:
            QAccessible.updateAccessibility(QAccessibleEvent(part, QAccessible.Event.Focus))

    def look(self, *_: object) -> None:
        """Other layers or units: a screen reader must not go on with those it knows."""
        if not QAccessible.isActive() or self._sizes == self.words.sizes:
            return
        before, self._sizes = self._sizes, self.words.sizes
        tell, event = QAccessible.updateAccessibility, QAccessible.Event
        if len(before) != len(self._sizes):
            tell(QAccessibleEvent(self.canvas, event.ObjectReorder))
        for key, (_number, part) in list(self._parts.items()):
            if key.n_children(before) != self.count(key) and self.has(key):
                tell(QAccessibleEvent(part, event.ObjectReorder))
                tell(QAccessibleEvent(part, event.NameChanged))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            QTimer.singleShot(0, self, self.announce)  # after Qt has said that the canvas has the focus
        return False

    def _delete(self) -> None:
        for number, _ in self._parts.values():
            QAccessible.deleteAccessibleInterface(number)
        self._parts.clear()


class Part(QAccessibleInterface):
    """A column, a unit or a weight of the canvas."""

    def __init__(self, parts: Parts, key: Key) -> None:
        super().__init__()
        self.parts, self.key = parts, key

    def isValid(self) -> bool:
        return self.parts.has(self.key)

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow:
        return self.parts.canvas.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        if self.key.unit < 0:
            return QAccessible.queryAccessibleInterface(self.parts.canvas)
        return self.parts.part(self.key.parent)

    def childCount(self) -> int:
        return self.parts.count(self.key)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.parts.part(self.key.child(index)) if 0 <= index < self.childCount() else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        mine = isinstance(child, Part) and child.key != self.key and child.key.parent == self.key
        return cast(Part, child).key.place if mine else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        if self.key.unit >= 0:
            return None
        units = range(self.childCount())
        at = (
            unit
            for unit in units
            if _area(self.parts.canvas, self.key.child(unit), strict=True).contains(x, y)
        )
        return next(map(self.child, at), None)

    def rect(self) -> QRect:
        return _area(self.parts.canvas, self.key)

    def role(self) -> QAccessible.Role:
        return Role.ListItem if self.key.source < 0 else Role.StaticText

    def text(self, kind: QAccessible.Text) -> str:
        column, unit, _ = self.key
        words = self.parts.words
        if not self.isValid():
            return ""
        if kind == Text.Description and unit < 0 < column:
            return equation(words.experiment, column, words.sizes[-1])
        return words.of(self.key) if kind == Text.Name else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """What the parts are called follows from the network."""

    def state(self) -> QAccessible.State:
        state, canvas = QAccessible.State(), self.parts.canvas
        state.invalid = not self.isValid()
        state.invisible = not canvas.isVisible()
        state.offscreen = not self.rect().intersects(_on_screen(canvas.viewport()))
        state.selectable = state.focusable = self.key.source < 0
        state.selected = self.key.source < 0 and canvas.selection == Selection(self.key.column, self.key.unit)
        state.focused = state.selected and canvas.hasFocus()
        return state


class CanvasInterface(QAccessibleWidget):
    """The canvas as a list of its columns, and of what lies over it."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas, Role.List)
        self._parts = parts_of(canvas)
        canvas.installEventFilter(self._parts)  # from now on: without a screen reader it would only take time

    def _over(self) -> QWidget | None:
        """The viewport, while there is anything on it that is no part of the network."""
        port = self._parts.canvas.viewport()
        return port if any(isinstance(w, QWidget) and w.isVisible() for w in port.children()) else None

    def childCount(self) -> int:
        return self._parts.count() + (self._over() is not None)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        columns = self._parts.count()
        if 0 <= index < columns:
            return self._parts.part(Key(index))
        over = self._over() if index == columns else None
        return QAccessible.queryAccessibleInterface(over) if over is not None else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if isinstance(child, Part):
            return child.key.column if child.key.unit < 0 and child.isValid() else -1
        return self._parts.count() if child.object() is self._parts.canvas.viewport() else -1

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return self._parts.selected() if self._parts.canvas.hasFocus() else None


def _on_screen(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint()), widget.size())


def _area(canvas: NetworkCanvas, key: Key, strict: bool = False) -> QRect:
    """Where a part is on the screen. What has no place of its own has that of its column, unless `strict`."""
    columns = canvas.layout_now.columns
    if key.column >= len(columns):
        return QRect() if strict else _on_screen(canvas.viewport())
    area: QRectF | None = canvas.layout_now.bounds(key.column)
    if key.unit >= 0:
        shown = canvas.shown(key.column).tolist()
        place = shown.index(key.unit) if key.unit in shown else -1
        area = columns[key.column].units[place] if place >= 0 else None if strict else area
    if area is None:
        return QRect()
    seen = canvas.mapFromScene(area).boundingRect()
    return seen.translated(canvas.viewport().mapToGlobal(QPoint()))


def parts_of(canvas: NetworkCanvas) -> Parts:
    """The parts of a canvas; always the same."""
    return canvas.findChild(Parts) or Parts(canvas)


def follow(canvas: NetworkCanvas, session: Session) -> None:
    """From now on a screen reader hears of it when there are other layers or units."""
    parts = parts_of(canvas)
    session.document.changed.connect(parts.look)
    session.frame_ready.connect(parts.look)


def _make(name: str, thing: QObject) -> QAccessibleInterface | None:
    """Called by Qt for every class of every widget that it makes an interface for."""
    return CanvasInterface(thing) if name == "NetworkCanvas" and isinstance(thing, NetworkCanvas) else None


@cache
def install() -> None:
    """From now on Qt knows what is painted on the canvas. A second call does nothing."""
    QAccessible.installFactory(_make)
