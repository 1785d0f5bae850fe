"""One number on raised ground with its name above it, such as the dev accuracy.

It is painted, not made of labels: its text changes with every frame, and labels would lay the panel out anew.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.theme import font
from playground.widgets.themed import Themed, rich

HEIGHT, RADIUS, PADDING = 48, 8, 12


class Tile(Themed, QWidget):
    """Shows `value` under `name`."""

    def __init__(self, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = self.value = ""
        self._name_font, self._value_font = font("label"), font("number")
        self.setToolTip(rich(tooltip))
        self.setFixedHeight(HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # spares Qt painting what is behind
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def set_value(self, name: str, value: str) -> None:
        """Show another number."""
        if (name, value) != (self.name, self.value):
            self.name, self.value = name, value
            self.setAccessibleName(f"{name} {value}")
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self.theme.window))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.raised))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        line = QRectF(PADDING, 6, self.width() - 2 * PADDING, 16)
        painter.setPen(QColor(self.theme.text2))
        painter.setFont(self._name_font)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self.name)
        painter.setPen(QColor(self.theme.text))
        painter.setFont(self._value_font)
        painter.drawText(
            line.translated(0, 18).adjusted(0, 0, 0, 4), Qt.AlignmentFlag.AlignVCenter, self.value
        )
        painter.end()
