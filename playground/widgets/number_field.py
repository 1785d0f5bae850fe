"""A field for a typed number. Text that is no such number gets one sentence, and the old value comes back."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.theme import font
from playground.widgets.scales import Limits
from playground.widgets.themed import describe, say


class NumberField(QLineEdit):
    """Emits `committed` with a new number (Enter, or on leaving), `refused` with the sentence shown."""

    committed = Signal(float)
    refused = Signal(str)

    def __init__(
        self,
        limits: Limits,
        text_of: Callable[[float], str],
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._limits, self._text_of = limits, text_of
        self._value = limits.low
        self.setFont(font("body", 500))
        self.setFixedHeight(26)
        describe(self, f"{limits.name}, typed", tooltip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.editingFinished.connect(self._commit)

    @property
    def value(self) -> float:
        """The number that holds."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show another number without a signal; what is being typed is left alone."""
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self.setText(self._text_of(value))
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._restore()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def _commit(self) -> None:
        if not self.isModified():
            return
        self.setModified(False)
        try:
            value = self._limits.read(self.text())
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
