"""In what dev and test differ from train: a card with both histograms of each column that does."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data.drift import Difference
from playground.lettering import fix
from playground.widgets.labeled_field import Sentence, label
from playground.widgets.popover import Popover
from playground.widgets.twin_histogram import TwinHistogram

WIDTH, MOST, FEW_CLASSES = 340, 12, 6
TITLE = "Not from the same distribution as train"
ADVICE = (
    "Filled: train. Outline: dev; dotted: test. What is learned from the one need not hold for the other. "
    "Divide all examples anew at random, or bring more training examples like those of dev."
)


class DriftCard(Popover):
    """Opens below a button; `show_differences` fills it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(TITLE, parent)
        fix(self, WIDTH)
        self._list: QWidget | None = None
        self.hold([label(TITLE, "heading", "section"), Sentence(ADVICE)])

    def show_differences(self, differences: Sequence[Difference]) -> None:
        """Replace what it shows; the largest come first, of very many only these."""
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
        self._list = QWidget()
        lines = QVBoxLayout(self._list)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(10)
        for difference in differences[:MOST]:
            lines.addWidget(_entry(difference))
        more = len(differences) - MOST
        if more > 0:
            lines.addWidget(label(f"and {more} more, with smaller distances"))
        self.append(self._list)
        self.set_theme(self.theme)


def _entry(difference: Difference) -> QWidget:
    """The sentence and the two histograms of one difference."""
    entry = QWidget()
    lines = QVBoxLayout(entry)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(4)
    names = difference.classes if 0 < len(difference.classes) <= FEW_CLASSES else ()
    picture = TwinHistogram(
        difference.train.tolist(),
        difference.other.tolist(),
        (difference.low, difference.high),
        names or ((difference.classes[0], difference.classes[-1]) if difference.classes else ()),
        difference.part == "test",
    )
    picture.setAccessibleName(difference.sentence)
    lines.addWidget(Sentence(difference.sentence))
    lines.addWidget(picture)
    return entry
