"""A Problem is an Experiment's data made ready to learn from: split, features computed, inputs normalised."""

from functools import cached_property
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.activations import Array, Linear
from engine.data import Dataset, Normalizer, Task, compute
from engine.data.dataset import Floats
from engine.data.features import evaluate, is_formula
from engine.data.loading import load
from engine.errors import DataError, ExperimentError
from engine.experiment import Experiment
from engine.layers import Dense
from engine.losses import DEFAULT_LOSSES, AnyLoss
from engine.network import Network

Part = Literal["train", "dev", "test"]
PARTS: tuple[Part, ...] = ("train", "dev", "test")

FURTHEST = 1e6

# Fields of an experiment that decide what is learned from; the others decide how.
FIELDS = ("data", "split", "features", "normalize", "standardize_targets", "loss", "label_smoothing")


def loss_for(chosen: AnyLoss | None, task: Task) -> AnyLoss:
    """The chosen loss, or the usual one of the task. Raises ExperimentError where it is for other data."""
    usual = DEFAULT_LOSSES[task]
    if chosen is not None and task not in chosen.tasks:
        raise ExperimentError(
            f"The loss {chosen.name} is for {' or '.join(chosen.tasks)} data, and these are {task}. "
            f"Choose {usual.name}."
        )
    return chosen or usual


def network_for(x: Experiment, loss: AnyLoss, n_classes: int) -> Network:
    """The network of an experiment between its features and the output of that loss, lambdas resolved."""
    output = Dense(loss.units(n_classes), Linear(), **msgspec.structs.asdict(x.output))
    layers = [
        msgspec.structs.replace(
            layer,
            l1=x.l1 if layer.l1 is None else layer.l1,
            l2=x.l2 if layer.l2 is None else layer.l2,
        )
        for layer in (*x.layers, output)
    ]
    return Network(len(x.features), tuple(layers), loss, x.input_keep_prob)


def check_stopping(experiment: Experiment, dev_examples: int) -> None:
    """Raises DataError where early stopping has nothing to watch."""
    if experiment.early_stopping and not dev_examples:
        raise DataError(
            "Early stopping watches the dev cost, but there is no dev example. Give the dev part a share, "
            "or turn early stopping off."
        )


