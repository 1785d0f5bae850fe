"""The first step: which file it is, and what was guessed of its form."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.importing.parts import Notice
from playground.importing.trial import Origin
from playground.widgets.buttons import TextButton
from playground.widgets.choice import Choice
from playground.widgets.labeled_field import LabeledField, label
from playground.widgets.row import row
from playground.widgets.themed import Themed

SHEET_TIP = "The sheet of the workbook that holds the table: another one is looked at anew."
OTHER_TIP = "Choose another file instead; nothing is imported yet."
EXPLAINED = "This is a guess from the first rows. If it is wrong, save the table again as plain CSV."


class FileStep(Themed, QWidget):
    """Emits `another_asked()` for another file, `sheet_chosen(name)` for another sheet of a workbook."""

    another_asked = Signal()
    sheet_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = label("", "hint")
        self.found = label("", "sentence", "body")
        self.explained = label(EXPLAINED, "hint")
        self.notice = Notice()
        for words in (self.place, self.found, self.explained):
            words.setWordWrap(True)
        self.sheet = Choice("Sheet", [], SHEET_TIP)
        self.sheet.chosen.connect(self.sheet_chosen)
        self._sheets = LabeledField("Sheet", self.sheet)
        self.other_button = TextButton("Choose another file…", OTHER_TIP)
        self.other_button.clicked.connect(self.another_asked)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        for widget in (self.place, self.notice, self.found, self.explained, self._sheets):
            lines.addWidget(widget)
        lines.addLayout(row(self.other_button, None))
        lines.addStretch(1)

    def show_origin(self, origin: Origin) -> None:
        """A table that is about to be looked at."""
        self.place.setText(
            origin.path or "A table that was copied, with all of its text kept in the project."
        )
        self.notice.show_sentence("")
        self.show_notes(())
        self._sheets.hide()

    def show_notes(self, notes: tuple[str, ...]) -> None:
        """What was found out about its form, a sentence a line."""
        self.found.setText("\n".join(notes))
        self.found.setVisible(bool(notes))
        self.explained.setVisible(bool(notes))

    def show_sheets(self, sheets: tuple[str, ...], sheet: str) -> None:
        """The sheets to choose from, where there are several."""
        self.sheet.clear()
        for name in sheets:
            self.sheet.addItem(name, name)
        self.sheet.set_current(sheet)
        self._sheets.setVisible(len(sheets) > 1)
