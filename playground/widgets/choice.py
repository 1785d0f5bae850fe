"""A drop-down list with our own chevron, optionally with a typed value."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from playground import icons
from playground.lettering import fix, font, px
from playground.widgets.themed import PRESS_KEYS, Themed, describe, keep_keys, rich

CHEVRON, LEFT, RIGHT = 12, 9, 7


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
        fix(self, height=26)
        for words, data in entries:
            self.addItem(words, data)
        self._tooltip = tooltip
        describe(self, name, tooltip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        keep_keys(self, *PRESS_KEYS, Qt.Key.Key_Up, Qt.Key.Key_Down)
        self.activated.connect(self._choose)
        self.currentTextChanged.connect(self._explain)

    def set_current(self, data: object) -> None:
        """Show the entry with this data; none if there is none."""
        index = next((i for i in range(self.count()) if self.itemData(i) == data), -1)
        self.setCurrentIndex(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a dock must not change what the pointer happens to pass."""
        event.ignore()

    @property
    def shown_text(self) -> str:
        """The current words, with an ellipsis where there is no room for all of them."""
        return self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, int(self._room().width())
        )

    def _room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(px(LEFT), 0, -px(CHEVRON + RIGHT + 4), 0)

    def _explain(self) -> None:
        """The tooltip begins with the whole words where they are cut."""
        cut = self.shown_text != self.currentText()
        self.setToolTip(rich(f"{self.currentText()}\n{self._tooltip}".strip() if cut else self._tooltip))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        theme = self.theme
        if not self.isEditable():
            painter.setPen(QColor(theme.text if self.isEnabled() else theme.disabled))
            painter.drawText(self._room(), Qt.AlignmentFlag.AlignVCenter, self.shown_text)
        ink = theme.text3 if self.isEnabled() else theme.disabled
        side = px(CHEVRON)
        at = QRectF(self.width() - side - px(RIGHT), (self.height() - side) / 2, side, side)
        icons.paint(painter, "chevron-down", at, ink)

    def _choose(self, index: int) -> None:
        self.chosen.emit(self.itemData(index))