class Problem:
    """Inputs (n[0], m) and encoded targets (n[L], m) per part, float64.

    mu and sigma come from the training part alone and are used on every other input; so do those of the
    targets of a regression (course, Setting up). Labels are smoothed in the training part alone. Raises
    DataError or ExperimentError when the data cannot be had or do not fit what the experiment asks for.
    """

    def __init__(self, experiment: Experiment, dataset: Dataset | None = None) -> None:
        self.experiment = experiment
        self.dataset: Dataset = dataset or load(experiment.data)
        self.codes = experiment.split.assign(self.dataset, experiment.data.seed)
        raw = self._raw_parts()
        self.normalizer = (
            Normalizer.fit(raw["train"], experiment.features)
            if experiment.normalize
            else Normalizer.identity(len(experiment.features))
        )
        self.target_normalizer = self._fit_targets(self.codes == 0)
        # A part at a time, so that large data are not held twice more.
        self.inputs: dict[Part, Array] = {part: self.normalizer.apply(raw.pop(part)) for part in PARTS}
        Y = self.encode(self.dataset.y)
        self.targets: dict[Part, Array] = {p: Y[:, self.codes == i] for i, p in enumerate(PARTS)}
        self.targets["train"] = self.loss.smooth(self.targets["train"], experiment.label_smoothing)
        self._check()

    def _raw_parts(self) -> dict[Part, Floats]:
        """The features (n[0], m) of every part, before they are normalised."""
        raw = compute(self.experiment.features, self.dataset.X)
        return {part: raw[:, self.codes == i] for i, part in enumerate(PARTS)}

    def _check(self) -> None:
        """Whether the data fit what the experiment asks for."""
        for augmentation in self.experiment.augmentation:
            augmentation.check(self.dataset.n, self.dataset.image)
        check_stopping(self.experiment, self.targets["dev"].shape[1])
        for part in PARTS:
            self._check_range("inputs", self.inputs[part])
            self._check_range("targets", self.targets[part])

    def _check_range(self, what: str, numbers: Array) -> None:
        with np.errstate(over="ignore"):
            computable = np.isfinite(numbers.astype(self.experiment.dtype)).all(axis=1)
        if not computable.all():
            name = self.experiment.features[int(computable.argmin())] if what == "inputs" else ""
            raise DataError(
                f"Some {what}{f' of the feature {name}' if name else ''} are no numbers or too large to be "
                f"computed with as {self.experiment.dtype}. Turn normalisation on, or "
                f"{'change the formula' if is_formula(name) else 'divide their column by a constant'}."
            )

    def _fit_targets(self, train: NDArray[np.bool_]) -> Normalizer | None:
        if self.dataset.task != "regression" or not self.experiment.standardize_targets:
            return None
        return Normalizer.fit(self.dataset.y[None, train].astype(np.float64))

    def encode(self, y: NDArray[Any]) -> Array:
        """Class indices or values y (m,) as targets (n[L], m), without smoothing."""
        scaled = y if self.target_normalizer is None else self.target_normalizer.apply(y[None, :])[0]
        return self.loss.encode(scaled, self.dataset.n_classes)

    @cached_property
    def loss(self) -> AnyLoss:
        """The loss that the experiment chose, or the usual one of the task. Raises ExperimentError."""
        return loss_for(self.experiment.loss, self.dataset.task)

    def predictions(self, Z: Array) -> Array:
        """Probabilities, or values in the units of y, from the logits Z (n[L], m)."""
        A = self.loss.output(Z)
        return A if self.target_normalizer is None else self.target_normalizer.undo(A)

    @property
    def unlocked(self) -> Floats:
        """The raw columns (n, m) of the train and dev examples: all but the test part, which stays locked."""
        return self.dataset.X[:, self.codes != PARTS.index("test")]

    @cached_property
    def network(self) -> Network:
        """The network of the experiment between these inputs and this task's output."""
        return network_for(self.experiment, self.loss, self.dataset.n_classes)

    def augmented(self, rng: np.random.Generator) -> Array:
        """The training inputs (n[0], m) after the experiment's augmentation, drawn anew."""
        X = self.dataset.X[:, self.codes == 0]
        for augmentation in self.experiment.augmentation:
            X = augmentation.apply(X, self.dataset.image, rng)
        return self.prepare(X)

    def prepare(self, X: Array) -> Array:
        """Raw columns X (n, m) as normalised inputs (n[0], m).

        Raises DataError where these data have other columns, and for what is no number.
        """
        raw, n = np.asarray(X, dtype=np.float64), self.dataset.n
        if raw.ndim != 2 or len(raw) != n:
            raise DataError(f"Examples are the columns of a matrix ({n}, m), but {raw.shape} came.")
        inputs = self.normalizer.apply(compute(self.experiment.features, raw))
        self._check_range("inputs", inputs)
        return inputs

    def undefined(self, X: Array) -> NDArray[np.bool_]:
        """Where (m,) a formula is no finite number, of places X (n, m) of a plane."""
        typed = tuple(name for name in self.experiment.features if is_formula(name))
        if not typed:
            return np.zeros(X.shape[1], np.bool_)
        return np.asarray(~np.isfinite(evaluate(typed, np.asarray(X, np.float64))).all(axis=0))

    def imagined(self, X: Array) -> Array:
        """Places X (n, m) of a plane, where no example need be, as inputs (n[0], m).

        Where a formula is no number there, its training mean stands in; none is more than FURTHEST times as
        large as in all examples, for a network cannot compute with such numbers.
        """
        inputs = self.normalizer.apply(evaluate(self.experiment.features, np.asarray(X, np.float64)))
        for row, known, name in zip(inputs, self.inputs["train"], self.experiment.features, strict=True):
            if is_formula(name):
                limit = FURTHEST * float(np.abs(known).max())
                np.nan_to_num(row, copy=False, nan=float(known.mean()), posinf=limit, neginf=-limit)
                np.clip(row, -limit, limit, out=row)
        self._check_range("inputs", inputs)
        return inputs

    def examples(self, X: Array | None = None, Y: NDArray[Any] | None = None) -> tuple[Array, Array]:
        """The same as `labelled`; without both the train set with its smoothed labels. Raises DataError."""
        if X is None and Y is None:
            return self.inputs["train"], self.targets["train"]
        if X is None or Y is None:
            raise DataError("X and Y are needed, but only one came. Give both, or neither for the train set.")
        return self.labelled(X, Y)

    def labelled(self, X: Array, Y: NDArray[Any]) -> tuple[Array, Array]:
        """Raw columns X (n, m) and class indices or values Y (m,) as inputs (n[0], m), targets (n[L], m).

        Raises DataError where they do not fit these data.
        """
        known, y = self.dataset, np.asarray(Y)
        if known.task == "regression" or np.issubdtype(y.dtype, np.integer):
            y = y.astype(np.float64 if known.task == "regression" else np.int64)
        given = Dataset(np.asarray(X, np.float64), y, known.task, known.columns, known.classes)
        return self.prepare(given.X), self.encode(given.y)

    def for_experiment(self, experiment: Experiment) -> "Problem":
        """The problem of another experiment, without loading again where the data are the same.

        So these stay as they were read, whatever has become of their file, also where they are divided anew.
        """
        mine, other = self.experiment, experiment
        if any(getattr(mine, field) != getattr(other, field) for field in FIELDS):
            return Problem(experiment, self.dataset if mine.data.content == other.data.content else None)
        twin = object.__new__(Problem)
        twin.__dict__ |= {k: v for k, v in self.__dict__.items() if k != "network"}
        twin.experiment = experiment
        twin._check()
        return twin
