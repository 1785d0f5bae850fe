"""A field for one typed value. Text that means none gets one sentence, and the old value comes back."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.lettering import fix, font
from playground.widgets.themed import describe, give_undo, say


class TypedField(QLineEdit):
    """Emits `committed` with a new value (Enter, or on leaving), `refused` with the sentence shown."""

    committed = Signal(object)
    refused = Signal(str)

    def __init__(
        self,
        name: str,
        read: Callable[[str], Any],
        write: Callable[[Any], str],
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`read` turns text into a value or raises ValueError with one sentence; `write` is its inverse."""
        super().__init__(parent)
        self._read, self._write = read, write
        self._value: Any = None
        self.setFont(font("body", 500))
        fix(self, height=26)
        describe(self, f"{name}, typed", tooltip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.editingFinished.connect(self._commit)
        give_undo(self)

    @property
    def value(self) -> Any:
        """The value that holds."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show another value without a signal; what is being typed is left alone."""
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self.setText(self._write(value))
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        in_card = self.window().windowType() == Qt.WindowType.Popup
        if event.key() != Qt.Key.Key_Escape or (in_card and not self.isModified()):
            super().keyPressEvent(event)  # Esc then closes the card
            return
        self._restore()
        if not in_card:
            self.clearFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def _commit(self) -> None:
        if not self.isModified():
            return
        self.setModified(False)
        try:
            value = self._read(self.text())
        except ValueError as error:
            self._refuse(str(error))
            return
        changed = value != self._value
        self.set_value(value)
        if changed:
            self.committed.emit(value)

    def _refuse(self, sentence: str) -> None:
        self._restore()
        say(self, sentence)
        self.refused.emit(sentence)

    def _restore(self) -> None:
        self.setModified(False)
        self.set_value(self._value)
