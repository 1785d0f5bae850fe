"""A switch of a few words of which one is on."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from playground.lettering import fix, font
from playground.widgets.buttons import prepare
from playground.widgets.themed import ARROWS, describe, keep_keys, set_role


class Segmented(QFrame):
    """Emits `chosen` with the key when the user chooses; `set_current` never emits."""

    chosen = Signal(str)

    def __init__(
        self, name: str, choices: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        """`choices` are (key, word, tooltip)."""
        super().__init__(parent)
        set_role(self, "segmented")
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._keys = [key for key, _, _ in choices]
        fix(self, height=26)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for index, (_, word, tooltip) in enumerate(choices):
            row.addWidget(self._button(index, word, tooltip))
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self._choose)

    def _button(self, index: int, word: str, tooltip: str) -> QAbstractButton:
        button = QPushButton(word)
        button.setCheckable(True)
        button.setFont(font("label", 500))
        describe(button, word, tooltip)
        prepare(button)
        keep_keys(button, *ARROWS)
        self._group.addButton(button, index)
        return button

    @property
    def current(self) -> str:
        """The key that is on."""
        return self._keys[self._group.checkedId()]

    def set_current(self, key: str) -> None:
        """Show another choice."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def offer(self, keys: Collection[str]) -> None:
        """Only these can be chosen now; where the present one cannot, the first of them is on."""
        for index, key in enumerate(self._keys):
            self._group.button(index).setVisible(key in keys)
        if self.current not in keys and keys:
            self.set_current(next(key for key in self._keys if key in keys))

    def _choose(self, index: int) -> None:
        self.chosen.emit(self._keys[index])
