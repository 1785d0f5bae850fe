"""Data of the user's own: the buttons that lead to them, side by side below the gallery."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.panels.data.table_note import TableNote
from playground.widgets.buttons import TintedButton
from playground.widgets.row import row
from playground.widgets.themed import describe

PAINT_TIP = "Put points on the plane with the mouse or the keys, and the network learns them while you paint."
IMPORT_TIP = "Choose a table in a file. It can also be dropped anywhere in the window, or pasted as cells."


class Own(QWidget):
    """Emits `paint_asked()` when the user wants to paint points, or has painted enough.

    `import_asked()` wants a table from a file, `note.change_asked()` other columns of the one in use.
    """

    paint_asked = Signal()
    import_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paint = TintedButton("brush", "Paint", PAINT_TIP)
        self.paint.clicked.connect(self.paint_asked)
        self.import_button = TintedButton("table", "Import…", IMPORT_TIP)
        self.import_button.clicked.connect(self.import_asked)
        self.note = TableNote()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 4, 0, 4)
        lines.setSpacing(4)
        lines.addLayout(row(self.paint, self.import_button))
        lines.addWidget(self.note)

    def set_painting(self, painting: bool) -> None:
        """Say on the button that points are being painted."""
        words = "Painting" if painting else "Paint"
        self.paint.set_text(words)
        describe(self.paint, words, PAINT_TIP)
