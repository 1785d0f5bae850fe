"""A layer is one frozen value: everything the user decides about it."""

import msgspec

from engine.activations import AnyActivation, Tanh
from engine.errors import ExperimentError

MAX_UNITS = 4096


class Dense(msgspec.Struct, frozen=True):
    """Z[l] = W[l] A[l-1] + b[l], A[l] = g(Z[l]), with `units` = n[l] (1 to 4096). Source: course, Forward."""

    units: int = 4
    activation: AnyActivation = Tanh()

    def __post_init__(self) -> None:
        if not 1 <= self.units <= MAX_UNITS:
            raise ExperimentError(f"A layer has 1 to {MAX_UNITS} units, not {self.units}.")
