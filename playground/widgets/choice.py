"""A drop-down list with our own chevron, optionally with a typed value."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from playground import icons
from playground.theme import font
from playground.widgets.themed import PRESS_KEYS, Themed, describe, keep_keys

CHEVRON = 12


class Choice(Themed, QComboBox):
    """Emits `chosen` with the data of the entry that the user chose; `set_current` never emits."""

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        entries: Sequence[tuple[str, object]],
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`entries` are (words, data)."""
        super().__init__(parent)
        self.setFont(font("body", 500))
        self.setFixedHeight(26)
        for words, data in entries:
            self.addItem(words, data)
        describe(self, name, tooltip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        keep_keys(self, *PRESS_KEYS, Qt.Key.Key_Up, Qt.Key.Key_Down)
        self.activated.connect(self._choose)

    def set_current(self, data: object) -> None:
        """Show the entry with this data; none if there is none."""
        index = next((i for i in range(self.count()) if self.itemData(i) == data), -1)
        self.setCurrentIndex(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a dock must not change what the pointer happens to pass."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        ink = self.theme.text3 if self.isEnabled() else self.theme.disabled
        at = QRectF(self.width() - CHEVRON - 7, (self.height() - CHEVRON) / 2, CHEVRON, CHEVRON)
        icons.paint(QPainter(self), "chevron-down", at, ink)

    def _choose(self, index: int) -> None:
        self.chosen.emit(self.itemData(index))
