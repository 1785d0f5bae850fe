"""One line above the paper: what is still missing, what points are labelled with, and ways to begin."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.lettering import fix
from playground.widgets.buttons import TextButton
from playground.widgets.flow import Flow
from playground.widgets.labeled_field import label
from playground.widgets.segmented import Segmented
from playground.widgets.themed import Themed

KINDS = (
    ("classes", "Classes", "Points have classes, and the network tells them apart."),
    ("values", "Values", "Points have numbers, and the network learns a surface through them: regression."),
)

SHORT = "Use former points"


class Note(Themed, QWidget):
    """Emits `kind_chosen("classes" or "values")`, `taken()` to begin with the former points, `cleared()`."""

    kind_chosen = Signal(str)
    taken = Signal()
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = Segmented("Points have", KINDS)
        self.take = TextButton("", "Up to 2\u2009000 of them come on the paper; then paint on.")
        self.clear = TextButton("Clear", "Empty paper; Ctrl+Z brings the points back.")
        self.sentence = label("", "sentence", "body")
        fix(self.sentence, height=28)
        fix(self.kind, height=28)
        self._lack, self._words, self._is_beside = "", "", False
        box, flow = QVBoxLayout(self), Flow(gap=10, line_gap=4)
        box.setContentsMargins(16, 0, 16, 0)
        box.addLayout(flow)
        for part in (self.kind, self.take, self.clear, self.sentence):
            flow.addWidget(part)
        self.kind.chosen.connect(self.kind_chosen)
        self.take.clicked.connect(self.taken)
        self.clear.clicked.connect(self.cleared)

    def name_former(self, name: str) -> None:
        """What data painting may begin with."""
        words = f"Start with the points of {name}"
        self._words = words.replace("&", "&&")  # a single one would underline a letter
        self.take.setAccessibleName(words)
        self.set_beside(self._is_beside)

    def show_state(self, lack: str, values: bool, painted: bool, former: bool) -> None:
        """`lack` is what is missing, `painted` whether there are points, `former` if others were before."""
        self.kind.set_current("values" if values else "classes")
        self.take.setVisible(former and not painted)
        self.clear.setVisible(painted)
        self._lack = lack
        self.sentence.setText(lack)
        self.set_beside(self._is_beside)

    @property
    def contents(self) -> tuple[object, ...]:
        """What needs room."""
        return self._lack, self._words, self.take.isHidden(), self.clear.isHidden()

    def set_beside(self, beside: bool) -> None:
        """Beside the paper there is no room for many words; the output says what is missing."""
        self._is_beside = beside
        self.take.setText(SHORT if beside else self._words)
        self.sentence.setVisible(bool(self._lack) and not beside)
