"""How the examples are divided into train, dev and test."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data import Split
from engine.experiment import Experiment
from playground.panels.data.known import counts
from playground.widgets.split_bar import SplitBar

SPLIT_TIP = "More train: more to learn from. More dev and test: surer that it works on new points."


class Dividing(QWidget):
    """Emits `edited(experiment, undo text, merge id)`. `bar` has the three parts."""

    edited = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment = Experiment()
        self.bar = SplitBar(SPLIT_TIP)
        self.bar.changed.connect(self._set_split)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.bar)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the parts of this one; emits nothing."""
        self._experiment, split = experiment, experiment.split
        self.bar.set_split(split.train, split.dev, split.test, counts(experiment.data, split))

    def _set_split(self, fractions: tuple[float, float, float], merge_id: str) -> None:
        train, dev, test = fractions
        before, after = self._experiment.split, Split(train=train, dev=dev, test=test)
        text = f"split {_shares(before)} to {_shares(after)}"
        self.edited.emit(self._experiment.with_(split=after), text, merge_id)


def _shares(split: Split) -> str:
    return "/".join(f"{100 * share:.0f}" for share in (split.train, split.dev, split.test))
