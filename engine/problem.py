"""A Problem is an Experiment's data made ready to learn from: split, features computed, inputs normalised."""

from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.data import Dataset, Normalizer, compute
from engine.data.dataset import Floats
from engine.experiment import Experiment
from engine.losses import DEFAULT_LOSSES, AnyLoss
from engine.network import Network

Part = Literal["train", "dev", "test"]
PARTS: tuple[Part, ...] = ("train", "dev", "test")


class Problem:
    """Inputs (n[0], m) and encoded targets (n[L], m) per part, float64.

    mu and sigma come from the training part alone and are used on every other input (course, Setting up).
    Raises DataError when the data cannot be had or do not fit the experiment's features.
    """

    def __init__(self, experiment: Experiment, dataset: Dataset | None = None) -> None:
        self.experiment = experiment
        self.dataset: Dataset = dataset or experiment.data.load()
        self.codes = experiment.split.assign(self.dataset, experiment.data.seed)
        raw = compute(experiment.features, self.dataset.X)
        train = raw[:, self.codes == 0]
        self.normalizer = Normalizer.fit(train) if experiment.normalize else Normalizer.identity(raw.shape[0])
        X, Y = self.normalizer.apply(raw), self.loss.encode(self.dataset.y, self.dataset.n_classes)
        self.inputs: dict[Part, Array] = {p: X[:, self.codes == i] for i, p in enumerate(PARTS)}
        self.targets: dict[Part, Array] = {p: Y[:, self.codes == i] for i, p in enumerate(PARTS)}

    @property
    def loss(self) -> AnyLoss:
        """The loss that the task asks for."""
        return DEFAULT_LOSSES[self.dataset.task]

    @property
    def unlocked(self) -> Floats:
        """The raw columns (n, m) of the train and dev examples: all but the test part, which stays locked."""
        return self.dataset.X[:, self.codes != PARTS.index("test")]

    @cached_property
    def network(self) -> Network:
        """The network of the experiment between these inputs and this task's output."""
        layers = self.experiment.layers
        sizes = (
            len(self.experiment.features),
            *(d.units for d in layers),
            self.loss.units(self.dataset.n_classes),
        )
        return Network(sizes, tuple(d.activation for d in layers), self.loss)

    def prepare(self, X: Array) -> Array:
        """Raw columns X (n, m) as normalised inputs (n[0], m)."""
        return self.normalizer.apply(compute(self.experiment.features, np.asarray(X, dtype=np.float64)))

    def labelled(self, X: Array, Y: NDArray[Any]) -> tuple[Array, Array]:
        """Raw columns X (n, m) and class indices or values Y (m,) as inputs (n[0], m), targets (n[L], m).

        Raises DataError where they do not fit these data.
        """
        known, y = self.dataset, np.asarray(Y)
        if known.task == "regression" or np.issubdtype(y.dtype, np.integer):
            y = y.astype(np.float64 if known.task == "regression" else np.int64)
        given = Dataset(np.asarray(X, np.float64), y, known.task, known.columns, known.classes)
        return self.prepare(given.X), self.loss.encode(given.y, given.n_classes)

    def for_experiment(self, experiment: Experiment) -> "Problem":
        """The problem of another experiment, without loading again where the data are the same."""
        mine, other = self.experiment, experiment
        same = ("data", "split", "features", "normalize")
        if any(getattr(mine, field) != getattr(other, field) for field in same):
            return Problem(experiment, self.dataset if mine.data == other.data else None)
        twin = object.__new__(Problem)
        twin.__dict__ |= {k: v for k, v in self.__dict__.items() if k != "network"} | {
            "experiment": experiment
        }
        return twin
