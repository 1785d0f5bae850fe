"""The Signals panel: how the numbers of every layer are spread, forward and backward, over the run too."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from playground.frames import Frame
from playground.panels.signals.rows import Rows
from playground.panels.signals.words import through
from playground.widgets.labeled_field import ElidedLabel, label
from playground.widgets.panel_scroll import PanelScroll
from playground.widgets.row import row
from playground.widgets.segmented import Segmented
from playground.widgets.themed import Themed, describe, set_role

TIP = (
    "Each row is a layer: Z before and A after the activation, the gradients that come back, the weights. "
    "All A at the ends: saturated. All at 0: dead. Gradients that shrink from row to row up: they vanish."
)


class SignalsPanel(Themed, QWidget):
    """`show_frame` for every frame; emits `wanted` with the field of a View while it is seen."""

    wanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Signals")
        self.sentence = ElidedLabel("", "sentence")
        self.when = Segmented(
            "What is shown",
            [
                ("now", "Now", "The numbers of the moment that is shown."),
                ("run", "Over the run", "Ridges of recorded epochs, the newest in front."),
            ],
        )
        self.when.chosen.connect(self._choose)
        self.rows = Rows()
        describe(self.rows, "Signals of the layers", TIP)
        self.area: QScrollArea = PanelScroll(self.rows)
        self.area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 12, 4)
        column.setSpacing(4)
        heading = row(label("Signals", "heading", "section"), self.sentence, self.when)
        heading.setStretchFactor(self.sentence, 1)
        column.addLayout(heading)
        column.addWidget(self.area, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.wanted.emit({"signals": True})

    def hideEvent(self, event: QHideEvent) -> None:
        """Unseen it costs nothing."""
        super().hideEvent(event)
        self.wanted.emit({"signals": False})

    def show_frame(self, frame: Frame) -> None:
        """The signals that a frame brings."""
        if frame.signals is None:
            return
        self.rows.show_signals(frame.signals, frame)
        words, warning = through(frame.signals, frame.iteration == 0)
        self.sentence.set_text(f"⚠ {words}" if warning else words)
        set_role(self.sentence, "warning" if warning else "sentence")

    def _choose(self, key: str) -> None:
        self.rows.set_ridges(key == "run")
