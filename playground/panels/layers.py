"""The palette: what can be dragged into the network, or put there by a press of its button or key."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.theme import font
from playground.widgets.key_cap import KeyCap
from playground.widgets.labeled_field import label
from playground.widgets.palette_chip import MARGIN as CHIP_MARGIN
from playground.widgets.palette_chip import PaletteChip
from playground.widgets.themed import Themed

MARGIN, GAP, COLUMNS = 16, 8, 2
DENSE_TIP = (
    "A layer with weights: each unit adds its inputs up and bends the sum. Drag it into a gap, or press A."
)
ACTIVATION_TIP = "Another bend for the units of a layer: drag it onto the layer, or behind it."
DROPOUT_TIP = (
    "Some units of a layer are switched off in each step, so that the net leans less on any one of them. "
    "Drag it onto the layer, or behind it."
)
BATCH_NORM_TIP = (
    "Each unit's z is centred and scaled over the mini-batch: training tolerates a larger alpha. "
    "Drag it onto the layer, or behind it."
)


class LayersPanel(Themed, QWidget):
    """Emits `chosen(kind)` when a chip is pressed instead of dragged."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Layers")
        self.dense = PaletteChip("dense", "dense", "Dense", DENSE_TIP, self)
        self.activation = PaletteChip("activation", "activation", "Activation", ACTIVATION_TIP, self)
        self.dropout = PaletteChip("dropout", "dropout", "Dropout", DROPOUT_TIP, self)
        self.batch_norm = PaletteChip("batch_norm", "batch-norm", "Batch norm", BATCH_NORM_TIP, self)
        self.chips = (self.dense, self.activation, self.dropout, self.batch_norm)
        box = QVBoxLayout(self)
        # The bodies of the chips stand in line with the rest; their rims reach beyond it.
        box.setContentsMargins(MARGIN - CHIP_MARGIN, 12, MARGIN - CHIP_MARGIN, 12)
        box.setSpacing(GAP - CHIP_MARGIN)
        box.addLayout(self._make_heading())
        box.addLayout(self._make_grid())

    def _make_heading(self) -> QHBoxLayout:
        hint: QLabel = label("drag into the network, or", "hint", "label")
        hint.setFont(font("label"))
        heading = QHBoxLayout()
        heading.setContentsMargins(CHIP_MARGIN, 0, CHIP_MARGIN, 0)
        heading.addWidget(label("Layers", "heading", "section"))
        heading.addStretch()
        heading.addWidget(hint)
        heading.addWidget(KeyCap("A"))
        return heading

    def _make_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(GAP - 2 * CHIP_MARGIN)
        for index, chip in enumerate(self.chips):
            chip.chosen.connect(self.chosen)
            grid.addWidget(chip, index // COLUMNS, index % COLUMNS)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        return grid

    @property
    def dragging(self) -> bool:
        """Whether a chip is on its way."""
        return any(chip.dragging for chip in self.chips)
