"""A number with its name above it, such as the epoch."""

from PySide6.QtCore import QRectF, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.widgets.labeled_field import label
from playground.widgets.themed import Themed, motion_reduced

FLASH_MS = 400


class Readout(Themed, QWidget):
    """Shows `value` under `name`. A change that the user made may flash; what training changes must not."""

    def __init__(self, name: str, value: str = "", tooltip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._widest = name, ""
        self.caption = label(name)
        self.number = label(value, "value", "value")
        self.setToolTip(tooltip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.caption)
        column.addWidget(self.number)
        self._flash = QVariantAnimation(self)
        self._flash.setDuration(FLASH_MS)
        self._flash.setStartValue(1.0)
        self._flash.setEndValue(0.0)
        self._flash.valueChanged.connect(self._repaint)
        self.set_value(value)

    @property
    def value(self) -> str:
        """What is shown."""
        return self.number.text()

    @property
    def is_flashing(self) -> bool:
        """Whether the soft violet ground is on its way out."""
        return self._flash.state() == QVariantAnimation.State.Running

    def set_value(self, value: str, flash: bool = False) -> None:
        """Show another value; `flash` marks it as the user's own doing."""
        if value == self.number.text() and self.accessibleName():
            return
        self._fit(value)
        self.number.setText(value)
        self.setAccessibleName(f"{self._name} {value}")
        if flash and not motion_reduced():
            self._flash.stop()
            self._flash.start()

    def reserve(self, widest: str) -> None:
        """Keep room for this text, so that growing numbers push nothing aside."""
        self._fit(widest)

    def fit_type(self) -> None:
        """As wide as the widest text was at another size of type."""
        self.number.setFixedSize(self._needed(self._widest), self.number.fontMetrics().height())

    def _fit(self, text: str) -> None:
        """Widen for the text, never narrow: of a label of fixed size a new text costs no new layout."""
        if self._needed(text) > self.number.maximumWidth() or not self._widest:
            self._widest = text
            self.fit_type()

    def _needed(self, text: str) -> int:
        return self.number.fontMetrics().horizontalAdvance(text)

    def _repaint(self, _value: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.is_flashing:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = QColor(self.theme.accent_soft)
        color.setAlphaF(float(self._flash.currentValue()))
        painter.setPen(color)
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(self.number.geometry()).adjusted(-3, 0, 3, -1), 4, 4)
