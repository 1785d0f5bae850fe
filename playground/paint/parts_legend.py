"""What filled and hollow points are, in one line below the paper."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.lettering import font, px, scaled
from playground.widgets.themed import Themed

LINE, APART, GAP, RADIUS = 22, 18, 8, 4.0
FILLED, HOLLOW = "filled: train", "hollow: dev"
HIDDEN, REVEALED = "test stays hidden until you reveal it", "dotted: test"


class PartsLegend(Themed, QWidget):
    """Painted, since one of its marks is hollow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(font("label"))
        self._last = ""
        self.set_revealed(False)

    def set_revealed(self, revealed: bool) -> None:
        """Say how the test part is seen, or that it is not."""
        if self._last != (REVEALED if revealed else HIDDEN):
            self._last = REVEALED if revealed else HIDDEN
            self.setAccessibleName(f"Legend: {FILLED}, {HOLLOW}, {self._last}")
            self.update()

    def sizeHint(self) -> QSize:
        words = sum(self.fontMetrics().horizontalAdvance(text) for text in (FILLED, HOLLOW, HIDDEN))
        return QSize(words + 2 * px(GAP + 2 * RADIUS + APART), px(LINE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, x = QPainter(self), 0.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        r, middle = scaled(RADIUS), self.height() / 2
        for text, filled in ((FILLED, True), (HOLLOW, False)):
            painter.setPen(QPen(QColor(self.theme.text2), 1.5))
            painter.setBrush(QColor(self.theme.text2) if filled else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x + r + 1, middle), r - 0.75, r - 0.75)
            x = self._write(painter, x + 2 * r + px(GAP), text, self.theme.text2)
        self._write(painter, x, self._last, self.theme.text3)

    def _write(self, painter: QPainter, x: float, text: str, color: str) -> float:
        """Where the next sign may stand."""
        painter.setPen(QColor(color))
        room = self.width() - x
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, round(room)))
        painter.drawText(QRectF(x, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        return x + self.fontMetrics().horizontalAdvance(text) + px(APART)
