"""The palette: what can be dragged into the network, or put there by a press of its button or key.

Below it whole experiments to start from.
"""

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.presets import PRESETS, Preset
from playground.lettering import font, px
from playground.widgets.key_cap import KeyCap
from playground.widgets.labeled_field import label
from playground.widgets.menu_button import MenuButton
from playground.widgets.palette_chip import MARGIN as CHIP_MARGIN
from playground.widgets.palette_chip import PaletteChip
from playground.widgets.popover import Popover
from playground.widgets.themed import Themed
from playground.widgets.titled_list import Titled, TitledList

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
PRESET_TIP = (
    "Data, network and hyperparameters give way to a ready experiment, and it says what to see. "
    "Undo brings yours back. (Ctrl+P)"
)
LIST_WIDTH, LIST_HEIGHT = 460, 520
APART = 80  # what the window keeps beside the list, however large the type


class LayersPanel(Themed, QWidget):
    """Emits `chosen(kind)` when a chip is pressed instead of dragged.

    A preset that is chosen is one `edited(experiment, undo text, merge id)`, and then `started(preset)`.
    """

    chosen = Signal(str)
    edited = Signal(object, str, str)
    started = Signal(object)

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
        box.addWidget(self._make_presets())

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

    def _make_presets(self) -> MenuButton:
        self.preset_button = MenuButton("layers", "Start from a preset", PRESET_TIP, self)
        self.preset_button.clicked.connect(self.open_presets)
        self.popover = Popover("Presets", self)
        self.presets = TitledList("Presets", preset_groups())
        self.presets.chosen.connect(self._start)
        self.popover.hold([self.presets])
        return self.preset_button

    def open_presets(self) -> None:
        """Open the list of presets beside its button, over the canvas."""
        button, window = self.preset_button, self.window()
        wide = min(px(LIST_WIDTH), window.width() - APART)
        high = min(px(LIST_HEIGHT), window.height() - APART)
        self.presets.setFixedSize(wide, high)
        self.presets.set_current(self.presets.current)
        beside = button.mapToGlobal(QPoint(button.width() + 2 * GAP, -high))
        self.popover.open_at(beside, QRect(window.mapToGlobal(QPoint()), window.size()))

    def _start(self, name: str) -> None:
        preset = PRESETS[name]
        self.popover.hide()
        self.edited.emit(preset.experiment, f"preset: {preset.title}", "")
        self.started.emit(preset)

    @property
    def dragging(self) -> bool:
        """Whether a chip is on its way."""
        return any(chip.dragging for chip in self.chips)


def preset_groups() -> list[tuple[str, list[Titled]]]:
    """All presets as entries of a list: those that learn, and those that are there to fail."""
    entries = {fails: [_entry(p) for p in PRESETS.values() if p.fails is fails] for fails in (False, True)}
    return [("Learns", entries[False]), ("Fails on purpose", entries[True])]


def _entry(preset: Preset) -> Titled:
    return Titled(preset.name, preset.title, preset.sentence)
