"""One number on raised ground with its name above it, such as the dev accuracy.

It is painted, not made of labels: its text changes with every frame, and labels would lay the panel out anew.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.lettering import fix, font, px
from playground.widgets.themed import Themed, rich

HEIGHT, RADIUS, PADDING = 48, 8, 12


class Tile(Themed, QWidget):
    """Shows `value` under `name`."""

    def __init__(self, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = self.value = ""
        self.setToolTip(rich(tooltip))
        fix(self, height=HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # spares Qt painting what is behind
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(120), px(HEIGHT))

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
        line = QRectF(px(PADDING), px(6), self.width() - 2 * px(PADDING), px(16))
        painter.setPen(QColor(self.theme.text2))
        painter.setFont(font("label"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self.name)
        painter.setPen(QColor(self.theme.text))
        painter.setFont(font("number"))
        below = line.translated(0, px(18)).adjusted(0, 0, 0, px(4))
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, self.value)
        painter.end()
