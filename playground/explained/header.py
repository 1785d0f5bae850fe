"""The line above a stage: its name, which mini-batch, whose numbers, and the buttons that lead on."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.workings import Workings
from playground.lettering import font, px
from playground.widgets.buttons import IconButton, PrimaryButton, TextIconButton
from playground.widgets.labeled_field import ElidedLabel
from playground.widgets.plot_numbers import number
from playground.widgets.themed import Themed, describe

BACK_TIP = "The stage before (Left)."
NEXT_TIP = "The next stage (Right or Enter)."
DO_TIP = "Takes exactly this step, holds the weights against what was foretold, and goes on (Enter)."
CLOSE_TIP = "Ends the explanation; network and plane look as before (Esc)."
WIDE = 760  # from here on all words have room
EXAMPLE_TIP = "The numbers are those of another example of the mini-batch ({})."


class Header(Themed, QWidget):
    """Emits `turned(by)` for another stage, `example_turned(by)`, `step_asked()` and `closed()`."""

    turned = Signal(int)
    example_turned = Signal(int)
    step_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.note, self.example = ElidedLabel("", "heading"), ElidedLabel(""), ElidedLabel("")
        self.before = IconButton("chevron-up", "Example before", EXAMPLE_TIP.format("Up"), size=24)
        self.after = IconButton("chevron-down", "Next example", EXAMPLE_TIP.format("Down"), size=24)
        self.back = TextIconButton("arrow-left", "Back", BACK_TIP)
        self.next = PrimaryButton("arrow-right", "Next", NEXT_TIP)
        self.close_button = IconButton("close", "End the explanation", CLOSE_TIP)
        self.is_last = False
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self.go_on)
        self.before.clicked.connect(self._example_before)
        self.after.clicked.connect(self._example_after)
        self.close_button.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.note)
        row.addStretch()
        row.addWidget(self.example)
        for button in (self.before, self.after, self.back, self.next, self.close_button):
            row.addWidget(button)
        self.title.setFont(font("section", 600))

    def show_stage(self, title: str, w: Workings, example: int, place: int, last: int, epoch: int) -> None:
        """Where the explanation has come to."""
        self.title.set_text(title)
        self.note.set_text(f"mini-batch {w.number} of {w.count}, m = {w.m}, at epoch {number(epoch, 0)}")
        self.example.set_text(f"Numbers: unit 1, example {example + 1} of {w.m}")
        for button, possible in ((self.before, example > 0), (self.after, example < w.m - 1)):
            button.setEnabled(possible)
        self.back.setEnabled(place > 0)
        if (place == last) != self.is_last:
            self.is_last = place == last
            words, tip = ("Do the step", DO_TIP) if self.is_last else ("Next", NEXT_TIP)
            self.next.set_text(words)
            self.next.set_icon_name("step" if self.is_last else "arrow-right")
            describe(self.next, words, tip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(WIDE)
        self.back.set_compact(narrow)
        self.note.setHidden(narrow)

    def go_on(self) -> None:
        """The next stage; behind the last one the step is taken."""
        if self.is_last:
            self.step_asked.emit()
        else:
            self.turned.emit(1)

    def _go_back(self) -> None:
        self.turned.emit(-1)

    def _example_before(self) -> None:
        self.example_turned.emit(-1)

    def _example_after(self) -> None:
        self.example_turned.emit(1)
