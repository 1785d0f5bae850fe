"""The losses of the course, from the logits Z of the output layer so that no cost is inf or NaN by itself.

A loss also decides what the output layer is: its number of units, how logits become predictions, and the
lowered lines of dZ = A - Y.
"""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array, Sigmoid, softmax
from engine.data.dataset import Task
from engine.tagged import Tagged


class Loss(Tagged, frozen=True):
    """A loss L summed over examples; the class axis is the second to last, examples are the last."""

    # Lines that turn the logits `Z` and the encoded targets `Y` into `D` = `delta_scale` times dZ = A - Y.
    delta_ops: ClassVar[tuple[str, ...]] = ()
    delta_scale: ClassVar[float] = 1.0
    label: ClassVar[str] = ""
    output_label: ClassVar[str] = ""

    def units(self, n_classes: int) -> int:
        """Units of the output layer for data with that many classes (0 for regression)."""
        return 1

    def encode(self, y: NDArray[Any], n_classes: int) -> Array:
        """Targets y (m,) as the matrix (n[L], m) that the training step compares with, float64."""
        raise TypeError("Loss is abstract: use one of engine.losses.LOSSES.")

    def output(self, Z: Array) -> Array:
        """Predictions from the logits, same shape (n[L], m): probabilities, or values for regression."""
        raise TypeError("Loss is abstract: use one of engine.losses.LOSSES.")

    def delta(self, Z: Array, Y: Array) -> Array:
        """dZ[L] = A[L] - Y for encoded targets Y, same shape as Z."""
        raise TypeError("Loss is abstract: use one of engine.losses.LOSSES.")

    def total(self, Z: Array, Y: Array) -> float:
        """The sum of L over all examples, from logits."""
        raise TypeError("Loss is abstract: use one of engine.losses.LOSSES.")

    def correct(self, Z: Array, Y: Array) -> int | None:
        """How many examples are classified rightly; None where the question has no meaning."""
        return None


class BinaryCrossEntropy(Loss, frozen=True, tag="binary_cross_entropy"):
    """-(y log a + (1-y) log(1-a)) behind one sigmoid unit. Targets are encoded as -1 and +1.

    With t = 2y - 1 the loss is log(1 + e^(-t z)), and 2 (a - y) = tanh(z / 2) - t takes three calls and
    cannot overflow.
    """

    delta_ops: ClassVar[tuple[str, ...]] = (
        "multiply({Z}, half, {D})",
        "tanh({D}, {D})",
        "subtract({D}, {Y}, {D})",
    )
    delta_scale: ClassVar[float] = 2.0
    label: ClassVar[str] = "cross-entropy"
    output_label: ClassVar[str] = "sigmoid"

    def encode(self, y: NDArray[Any], n_classes: int) -> Array:
        return (2.0 * y - 1.0)[None, :]

    def output(self, Z: Array) -> Array:
        return Sigmoid().value(Z)

    def delta(self, Z: Array, Y: Array) -> Array:
        return np.asarray(0.5 * (np.tanh(0.5 * Z) - Y))

    def total(self, Z: Array, Y: Array) -> float:
        margin = Z * Y
        softplus = np.log1p(np.exp(-np.abs(margin))) - np.minimum(margin, 0)
        return float(softplus.sum(dtype=np.float64))

    def correct(self, Z: Array, Y: Array) -> int | None:
        return int(np.count_nonzero((Z > 0) == (Y > 0)))


class CategoricalCrossEntropy(Loss, frozen=True, tag="categorical_cross_entropy"):
    """-sum_j y_j log a_j behind a softmax of one unit per class. Targets are one-hot."""

    delta_ops: ClassVar[tuple[str, ...]] = (
        "largest({Z}, 0, None, {S})",
        "subtract({Z}, {S}, {D})",
        "exp({D}, {D})",
        "total({D}, 0, None, {S})",
        "divide({D}, {S}, {D})",
        "subtract({D}, {Y}, {D})",
    )
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

    def total(self, Z: Array, Y: Array) -> float:
        largest = Z.max(axis=-2, keepdims=True)
        log_sum = np.log(np.exp(Z - largest).sum(axis=-2, keepdims=True))
        # sum_j y_j (log_sum - z_j): the shift is taken off first, so that large logits lose no digits.
        return float((Y * (log_sum - (Z - largest))).sum(dtype=np.float64))

    def correct(self, Z: Array, Y: Array) -> int | None:
        return int(np.count_nonzero(Z.argmax(axis=-2) == Y.argmax(axis=-2)))


class SquaredError(Loss, frozen=True, tag="squared_error"):
    """1/2 (a - y)^2 behind a linear unit, for regression."""

    delta_ops: ClassVar[tuple[str, ...]] = ("subtract({Z}, {Y}, {D})",)
    label: ClassVar[str] = "squared error"
    output_label: ClassVar[str] = "linear"

    def encode(self, y: NDArray[Any], n_classes: int) -> Array:
        return np.asarray(y, dtype=np.float64)[None, :]

    def output(self, Z: Array) -> Array:
        return Z

    def delta(self, Z: Array, Y: Array) -> Array:
        return Z - Y

    def total(self, Z: Array, Y: Array) -> float:
        return float(0.5 * np.square(Z.astype(np.float64) - Y).sum())


AnyLoss = BinaryCrossEntropy | CategoricalCrossEntropy | SquaredError
LOSSES: dict[str, AnyLoss] = {
    loss.name: loss for loss in (BinaryCrossEntropy(), CategoricalCrossEntropy(), SquaredError())
}
# The usual loss of each task.
DEFAULT_LOSSES: dict[Task, AnyLoss] = {
    "binary": BinaryCrossEntropy(),
    "multiclass": CategoricalCrossEntropy(),
    "regression": SquaredError(),
}
