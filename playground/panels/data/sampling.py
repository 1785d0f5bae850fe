"""How the points of generated data are drawn: how many of them, and how noisy."""

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data import AnyData, Generator
from engine.data.generators import MAX_SAMPLES, MIN_SAMPLES, MOST
from engine.experiment import Experiment
from playground.widgets.number_slider import ValueSlider
from playground.widgets.scales import Limits, Linear, Log, plain

SAMPLES_TIP = (
    "More: the boundary follows the truth, not the accident of single points. Fewer: easily learned by heart."
)
NOISE_TIP = "Raise it: the classes overlap, and no boundary can be right for all points."


class Sampling(QWidget):
    """Emits `edited(experiment, undo text, merge id)`. Hidden for data that are not drawn."""

    edited = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment = Experiment()
        samples = Limits("Samples", MIN_SAMPLES, MAX_SAMPLES, whole=True)
        self.samples = ValueSlider(samples, Log(MIN_SAMPLES, MAX_SAMPLES, whole=True), SAMPLES_TIP)
        self.samples.changed.connect(self._set_samples)
        self.noise = ValueSlider(Limits("Noise", 0, MOST["noise"]), Linear(0, MOST["noise"], 0.01), NOISE_TIP)
        self.noise.changed.connect(self._set_noise)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for control in (self.samples, self.noise):
            column.addWidget(control)

    @property
    def _data(self) -> AnyData:
        return self._experiment.data

    def show_experiment(self, experiment: Experiment) -> None:
        """Show how the points of this one are drawn; emits nothing."""
        self._experiment = experiment
        self.setVisible(isinstance(self._data, Generator))
        if isinstance(self._data, Generator):
            self.samples.set_value(self._data.samples)
            self.noise.set_value(self._data.noise)

    def _set_samples(self, value: float, merge_id: str) -> None:
        before = getattr(self._data, "samples", 0)
        self._change(f"samples {before} to {round(value)}", merge_id, samples=round(value))

    def _set_noise(self, value: float, merge_id: str) -> None:
        before = getattr(self._data, "noise", 0.0)
        self._change(f"noise {plain(before)} to {plain(value)}", merge_id, noise=value)

    def _change(self, text: str, merge_id: str, **changes: float) -> None:
        data = msgspec.structs.replace(self._data, **changes)
        self.edited.emit(self._experiment.with_(data=data), text, merge_id)
