"""How wrong the predictions of each part are, and what the course reads from it: high bias, high variance.

Bias is seen in the train error, variance in how much larger the dev error is. The remedies differ, so it pays
to know which one it is. Source: course, Setting up: splits, bias and variance.
"""

from typing import Literal

import msgspec
import numpy as np

from engine.activations import Array
from engine.problem import PARTS, Part
from engine.trainer import Trainer

# The course calls gaps of 1 % and less low, and those of 10 % and more high; this lies between.
HIGH = 0.05
# Equal numbers have a standard deviation of so much of their size, by rounding alone.
ROUNDING = 1e-12

Measure = Literal["misclassified", "1 - R^2"]

BIAS_REMEDIES = ("a bigger network", "longer training")
VARIANCE_REMEDIES = (
    "more data",
    "data augmentation",
    "L2 or L1 regularisation",
    "dropout",
    "early stopping, which mixes two concerns",
)


class PartError(msgspec.Struct, frozen=True):
    """The error of one part with that many examples, 0 being perfect.

    For classes it is the share that is misclassified. For regression it is 1 - R^2, the share of the target's
    variance that is left unexplained: 1 is no better than always the mean. None where all targets are equal.
    """

    part: Part
    examples: int
    error: float | None


class Verdict(msgspec.Struct, frozen=True):
    """Bias is the train error beyond the human-level one, variance the dev error beyond the train error.

    Variance is None without dev examples.
    """

    bias: float
    variance: float | None

    @property
    def has_high_bias(self) -> bool:
        """Whether the training part is learned too badly."""
        return self.bias >= HIGH

    @property
    def has_high_variance(self) -> bool:
        """Whether the dev part is predicted much worse than the training part."""
        return self.variance is not None and self.variance >= HIGH

    @property
    def words(self) -> str:
        """The course's words for it."""
        if self.variance is None:
            return f"{'high' if self.has_high_bias else 'low'} bias, unknown variance"
        match self.has_high_bias, self.has_high_variance:
            case True, True:
                return "high bias and high variance"
            case True, False:
                return "high bias"
            case False, True:
                return "high variance"
        return "low bias, low variance"

    @property
    def remedies(self) -> tuple[str, ...]:
        """What the course would try; nothing where both are low."""
        return BIAS_REMEDIES * self.has_high_bias + VARIANCE_REMEDIES * self.has_high_variance


def errors(trainer: Trainer, test: bool = False) -> tuple[PartError, ...]:
    """The errors of the parts that have examples; of the test part only where `test` asks for it."""
    parts = PARTS if test else PARTS[:2]
    sizes = {part: trainer.problem.targets[part].shape[1] for part in parts}
    return tuple(PartError(part, m, _error(trainer, part)) for part, m in sizes.items() if m)


def measure(trainer: Trainer) -> Measure:
    """What the errors of this problem are."""
    return "1 - R^2" if trainer.problem.dataset.task == "regression" else "misclassified"


def _error(trainer: Trainer, part: Part) -> float | None:
    if measure(trainer) == "1 - R^2":
        return unexplained(trainer.evaluator.logits(part), trainer.problem.targets[part])
    metrics = trainer.evaluate(part)
    return None if metrics is None or metrics.accuracy is None else 1 - metrics.accuracy


def unexplained(Z: Array, Y: Array) -> float | None:
    """1 - R^2 of predictions Z for targets Y (1, m); None where all targets are equal."""
    mean, std = float(Y.mean()), float(Y.std())
    if std <= ROUNDING * abs(mean):
        return None
    return float(np.square(Z.astype(np.float64) - Y).mean()) / std**2


def judge(parts: tuple[PartError, ...], human_error: float = 0.0) -> Verdict | None:
    """The verdict on the errors of train and dev, or None where the train error is unknown.

    `human_error` is what a careful person, or the noise in the targets, leaves over: about 0 in the course.
    """
    known = {row.part: row.error for row in parts}
    train, dev = known["train"], known.get("dev")
    if train is None:
        return None
    return Verdict(train - human_error, None if dev is None else dev - train)
