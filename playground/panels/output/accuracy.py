"""How many examples the network gets right, in two tiles or, in a low window, one line."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.frames import Frame
from playground.widgets.labeled_field import label
from playground.widgets.plot_numbers import cost, percent
from playground.widgets.tile import Tile


class Accuracy(QWidget):
    """Train and dev accuracy, or the costs where there are no classes. `set_low` puts them into one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.train = Tile("The share of the training examples that the network gets right.")
        self.dev = Tile("The share of the dev examples, which it never learns from, that it gets right.")
        self.line = label("", "sentence")
        self.line.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.train, self.dev, self.line):
            row.addWidget(widget)
        self._low, self._has_dev = False, True

    def set_low(self, low: bool) -> None:
        """One line of text instead of two tiles."""
        self._low = low
        self.line.setVisible(low)
        self.train.setVisible(not low)
        self.dev.setVisible(not low and self._has_dev)

    def show_frame(self, frame: Frame) -> None:
        """The numbers of a frame."""
        word = "cost" if frame.train.accuracy is None else "accuracy"
        values = [_value(m.accuracy, m.cost) if m else "" for m in (frame.train, frame.dev)]
        self.train.set_value(f"Train {word}", values[0])
        self.dev.set_value(f"Dev {word}", values[1])
        self._has_dev = frame.dev is not None
        self.dev.setVisible(not self._low and self._has_dev)
        self.line.setText(f"Train {values[0]}" + (f"     Dev {values[1]}" if values[1] else ""))


def _value(accuracy: float | None, j: float) -> str:
    return cost(j) if accuracy is None else percent(accuracy)
