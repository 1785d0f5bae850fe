"""What is known of data without waiting: examples in memory, their parts, and the step to other data."""

import numpy as np

from engine.data import BY_NAME, AnyData, Dataset, Generator, Painted, Split, available
from engine.data.loading import hold, known, load
from engine.data.remembered import remembered
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.succession import SAMPLING
from playground.fitting import fitting


def in_memory(data: AnyData) -> Dataset | None:
    """The examples, where they cost no waiting: shipped, generated, or loaded before. Else None."""
    if data.is_slow:
        return known(data)
    try:
        return load(data)
    except EngineError:
        return None


@remembered
def _counts(dataset: Dataset, split: Split, seed: int) -> tuple[int, int, int]:
    if dataset.split is None and dataset.places is None:  # millions need not be drawn to be counted
        train, dev = split.sizes(dataset.m)
        return (train, dev, dataset.m - train - dev) if train else (0, 0, 0)
    codes = split.assign(dataset, seed)
    return int((codes == 0).sum()), int((codes == 1).sum()), int((codes == 2).sum())


def counts(data: AnyData, split: Split) -> tuple[int, int, int] | None:
    """How many examples train, dev and test have; None where the data cannot be had yet."""
    if isinstance(data, Painted):  # also while they are too few to be learned from
        train, dev, test = np.bincount(split.cut(data.places), minlength=3).tolist()
        return train, dev, test
    dataset = in_memory(data)
    try:
        return None if dataset is None else _counts(dataset, split, data.seed)
    except EngineError:
        return None


def chosen(before: AnyData, name: str) -> AnyData:
    """The data of that name, with the seed, samples and noise of those before where both have them."""
    kind = BY_NAME[name]
    shared = [field for field in SAMPLING if field in _drawn_by(kind) and field in _drawn_by(type(before))]
    return kind(**{field: getattr(before, field) for field in ("seed", *shared)})


def _drawn_by(kind: type[AnyData]) -> tuple[str, ...]:
    """The fields by which points of a kind are drawn."""
    return kind.settings if issubclass(kind, Generator) else ()


def with_data(experiment: Experiment, data: AnyData) -> Experiment:
    """The experiment on other data. Features stay if the columns are the same, else all columns are on.

    Raises DataError where the data cannot be had.
    """
    old, new = in_memory(experiment.data), load(data)
    hold(data, new)  # from here on they stay as they are, whatever becomes of their file
    fits = fitting(experiment.with_(data=data), new)
    same = old is not None and old.columns == new.columns
    return fits if same else fits.with_(features=available(new.n)[: new.n])
