"""The card that says what of the design cannot work or hardly learns, with a button for each cure."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.advice import Advice
from playground import icons
from playground.lettering import fix, font, px
from playground.widgets.buttons import TextButton
from playground.widgets.popover import Popover
from playground.widgets.themed import Themed, set_role

WIDTH = 340


def place_of(advice: Advice, columns: int) -> str:
    """What it is about, in words."""
    if advice.column is None:
        return "Training"
    if advice.column == 0:
        return "Input"
    return "Output" if advice.column == columns - 1 else f"Layer {advice.column}"


class AdviceRow(Themed, QWidget):
    """One advice: sign, place, sentence, and the button of its cure."""

    taken = Signal(object)

    def __init__(self, advice: Advice, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._advice = advice
        self._sign = QLabel()
        title = QLabel(f"{place}: {advice.title}")
        title.setFont(font("body", 600))
        set_role(title, "heading")
        sentence = QLabel(advice.sentence)
        sentence.setWordWrap(True)
        sentence.setFont(font("body"))
        set_role(sentence, "sentence")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(title)
        words.addWidget(sentence)
        self.button: TextButton | None = None
        if advice.cure is not None:
            self.button = TextButton(advice.cure[0], "Does it as one step that can be undone.")
            self.button.clicked.connect(self._take)
            line = QHBoxLayout()
            line.addWidget(self.button)
            line.addStretch()
            words.addLayout(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def retheme(self) -> None:
        advice, theme = self._advice, self.theme
        ink = theme.bad if advice.severity == "error" else theme.warn
        self._sign.setPixmap(icons.pixmap(advice.severity, px(16), ink, self.devicePixelRatioF()))

    def _take(self) -> None:
        self.taken.emit(self._advice)


class AdviceCard(Popover):
    """`show_advice` fills it. Emits `taken(advice)` when its cure is wanted."""

    taken = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Advice on the design", parent)
        self.rows: list[AdviceRow] = []
        fix(self, WIDTH)

    def show_advice(self, advice: tuple[Advice, ...], columns: int) -> None:
        """These rows and no others."""
        for row in self.rows:
            row.setParent(None)
            row.deleteLater()
        self.rows = [AdviceRow(item, place_of(item, columns)) for item in advice]
        for row in self.rows:
            row.set_theme(self.theme)
            row.taken.connect(self._take)
        self.hold(self.rows)

    def _take(self, advice: Advice) -> None:
        self.hide()
        self.taken.emit(advice)
