"""Schedules: how the learning rate changes from epoch to epoch, after an optional warm-up.

A schedule is a frozen value; what it gives depends on the epoch alone, so training can be resumed anywhere.
"""

import math
from bisect import bisect_right
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.errors import ExperimentError, shown
from engine.tagged import Tagged

Vector = NDArray[np.float64]
MAX_RATE = 1e9


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise ExperimentError(sentence)


class Schedule(Tagged, frozen=True, kw_only=True):
    """Turns alpha_0 into the rate of every mini-batch. Source: course, Optimisation.

    Over the first `warm_up` epochs the rate is also multiplied by a ramp that rises in a straight line to 1,
    mini-batch by mini-batch. Source of the warm-up: Goyal et al. 2017.
    """

    warm_up: int = 0

    label: ClassVar[str] = ""

    def __post_init__(self) -> None:
        _require(
            self.warm_up >= 0, f"A warm-up takes 0 or more epochs, not {self.warm_up}. 0 is without one."
        )

    def rates(self, learning_rate: float, epoch: int, share: Vector) -> Vector:
        """The rate of each mini-batch of epoch number `epoch` (1, 2, ...), float64, shape of `share`.

        `learning_rate` is alpha_0, `share` (0 to 1] how much of the epoch is done after each mini-batch.
        """
        rates = np.empty_like(share)
        rates[...] = self._decayed(learning_rate, epoch, share)
        if epoch <= self.warm_up:
            rates *= (epoch - 1 + share) / self.warm_up
        return rates

    def tuned_rate(self, learning_rate: float, epoch: int) -> float:
        """The number that a person has set for that epoch: alpha_0, or what takes its place."""
        return learning_rate

    def is_settled(self, epoch: int) -> bool:
        """Whether all rates from this epoch on are the same."""
        return False

    def _decayed(self, learning_rate: float, epoch: int, share: Vector) -> Any:
        """The rate without warm-up: one number for the whole epoch, or one per mini-batch."""
        raise TypeError("Schedule is abstract: use one of engine.schedules.SCHEDULES.")


class Constant(Schedule, frozen=True, tag="constant"):
    """alpha_0 in every epoch."""

    label: ClassVar[str] = "constant"

    def _decayed(self, learning_rate: float, epoch: int, share: Vector) -> Any:
        return learning_rate

    def is_settled(self, epoch: int) -> bool:
        return epoch > self.warm_up


class TimeDecay(Schedule, frozen=True, tag="time_decay"):
    """alpha_0 / (1 + decay_rate * epoch)."""

    decay_rate: float = 1.0

    label: ClassVar[str] = "1 / (1 + decay rate * epoch)"

    def __post_init__(self) -> None:
        super().__post_init__()
        holds = 0 <= self.decay_rate < math.inf
        _require(holds, f"A decay rate must be 0 or a positive number, not {self.decay_rate:g}. Try 1.")

    def _decayed(self, learning_rate: float, epoch: int, share: Vector) -> Any:
        return learning_rate / (1 + self.decay_rate * epoch)


class Exponential(Schedule, frozen=True, tag="exponential"):
    """k^epoch alpha_0."""

    k: float = 0.95

    label: ClassVar[str] = "k^epoch"

    def __post_init__(self) -> None:
        super().__post_init__()
        holds = 0 < self.k <= 1
        _require(holds, f"Exponential decay needs a k above 0 and at most 1, not {self.k:g}. Try 0.95.")

    def _decayed(self, learning_rate: float, epoch: int, share: Vector) -> Any:
        return learning_rate * self.k**epoch


class SquareRoot(Schedule, frozen=True, tag="square_root"):
    """k / sqrt(epoch) alpha_0."""

    k: float = 1.0

    label: ClassVar[str] = "k / sqrt(epoch)"

    def __post_init__(self) -> None:
        super().__post_init__()
        holds = 0 < self.k <= 1000
        _require(holds, f"Square-root decay needs a k above 0 and at most 1000, not {self.k:g}. Try 1.")

    def _decayed(self, learning_rate: float, epoch: int, share: Vector) -> Any:
        return learning_rate * self.k / math.sqrt(epoch)


class Staircase(Schedule, frozen=True, tag="staircase"):
    """alpha_0, multiplied by `factor` after every so many epochs."""

    factor: float = 0.5
    every: int = 10

    label: ClassVar[str] = "staircase"

    def __post_init__(self) -> None:
        super().__post_init__()
        holds = 0 < self.factor <= 1
        _require(holds, f"A staircase needs a factor above 0 and at most 1, not {self.factor:g}. Try 0.5.")
        _require(self.every >= 1, f"A stair is 1 or more epochs long, not {self.every}. Try 10.")

    def _decayed(self, learning_rate: float, epoch: int, share: Vector) -> Any:
        return learning_rate * self.factor ** ((epoch - 1) // self.every)


class Cosine(Schedule, frozen=True, tag="cosine"):
    """Half a cosine wave from alpha_0 down to `floor` * alpha_0 at the end of epoch `epochs`, where it stays.

    It falls mini-batch by mini-batch. Source: Loshchilov and Hutter 2017, equation 5, without restarts.
    """

    epochs: int = 100
    floor: float = 0.0

    label: ClassVar[str] = "cosine"

    def __post_init__(self) -> None:
        super().__post_init__()
        _require(self.epochs >= 1, f"A cosine schedule takes 1 or more epochs, not {self.epochs}. Try 100.")
        holds = 0 <= self.floor <= 1
        _require(
            holds, f"A cosine schedule ends at a share of the rate from 0 to 1, not {self.floor:g}. Try 0."
        )

    def _decayed(self, learning_rate: float, epoch: int, share: Vector) -> Any:
        done = np.minimum((epoch - 1 + share) / self.epochs, 1)
        return learning_rate * (self.floor + (1 - self.floor) * 0.5 * (1 + np.cos(np.pi * done)))


class ByHand(Schedule, frozen=True, tag="by_hand"):
    """Pairs (epoch, rate): that rate from that epoch on. Before the first pair it is alpha_0."""

    points: tuple[tuple[int, float], ...] = ((1, 0.03),)

    label: ClassVar[str] = "by hand"

    def __post_init__(self) -> None:
        super().__post_init__()
        epochs = [epoch for epoch, _ in self.points]
        ascend = epochs == sorted(set(epochs)) and all(epoch >= 1 for epoch in epochs)
        came = shown(", ".join(map(str, epochs)))
        _require(ascend, f"The epochs of a schedule by hand are 1 or more and ascend, but {came} came.")
        for epoch, rate in self.points:
            _require(
                0 < rate <= MAX_RATE,
                f"The rate from epoch {epoch} on must be above 0 and at most {MAX_RATE:g}, not {rate:g}.",
            )

    def tuned_rate(self, learning_rate: float, epoch: int) -> float:
        passed = bisect_right(self.points, epoch, key=lambda point: point[0])
        return self.points[passed - 1][1] if passed else learning_rate

    def _decayed(self, learning_rate: float, epoch: int, share: Vector) -> Any:
        return self.tuned_rate(learning_rate, epoch)


AnySchedule = Constant | TimeDecay | Exponential | SquareRoot | Staircase | Cosine | ByHand
SCHEDULES: dict[str, AnySchedule] = {
    s.name: s for s in (Constant(), TimeDecay(), Exponential(), SquareRoot(), Staircase(), Cosine(), ByHand())
}
