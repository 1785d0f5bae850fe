"""The line above the equations: which layer, of which mini-batch, how the matrices are shown, and copying."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.workings import Workings
from playground.lettering import px
from playground.widgets.buttons import TextIconButton
from playground.widgets.choice import Choice
from playground.widgets.labeled_field import ElidedLabel, label
from playground.widgets.plot_numbers import number
from playground.widgets.segmented import Segmented
from playground.widgets.themed import Themed

VIEWS = (
    ("numbers", "Numbers", "The matrices with their numbers, as many as have room."),
    ("colours", "Colours", "The matrices as coloured cells: larger ones have room, and patterns are seen."),
    ("shapes", "Shapes", "The matrices as rectangles in proportion, and which side cancels in the product."),
)
LAYER_TIP = "The equations of this layer; the canvas shows which one it is."
STEP_TIP = "The step that comes next: press Right to take it, one mini-batch at a time."
MOST_SEGMENTS = 6  # more layers are a list
WIDE = 760  # from here on the words of the buttons have room


class Header(Themed, QWidget):
    """Emits `layer_chosen(l)`, `view_chosen(name)` and `copy_chosen("numpy" or "latex")`."""

    layer_chosen = Signal(int)
    view_chosen = Signal(str)
    copy_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layers: Segmented | Choice | None = None
        self._depth = 0
        self.note = ElidedLabel("")
        self.note.setToolTip(STEP_TIP)
        self.views = Segmented("View of the matrices", VIEWS)
        self.views.chosen.connect(self.view_chosen)
        self.numpy = TextIconButton(
            "copy", "Copy as NumPy", "The layer with its numbers as a program that runs as pasted."
        )
        self.latex = TextIconButton(
            "copy", "Copy as LaTeX", "The equations with their numbers, for a document that uses amsmath."
        )
        for name, button in (("numpy", self.numpy), ("latex", self.latex)):
            button.setObjectName(name)
            button.clicked.connect(self._copy)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 6, 12, 2)
        self._row.setSpacing(8)
        self._row.addWidget(label("Layer"))
        self._row.addWidget(self.note, 1)
        for widget in (self.views, self.numpy, self.latex):
            self._row.addWidget(widget)

    def show_step(self, w: Workings, layer: int, epoch: int) -> None:
        """Which layer of which step is shown."""
        if w.network.depth != self._depth:
            self._make_layers(w.network.depth)
        assert self.layers is not None
        self.layers.set_current(str(layer))
        text = f"mini-batch {w.number} of {w.count}, m = {w.m}, at epoch {number(epoch, 0)}"
        if text != self.note.text():
            self.note.setText(text)

    def _make_layers(self, depth: int) -> None:
        if self.layers is not None:
            self._row.removeWidget(self.layers)
            self.layers.hide()
            self.layers.deleteLater()
        self._depth = depth
        numbers = [str(l) for l in range(1, depth + 1)]
        if depth <= MOST_SEGMENTS:
            self.layers = Segmented("Layer", [(l, l, LAYER_TIP) for l in numbers])
        else:
            self.layers = Choice("Layer", [(f"{l} of {depth}", l) for l in numbers], LAYER_TIP)
            self.layers.set_theme(self.theme)
        self.layers.chosen.connect(self._choose)
        self._row.insertWidget(1, self.layers)

    def _choose(self, key: str) -> None:
        self.layer_chosen.emit(int(key))

    def _copy(self) -> None:
        self.copy_chosen.emit(self.sender().objectName())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= px(WIDE)
        self.numpy.set_text("Copy as NumPy" if wide else "NumPy")
        self.latex.set_text("Copy as LaTeX" if wide else "LaTeX")
