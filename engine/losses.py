"""The losses of the course, from the logits Z of the output layer so that no cost is inf or NaN by itself.

A loss also decides what the output layer is: its number of units, how logits become predictions, and the
lowered lines of dZ.
"""

import math
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array, Sigmoid, softmax
from engine.data.dataset import Task
from engine.errors import ExperimentError
from engine.tagged import Tagged


class Loss(Tagged, frozen=True):
    """A loss L summed over examples; the class axis is the second to last, examples are the last."""

    # Lines that turn the logits `Z` and the encoded targets `Y` into `D` = `delta_scale` times dZ. `E` is
    # scratch of Z's shape, `S` a scratch row (1, m); scalars are `zero`, `half`, `one` and `constants`;
    # `sum_units` sums over the units.
    delta_ops: ClassVar[tuple[str, ...]] = ()
    delta_scale: ClassVar[float] = 1.0
    tasks: ClassVar[tuple[Task, ...]] = ()
    label: ClassVar[str] = ""
    output_label: ClassVar[str] = ""

    @property
    def constants(self) -> dict[str, float]:
        """Scalars that the lowered lines name besides the common ones; nothing else has these names."""
        return {}

    def units(self, n_classes: int) -> int:
        """Units of the output layer for data with that many classes (0 for regression)."""
        return 1

    def encode(self, y: NDArray[Any], n_classes: int) -> Array:
        """Targets y (m,) as the matrix (n[L], m) that the training step compares with, float64."""
        raise TypeError("Loss is abstract: use one of engine.losses.LOSSES.")

    def labels(self, Y: Array) -> Array:
        """Encoded targets as the course writes Y, same shape: 0 and 1 for two classes."""
        return Y

    def output(self, Z: Array) -> Array:
        """Predictions from the logits, same shape (n[L], m): probabilities, or values for regression."""
        raise TypeError("Loss is abstract: use one of engine.losses.LOSSES.")

    def delta(self, Z: Array, Y: Array) -> Array:
        """dZ[L] for encoded targets Y, same shape as Z: A[L] - Y for the cross-entropies."""
        raise TypeError("Loss is abstract: use one of engine.losses.LOSSES.")

    def terms(self, Z: Array, Y: Array) -> Array:
        """What each output of each example adds to L, same shape as Z, from logits."""
        raise TypeError("Loss is abstract: use one of engine.losses.LOSSES.")

    def total(self, Z: Array, Y: Array) -> float:
        """The sum of L over all examples, from logits."""
        return float(self.terms(Z, Y).sum(dtype=np.float64))

    def totals(self, Z: Array, Y: Array) -> Array:
        """The same for each of many mini-batches (..., n[L], m), float64."""
        return np.asarray(self.terms(Z, Y).sum(axis=(-2, -1), dtype=np.float64))

    def correct(self, Z: Array, Y: Array) -> int | None:
        """How many examples are classified rightly; None where the question has no meaning."""
        return None

    def smooth(self, Y: Array, smoothing: float) -> Array:
        """Encoded targets (n[L], m) moved by the share `smoothing` towards all classes being equally likely.

        Raises ExperimentError unless 0 <= smoothing < 1, and where the loss is not a cross-entropy and the
        share is not 0. Source: Szegedy et al. 2016, section 7.
        """
        if not 0 <= smoothing < 1:
            raise ExperimentError(
                f"Label smoothing must be at least 0 and below 1, not {smoothing:g}. The usual one is 0.1."
            )
        return self._smooth(Y, smoothing) if smoothing else Y

    def _smooth(self, Y: Array, smoothing: float) -> Array:
        raise ExperimentError(
            f"Label smoothing belongs to cross-entropy, and the loss is {self.label}. Set it to 0."
        )


class BinaryLoss(Loss, frozen=True):
    """Behind one sigmoid unit. Targets are encoded as t = -1 and +1, so that 2 (a - y) = tanh(z / 2) - t."""

    tasks: ClassVar[tuple[Task, ...]] = ("binary",)
    output_label: ClassVar[str] = "sigmoid"

    def encode(self, y: NDArray[Any], n_classes: int) -> Array:
        return (2.0 * y - 1.0)[None, :]

    def labels(self, Y: Array) -> Array:
        return np.asarray((Y + 1) / 2)

    def output(self, Z: Array) -> Array:
        return Sigmoid().value(Z)

    def correct(self, Z: Array, Y: Array) -> int | None:
        return int(np.count_nonzero((Z > 0) == (Y > 0)))


class BinaryCrossEntropy(BinaryLoss, frozen=True, tag="binary_cross_entropy"):
    """-(y log a + (1-y) log(1-a)). Source: course, Losses.

    With t = 2y - 1 this is log(1 + e^-|z|) + (|z| - t z) / 2, also for the t between -1 and +1 of smoothed
    labels; neither it nor the three calls of the delta can overflow.
    """

    delta_ops: ClassVar[tuple[str, ...]] = (
        "multiply({Z}, half, {D})",
        "tanh({D}, {D})",
        "subtract({D}, {Y}, {D})",
    )
    delta_scale: ClassVar[float] = 2.0
    label: ClassVar[str] = "cross-entropy"

    def delta(self, Z: Array, Y: Array) -> Array:
        return np.asarray(0.5 * (np.tanh(0.5 * Z) - Y))

    def terms(self, Z: Array, Y: Array) -> Array:
        size = np.abs(Z)
        return np.asarray(np.log1p(np.exp(-size)) + 0.5 * (size - Z * Y))

    def _smooth(self, Y: Array, smoothing: float) -> Array:
        return np.asarray((1 - smoothing) * Y)


