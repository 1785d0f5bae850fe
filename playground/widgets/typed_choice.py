"""A drop-down list whose value can also be typed; text that means nothing is refused in one sentence."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from playground.widgets.choice import Choice
from playground.widgets.themed import give_undo, say

LEAST = 4  # characters that have room in any case


class _ElidedLine(QLineEdit):
    """While nobody types, text that is too long ends in an ellipsis."""

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.width() - 4
        if self.hasFocus() or self.fontMetrics().horizontalAdvance(self.text()) <= room:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(self.rect().adjusted(2, 0, -2, 0), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class TypedChoice(Choice):
    """Emits `chosen` with the value chosen or typed, `refused` with the sentence shown."""

    refused = Signal(str)

    def __init__(
        self,
        name: str,
        entries: Sequence[tuple[str, object]],
        read: Callable[[str], object],
        write: Callable[[object], str],
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`read` turns text into a value or raises ValueError with one sentence; `write` is its inverse."""
        super().__init__(name, entries, tooltip, parent)
        self._read, self._write = read, write
        self._value = entries[0][1]
        self.setMinimumContentsLength(LEAST)
        self.line: QLineEdit = _ElidedLine()
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.line.setFont(self.font())
        self.line.setAccessibleName(name)
        self.line.editingFinished.connect(self._commit)
        give_undo(self.line)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _room(self) -> QRectF:
        return QRectF(self.line.rect()).adjusted(2, 0, -2, 0)

    @property
    def value(self) -> object:
        """The value that holds."""
        return self._value

    def set_current(self, data: object) -> None:
        """Show a value, whether it is in the list or not; what is being typed is left alone."""
        self._value = data
        if not (self.line.hasFocus() and self.line.isModified()):
            super().set_current(data)
            self.setEditText(self._write(data))
            self.line.setCursorPosition(0)

    def _choose(self, index: int) -> None:
        self._take(self.itemData(index))

    def _commit(self) -> None:
        if not self.line.isModified():
            return
        self.line.setModified(False)
        try:
            value = self._read(self.currentText())
        except ValueError as error:
            self.set_current(self._value)
            say(self, str(error))
            self.refused.emit(str(error))
        else:
            self._take(value)

    def _take(self, value: object) -> None:
        changed = value != self._value
        self.line.setModified(False)
        self.set_current(value)
        if changed:
            self.chosen.emit(value)
