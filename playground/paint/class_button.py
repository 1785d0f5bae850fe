"""A button for one class of painted points: its marker, and the key that chooses it, which is its label."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from playground.lettering import fix, font, px, scaled
from playground.widgets.buttons import prepare
from playground.widgets.data_thumbnail import draw_marker
from playground.widgets.themed import Themed, describe, focus_ring

WIDE, HIGH, RADIUS = 46, 30, 6
MARK, CAP = 4.6, 16


class ClassButton(Themed, QPushButton):
    """Checkable."""

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.index = index
        self.setCheckable(True)
        fix(self, WIDE, HIGH)
        describe(self, f"Class {index}", f"New points are of class {index}. Key {index}.")
        prepare(self)

    def sizeHint(self) -> QSize:
        return QSize(px(WIDE), px(HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        if self.isChecked() or self.underMouse():
            painter.setPen(QPen(QColor(theme.accent), 1.5) if self.isChecked() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_soft if self.isChecked() else theme.raised))
            painter.drawRoundedRect(body, RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.class_color(self.index)))
        middle = body.center().y()
        draw_marker(painter, QPointF(body.left() + px(12), middle), theme.marker(self.index), scaled(MARK))
        cap = QRectF(body.right() - px(6 + CAP), middle - px(CAP) / 2, px(CAP), px(CAP))
        painter.setPen(QPen(QColor(theme.line_strong), 1))
        painter.setBrush(QColor(theme.window))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(QColor(theme.text2))
        painter.setFont(font("axis", 500))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, str(self.index))
        if self.hasFocus():
            focus_ring(painter, body, RADIUS, theme, gap=-2.0)
