"""One number on raised ground with its name above it, such as the dev accuracy.

It is painted, not made of labels: its text changes with every frame, and labels would lay the panel out anew.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.lettering import fix, font, px
from playground.theme import Theme
from playground.widgets.themed import Themed, rich

HEIGHT, RADIUS, PADDING, ICON = 48, 8, 12, 12


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
        draw_number(painter, self, self.name, self.value, self.theme, self.theme.text)
        painter.end()


def draw_number(
    painter: QPainter, tile: QWidget, name: str, value: str, theme: Theme, ink: str, is_offer: bool = False
) -> None:
    """The name and below it the value; of a name that has no room only the first word.

    An offer has room for an icon before its name, and its value is no number.
    """
    line = QRectF(px(PADDING), px(6), tile.width() - 2 * px(PADDING), px(16))
    painter.setPen(QColor(theme.text2))
    painter.setFont(font("label"))
    where = line.adjusted(px(ICON + 4) if is_offer else 0, 0, 0, 0)
    fits = painter.fontMetrics().horizontalAdvance(name) <= where.width()
    painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, name if fits else name.partition(" ")[0])
    painter.setPen(QColor(ink))
    painter.setFont(font("section", 600) if is_offer else font("number"))
    below = line.translated(0, px(18)).adjusted(0, 0, 0, px(4))
    painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, value)
