"""A horizontal slider that goes where it is pressed and leaves the wheel to the scrolling dock."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from playground.lettering import px, scaled
from playground.widgets.themed import SLIDER_KEYS, Themed, describe, focus_ring, keep_keys

KNOB, GROOVE, MARGIN = 12.0, 4.0, 4.0


class Slider(Themed, QSlider):
    """Emits `dragged` with the position for what the user does; `set_position` never emits."""

    dragged = Signal(int)

    def __init__(self, name: str, steps: int, tooltip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, steps)
        self._mark: int | None = None
        self.setPageStep(max(1, steps // 10))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        describe(self, name, tooltip)
        keep_keys(self, *SLIDER_KEYS)

    def set_position(self, position: int) -> None:
        """Show another position."""
        self.setValue(position)

    def set_mark(self, position: int) -> None:
        """Mark a position on the groove, such as that of a mean."""
        self._mark = position
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(90), px(26))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(60), px(26))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go(self._position_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._go(self._position_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.value()
        super().keyPressEvent(event)
        if self.value() != before:
            self.dragged.emit(self.value())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _go(self, position: int) -> None:
        if position != self.value():
            self.setValue(position)
            self.dragged.emit(position)

    def _position_at(self, x: float) -> int:
        left, right = self._ends()
        share = min(max((x - left) / (right - left), 0.0), 1.0)
        return round(share * self.maximum())

    def _ends(self) -> tuple[float, float]:
        """Where the middle of the knob is at the first and the last position."""
        return MARGIN + scaled(KNOB) / 2, self.width() - MARGIN - scaled(KNOB) / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        left, right = self._ends()
        middle = self.height() / 2
        x = left + (right - left) * self.value() / max(1, self.maximum())
        knob, high = scaled(KNOB), scaled(GROOVE)
        groove = QRectF(left - knob / 2, middle - high / 2, right - left + knob, high)
        painter.setBrush(QColor(self.theme.active))
        painter.drawRoundedRect(groove, high / 2, high / 2)
        groove.setRight(x)
        painter.setBrush(QColor(self.theme.outline if self.isEnabled() else self.theme.line_strong))
        painter.drawRoundedRect(groove, high / 2, high / 2)
        if self._mark is not None:
            at = left + (right - left) * self._mark / max(1, self.maximum())
            painter.setBrush(QColor(self.theme.text2))
            painter.drawRect(QRectF(at - 1, middle - high - 2, 2, 2 * high + 4))
        self._knob(painter, QPointF(x, middle))

    def _knob(self, painter: QPainter, at: QPointF) -> None:
        # The ring in the window's colour lifts the knob off its groove.
        painter.setPen(QPen(QColor(self.theme.window), 2))
        painter.setBrush(QColor(self.theme.text if self.isEnabled() else self.theme.disabled))
        radius = scaled(KNOB) / 2
        painter.drawEllipse(at, radius + 1, radius + 1)
        if self.hasFocus():
            body = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
            focus_ring(painter, body, radius, self.theme, gap=1.5)
