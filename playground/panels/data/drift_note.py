"""A quiet warning where dev or test are not from the same distribution as train, with words and numbers."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.data.drift import Difference, sealed, shown
from playground import icons
from playground.lettering import px
from playground.panels.data.drift_card import DriftCard
from playground.widgets.buttons import TextButton
from playground.widgets.labeled_field import Sentence
from playground.widgets.themed import Themed

ICON, GAP = 14, 8
SHOW_TIP = "Both histograms of each column that differs, train's and the other part's."


class DriftNote(Themed, QWidget):
    """Hidden while nothing differs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: tuple[Sequence[Difference], bool] = (), False
        self._differences: Sequence[Difference] = ()
        self._card: DriftCard | None = None
        self.words = Sentence()
        self.button = TextButton("Show", SHOW_TIP)
        self.button.clicked.connect(self._show)
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(self.button)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(px(ICON) + GAP, 4, 0, 0)
        lines.setSpacing(2)
        lines.addWidget(self.words)
        lines.addLayout(line)
        self.hide()

    def show_differences(self, differences: Sequence[Difference], test: bool = False) -> None:
        """Say what differs most, and how much else does; of a locked `test` part no number is told."""
        if (differences, test) == self._told:
            return
        self._told = differences, test
        self._differences = shown(differences, test)
        self.setVisible(bool(differences))
        self.button.setVisible(bool(self._differences))
        if self._card is not None:
            self._card.hide()  # it shows what was known before
        self.words.set_text(" ".join(f"{sentence}." for sentence in self._sentences(differences, test)))
        self.setAccessibleName(f"Warning: {self.words.text()}" if differences else "")

    def _sentences(self, differences: Sequence[Difference], test: bool) -> list[str]:
        more = len(self._differences) - 1
        rest = f", and {more} more" if more > 0 else ""
        first = [f"{d.sentence}{rest}" for d in self._differences[:1]]
        locked = sealed(differences, test)
        return [*first, locked] if locked else first

    def _show(self) -> None:
        if self._card is None:
            self._card = DriftCard(self)
            self._card.set_theme(self.theme)
        self._card.show_differences(self._differences)
        self._card.open_below(self.button)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, "warning", QRectF(0, 5, px(ICON), px(ICON)), self.theme.warn)
