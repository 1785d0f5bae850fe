"""The Experiment: one frozen value that holds everything the user can decide. Every edit makes a new one."""

from typing import Any, Literal, Self, get_args

import msgspec

from engine.activations import Tanh
from engine.data import AnyData, Circle, Split
from engine.data.augmentation import AnyAugmentation
from engine.data.features import spelled
from engine.data.source import MAX_SEED
from engine.early_stopping import EarlyStopping
from engine.errors import ExperimentError
from engine.layers import Dense, Output, check_keep_prob, check_lambda
from engine.losses import AnyLoss
from engine.optimizers import Adam, AnyOptimizer
from engine.schedules import MAX_RATE, AnySchedule, Constant

MAX_LAYERS = 12

Precision = Literal["float32", "float64"]


class Experiment(msgspec.Struct, frozen=True, kw_only=True):
    """Data, network, and how it learns. Raises ExperimentError where a value is impossible.

    `layers` are the hidden layers; the `output` layer has the units that data and loss ask for (one sigmoid
    unit, a softmax of one unit per class, or one linear unit). `loss` None is the usual one of the task.
    `l1` and `l2` are the lambdas of all layers that have none of their own. `batch_size` None is batch
    gradient descent. `clip_norm` is the largest norm that a gradient keeps. `standardize_targets` matters for
    regression alone: cost, clipping and Huber's threshold are then in standard deviations of y.
    """

    data: AnyData = Circle()
    split: Split = Split()
    features: tuple[str, ...] = ("x1", "x2")
    normalize: bool = True
    standardize_targets: bool = True
    augmentation: tuple[AnyAugmentation, ...] = ()
    layers: tuple[Dense, ...] = (Dense(4, Tanh()), Dense(2, Tanh()))
    output: Output = Output()
    input_keep_prob: float = 1.0
    loss: AnyLoss | None = None
    label_smoothing: float = 0.0
    l1: float = 0.0
    l2: float = 0.0
    optimizer: AnyOptimizer = Adam()
    learning_rate: float = 0.03
    schedule: AnySchedule = Constant()
    batch_size: int | None = 32
    clip_norm: float | None = None
    early_stopping: EarlyStopping | None = None
    seed: int = 1
    dtype: Precision = "float32"

    def __post_init__(self) -> None:
        # Equal formulas are equal experiments, however they were typed.
        msgspec.structs.force_setattr(self, "features", spelled(tuple(self.features)))
        _require(
            0 < self.learning_rate <= MAX_RATE,
            f"The learning rate must be above 0 and at most {MAX_RATE:g}, not {self.learning_rate:g}.",
        )
        _require(
            self.batch_size is None or self.batch_size >= 1,
            f"A mini-batch has at least 1 example, not {self.batch_size}.",
        )
        check_lambda("L1", self.l1)
        check_lambda("L2", self.l2)
        check_keep_prob("The input's keep_prob", self.input_keep_prob)
        _require(
            0 <= self.label_smoothing < 1,
            f"Label smoothing must be at least 0 and below 1, not {self.label_smoothing:g}. Try 0.1.",
        )
        _require(
            self.clip_norm is None or 0 < self.clip_norm <= MAX_RATE,
            f"The largest gradient norm must be above 0 and at most {MAX_RATE:g}, not {self.clip_norm}.",
        )
        _require(
            0 <= self.seed <= MAX_SEED, f"A seed is a whole number from 0 to {MAX_SEED}, not {self.seed}."
        )
        _require(
            len(self.layers) <= MAX_LAYERS,
            f"A network has at most {MAX_LAYERS} hidden layers here, not {len(self.layers)}.",
        )
        _require(len(self.features) >= 1, "At least one input feature must stay on, and none is.")
        _require(
            self.dtype in get_args(Precision),
            f"Numbers are computed as {' or '.join(get_args(Precision))}, not {self.dtype}.",
        )

    def with_(self, **changes: Any) -> Self:
        """The same experiment with some fields changed; `self` when nothing differs."""
        changed = msgspec.structs.replace(self, **changes)
        return self if changed == self else changed


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise ExperimentError(sentence)