class SigmoidSquaredError(BinaryLoss, frozen=True, tag="sigmoid_squared_error"):
    """1/2 (a - y)^2 behind a sigmoid, to be seen: J is not convex, and a sure mistake learns nothing.

    With h = tanh(z / 2), a - y = (h - t) / 2 and da/dz = (1 - h^2) / 4. Source: course, Losses.
    """

    delta_ops: ClassVar[tuple[str, ...]] = (
        "multiply({Z}, half, {D})",
        "tanh({D}, {D})",
        "multiply({D}, {D}, {E})",
        "subtract(one, {E}, {E})",
        "subtract({D}, {Y}, {D})",
        "multiply({D}, {E}, {D})",
    )
    delta_scale: ClassVar[float] = 8.0
    label: ClassVar[str] = "squared error"

    def delta(self, Z: Array, Y: Array) -> Array:
        h = np.tanh(0.5 * Z)
        return np.asarray(0.125 * (h - Y) * (1 - h * h))

    def terms(self, Z: Array, Y: Array) -> Array:
        return np.asarray(0.125 * np.square(np.tanh(0.5 * Z) - Y))


class CategoricalCrossEntropy(Loss, frozen=True, tag="categorical_cross_entropy"):
    """-sum_j y_j log a_j behind a softmax of one unit per class. Targets are one-hot.

    Source: course, Losses.
    """

    delta_ops: ClassVar[tuple[str, ...]] = (
        "largest({Z}, -2, None, {S}, True)",
        "subtract({Z}, {S}, {D})",
        "exp({D}, {D})",
        "sum_units({D}, {S})",
        "divide({D}, {S}, {D})",
        "subtract({D}, {Y}, {D})",
    )
    tasks: ClassVar[tuple[Task, ...]] = ("multiclass",)
    label: ClassVar[str] = "cross-entropy"
    output_label: ClassVar[str] = "softmax"

    def units(self, n_classes: int) -> int:
        return n_classes

    def encode(self, y: NDArray[Any], n_classes: int) -> Array:
        return np.asarray(np.arange(n_classes)[:, None] == y[None, :], np.float64)

    def output(self, Z: Array) -> Array:
        return softmax(Z)

    def delta(self, Z: Array, Y: Array) -> Array:
        return softmax(Z) - Y

    def terms(self, Z: Array, Y: Array) -> Array:
        largest = Z.max(axis=-2, keepdims=True)
        log_sum = np.log(np.exp(Z - largest).sum(axis=-2, keepdims=True))
        # sum_j y_j (log_sum - z_j): the shift is taken off first, so that large logits lose no digits.
        return np.asarray(Y * (log_sum - (Z - largest)))

    def correct(self, Z: Array, Y: Array) -> int | None:
        return int(np.count_nonzero(Z.argmax(axis=-2) == Y.argmax(axis=-2)))

    def _smooth(self, Y: Array, smoothing: float) -> Array:
        return np.asarray((1 - smoothing) * Y + smoothing / Y.shape[-2])


class RegressionLoss(Loss, frozen=True):
    """Behind one linear unit. Targets are values."""

    tasks: ClassVar[tuple[Task, ...]] = ("regression",)
    output_label: ClassVar[str] = "linear"

    def encode(self, y: NDArray[Any], n_classes: int) -> Array:
        return np.asarray(y, dtype=np.float64)[None, :]

    def output(self, Z: Array) -> Array:
        return Z


class SquaredError(RegressionLoss, frozen=True, tag="squared_error"):
    """1/2 (a - y)^2. Source: course, Losses."""

    delta_ops: ClassVar[tuple[str, ...]] = ("subtract({Z}, {Y}, {D})",)
    label: ClassVar[str] = "squared error"

    def delta(self, Z: Array, Y: Array) -> Array:
        return Z - Y

    def terms(self, Z: Array, Y: Array) -> Array:
        return np.asarray(0.5 * np.square(Z.astype(np.float64) - Y))


class Huber(RegressionLoss, frozen=True, tag="huber"):
    """1/2 e^2 of the error e = a - y up to a threshold d, from there on the straight line d (|e| - d/2).

    Outliers pull no harder than d. Source: Huber 1964.
    """

    threshold: float = 1.0

    delta_ops: ClassVar[tuple[str, ...]] = (
        "subtract({Z}, {Y}, {D})",
        "minimum({D}, huber, out={D})",
        "maximum({D}, minus_huber, out={D})",
    )
    label: ClassVar[str] = "Huber"

    def __post_init__(self) -> None:
        if not 0 < self.threshold < math.inf:
            raise ExperimentError(
                f"The Huber loss needs a threshold above 0, not {self.threshold:g}. The usual one is 1."
            )

    @property
    def constants(self) -> dict[str, float]:
        return {"huber": self.threshold, "minus_huber": -self.threshold}

    def delta(self, Z: Array, Y: Array) -> Array:
        return np.clip(Z - Y, -self.threshold, self.threshold)

    def terms(self, Z: Array, Y: Array) -> Array:
        error = Z.astype(np.float64) - Y
        slope = self.delta(error, np.zeros_like(error))
        return np.asarray(slope * (error - 0.5 * slope))


AnyLoss = BinaryCrossEntropy | CategoricalCrossEntropy | SquaredError | SigmoidSquaredError | Huber
LOSSES: dict[str, AnyLoss] = {
    loss.name: loss
    for loss in (
        BinaryCrossEntropy(),
        CategoricalCrossEntropy(),
        SquaredError(),
        SigmoidSquaredError(),
        Huber(),
    )
}
# The usual loss of each task.
DEFAULT_LOSSES: dict[Task, AnyLoss] = {
    "binary": BinaryCrossEntropy(),
    "multiclass": CategoricalCrossEntropy(),
    "regression": SquaredError(),
}
