"""What of the data the network sees: which features, and whether they are normalised."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data import available
from engine.experiment import Experiment
from playground.panels.data.known import in_memory
from playground.widgets.feature_chips import FeatureChips, written
from playground.widgets.labeled_field import ElidedLabel, label
from playground.widgets.row import row
from playground.widgets.toggle import Toggle

FEATURE_TIPS = {
    "x1^2": "The square of x₁: together with x₂² a single neuron can draw an ellipse.",
    "x2^2": "The square of x₂: together with x₁² a single neuron can draw an ellipse.",
    "x1*x2": "The product: a single neuron can then learn XOR.",
    "sin(x1)": "A wave along x₁: stripes become easy.",
    "sin(x2)": "A wave along x₂: stripes become easy.",
}
NORMALISE_TIP = "Off: one feature can stretch the cost into a long valley and descent zigzags."


class Inputs(QWidget):
    """Emits `edited(experiment, undo text, merge id)`."""

    edited = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment = Experiment()
        self.normalise = Toggle("Normalise inputs", NORMALISE_TIP)
        self.normalise.clicked.connect(self._set_normalise)
        self.features = FeatureChips()
        self.features.changed.connect(self._set_features)
        title, part = label("Normalise inputs", "sentence", "body"), ElidedLabel("μ, σ² of train")
        normalise = row(title, part, self.normalise)
        normalise.setStretchFactor(part, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(normalise)
        column.addWidget(label("Input features"))
        column.addWidget(self.features)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show what the network of this one sees; emits nothing."""
        self._experiment = experiment
        self.normalise.setChecked(experiment.normalize)
        dataset = in_memory(experiment.data)
        if dataset is not None and dataset.image is not None:
            self.features.set_image(dataset.image, len(experiment.features))
            return
        columns = experiment.features if dataset is None else dataset.columns
        tips = {f"x{i}": name for i, name in enumerate(columns, start=1)}
        names = available(len(columns))
        self.features.set_features(names, experiment.features, {**FEATURE_TIPS, **tips})

    def _set_normalise(self, on: bool) -> None:
        self.edited.emit(
            self._experiment.with_(normalize=on), f"normalise inputs {'on' if on else 'off'}", ""
        )

    def _set_features(self, on: tuple[str, ...], pressed: str) -> None:
        text = f"feature {written(pressed)} {'on' if pressed in on else 'off'}"
        self.edited.emit(self._experiment.with_(features=on), text, "")
