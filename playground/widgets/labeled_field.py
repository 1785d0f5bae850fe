"""A label above its control, as everywhere in the run bar and the inspector."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.lettering import Step, font
from playground.widgets.themed import set_role


def label(text: str, role: str = "hint", step: Step = "label", weight: int | None = None) -> QLabel:
    """A label in one step of type and one role of the style sheet."""
    result = QLabel(text)
    result.setFont(font(step, weight))
    set_role(result, role)
    return result


def stand_in(text: str) -> QLabel:
    """Words in the middle of a panel that has nothing else to show yet."""
    result = label(text, "hint", "body")
    result.setWordWrap(True)
    result.setAlignment(Qt.AlignmentFlag.AlignCenter)
    result.setContentsMargins(40, 0, 40, 0)
    return result


class ElidedLabel(QLabel):
    """A hint that gives way: where there is no room it ends in an ellipsis, and the tooltip has it whole."""

    def __init__(self, text: str, role: str = "hint", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(font("label"))
        self.setToolTip(text)
        set_role(self, role)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment(), shown)


class Sentence(QLabel):
    """Words over several lines. It asks for their height itself: a scrolled panel would give too little."""

    def __init__(self, text: str = "", role: str = "sentence", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(font("label"))
        self.setWordWrap(True)
        set_role(self, role)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self.setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def fit_type(self) -> None:
        """Larger type needs more lines."""
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(self.heightForWidth(self.width()) if self.text() else 0)


class LabeledField(QWidget):
    """`text` above `control`; `note` (a unit, "log") stands at the right end of the label line."""

    def __init__(self, text: str, control: QWidget, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self.caption = label(text)
        self.caption.setBuddy(control)
        control.setAccessibleName(control.accessibleName() or text)
        line = QHBoxLayout()
        line.addWidget(self.caption)
        line.addStretch()
        if note:
            line.addWidget(label(note))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addLayout(line)
        column.addWidget(control)
