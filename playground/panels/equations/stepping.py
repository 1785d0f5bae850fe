"""The optimiser's step for the marked weight, in words and numbers of the course's formulas."""

from engine.optimizers import AdaGrad, Adam, AdamW, Momentum, Nesterov, RMSprop
from engine.weight_step import WeightStep, weight_step
from engine.workings import Workings
from playground.notation.markup import exact
from playground.panels.equations.marking import Mark

FROZEN = "The layer is frozen: the weight stays."


def parameter_at(w: Workings, l: int, mark: Mark) -> tuple[str, int, int]:
    """The marked weight: its matrix, row and column; in the column of biases the bias."""
    if mark.matrix == "b" and f"b{l}" in w.parameters:
        return f"b{l}", mark.unit, 0
    return f"W{l}", mark.unit, mark.source


def title(w: Workings, l: int, mark: Mark) -> str:
    """Adam, step 2 140, for W[2] (5, 2)."""
    name, row, column = parameter_at(w, l, mark)
    return f"{w.optimizer.label}, step {w.t}, for {name[0]}[{l}] ({row + 1}, {column + 1})"


def stepping(w: Workings, l: int, mark: Mark) -> list[str]:
    """The moments, and what becomes of the weight."""
    step = weight_step(w, *parameter_at(w, l, mark))
    if step.frozen:
        return [FROZEN]
    clipped = [f"dw := {w.clipped:.3g} dw = {exact(step.gradient)}, clipped"] if w.clipped < 1 else []
    return [*clipped, *_moments(w, step), *_taken(w, step)]


def _moments(w: Workings, step: WeightStep) -> list[str]:
    match w.optimizer:
        case Adam(beta1=beta1, beta2=beta2):
            v_hat = f"v̂ = v/(1 − {beta1:g}^{{{w.t}}}) = {_number(step.v_hat)}"
            s_hat = f"ŝ = s/(1 − {beta2:g}^{{{w.t}}}) = {_number(step.s_hat)}"
            return [_v(beta1, step), _s(beta2, step), v_hat, s_hat]
        case Momentum(beta=beta):
            return [_v(beta, step)]
        case RMSprop(beta=beta):
            return [_s(beta, step)]
        case AdaGrad():
            return [f"s := s + dw² = {_number(step.s)} + {_bracket(step.gradient)}² = {_number(step.s_new)}"]
    return []


def _v(beta: float, step: WeightStep) -> str:
    mean = f"{beta:g}·{_number(step.v)} + {1 - beta:.3g}·{exact(step.gradient)}"
    return f"v := {mean} = {_number(step.v_new)}"


def _s(beta: float, step: WeightStep) -> str:
    mean = f"{beta:g}·{_number(step.s)} + {1 - beta:.3g}·{_bracket(step.gradient)}²"
    return f"s := {mean} = {_number(step.s_new)}"


def _taken(w: Workings, step: WeightStep) -> list[str]:
    match w.optimizer:
        case AdamW(weight_decay=decay):
            form = f"w − α (v̂/(√ŝ + ε) + {decay:g} w)"
        case Adam():
            form = "w − α v̂/(√ŝ + ε)"
        case Nesterov(beta=beta):
            form = f"w − α ({beta:g} v + {1 - beta:.3g} dw)"
        case Momentum():
            form = "w − α v"
        case RMSprop() | AdaGrad():
            form = "w − α dw/(√s + ε)"
        case _:
            form = "w − α dw"
    numbers = f"{exact(step.before)} − {_bracket(step.step)} = {exact(step.after)}"
    return [f"w := {form}, where α = {w.rate:.4g}", f"w := {numbers}"]


def _number(value: float | None) -> str:
    return exact(value or 0.0)


def _bracket(value: float) -> str:
    return f"({exact(value)})" if value < 0 else exact(value)
