"""The optimiser's step for one parameter, spelled out: its moments before and after, and what is taken off.

The numbers are those of the course's formulas. `tests/engine/test_weight_step.py` holds them to the lowered
step, which computes the same in fewer passes.
"""

import math

import msgspec

from engine.network import layer_of
from engine.optimizers import AdaGrad, Adam, AdamW, AnyOptimizer, Momentum, Nesterov, RMSprop
from engine.workings import Workings


class WeightStep(msgspec.Struct, frozen=True, kw_only=True):
    """How `before` becomes `after` = before - step, where `gradient` is dw as it comes from clipping.

    `v` and `s` are the moments of before the step, `v_new` and `s_new` those of after it, `v_hat` and `s_hat`
    these corrected for their start at zero; None for what the optimiser does not have. `decay` is what weight
    decay adds to the step. A `frozen` weight stays.
    """

    before: float
    gradient: float
    v: float | None = None
    v_new: float | None = None
    v_hat: float | None = None
    s: float | None = None
    s_new: float | None = None
    s_hat: float | None = None
    decay: float = 0.0
    step: float
    frozen: bool

    @property
    def after(self) -> float:
        """The weight after the step."""
        return self.before - self.step


def weight_step(workings: Workings, name: str, row: int, column: int) -> WeightStep:
    """For the number at (row, column) of W1, b1, gamma1 ..."""
    w = float(workings.parameters[name][row, column])
    frozen = workings.network.layers[layer_of(name) - 1].frozen
    g = 0.0 if frozen else float(workings.gradients[name][row, column]) * workings.clipped
    moments = [float(moment[name][row, column]) for moment in workings.moments]
    found = _step(workings.optimizer, w, g, moments, workings.rate, workings.t)
    return msgspec.structs.replace(found, step=0.0, decay=0.0, frozen=True) if frozen else found


def _step(
    optimizer: AnyOptimizer, w: float, g: float, moments: list[float], rate: float, t: int
) -> WeightStep:
    match optimizer:
        case Adam():
            return _adam(optimizer, w, g, moments, rate, t)
        case Momentum(beta=beta):
            v = beta * moments[0] + (1 - beta) * g
            ahead = beta * v + (1 - beta) * g if isinstance(optimizer, Nesterov) else v
            return WeightStep(before=w, gradient=g, v=moments[0], v_new=v, step=rate * ahead, frozen=False)
        case RMSprop(beta=beta, eps=eps):
            s = beta * moments[0] + (1 - beta) * g * g
            return _by_squares(w, g, moments[0], s, eps, rate)
        case AdaGrad(eps=eps):
            return _by_squares(w, g, moments[0], moments[0] + g * g, eps, rate)
    return WeightStep(before=w, gradient=g, step=rate * g, frozen=False)


def _by_squares(w: float, g: float, s: float, s_new: float, eps: float, rate: float) -> WeightStep:
    step = rate * g / (math.sqrt(s_new) + eps)
    return WeightStep(before=w, gradient=g, s=s, s_new=s_new, step=step, frozen=False)


def _adam(o: Adam, w: float, g: float, moments: list[float], rate: float, t: int) -> WeightStep:
    v = o.beta1 * moments[0] + (1 - o.beta1) * g
    s = o.beta2 * moments[1] + (1 - o.beta2) * g * g
    v_hat, s_hat = v / (1 - o.beta1**t), s / (1 - o.beta2**t)
    decay = rate * o.weight_decay * w if isinstance(o, AdamW) else 0.0
    return WeightStep(
        before=w,
        gradient=g,
        v=moments[0],
        v_new=v,
        v_hat=v_hat,
        s=moments[1],
        s_new=s,
        s_hat=s_hat,
        decay=decay,
        step=rate * v_hat / (math.sqrt(s_hat) + o.eps) + decay,
        frozen=False,
    )
