"""How many examples the network gets right, in three tiles or, in a low window, one line."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.frames import Frame
from playground.panels.output.test_part import TestPart, value_of
from playground.widgets.labeled_field import label
from playground.widgets.tile import Tile


class Accuracy(QWidget):
    """Train and dev accuracy, or the costs where there are no classes, and the tile of the test part.

    `set_low` puts them into one line.
    """

    def __init__(self, test: TestPart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.train = Tile("The share of the training examples that the network gets right.")
        self.dev = Tile("The share of the dev examples, which it never learns from, that it gets right.")
        self.test = test
        self.line = label("", "sentence")
        self.line.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.train, self.dev, test.tile, self.line):
            row.addWidget(widget)
        self._low, self._has_dev = False, True

    def set_low(self, low: bool) -> None:
        """One line of text instead of tiles."""
        self._low = low
        self.line.setVisible(low)
        self.train.setVisible(not low)
        self._show_tiles()

    def _show_tiles(self) -> None:
        self.dev.setVisible(not self._low and self._has_dev)
        self.test.tile.setVisible(not self._low and self.test.is_there)

    def show_frame(self, frame: Frame) -> None:
        """The numbers of a frame."""
        word = "cost" if frame.train.accuracy is None else "accuracy"
        values = [value_of(m.accuracy, m.cost) if m else "" for m in (frame.train, frame.dev)]
        self.train.set_value(f"Train {word}", values[0])
        self.dev.set_value(f"Dev {word}", values[1])
        self._has_dev = frame.dev is not None
        self.test.show_frame(frame)
        self._show_tiles()
        parts = (("Train", values[0]), ("Dev", values[1]), ("Test", self.test.words))
        self.line.setText("     ".join(f"{name} {value}" for name, value in parts if value))
