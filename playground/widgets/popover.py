"""A card below a button with controls that have no room elsewhere. Esc or a click beside closes it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from playground.widgets.labeled_field import LabeledField
from playground.widgets.themed import Themed

RADIUS = 8


class Popover(Themed, QFrame):
    """Put controls in with `hold`; `open_below` shows it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # leaves the round corners clear
        self.setAccessibleName(name)
        self._fields: list[LabeledField] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(10)

    def hold(self, fields: Sequence[LabeledField]) -> None:
        """Take these fields, one below the other."""
        self._fields = list(fields)
        for field in fields:
            self._column.addWidget(field)
            field.setContentsMargins(0, 0, 0, 0)
            field.show()

    def open_below(self, button: QWidget) -> None:
        """Show it, right edge under the right edge of the button, with the focus on the first control."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width(), button.height() + 4))
        self.move(corner - QPoint(self.width(), 0))
        self.show()
        if self._fields:
            self._fields[0].control.setFocus(Qt.FocusReason.PopupFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self.theme.line_strong))
        painter.setBrush(QColor(self.theme.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
