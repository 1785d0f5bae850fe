"""The exponentially weighted average: a memory of about 1 / (1 - beta) values, kept in a single number."""

import numpy as np

from engine.activations import Array
from engine.errors import EngineError


def ewa(values: Array, beta: float, corrected: bool = False) -> Array:
    """v_t = beta v_(t-1) + (1 - beta) theta_t with v_0 = 0, for t = 1 ... T along the first axis, float64.

    `values` is theta (T, ...), the result has its shape. `corrected` divides by 1 - beta^t, so that the first
    averages are not drawn to the 0 they began with. Raises EngineError unless 0 <= beta < 1 and there is a
    first axis. Source: course, Optimisation.
    """
    theta = np.asarray(values, dtype=np.float64)
    _check(beta, theta)
    v: Array = (1 - beta) * theta
    # After every round v_t holds twice as many of the latest values: log2(T) rounds instead of T.
    reach = 1
    while reach < len(v):
        v[reach:] += beta**reach * v[:-reach]
        reach *= 2
    if corrected:
        t = np.arange(1, len(v) + 1).reshape(-1, *[1] * (v.ndim - 1))
        v /= 1 - beta**t
    return v


def memory(beta: float) -> float:
    """1 / (1 - beta), about how many values the average remembers: older ones weigh less than 1/e."""
    return 1 / (1 - beta)


def _check(beta: float, theta: Array) -> None:
    if not 0 <= beta < 1:
        raise EngineError(f"An average needs a beta of at least 0 and below 1, not {beta:g}. Try 0.9.")
    if theta.ndim == 0:
        raise EngineError("An average is taken over a sequence of values, but a single number came.")
