"""A field that opens a list: an icon, what is chosen from, and a chevron, as wide as there is room."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from playground import icons
from playground.lettering import fix, font, px
from playground.widgets.buttons import prepare
from playground.widgets.themed import Themed, describe, focus_ring

HEIGHT, MARGIN, RADIUS, ICON, CHEVRON = 28, 3, 6, 16, 12
WORDS, END = 30, 26  # where the words begin, and what is left for the chevron


class MenuButton(Themed, QPushButton):
    """Its body stands `MARGIN` inside of it, so that the focus ring has room."""

    def __init__(self, icon: str, text: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self.setFont(font("body", 500))
        fix(self, height=HEIGHT + 2 * MARGIN)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        describe(self, text, tooltip)
        prepare(self)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(px(WORDS + END) + words + 2 * MARGIN, px(HEIGHT + 2 * MARGIN))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(WORDS + END) + 2 * MARGIN, px(HEIGHT + 2 * MARGIN))

    @property
    def shown_text(self) -> str:
        """The words, with an ellipsis where there is no room for all of them."""
        room = self.width() - 2 * MARGIN - px(WORDS + END)
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = theme.active if self.isDown() else theme.hover if self.underMouse() else theme.raised
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(body, RADIUS, RADIUS)
        middle, side, tip = body.center().y(), px(ICON), px(CHEVRON)
        icon = QRectF(body.left() + px(8), middle - side / 2, side, side)
        icons.paint(painter, self._icon, icon, theme.text2)
        chevron = QRectF(body.right() - tip - px(8), middle - tip / 2, tip, tip)
        icons.paint(painter, "chevron-down", chevron, theme.text3)
        painter.setPen(QColor(theme.text))
        metrics = self.fontMetrics()
        baseline = middle + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(body.left() + px(WORDS), baseline), self.shown_text)
        if self.hasFocus():
            focus_ring(painter, body, RADIUS, theme, gap=0.5)
