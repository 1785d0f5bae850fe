"""What of an experiment has no meaning for its data is taken back, so that any data can be tried freely."""

from engine.data import Dataset
from engine.data.augmentation import AUGMENTATIONS, AnyAugmentation
from engine.data.dataset import Task
from engine.errors import DataError
from engine.experiment import Experiment
from engine.losses import DEFAULT_LOSSES, LOSSES, AnyLoss, BinaryCrossEntropy, CategoricalCrossEntropy


def losses_for(task: Task) -> dict[str, AnyLoss]:
    """The losses of a task besides its usual one, by name."""
    usual = DEFAULT_LOSSES[task].name
    return {name: loss for name, loss in LOSSES.items() if task in loss.tasks and name != usual}


def smooths(loss: AnyLoss) -> bool:
    """Whether labels can be smoothed: only a cross-entropy compares with probabilities."""
    return isinstance(loss, BinaryCrossEntropy | CategoricalCrossEntropy)


def varies(augmentation: AnyAugmentation, dataset: Dataset) -> bool:
    """Whether an augmentation is for such examples."""
    try:
        augmentation.check(dataset.n, dataset.image)
    except DataError:
        return False
    return True


def augmentations_for(dataset: Dataset) -> list[str]:
    """The names of the augmentations for such examples."""
    return [name for name, augmentation in AUGMENTATIONS.items() if varies(augmentation, dataset)]


def fitting(experiment: Experiment, dataset: Dataset) -> Experiment:
    """The experiment without a loss, label smoothing or augmentations that are not for these examples."""
    loss = experiment.loss if experiment.loss and dataset.task in experiment.loss.tasks else None
    keeps = smooths(loss or DEFAULT_LOSSES[dataset.task])
    return experiment.with_(
        loss=loss,
        label_smoothing=experiment.label_smoothing if keeps else 0.0,
        augmentation=tuple(a for a in experiment.augmentation if varies(a, dataset)),
    )
