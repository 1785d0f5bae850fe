"""The input features as chips that are on or off; the last one that is on stays on and says why."""

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from engine.data.dataset import Image
from playground.widgets.chip_toggle import ChipToggle
from playground.widgets.labeled_field import label

COLUMNS = 4
LAST_ON = "The network needs at least one input. Switch another feature on first."
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def written(feature: str) -> str:
    """The name of the engine as a formula: "x1^2" is x₁², "sin(x2)" is sin x₂."""
    base, _, power = feature.partition("^")
    formula = base.translate(_SUBSCRIPTS).replace("*", "").replace("(", " ").replace(")", "")
    return f"{formula}²" if power else formula


class FeatureChips(QWidget):
    """Emits `changed(features on, the feature pressed)` for the user; `set_features` never emits."""

    changed = Signal(object, str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Input features")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self.chips: dict[str, ChipToggle] = {}
        self._on: tuple[str, ...] = ()
        self.summary = label("", "sentence", "body")
        self.summary.hide()
        self._grid.addWidget(self.summary, 0, 0, 1, COLUMNS)

    def set_image(self, image: Image, on: int) -> None:
        """Say how many pixels of an image, or numbers of one in colour, are on, not a chip for each."""
        self._make(())
        numbers, (height, width) = math.prod(image), image[:2]
        called = "pixels" if numbers == height * width else "numbers"
        share = f"{numbers} {called}" if on == numbers else f"{on} of {numbers} {called}"
        self.summary.setText(f"{share}, {' by '.join(map(str, image))}")
        self.summary.show()

    def set_features(self, names: Sequence[str], on: Sequence[str], tips: Mapping[str, str]) -> None:
        """Show these features, in their order, with those in `on` switched on."""
        self._on = tuple(on)
        self.summary.hide()
        if tuple(self.chips) != tuple(names):
            self._make(names)
        for name, chip in self.chips.items():
            chip.setToolTip(tips.get(name, ""))
            chip.setAccessibleDescription(tips.get(name, ""))
            chip.setChecked(name in on)
            chip.hold(LAST_ON if len(on) == 1 else "")

    def _make(self, names: Sequence[str]) -> None:
        for chip in self.chips.values():
            self._grid.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        for index, name in enumerate(names):
            chip = ChipToggle(written(name), written(name), "", self)
            chip.setObjectName(name)
            chip.clicked.connect(self._press)
            chip.refused.connect(self.refused)
            self._grid.addWidget(chip, index // COLUMNS, index % COLUMNS)
            chip.show()
            self.chips[name] = chip

    def _press(self) -> None:
        on = tuple(name for name, chip in self.chips.items() if chip.isChecked())
        sender = self.sender()
        pressed = sender.objectName() if sender is not None else ""
        if set(on) != set(self._on):
            self._on = on
            self.changed.emit(on, pressed)
