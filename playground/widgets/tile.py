"""One number on raised ground with its name above it, such as the dev accuracy; it can be pressed.

It is painted, not made of labels: its text changes with every frame, and labels would lay the panel out anew.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from playground.lettering import fix, font, px
from playground.theme import Theme
from playground.widgets.buttons import prepare
from playground.widgets.themed import Themed, focus_ring

HEIGHT, WIDTH, LEAST, RADIUS, PADDING, ICON = 48, 120, 60, 8, 12, 12


class Tile(Themed, QPushButton):
    """Shows `value` under `name`. Subclasses describe it, and may draw something else on its ground."""

    wide = WIDTH

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = self.value = ""
        fix(self, height=HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # spares Qt painting what is behind
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        prepare(self)

    def sizeHint(self) -> QSize:
        return QSize(px(self.wide), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(LEAST), px(HEIGHT))

    def draw(self, painter: QPainter) -> None:
        """Name and value."""
        draw_number(painter, self, self.name, self.value, self.theme, self.theme.text)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.window))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.hover if self.underMouse() else theme.raised))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        self.draw(painter)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), RADIUS, theme, gap=-1.0)
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
