"""A chip that is on or off, such as an input feature. It can be held on, and then says why."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from playground.lettering import fix, font
from playground.widgets.buttons import prepare
from playground.widgets.themed import describe, say, set_role


class ChipToggle(QPushButton):
    """Emits `clicked(bool)` for the user, and `refused` with the reason while it is held on."""

    refused = Signal(str)

    def __init__(self, text: str, name: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._reason = ""
        self.setCheckable(True)
        self.setFont(font("body", 500))
        fix(self, height=28)
        set_role(self, "chip")
        describe(self, name, tooltip)
        prepare(self)

    def hold(self, reason: str) -> None:
        """Keep it on for this reason; "" lets go."""
        self._reason = reason

    def nextCheckState(self) -> None:
        if self._reason and self.isChecked():
            say(self, self._reason)
            self.refused.emit(self._reason)
        else:
            super().nextCheckState()
