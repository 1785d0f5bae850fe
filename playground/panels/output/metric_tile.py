"""The tile of the train or the dev part: one number on raised ground, and a press opens all the others."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from playground.lettering import fix, px
from playground.widgets.buttons import prepare
from playground.widgets.themed import Themed, focus_ring, rich
from playground.widgets.tile import HEIGHT, RADIUS, draw_number

ALL = "Press for all metrics and the confusion matrix."


class MetricTile(Themed, QPushButton):
    """Shows `value` under `name`."""

    def __init__(self, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = self.value = ""
        self.setToolTip(rich(f"{tooltip} {ALL}"))
        self.setAccessibleDescription(ALL)
        fix(self, height=HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # spares Qt painting what is behind
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        prepare(self)

    def sizeHint(self) -> QSize:
        return QSize(px(120), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(60), px(HEIGHT))

    def set_value(self, name: str, value: str) -> None:
        """Show another number."""
        if (name, value) != (self.name, self.value):
            self.name, self.value = name, value
            self.setAccessibleName(f"{name} {value}")
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.window))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.hover if self.underMouse() else theme.raised))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        draw_number(painter, self, self.name, self.value, theme, theme.text)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), RADIUS, theme, gap=-1.0)
        painter.end()
