"""A layer is one frozen value: everything the user decides about it."""

import math

import msgspec

from engine.activations import AnyActivation, Tanh
from engine.errors import ExperimentError
from engine.initializers import AnyInitializer, usual

MAX_UNITS = 4096
# Below this, dropout would leave a layer of ordinary width without any unit in most steps.
MIN_KEEP_PROB = 0.01


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """What every layer with weights has.

    `initializer` None is the usual one for the activation (He before a ReLU, else Xavier). `l1` and `l2` are
    the layer's own lambdas; None takes the experiment's. A `frozen` layer is computed with but not trained;
    its moments fade meanwhile.
    """

    initializer: AnyInitializer | None = None
    l1: float | None = None
    l2: float | None = None
    frozen: bool = False

    def __post_init__(self) -> None:
        check_lambda("L1", self.l1 or 0.0)
        check_lambda("L2", self.l2 or 0.0)


class Output(Layer, frozen=True):
    """What can be decided about the output layer; its units and its function follow from data and loss."""


class Dense(Layer, frozen=True):
    """Z[l] = W[l] A[l-1] + b[l], batch norm if asked for, A[l] = g(Z[l]), then dropout.

    `units` is n[l] (1 to 4096), `keep_prob` the chance of a unit to be kept in a step (1: no dropout).
    Source: course, Forward, Dropout, Batch normalisation.
    """

    units: int = 4
    activation: AnyActivation = Tanh()
    batch_norm: bool = False
    keep_prob: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= self.units <= MAX_UNITS:
            raise ExperimentError(f"A layer has 1 to {MAX_UNITS} units, not {self.units}.")
        check_keep_prob("keep_prob", self.keep_prob)

    @property
    def first_weights(self) -> AnyInitializer:
        """The initialiser in use."""
        return self.initializer or usual(self.activation)


def check_lambda(name: str, value: float) -> None:
    """Raises ExperimentError for a lambda that is negative or not finite."""
    if not (value >= 0 and math.isfinite(value)):
        raise ExperimentError(f"The {name} lambda must be 0 or a positive number, not {value:g}.")


def check_keep_prob(name: str, value: float) -> None:
    """Raises ExperimentError for a share outside MIN_KEEP_PROB ... 1."""
    if not MIN_KEEP_PROB <= value <= 1:
        raise ExperimentError(f"{name} must be from {MIN_KEEP_PROB:g} to 1 (1: no dropout), not {value:g}.")
