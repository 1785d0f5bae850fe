"""The test part stays locked until it is revealed: asked once, in place, and said ever after."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from engine.evaluation import Metrics
from playground.frames import Frame, Scene
from playground.panels.output.points import TEST
from playground.panels.output.test_tile import TestTile
from playground.widgets.buttons import TextButton
from playground.widgets.check_box import CheckBox
from playground.widgets.labeled_field import Sentence
from playground.widgets.panel_scroll import bring_into_view
from playground.widgets.plot_numbers import cost, number, percent
from playground.widgets.row import row
from playground.widgets.themed import announce, keep_keys, say, set_role

BOX_TIP = "Show the test part and how the network does there (T). Locked, it stays honest."
QUESTION = (
    "Look at the test set? It tells how good the network is only as long as nothing is chosen by it: keep it "
    "for the end."
)
REVEAL_TIP = "Shows the test points and numbers; from then on it is said that they were looked at."
KEEP_TIP = "Nothing is shown, and nothing is noted."
NO_TEST = "There is no test example. Give the test part a share of the split first."


class TestPart(QWidget):
    """Emits `wanted(bool)`: whether the user wants it revealed. `tile` and `box` stand elsewhere."""

    __test__ = False  # is no test, whatever its name begins with

    wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open, self._looked, self._there, self._low = False, "", True, False
        self._was_asked = False
        self._scene: Scene | None = None
        self.tile, self.box = TestTile(), CheckBox("Test", BOX_TIP, "lock")
        self.tile.clicked.connect(self.toggle)
        self.box.clicked.connect(self.toggle)
        self.note = Sentence()
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._make_question())
        column.addWidget(self.note)
        self.hide()

    def _make_question(self) -> QFrame:
        self.reveal = TextButton("Reveal", REVEAL_TIP, primary=True)
        self.keep = TextButton("Keep it locked", KEEP_TIP)
        self.reveal.clicked.connect(self._agree)
        self.keep.clicked.connect(self._close)
        for button in (self.reveal, self.keep):
            button.setAutoDefault(True)  # Enter presses it, too
            keep_keys(button, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        self.question = QFrame()
        set_role(self.question, "banner-message")
        lines = QVBoxLayout(self.question)
        lines.setContentsMargins(12, 8, 12, 10)
        lines.setSpacing(8)
        lines.addWidget(Sentence(QUESTION))
        lines.addLayout(row(self.reveal, self.keep, None))
        self.question.hide()
        return self.question

    # What is shown

    def show_state(self, is_open: bool, looked: str, was_asked: bool) -> None:
        """Whether it is revealed, what is to be said of looks at it, and whether it was asked before."""
        self._open, self._looked, self._was_asked = is_open, looked, was_asked
        self.box.setChecked(is_open)
        self.box.set_disc("dotted" if is_open else "lock")
        if not is_open:
            self.tile.set_value("Test", "")
        self._close()
        self._explain()

    def show_frame(self, frame: Frame) -> None:
        """The numbers of the test part, if it is revealed and the frame knows them."""
        if frame.scene is not self._scene:
            self._scene = frame.scene
            self._there = bool((frame.scene.codes == TEST).any())
            self.box.setVisible(self._there)
        if self._open and frame.test is not None:
            word, value = score_of(frame.test)
            self.tile.set_value(f"Test {word}", value)

    @property
    def is_there(self) -> bool:
        """Whether there are any test examples."""
        return self._there

    @property
    def words(self) -> str:
        """Its number for the one line of a low window; "" while it is locked."""
        return self.tile.value

    def set_low(self, low: bool) -> None:
        """A low window has room for one line of it."""
        self._low = low
        self._explain()

    def _explain(self) -> None:
        """What is said of looks at the test part, as long as these data are there."""
        first = self._looked.partition(". ")[0].rstrip(".") + "."
        self.note.set_text((first if self._low else self._looked) if self._looked else "")
        self.note.setToolTip(self._looked)
        self.note.setVisible(bool(self._looked))
        self.setVisible(bool(self._looked) or not self.question.isHidden())

    # What the user decides

    def toggle(self) -> None:
        """Lock it, or reveal it: the first time only after a question."""
        self.box.setChecked(self._open)
        if self._open:
            self.wanted.emit(False)
        elif not self._there:
            say(self.box, NO_TEST)
        elif self._was_asked:
            self.wanted.emit(True)
        else:
            self._ask()

    def _ask(self) -> None:
        self.question.show()
        self.show()
        self.reveal.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.reveal, QUESTION)
        bring_into_view(self)

    def _agree(self) -> None:
        self.wanted.emit(True)

    def _close(self) -> None:
        """The question goes; the keyboard is where it was asked from."""
        if self.question.isAncestorOf(QApplication.focusWidget() or self):
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.question.hide()
        self._explain()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.question.isHidden():
            self._close()
        else:
            super().keyPressEvent(event)


def score_of(metrics: Metrics) -> tuple[str, str]:
    """The one number that tells how a part does: accuracy, else R², else the cost; its name and value."""
    if metrics.accuracy is not None:
        return "accuracy", percent(metrics.accuracy)
    return ("cost", cost(metrics.cost)) if metrics.r2 is None else ("R²", number(metrics.r2, 3))
