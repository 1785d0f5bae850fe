"""A check box in our own colours, with an optional disc: filled for train, hollow for dev, dotted for test.

A part that is locked has a lock in its place.
"""

from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QWidget

from playground import icons
from playground.lettering import font, px, scaled
from playground.widgets.buttons import prepare
from playground.widgets.themed import Themed, describe, focus_ring

Disc = Literal["", "filled", "hollow", "dotted", "lock"]
BOX, HEIGHT, GAP, DISC, MARGIN = 14, 22, 8, 9, 2


class CheckBox(Themed, QCheckBox):
    """Emits `clicked(bool)` for the user; `setChecked` from outside does not."""

    def __init__(self, text: str, tooltip: str, disc: Disc = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._disc: Disc = disc
        self.setFont(font("body"))
        describe(self, text, tooltip)
        prepare(self)

    @property
    def disc(self) -> Disc:
        """The disc, or the lock in its place."""
        return self._disc

    def set_disc(self, disc: Disc) -> None:
        """Another disc, or a lock in its place."""
        self._disc = disc
        self.update()

    def sizeHint(self) -> QSize:
        disc = px(DISC + 6) if self._disc else 0
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(2 * MARGIN + px(BOX + GAP) + disc + words, px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, disc = px(BOX), px(DISC)
        box = QRectF(MARGIN, (self.height() - side) / 2, side, side)
        self._draw_box(painter, box)
        x = box.right() + px(GAP)
        if self._disc:
            self._draw_disc(painter, QRectF(x, (self.height() - disc) / 2, disc, disc))
            x += disc + px(6)
        painter.setPen(QColor(self.theme.text if self.isEnabled() else self.theme.disabled))
        painter.drawText(
            QRectF(x, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        if self.hasFocus():
            focus_ring(painter, box, 4, self.theme, gap=0.0)
        painter.end()

    def _draw_box(self, painter: QPainter, box: QRectF) -> None:
        on = self.isChecked()
        fill, edge = (self.theme.accent_fill,) * 2 if on else (self.theme.window, self.theme.outline)
        painter.setBrush(QColor(fill))
        painter.setPen(QPen(QColor(edge), 1.5))
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 3.5, 3.5)
        if on:
            painter.setPen(QPen(QColor(self.theme.on_accent), scaled(1.75), c=Qt.PenCapStyle.RoundCap))
            tick = ((3.8, 7.4), (6.2, 9.8), (10.4, 4.8))
            corners = [box.topLeft() + QPointF(scaled(x), scaled(y)) for x, y in tick]
            painter.drawPolyline(QPolygonF(corners))

    def _draw_disc(self, painter: QPainter, circle: QRectF) -> None:
        if self._disc == "lock":
            icons.paint(painter, "lock", circle.adjusted(-1, -1, 1, 1), self.theme.text2)
            return
        ink = QColor(self.theme.text2)
        dots = Qt.PenStyle.DotLine if self._disc == "dotted" else Qt.PenStyle.SolidLine
        painter.setPen(QPen(ink, 1.5, dots))
        painter.setBrush(ink if self._disc == "filled" else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle.adjusted(0.75, 0.75, -0.75, -0.75))
