"""A button that sums up settings it opens: a name, the settings in short, a chevron."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from playground import icons
from playground.lettering import font, px
from playground.widgets.buttons import prepare
from playground.widgets.themed import Themed, describe, focus_ring

ICON, CHEVRON, GAP, PADDING, HEIGHT = 16, 12, 8, 8, 32


class SummaryButton(Themed, QPushButton):
    """Compact, only its icon shows; the words stay its name for screen readers."""

    def __init__(self, icon: str, title: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._title, self._summary, self._compact = icon, title, "", False
        self._tooltip = tooltip
        prepare(self)
        self.set_summary("")

    def set_summary(self, summary: str) -> None:
        """The settings in short."""
        self._summary = summary
        describe(self, f"{self._title}: {summary}" if summary else self._title, self._tooltip)
        self.fit_type()

    def set_compact(self, compact: bool) -> None:
        """Only the icon."""
        self._compact = compact
        self.fit_type()

    def fit_type(self) -> None:
        """As large as its words."""
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        if self._compact:
            return QSize(px(HEIGHT), px(HEIGHT))
        words = _width(self._title, 500) + (px(GAP) + _width(self._summary, 400) if self._summary else 0)
        return QSize(px(2 * PADDING + ICON + 2 * GAP + CHEVRON) + words, px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        if self.underMouse() or self.isDown():
            painter.setPen(QColor(theme.raised))
            painter.setBrush(QColor(theme.active if self.isDown() else theme.raised))
            painter.drawRoundedRect(body, 6, 6)
        middle = self.height() / 2
        side = px(ICON)
        left = px(PADDING) if not self._compact else (self.width() - side) / 2
        icons.paint(painter, self._icon, QRectF(left, middle - side / 2, side, side), theme.text2)
        if not self._compact:
            self._words(painter, px(PADDING + ICON + GAP), middle)
        if self.hasFocus():
            focus_ring(painter, body, 6, theme, gap=-1.0)

    def _words(self, painter: QPainter, x: float, middle: float) -> None:
        for text, weight, ink in (
            (self._title, 500, self.theme.text),
            (self._summary, 400, self.theme.text3),
        ):
            painter.setFont(font("body", weight))
            painter.setPen(QColor(ink))
            metrics = painter.fontMetrics()
            painter.drawText(QPointF(x, middle + (metrics.ascent() - metrics.descent()) / 2), text)
            x += metrics.horizontalAdvance(text) + px(GAP) if text else 0
        side = px(CHEVRON)
        icons.paint(painter, "chevron-down", QRectF(x, middle - side / 2, side, side), self.theme.text3)


def _width(text: str, weight: int) -> int:
    return QFontMetrics(font("body", weight)).horizontalAdvance(text)
