"""The Experiment: one frozen value that holds everything the user can decide. Every edit makes a new one."""

import math
from typing import Any, Literal, Self, get_args

import msgspec

from engine.activations import Tanh
from engine.data import AnyData, Circle, Split
from engine.data.source import MAX_SEED
from engine.errors import ExperimentError
from engine.layers import Dense
from engine.optimizers import Adam, AnyOptimizer

MAX_LAYERS = 12
MAX_RATE = 1e9

Precision = Literal["float32", "float64"]


class Experiment(msgspec.Struct, frozen=True, kw_only=True):
    """Data, network, and how it learns. Raises ExperimentError where a value is impossible.

    `layers` are the hidden layers; the output layer follows the task of the data (one sigmoid unit, a softmax
    of one unit per class, or one linear unit). `batch_size` None is batch gradient descent. `l2` is the
    course's lambda.
    """

    data: AnyData = Circle()
    split: Split = Split()
    features: tuple[str, ...] = ("x1", "x2")
    normalize: bool = True
    layers: tuple[Dense, ...] = (Dense(4, Tanh()), Dense(2, Tanh()))
    optimizer: AnyOptimizer = Adam()
    learning_rate: float = 0.03
    batch_size: int | None = 32
    l2: float = 0.0
    seed: int = 1
    dtype: Precision = "float32"

    def __post_init__(self) -> None:
        _require(
            0 < self.learning_rate <= MAX_RATE,
            f"The learning rate must be above 0 and at most {MAX_RATE:g}, not {self.learning_rate:g}.",
        )
        _require(
            self.batch_size is None or self.batch_size >= 1,
            f"A mini-batch has at least 1 example, not {self.batch_size}.",
        )
        _require(
            self.l2 >= 0 and math.isfinite(self.l2),
            f"The L2 lambda must be 0 or a positive number, not {self.l2:g}.",
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
