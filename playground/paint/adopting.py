"""The step from an experiment on any data to one on painted points; what does not fit them is taken back."""

import numpy as np

from engine.data import Dataset, Painted, check
from engine.data.painted import MAX_CLASSES
from engine.errors import DataError
from engine.experiment import Experiment
from playground.fitting import fitting

MOST_TAKEN = 2000  # points of other data to begin with


def on_points(experiment: Experiment, data: Painted) -> Experiment:
    """The experiment on these points."""
    before = experiment.data
    if isinstance(before, Painted) and before.task == data.task:
        return experiment.with_(data=data)
    return fitting(experiment.with_(data=data, features=_fitting_features(experiment)), _two(data))


def _fitting_features(experiment: Experiment) -> tuple[str, ...]:
    """Those of before where a plane has them, else the two coordinates."""
    try:
        check(experiment.features, 2)
    except DataError:
        return "x1", "x2"
    return experiment.features


def _two(data: Painted) -> Dataset:
    """Two examples of the same task: all that is asked of them is what they are."""
    y = np.array([0.0, 1.0]) if data.values else np.array([0, 1])
    classes = () if data.values else tuple(str(c) for c in range(data.n_classes))
    return Dataset(X=np.eye(2), y=y, task=data.task, columns=("x1", "x2"), classes=classes)


def can_be_taken(dataset: Dataset | None) -> bool:
    """Whether painting can begin with these examples."""
    return dataset is not None and dataset.n == 2 and dataset.n_classes <= MAX_CLASSES


def empty_paper(experiment: Experiment, dataset: Dataset | None) -> Painted:
    """Nothing yet, of the same kind as the data before: classes, or values."""
    values = dataset is not None and not dataset.n_classes
    return Painted(values=values, seed=experiment.data.seed)
