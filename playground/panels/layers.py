"""The palette: what can be dragged into the network, or put there by a press of its button or key."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.theme import font
from playground.widgets.key_cap import KeyCap
from playground.widgets.labeled_field import label
from playground.widgets.palette_chip import PaletteChip
from playground.widgets.themed import Themed

TIP = "A layer with weights: each unit adds its inputs up and bends the sum. Drag it into a gap, or press A."


class LayersPanel(Themed, QWidget):
    """Emits `chosen` when a chip is pressed instead of dragged."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Layers")
        self.dense = PaletteChip("dense", "dense", "Dense", TIP, self)
        self.dense.chosen.connect(self.chosen)
        self._title: QLabel = label("Layers", "heading", "section")
        hint: QLabel = label("drag into the network, or", "hint", "label")
        hint.setFont(font("label"))
        heading = QHBoxLayout()
        heading.addWidget(self._title)
        heading.addStretch()
        heading.addWidget(hint)
        heading.addWidget(KeyCap("A"))
        row = QHBoxLayout()
        row.addWidget(self.dense)
        row.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addLayout(heading)
        box.addLayout(row)
