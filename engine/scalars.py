"""Activations and losses for one number at a time, in plain Python, for the loops over examples and units.

The engine never learns with them. They are here to be raced against, and held to the values' own mathematics
by tests.
"""

import math
from collections.abc import Callable
from typing import NamedTuple, assert_never

from engine.activations import (
    AnyActivation,
    Elu,
    Gelu,
    LeakyRelu,
    Linear,
    Relu,
    Sigmoid,
    Silu,
    Softplus,
    Tanh,
)
from engine.losses import (
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    Huber,
    Loss,
    SigmoidSquaredError,
    SquaredError,
)


class ScalarActivation(NamedTuple):
    """a = g(z) and g'(z), the latter from z and a."""

    value: Callable[[float], float]
    derivative: Callable[[float, float], float]


# dZ[L] of one example from its logits and its encoded targets, n[L] numbers each.
ScalarDelta = Callable[[list[float], list[float]], list[float]]


def scalar_activation(g: AnyActivation) -> ScalarActivation:
    """The activation for one number. Source: course, Activations."""
    match g:
        case Sigmoid():
            return ScalarActivation(_sigmoid, lambda z, a: a * (1 - a))
        case Tanh():
            return ScalarActivation(math.tanh, lambda z, a: 1 - a * a)
        case Relu():
            return ScalarActivation(lambda z: z if z > 0 else 0.0, lambda z, a: 1.0 if z > 0 else 0.0)
        case LeakyRelu(alpha):
            return ScalarActivation(lambda z: max(alpha * z, z), lambda z, a: 1.0 if z > 0 else alpha)
        case Elu(alpha):
            return ScalarActivation(
                lambda z: z if z > 0 else alpha * math.expm1(z), lambda z, a: a + alpha if z < 0 else 1.0
            )
        case Silu():
            return ScalarActivation(lambda z: z * _sigmoid(z), _silu_slope)
        case Gelu():
            return ScalarActivation(lambda z: z * _gelu_gate(z), _gelu_slope)
        case Softplus():
            return ScalarActivation(_softplus, lambda z, a: 1 - math.exp(-a))
        case Linear():
            return ScalarActivation(lambda z: z, lambda z, a: 1.0)
        case _:
            assert_never(g)


def _sigmoid(z: float) -> float:
    return 0.5 * math.tanh(0.5 * z) + 0.5


def _silu_slope(z: float, a: float) -> float:
    s = _sigmoid(z)
    return s + a * (1 - s)


def _gelu_gate(z: float) -> float:
    return 0.5 + 0.5 * math.tanh(Gelu.K * z * (1 + Gelu.C * z * z))


def _gelu_slope(z: float, a: float) -> float:
    p = _gelu_gate(z)
    return p + a * (1 - p) * 2 * Gelu.K * (1 + 3 * Gelu.C * z * z)


def _softplus(z: float) -> float:
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


def scalar_delta(loss: Loss) -> ScalarDelta:
    """dZ[L] of one example. Raises TypeError for a loss that is none of engine.losses.LOSSES."""
    match loss:
        case BinaryCrossEntropy():
            return lambda z, y: [0.5 * (math.tanh(0.5 * z[0]) - y[0])]
        case SigmoidSquaredError():
            return _sigmoid_squared_error
        case CategoricalCrossEntropy():
            return _softmax_minus_target
        case SquaredError():
            return lambda z, y: [z[0] - y[0]]
        case Huber(threshold):
            return lambda z, y: [max(-threshold, min(threshold, z[0] - y[0]))]
        case _:
            raise TypeError(f"{type(loss).__name__} has no form for one example; add it here.")


def _sigmoid_squared_error(z: list[float], y: list[float]) -> list[float]:
    h = math.tanh(0.5 * z[0])
    return [0.125 * (h - y[0]) * (1 - h * h)]


def _softmax_minus_target(z: list[float], y: list[float]) -> list[float]:
    largest = max(z)
    powers = [math.exp(z_i - largest) for z_i in z]
    total = sum(powers)
    return [power / total - y_i for power, y_i in zip(powers, y, strict=True)]
