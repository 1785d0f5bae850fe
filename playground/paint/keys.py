"""The keys of painting. They are heard wherever the focus is, except where somebody types."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)

from engine.data.painted import MAX_CLASSES
from playground.paint.toolbar import TOOLS
from playground.paint.view import PaintView

TYPED = (QLineEdit, QAbstractSpinBox, QComboBox)
PRESSED = (QAbstractButton, QAbstractSlider)  # they have a use of their own for the keys of the paper
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
UNDO = Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier

Stroke = tuple[Qt.Key, Qt.KeyboardModifier]


class Keys(QObject):
    """Hears the keys of `window` while it is there: what no widget took for itself comes to its filter."""

    def __init__(self, window: QWidget, view: PaintView) -> None:
        super().__init__(window)
        self._wanted: tuple[Stroke, Callable[[], object]] | None
        self._window, self._view, self._wanted = window, view, None
        self._anywhere = self._make_anywhere(view)
        self._on_paper = self._make_on_paper(view)

    def set_on(self, on: bool) -> None:
        """Hear them, or no longer."""
        self._window.removeEventFilter(self)
        if on:
            self._window.installEventFilter(self)

    def _make_anywhere(self, view: PaintView) -> dict[Stroke, Callable[[], object]]:
        keys: dict[Stroke, Callable[[], object]] = {}
        for tool, _, _, _, key in TOOLS:
            keys[Qt.Key[f"Key_{key}"], PLAIN] = partial(view.choose_tool, tool)
        for index in range(MAX_CLASSES):
            keys[Qt.Key[f"Key_{index}"], PLAIN] = partial(view.choose_class, index)
        keys[Qt.Key.Key_X, PLAIN] = view.flip_selected
        keys[Qt.Key.Key_BracketLeft, PLAIN] = view.smaller
        keys[Qt.Key.Key_BracketRight, PLAIN] = view.larger
        keys[Qt.Key.Key_Escape, PLAIN] = view.escape
        return keys

    def _make_on_paper(self, view: PaintView) -> dict[Stroke, Callable[[], object]]:
        keys: dict[Stroke, Callable[[], object]] = {
            (Qt.Key.Key_Space, PLAIN): view.dab,
            (Qt.Key.Key_Delete, PLAIN): view.erase_selected,
            (Qt.Key.Key_Backspace, PLAIN): view.erase_selected,
            (Qt.Key.Key_Return, PLAIN): view.done.emit,
            (Qt.Key.Key_Enter, PLAIN): view.done.emit,
        }
        for key, (across, up) in ARROWS.items():
            keys[key, PLAIN] = partial(view.nudge, across, up)
            keys[key, SHIFT] = partial(view.nudge_and_select, across, up)
        return keys

    def _meant(self, stroke: Stroke) -> Callable[[], object] | None:
        """What a key does now."""
        if stroke == UNDO and self._view.is_in_hand:
            return self._view.cancel_stroke
        focus = QApplication.focusWidget()
        if isinstance(focus, TYPED):
            return None
        if stroke in self._anywhere:
            return self._anywhere[stroke]
        return None if isinstance(focus, PRESSED) else self._on_paper.get(stroke)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt asks first who wants a key: where the focus is then decides, for a field may let it go."""
        if not isinstance(event, QKeyEvent):
            return False
        stroke = Qt.Key(event.key()), event.modifiers() & ~KEYPAD
        if event.type() == QEvent.Type.ShortcutOverride:
            meant = self._meant(stroke)
            self._wanted = None if meant is None else (stroke, meant)
            if meant is not None:
                event.accept()
            return meant is not None
        wanted, self._wanted = self._wanted, None
        if event.type() != QEvent.Type.KeyPress or wanted is None or wanted[0] != stroke:
            return False
        wanted[1]()
        return True
