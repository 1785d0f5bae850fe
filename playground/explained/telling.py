"""Every stage of a step in words, equations and pictures."""

from playground.explained.stages import Stage
from playground.explained.told import Step, Told
from playground.explained.way_back import tell_backward, tell_update
from playground.explained.way_forward import tell_batch, tell_cost, tell_forward
from playground.notation.markup import plain


def tell(step: Step, stage: Stage) -> Told:
    """What there is to say of a stage."""
    match stage.kind:
        case "batch":
            return tell_batch(step)
        case "forward":
            return tell_forward(step, stage.layer)
        case "cost":
            return tell_cost(step)
        case "backward":
            return tell_backward(step, stage.layer)
    return tell_update(step)


def spoken(told: Told) -> str:
    """All of it for those who do not see it."""
    equations = [
        f"{plain(e.left)} = {plain(e.right)}" + (f", here {e.numbers}" if e.numbers else "")
        for e in told.equations
    ]
    return ". ".join([told.title, told.why.rstrip("."), *equations, *map(plain, told.lines)]) + "."
