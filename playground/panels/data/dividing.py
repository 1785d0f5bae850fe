"""How the examples are divided into train, dev and test, and a warning where these do not go together."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data import AnyData, Split
from engine.experiment import Experiment
from playground.frames import Frame
from playground.panels.data.drift_note import DriftNote
from playground.panels.data.known import counts, in_memory
from playground.widgets.split_bar import SplitBar
from playground.widgets.themed import describe

SPLIT_TIP = "More train: more to learn from. More dev and test: surer that it works on new points."
OWN_TIP = "These data say themselves which part each example is in: a column of the table is named split."


class Dividing(QWidget):
    """Emits `edited(experiment, undo text, merge id)`. `bar` has the three parts, `drift` warns."""

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
        self.drift = DriftNote()
        column.addWidget(self.drift)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the parts of this one; emits nothing."""
        before, self._experiment, split = self._experiment, experiment, experiment.split
        if _divided(before) != _divided(experiment):
            self.drift.show_differences(())  # until the next frame tells
        parts, dataset = counts(experiment.data, split), in_memory(experiment.data)
        own = dataset is not None and dataset.split is not None
        train, dev, test = parts if own and parts else (split.train, split.dev, split.test)
        whole = train + dev + test
        self.bar.set_split(train / whole, dev / whole, test / whole, parts)
        self.bar.setEnabled(not own)
        describe(self.bar, self.bar.accessibleName(), OWN_TIP if own else SPLIT_TIP)

    def show_frame(self, frame: Frame) -> None:
        """Warn of what differs in the examples of a frame, if these are still meant."""
        if _divided(frame.experiment) == _divided(self._experiment):
            self.drift.show_differences(frame.scene.differences, frame.view.test)

    def _set_split(self, fractions: tuple[float, float, float], merge_id: str) -> None:
        train, dev, test = fractions
        before, after = self._experiment.split, Split(train=train, dev=dev, test=test)
        text = f"split {_shares(before)} to {_shares(after)}"
        self.edited.emit(self._experiment.with_(split=after), text, merge_id)


def _divided(experiment: Experiment) -> tuple[AnyData, Split]:
    """What decides which examples are in which part."""
    return experiment.data, experiment.split


def _shares(split: Split) -> str:
    return "/".join(f"{100 * share:.0f}" for share in (split.train, split.dev, split.test))
