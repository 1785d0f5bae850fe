"""What there is to know of a table in use: its rows, what was left out of it, and a way to its columns."""

from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engine.data import AnyData, Images, Table
from engine.data.loading import has_changed
from engine.data.reading import Reading
from engine.errors import shown
from playground.panels.data.known import in_memory
from playground.widgets.buttons import TextButton
from playground.widgets.labeled_field import label
from playground.widgets.row import row
from playground.widgets.scales import thousands

AGAIN_TIP = "The file as it is now becomes the data; the weights that fit stay. Undo takes it back."
CHANGE_TIP = "Choose anew what the columns are, what becomes of gaps, and the names of classes."


class TableNote(QWidget):
    """Emits `change_asked()`, and `again_asked()` for a file that has changed.

    Of images it says only what was left out; it is hidden where there is nothing to say.
    """

    change_asked = Signal()
    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: AnyData | None = None
        self.words, self.warning = label("", "hint"), label("", "sentence")
        for words in (self.words, self.warning):
            words.setWordWrap(True)
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.again_button = TextButton("Read it again", AGAIN_TIP)
        self.again_button.clicked.connect(self.again_asked)
        self.change_button = TextButton("Change columns…", CHANGE_TIP)
        self.change_button.clicked.connect(self.change_asked)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 2, 0, 2)
        lines.setSpacing(6)
        lines.addWidget(self.words)
        lines.addWidget(self.warning)
        lines.addLayout(row(self.again_button, None))
        lines.addLayout(row(self.change_button, None))

    def show_data(self, data: AnyData) -> None:
        """Show what is known of these."""
        self._data = data
        is_table = isinstance(data, Reading)
        words = summary(data) if is_table else left_out(data) if isinstance(data, Images) else ""
        self.setVisible(bool(words))
        self.change_button.setVisible(is_table)
        self.words.setText(words)
        self.look()

    def look(self) -> None:
        """Say so where the file is not as it was read any more."""
        sentence = change_of(self._data) if isinstance(self._data, Table) else ""
        if self.again_button.hasFocus() and not sentence:
            self.change_button.setFocus()
        self.warning.setText(sentence)
        self.warning.setVisible(bool(sentence))
        self.again_button.setVisible(bool(sentence))

    def changeEvent(self, event: QEvent) -> None:
        """Files are changed in other windows, so there is something to look at when this one is back."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.look()


def summary(data: AnyData) -> str:
    """148 rows, 2 inputs, target sort with 3 classes; and the notes on what was left out."""
    dataset = in_memory(data)
    if dataset is None:
        return "Not read yet."
    inputs = f"{thousands(dataset.n)} {'input' if dataset.n == 1 else 'inputs'}"
    of = f", {dataset.n_classes} classes" if dataset.n_classes else ""
    rows = f"{thousands(dataset.m)} {'row' if dataset.m == 1 else 'rows'}"
    return "\n".join((f"{rows}, {inputs}, target {dataset.target}{of}.", *dataset.notes))


def left_out(images: Images) -> str:
    """What of a folder of images is no data, "" if nothing."""
    dataset = in_memory(images)
    return "" if dataset is None else "\n".join(dataset.notes)


def change_of(table: Table) -> str:
    """What has become of the file since it was read, "" where nothing has."""
    if not has_changed(table):
        return ""
    name = shown(Path(table.path).name)
    if table.stamp is None:
        return f"{name} is not in its place any more. Its data are kept as they were read."
    return f"{name} has changed since it was read. Its data are kept as they were."


def title(data: AnyData) -> str:
    """What the user calls these data: the name of their file, else of their kind."""
    path = getattr(data, "path", "")
    return Path(path).name if path else data.label
