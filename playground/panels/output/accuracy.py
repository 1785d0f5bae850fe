"""How well the network does, in three tiles or, in a low window, one line; each leads to all metrics."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.frames import Frame
from playground.panels.output.metric_tile import ALL, MetricTile
from playground.panels.output.test_part import TestPart, score_of
from playground.widgets.buttons import IconButton
from playground.widgets.labeled_field import label

TRAIN_TIP = (
    "How many of the training examples the network gets right, or R²: the share of y's variance it knows."
)
DEV_TIP = "The same of the dev examples, which it never learns from."


class Accuracy(QWidget):
    """Train and dev accuracy, or R² where there are no classes, and the tile of the test part.

    `set_low` puts them into one line. Emits `more` for all the metrics.
    """

    more = Signal()

    def __init__(self, test: TestPart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.train, self.dev = MetricTile(TRAIN_TIP), MetricTile(DEV_TIP)
        self.test = test
        self.line = label("", "sentence")
        self.more_button = IconButton("dots", "Metrics", ALL, size=20)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.train, self.dev, test.tile, self.line, self.more_button):
            row.addWidget(widget)
        for button in (self.train, self.dev, self.more_button):
            button.clicked.connect(self.more)
        self._low, self._has_dev = False, True
        self.set_low(False)

    def set_low(self, low: bool) -> None:
        """One line of text instead of tiles."""
        self._low = low
        self.line.setVisible(low)
        self.more_button.setVisible(low)
        self.train.setVisible(not low)
        self._show_tiles()

    def _show_tiles(self) -> None:
        self.dev.setVisible(not self._low and self._has_dev)
        self.test.tile.setVisible(not self._low and self.test.is_there)

    def show_frame(self, frame: Frame) -> None:
        """The numbers of a frame."""
        scores = [score_of(m) if m else ("", "") for m in (frame.train, frame.dev)]
        self.train.set_value(f"Train {scores[0][0]}", scores[0][1])
        self.dev.set_value(f"Dev {scores[1][0]}", scores[1][1])
        self._has_dev = frame.dev is not None
        self.test.show_frame(frame)
        self._show_tiles()
        parts = (("Train", scores[0][1]), ("Dev", scores[1][1]), ("Test", self.test.words))
        self.line.setText("     ".join(f"{name} {value}" for name, value in parts if value))
