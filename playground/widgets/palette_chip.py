"""A chip that is dragged into the network, or chosen by a press of Enter or Space."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDrag, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from playground import icons
from playground.lettering import fix, font, px
from playground.widgets.buttons import prepare
from playground.widgets.themed import Themed, describe, focus_ring

MIME = "application/x-neuralplayground-layer"
HEIGHT, RADIUS, MARGIN = 40, 8, 3
ICON, GRIP = 16, 14
WORDS, END, HANDLE = 30, 4, 18  # where the words begin, what stays free behind them, the dots of a grip


class PaletteChip(Themed, QPushButton):
    """Carries `kind` (such as "dense") as MIME data. Emits `chosen(kind)` for a click, Enter or Space."""

    chosen = Signal(str)

    def __init__(self, kind: str, icon: str, text: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.kind, self._icon = kind, icon
        self._pressed_at: QPoint | None = None
        self.dragging = False
        self.setFont(font("body", 500))
        fix(self, height=HEIGHT + 2 * MARGIN)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        describe(self, text, tooltip)
        prepare(self)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.clicked.connect(self._choose)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(px(WORDS + END + HANDLE) + words + 2 * MARGIN, px(HEIGHT + 2 * MARGIN))

    def minimumSizeHint(self) -> QSize:
        """In a narrow dock the handle goes first, then the end of the words."""
        return QSize(px(WORDS + HANDLE) + 2 * MARGIN, px(HEIGHT + 2 * MARGIN))

    @property
    def shown_text(self) -> str:
        """The words, with an ellipsis where there is no room for all of them."""
        room = self.width() - 2 * MARGIN - px(WORDS + END)
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    @property
    def shows_handle(self) -> bool:
        """Whether there is room for it behind the words."""
        return self.width() >= self.sizeHint().width()

    def mime_data(self) -> QMimeData:
        """What a drop target reads: the kind, as UTF-8."""
        data = QMimeData()
        data.setData(MIME, self.kind.encode())
        return data

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._drag(self._pressed_at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _drag(self, grip: QPoint) -> None:
        self._pressed_at = None
        self.setDown(False)
        drag = QDrag(self)
        drag.setMimeData(self.mime_data())
        drag.setPixmap(self.grab())
        drag.setHotSpot(grip)
        self.dragging = True
        drag.exec(Qt.DropAction.CopyAction)
        self.dragging = False

    def _choose(self) -> None:
        self.chosen.emit(self.kind)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        over = self.underMouse() and self.isEnabled()
        painter.setPen(QPen(QColor(theme.accent_line if self.isDown() else theme.raised), 1))
        painter.setBrush(QColor(theme.hover if over else theme.raised))
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        middle = body.center().y()
        ink = theme.text if self.isEnabled() else theme.disabled
        side, grip = px(ICON), px(GRIP)
        icons.paint(painter, self._icon, QRectF(body.left() + px(8), middle - side / 2, side, side), ink)
        if self.shows_handle:
            handle = QRectF(body.right() - px(HANDLE), middle - grip / 2, grip, grip)
            icons.paint(painter, "drag-handle", handle, theme.text3)
        painter.setPen(QColor(ink))
        metrics = self.fontMetrics()
        baseline = middle + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(body.left() + px(WORDS), baseline), self.shown_text)
        if self.hasFocus():
            focus_ring(painter, body, RADIUS, theme, gap=0.5)
