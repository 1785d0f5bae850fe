"""A switch for on and off."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from playground.lettering import fix, px, scaled
from playground.widgets.buttons import prepare
from playground.widgets.themed import Themed, describe, focus_ring

WIDTH, HEIGHT, MARGIN = 28, 16, 4
KNOB = 4.5  # its radius


class Toggle(Themed, QCheckBox):
    """Emits `clicked(bool)` for the user; `setChecked` from outside does not."""

    def __init__(self, name: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fix(self, WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN)
        describe(self, name, tooltip)
        prepare(self)

    def sizeHint(self) -> QSize:
        return QSize(px(WIDTH + 2 * MARGIN), px(HEIGHT + 2 * MARGIN))

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, on = self.theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        radius, disc = body.height() / 2, scaled(KNOB)
        if not self.isEnabled():
            fill, edge, knob = theme.window, theme.disabled, theme.disabled
        elif on:
            fill, edge, knob = theme.accent_fill, theme.accent_fill, theme.on_accent
        else:
            fill, edge, knob = theme.window, theme.outline, theme.outline
        painter.setBrush(QColor(fill))
        painter.setPen(QPen(QColor(edge), 1.5))
        inner = body.adjusted(0.75, 0.75, -0.75, -0.75)
        painter.drawRoundedRect(inner, radius, radius)
        painter.setPen(QColor(knob))
        painter.setBrush(QColor(knob))
        x = body.right() - radius if on else body.left() + radius
        painter.drawEllipse(QPointF(x, body.center().y()), disc, disc)
        if self.hasFocus():
            focus_ring(painter, body, radius, theme, gap=1.0)
