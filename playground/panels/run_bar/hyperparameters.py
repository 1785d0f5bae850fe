"""Everything about how it learns that has no place in the bar, in a few sections."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.data import Dataset
from engine.experiment import Experiment
from engine.losses import DEFAULT_LOSSES
from playground.fitting import augmentations_for, fitting, losses_for, smooths
from playground.looks import LOOKS
from playground.widgets.labeled_field import label
from playground.widgets.themed import Themed
from playground.widgets.value_form import OwnFields, SetEditor, TaggedEditor, ValueForm

SECTIONS = {
    "Cost": ("loss", "label_smoothing", "standardize_targets"),
    "Regularisation": ("l1", "l2", "early_stopping"),
    "Augmentation of the training examples": ("augmentation",),
    "Steps": ("clip_norm", "dtype"),
}


class Hyperparameters(Themed, QWidget):
    """Emits `edited(experiment, words for Undo, merge id)`. Only what fits the present data is offered."""

    edited = Signal(object, str, str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment = Experiment()
        self._dataset: Dataset | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.optimizer, self.schedule = OwnFields(LOOKS), OwnFields(LOOKS)
        self.optimizer.changed.connect(self._set_optimizer)
        self.schedule.changed.connect(self._set_schedule)
        self._titles = {"optimizer": self._section(self.optimizer), "schedule": self._section(self.schedule)}
        self.forms = {title: self._form(title, names) for title, names in SECTIONS.items()}
        self._editors = {name: e for form in self.forms.values() for name, e in form.editors.items()}
        for own in (self.optimizer, self.schedule):
            own.refused.connect(self.refused)

    def _section(self, body: QWidget, title: str = "") -> QLabel:
        heading = label(title, "heading", "body", 600)
        heading.setContentsMargins(0, 6, 0, 0)
        self._column.addWidget(heading)
        self._column.addWidget(body)
        return heading

    def _form(self, title: str, names: Sequence[str]) -> ValueForm:
        form = ValueForm(Experiment, LOOKS, names)
        form.changed.connect(self._take)
        form.refused.connect(self.refused)
        self._section(form, title)
        return form

    def show_experiment(self, experiment: Experiment) -> None:
        """Show how this one learns; emits nothing."""
        self._experiment = experiment
        self.optimizer.show_value(experiment.optimizer)
        self.schedule.show_value(experiment.schedule)
        self._titles["optimizer"].setText(experiment.optimizer.label)
        self._titles["optimizer"].setVisible(self.optimizer.form is not None)
        self._titles["schedule"].setText(f"Schedule: {experiment.schedule.label}")
        for form in self.forms.values():
            form.show_value(experiment)
        self._offer_smoothing()

    def offer(self, dataset: Dataset) -> None:
        """Offer the losses and augmentations that are for these examples."""
        if dataset is self._dataset:
            return
        self._dataset = dataset
        cost = self.forms["Cost"]
        loss, augmentation = self._editors["loss"], self._editors["augmentation"]
        assert isinstance(loss, TaggedEditor)
        assert isinstance(augmentation, SetEditor)
        others = {name: other.label for name, other in losses_for(dataset.task).items()}
        loss.offer(others, DEFAULT_LOSSES[dataset.task].label)
        augmentation.offer(augmentations_for(dataset))
        cost.set_offered("standardize_targets", dataset.task == "regression")
        self._offer_smoothing()

    def _offer_smoothing(self) -> None:
        if self._dataset is not None:
            loss = self._experiment.loss or DEFAULT_LOSSES[self._dataset.task]
            self.forms["Cost"].set_offered("label_smoothing", smooths(loss))

    def _set_optimizer(self, value: Any, words: str, merge_id: str) -> None:
        self.edited.emit(self._experiment.with_(optimizer=value), words, merge_id)

    def _set_schedule(self, value: Any, words: str, merge_id: str) -> None:
        self.edited.emit(self._experiment.with_(schedule=value), words, merge_id)

    def _take(self, value: Any, words: str, merge_id: str) -> None:
        fits = value if self._dataset is None else fitting(value, self._dataset)
        self.edited.emit(fits, words, merge_id)
