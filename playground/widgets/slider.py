"""A horizontal slider that goes where it is pressed and leaves the wheel to the scrolling dock."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from playground.widgets.themed import SLIDER_KEYS, Themed, describe, focus_ring, keep_keys

KNOB, GROOVE, MARGIN = 12.0, 4.0, 4.0


class Slider(Themed, QSlider):
    """Emits `dragged` with the position for what the user does; `set_position` never emits."""

    dragged = Signal(int)

    def __init__(self, name: str, steps: int, tooltip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, steps)
        self.setPageStep(max(1, steps // 10))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(60)
        describe(self, name, tooltip)
        keep_keys(self, *SLIDER_KEYS)

    def set_position(self, position: int) -> None:
        """Show another position."""
        self.setValue(position)

    def sizeHint(self) -> QSize:
        return QSize(90, 26)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 26)

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
        return MARGIN + KNOB / 2, self.width() - MARGIN - KNOB / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        left, right = self._ends()
        middle = self.height() / 2
        x = left + (right - left) * self.value() / max(1, self.maximum())
        groove = QRectF(left - KNOB / 2, middle - GROOVE / 2, right - left + KNOB, GROOVE)
        painter.setBrush(QColor(self.theme.active))
        painter.drawRoundedRect(groove, GROOVE / 2, GROOVE / 2)
        groove.setRight(x)
        painter.setBrush(QColor(self.theme.outline if self.isEnabled() else self.theme.line_strong))
        painter.drawRoundedRect(groove, GROOVE / 2, GROOVE / 2)
        self._knob(painter, QPointF(x, middle))

    def _knob(self, painter: QPainter, at: QPointF) -> None:
        # The ring in the window's colour lifts the knob off its groove.
        painter.setPen(QPen(QColor(self.theme.window), 2))
        painter.setBrush(QColor(self.theme.text if self.isEnabled() else self.theme.disabled))
        painter.drawEllipse(at, KNOB / 2 + 1, KNOB / 2 + 1)
        if self.hasFocus():
            body = QRectF(at.x() - KNOB / 2, at.y() - KNOB / 2, KNOB, KNOB)
            focus_ring(painter, body, KNOB / 2, self.theme, gap=1.5)
