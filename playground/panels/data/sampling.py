"""How the points of generated data are drawn: how many of them, in how many classes, and how spoiled."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data import BY_NAME, AnyData, Generator
from engine.data.generators import MAX_SAMPLES, MIN_SAMPLES, MOST, SeveralClasses
from engine.experiment import Experiment
from playground.panels.data.known import with_data
from playground.widgets.fold import Fold
from playground.widgets.number_slider import ValueSlider
from playground.widgets.scales import Limits, Linear, Log, plain

SAMPLES_TIP = (
    "More: the boundary follows the truth, not the accident of single points. Fewer: easily learned by heart."
)
CLASSES_TIP = "More classes: the output has a unit for each; what the others have learned stays."
SPOILING_TIPS = {
    "noise": "Raise it: the classes overlap, or numbers scatter, and no answer can be right for all points.",
    "jitter": "Raise it: the same points leave their places, as if each coordinate were measured badly.",
    "flips": "Raise it: more labels are wrong, and whoever learns the points by heart learns the mistakes.",
    "imbalance": "Raise it: class 0 takes points of the others, and it pays to answer 0 everywhere.",
    "outliers": "Raise it: more points are far from all others, and pull the answer towards them.",
}
MORE_TIP = "Shaken places, wrong labels, rare classes and outliers, each apart from the others."
STEP = 0.01


class FieldSlider(ValueSlider):
    """A slider for one field of the data. Emits `decided(field, value, merge id)`."""

    decided = Signal(str, float, str)

    def __init__(self, field: str, limits: Limits, scale: Linear | Log, tooltip: str) -> None:
        super().__init__(limits, scale, tooltip)
        self._field = field
        self.changed.connect(self._decide)

    def _decide(self, value: float, merge_id: str) -> None:
        self.decided.emit(self._field, value, merge_id)


class Sampling(QWidget):
    """Emits `edited(experiment, undo text, merge id)`. Hidden for data that are not drawn.

    `sliders` are those of the fields, `classes` those of the kinds that have a choice of them.
    """

    edited = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment = Experiment()
        self.samples = _slider("samples", SAMPLES_TIP, Log(MIN_SAMPLES, MAX_SAMPLES, whole=True), whole=True)
        self.classes = {
            kind: _slider(
                "classes", CLASSES_TIP, Linear(kind.least_classes, kind.most_classes, 1), whole=True
            )
            for kind in BY_NAME.values()
            if issubclass(kind, SeveralClasses)
        }
        self.sliders = {"samples": self.samples} | {
            field: _slider(field, SPOILING_TIPS[field], Linear(0, most, STEP)) for field, most in MOST.items()
        }
        self.noise = self.sliders["noise"]
        for slider in (*self.sliders.values(), *self.classes.values()):
            slider.decided.connect(self._set)
        rest = QWidget()
        _stack(rest, [s for s in self.sliders.values() if s not in (self.samples, self.noise)])
        self.more = Fold("More noise", rest, MORE_TIP)
        self.more_button = QWidget()  # stands elsewhere, where it takes no line of its own
        _stack(self.more_button, [self.more.button])
        _stack(self, [self.samples, *self.classes.values(), self.noise, self.more])

    @property
    def _data(self) -> AnyData:
        return self._experiment.data

    def show_experiment(self, experiment: Experiment) -> None:
        """Show how the points of this one are drawn, by the fields that mean something; emits nothing."""
        self._experiment, data = experiment, experiment.data
        for part in (self, self.more.button):
            part.setVisible(isinstance(data, Generator))
        if not isinstance(data, Generator):
            return
        for field, slider in self.sliders.items():
            slider.setVisible(field in data.settings)
            slider.set_value(getattr(data, field))
        for kind, slider in self.classes.items():
            slider.setVisible(isinstance(data, kind))
        if isinstance(data, SeveralClasses):
            self.classes[type(data)].set_value(data.classes)

    def _set(self, field: str, value: float, merge_id: str) -> None:
        before = getattr(self._data, field)
        after = round(value) if isinstance(before, int) else value
        data = msgspec.structs.replace(self._data, **{field: after})
        # With other classes a loss may be of no use any more.
        changed = (
            with_data(self._experiment, data) if field == "classes" else self._experiment.with_(data=data)
        )
        self.edited.emit(changed, f"{field} {plain(before)} to {plain(after)}", merge_id)


def _slider(field: str, tooltip: str, scale: Linear | Log, whole: bool = False) -> FieldSlider:
    return FieldSlider(field, Limits(field.capitalize(), scale.low, scale.high, whole), scale, tooltip)


def _stack(widget: QWidget, parts: Sequence[QWidget]) -> None:
    """Put the parts below each other."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for part in parts:
        column.addWidget(part)
