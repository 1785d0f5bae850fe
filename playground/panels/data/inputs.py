"""What of the data the network sees: which features, typed formulas among them, and whether normalised."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from engine.data import Dataset, Normalizer, available, compute
from engine.data.dataset import Floats
from engine.data.features import is_formula
from engine.data.formula import canonical
from engine.errors import DataError
from engine.experiment import Experiment
from playground.panels.data.known import in_memory
from playground.widgets.buttons import IconButton
from playground.widgets.feature_chips import FeatureChips
from playground.widgets.formula_field import FormulaField
from playground.widgets.formula_text import written
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
SHOW_TIP = "Mu and sigma of every feature, from train alone, and the cost before and after."
ADD_TIP = "Type a formula such as sin(3*x1)*x2: what the network need not find out by itself."
MOST_CHIPS = 64
TRIED = 100_000  # so many examples a formula is tried on while it is typed; the worker tries it on all


class Inputs(QWidget):
    """Emits `edited(experiment, undo text, merge id)`. A formula that is switched off keeps its chip."""

    edited = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment = Experiment()
        self._formulas: list[str] = []  # on or off, since these columns have been there
        self._columns: tuple[str, ...] = ()
        self.normalise = Toggle("Normalise inputs", NORMALISE_TIP)
        self.normalise.clicked.connect(self._set_normalise)
        self.show_normalisation = IconButton("eye", "Normalisation", SHOW_TIP, size=24)
        self.features = FeatureChips()
        self.features.changed.connect(self._set_features)
        self.features.removed.connect(self._remove)
        self.add = IconButton("plus", "Add a feature", ADD_TIP)
        self.add.clicked.connect(self._toggle_field)
        self.field = FormulaField(self._read)
        self.field.added.connect(self._add)
        self.field.closed.connect(self._close_field)
        self.field.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        title, part = label("Normalise inputs", "sentence", "body"), ElidedLabel("μ, σ²")
        normalise = row(title, part, self.show_normalisation, self.normalise)
        normalise.setStretchFactor(part, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(normalise)
        column.addLayout(row(label("Input features"), None, self.add))
        column.addWidget(self.features)
        column.addWidget(self.field)

    # What is shown

    def show_experiment(self, experiment: Experiment) -> None:
        """Show what the network of this one sees; emits nothing."""
        self._experiment = experiment
        self.normalise.setChecked(experiment.normalize)
        dataset = in_memory(experiment.data)
        columns = tuple(_raw(experiment.features)) if dataset is None else dataset.columns
        if columns != self._columns:
            self._columns, self._formulas = columns, []
        known = {*available(len(columns)), *self._formulas}
        self._formulas += [name for name in experiment.features if is_formula(name) and name not in known]
        self._show_features(dataset)

    def _show_features(self, dataset: Dataset | None) -> None:
        on, n = self._experiment.features, len(self._columns)
        raw = len(_raw(on))
        if dataset is not None and dataset.image is not None:
            self.features.set_image(dataset.image, on, self._formulas)
        elif n > MOST_CHIPS:
            words = f"All {raw} columns" if raw == n else f"{raw} of {n} columns"
            self.features.set_summary(words, on, self._formulas)
        else:
            tips = {f"x{i}": name for i, name in enumerate(self._columns, start=1)}
            self.features.set_features(available(n), on, {**FEATURE_TIPS, **tips}, self._formulas)

    # What the user decides

    def begin_formula(self) -> None:
        """Open the field in which a formula is typed."""
        self.field.show()
        self.field.begin()

    def _toggle_field(self) -> None:
        """The button that opened the field closes it again."""
        self._close_field() if self.field.isVisible() else self.begin_formula()

    def _close_field(self) -> None:
        self.field.clear()
        self.field.hide()
        self.add.setFocus()

    def _read(self, text: str) -> str:
        """The spelling of a feature that is not yet on. Raises DataError, also where it has no value."""
        dataset = in_memory(self._experiment.data)
        formula = canonical(text, None if dataset is None else dataset.n)
        if formula in self._experiment.features:
            raise DataError(f"{formula} is among the inputs already.")
        if dataset is not None:
            self._check_size(formula, compute((formula,), dataset.X[:, :TRIED]))
        return formula

    def _check_size(self, formula: str, values: Floats) -> None:
        """Whether the network can compute with such values (1, m). Raises DataError."""
        dtype = self._experiment.dtype
        if self._experiment.normalize:
            Normalizer.fit(values, (formula,))
        elif np.abs(values).max() > np.finfo(dtype).max:
            raise DataError(
                f"Some numbers of the feature {formula} are too large to be computed with as {dtype}. "
                "Turn normalisation on, or change the formula."
            )

    def _add(self, formula: str) -> None:
        self._edit((*self._experiment.features, formula), f"feature {written(formula)} on")

    def _remove(self, formula: str) -> None:
        """Out of the list, and out of the inputs if it was one."""
        focus = QApplication.focusWidget()
        by_key = focus is not None and self.features.isAncestorOf(focus)
        self._formulas.remove(formula)
        on = tuple(name for name in self._experiment.features if name != formula)
        if on != self._experiment.features:
            self._edit(on, f"feature {written(formula)} removed")
        else:
            self.show_experiment(self._experiment)
        if by_key:
            self.add.setFocus()  # the chip that had it is gone

    def _set_normalise(self, on: bool) -> None:
        self.edited.emit(
            self._experiment.with_(normalize=on), f"normalise inputs {'on' if on else 'off'}", ""
        )

    def _set_features(self, on: tuple[str, ...], pressed: str) -> None:
        self._edit(on, f"feature {written(pressed)} {'on' if pressed in on else 'off'}")

    def _edit(self, features: tuple[str, ...], text: str) -> None:
        self.edited.emit(self._experiment.with_(features=features), text, "")


def _raw(features: Sequence[str]) -> list[str]:
    """The features that are columns as they are."""
    return [name for name in features if not is_formula(name)]
