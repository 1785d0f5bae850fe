"""What there is to know of a table in use: its rows, what was left out of it, and a way to its columns."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engine.data import AnyData
from engine.data.reading import Reading
from playground.panels.data.known import in_memory
from playground.widgets.buttons import TextButton
from playground.widgets.labeled_field import label
from playground.widgets.row import row
from playground.widgets.scales import thousands

CHANGE_TIP = "Choose anew what the columns are, what becomes of gaps, and the names of classes."


class TableNote(QWidget):
    """Emits `change_asked()`. Hidden for data that are no table."""

    change_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = label("", "hint")
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.change_button = TextButton("Change columns…", CHANGE_TIP)
        self.change_button.clicked.connect(self.change_asked)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 2, 0, 2)
        lines.setSpacing(6)
        lines.addWidget(self.words)
        lines.addLayout(row(self.change_button, None))

    def show_data(self, data: AnyData) -> None:
        """Show what is known of these."""
        self.setVisible(isinstance(data, Reading))
        if isinstance(data, Reading):
            self.words.setText(summary(data))


def summary(data: AnyData) -> str:
    """148 rows, 2 inputs, target sort with 3 classes; and the notes on what was left out."""
    dataset = in_memory(data)
    if dataset is None:
        return "Not read yet."
    inputs = f"{thousands(dataset.n)} {'input' if dataset.n == 1 else 'inputs'}"
    of = f", {dataset.n_classes} classes" if dataset.n_classes else ""
    rows = f"{thousands(dataset.m)} {'row' if dataset.m == 1 else 'rows'}"
    return "\n".join((f"{rows}, {inputs}, target {dataset.target}{of}.", *dataset.notes))


def title(data: AnyData) -> str:
    """What the user calls these data: the name of their file, else of their kind."""
    path = getattr(data, "path", "")
    return Path(path).name if path else data.label
