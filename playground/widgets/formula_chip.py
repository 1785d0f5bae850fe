"""The chip of a typed formula: on or off like any other, and with a cross by which it is removed."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.lettering import px
from playground.widgets.buttons import IconButton
from playground.widgets.chip_toggle import ChipToggle
from playground.widgets.themed import keep_keys

CROSS, PADDING = 22, 8
REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class FormulaChip(ChipToggle):
    """Emits `removed` for the cross, and for Delete and Backspace. What has no room ends in an ellipsis."""

    removed = Signal()

    def __init__(self, text: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(text, text, tooltip, parent)
        self._whole = text
        keep_keys(self, *REMOVING)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        remove = f"Takes {text} out of the inputs and from this list; Undo brings it back."
        self.cross = IconButton("close", f"Remove {text}", remove, self, CROSS)
        self.cross.clicked.connect(self.removed)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def fit_type(self) -> None:
        """Other type, another ellipsis."""
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * px(PADDING) - 2 * self.cross.width()
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(room, 0))
        if shown != self.text():
            self.setText(shown)
        self.cross.move(self.width() - self.cross.width() - 3, (self.height() - self.cross.height()) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in REMOVING:
            self.removed.emit()
        else:
            super().keyPressEvent(event)
