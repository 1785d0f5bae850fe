"""A field in which a formula is typed: what is wrong with it stands below while it is typed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from playground.lettering import fix, font
from playground.widgets.buttons import TextButton
from playground.widgets.labeled_field import Sentence
from playground.widgets.panel_scroll import bring_into_view
from playground.widgets.row import row
from playground.widgets.themed import describe, give_undo, keep_keys, say, set_role

NAME = "Formula of a new feature"
TIP = (
    "A function of the columns, such as sin(3*x1)*x2: the network gets it as one more input. Known are "
    "+ - * / ^ and brackets, sin cos tan exp log sqrt abs tanh sigmoid relu min max sign, pi and e."
)
HINT = "Such as sin(3*x1)*x2. Enter adds it."


class FormulaField(QWidget):
    """Emits `added(formula)` for one that can be read, and `closed` for Esc. `read` raises ValueError."""

    added = Signal(str)
    closed = Signal()

    def __init__(self, read: Callable[[str], str], parent: QWidget | None = None) -> None:
        """`read` gives the one spelling of a formula or raises ValueError with one sentence."""
        super().__init__(parent)
        self._read = read
        self.line = QLineEdit()
        self.line.setFont(font("body", 500))
        fix(self.line, height=28)
        self.line.setPlaceholderText("sin(3*x1)*x2")
        describe(self.line, NAME, TIP)
        give_undo(self.line)
        keep_keys(self.line, Qt.Key.Key_Escape)
        self.button = TextButton("Add", "Adds the formula to the inputs of the network.")
        self.button.clicked.connect(self._add)
        self.note = Sentence(HINT, "hint")
        self.line.textChanged.connect(self._judge)
        self.line.returnPressed.connect(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row(self.line, self.button))
        column.addWidget(self.note)
        self._judge()

    def begin(self) -> None:
        """The focus goes where the formula is typed."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()
        bring_into_view(self)

    def clear(self) -> None:
        """An empty field again."""
        self.line.clear()

    def _complaint(self) -> str:
        """What is wrong with what is typed; nothing where it is a formula."""
        try:
            self._read(self.line.text())
        except ValueError as error:
            return str(error)
        return ""

    def _judge(self) -> None:
        """Say what is wrong, and let only a formula be added; an empty field is no mistake."""
        typed = bool(self.line.text().strip())
        complaint = self._complaint() if typed else ""
        self.button.setEnabled(typed and not complaint)
        set_role(self.note, "bad" if complaint else "hint")
        self.note.set_text(complaint or HINT)
        self.line.setAccessibleDescription(complaint or TIP)
        bring_into_view(self)

    def _add(self) -> None:
        if complaint := self._complaint():
            say(self.line, complaint)
            return
        formula = self._read(self.line.text())
        self.line.clear()
        self.added.emit(formula)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the field leaves to its surroundings: Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
