"""The input features as chips that are on or off; the last one that is on stays on and says why."""

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.widgets.chip_toggle import ChipToggle
from playground.widgets.focus import order_focus
from playground.widgets.formula_chip import FormulaChip
from playground.widgets.formula_text import written
from playground.widgets.labeled_field import label
from playground.widgets.themed import rich, say

COLUMNS = 4
LAST_ON = "The network needs at least one input. Switch another feature on first."


class FeatureChips(QWidget):
    """Emits for the user `changed(features on, the feature pressed)`, and `removed(formula)`.

    `set_features` and `set_summary` never emit. Formulas have a line each, below the others.
    """

    changed = Signal(object, str)
    removed = Signal(str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Input features")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self.chips: dict[str, ChipToggle] = {}
        self._on: tuple[str, ...] = ()
        self._unseen: tuple[str, ...] = ()  # features that are on and have no chip
        self._formulas: tuple[str, ...] = ()
        self.summary = label("", "sentence", "body")
        self.summary.hide()
        self._grid.addWidget(self.summary, 0, 0, 1, COLUMNS)

    def set_image(self, image: Sequence[int], on: Sequence[str], formulas: Sequence[str] = ()) -> None:
        """Say how many pixels of an image (height, width) are on: nobody wants a chip for each.

        In colour it is (height, width, 3), and each pixel has three numbers.
        """
        height, width = image[:2]
        numbers, seen = math.prod(image), sum(name not in formulas for name in on)
        what = "pixels" if len(image) == 2 else "colour values"
        share = f"{numbers} {what}" if seen == numbers else f"{seen} of {numbers} {what}"
        self.set_summary(f"{share}, {height} by {width}", on, formulas)

    def set_summary(self, words: str, on: Sequence[str] = (), formulas: Sequence[str] = ()) -> None:
        """Words in the place of the chips of more features than anybody looks at; formulas keep theirs."""
        self.set_features((), on, {}, formulas)
        self._unseen = tuple(name for name in on if name not in formulas)
        self.summary.setText(words)
        self.summary.show()

    def set_features(
        self, names: Sequence[str], on: Sequence[str], tips: Mapping[str, str], formulas: Sequence[str] = ()
    ) -> None:
        """Show these features, in their order, and these formulas, with those in `on` switched on."""
        self._on, self._unseen = tuple(on), ()
        self.summary.hide()
        if tuple(self.chips) != (*names, *formulas) or self._formulas != tuple(formulas):
            self._make(names, formulas)
        for name, chip in self.chips.items():
            tip = _formula_tip(name) if name in formulas else tips.get(name, "")
            chip.setToolTip(rich(tip) if name in formulas else tip)
            chip.setAccessibleDescription(tip)
            chip.setChecked(name in on)
            chip.hold(LAST_ON if len(on) == 1 else "")

    def _make(self, names: Sequence[str], formulas: Sequence[str]) -> None:
        for chip in self.chips.values():
            self._grid.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips, self._formulas = {}, tuple(formulas)
        for index, name in enumerate(names):
            chip = ChipToggle(written(name), written(name), "", self)
            self._put(chip, name, 1 + index // COLUMNS, index % COLUMNS, 1)
        first = 2 + len(names) // COLUMNS
        for line, name in enumerate(formulas, start=first):
            formula = FormulaChip(written(name), "", self)
            formula.removed.connect(self._remove)
            self._put(formula, name, line, 0, COLUMNS)
        order_focus(self)

    def _put(self, chip: ChipToggle, name: str, line: int, column: int, span: int) -> None:
        chip.setObjectName(name)
        chip.clicked.connect(self._press)
        chip.refused.connect(self.refused)
        self._grid.addWidget(chip, line, column, 1, span)
        chip.show()
        self.chips[name] = chip

    def _press(self) -> None:
        on = (*self._unseen, *(name for name, chip in self.chips.items() if chip.isChecked()))
        sender = self.sender()
        pressed = sender.objectName() if sender is not None else ""
        if set(on) != set(self._on):
            self._on = on
            self.changed.emit(on, pressed)

    def _remove(self) -> None:
        """A formula is taken away, unless it is all that the network sees."""
        chip = self.sender()
        if not isinstance(chip, FormulaChip):
            return
        if self._on == (chip.objectName(),):
            say(chip, LAST_ON)
            self.refused.emit(LAST_ON)
        else:
            self.removed.emit(chip.objectName())


def _formula_tip(name: str) -> str:
    return f"{name}: computed from the columns for every example. Delete, or its cross, removes it."
