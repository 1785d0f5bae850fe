"""A label above its control, as everywhere in the run bar and the inspector."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.theme import Step, font
from playground.widgets.themed import set_role


def label(text: str, role: str = "hint", step: Step = "label", weight: int | None = None) -> QLabel:
    """A label in one step of type and one role of the style sheet."""
    result = QLabel(text)
    result.setFont(font(step, weight))
    set_role(result, role)
    return result


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
