"""The second half of a step in words: back through every layer, and what the optimiser makes of it."""

import numpy as np

from engine.foretelling import Change
from engine.optimizers import AdaGrad, Adam, Momentum, RMSprop
from engine.spelling import Spelled, spell_out
from engine.workings import Workings
from playground.explained.told import Shown, Step, Told, share
from playground.notation.markup import cell, exact, of
from playground.notation.words import dropped
from playground.panels.equations.backward import backward
from playground.panels.equations.forward import Equation, shape
from playground.panels.equations.marking import Mark
from playground.panels.equations.stepping import stepping
from playground.widgets.plot_numbers import cost

FROZEN = "The layer is frozen: its gradient is known, but not used."
MEAN = "dW is the mean, over the examples, of dz times what came in through the weight."
OPTIMISERS = (
    (
        Adam,
        "Adam follows v̂, a mean of the last gradients, divided by the root of ŝ, a mean of their squares: "
        "all weights move about as fast, however small their gradients.",
    ),
    (
        Momentum,
        "The step follows v, a mean of the last gradients: what keeps its direction gains speed, what goes "
        "to and fro cancels out.",
    ),
    (
        RMSprop,
        "Each gradient is divided by the root of s, a mean of its own last squares: steep directions are "
        "slowed down, flat ones are not.",
    ),
    (
        AdaGrad,
        "Each gradient is divided by the root of s, the sum of all its squares so far: steps get shorter and "
        "shorter.",
    ),
)
DESCENT = "Each weight goes against its gradient: where dw is above 0, a smaller w makes J smaller."


def tell_backward(step: Step, l: int) -> Told:
    """dZ[l] and the gradients of the layer."""
    w = step.workings
    told = spell_out(w, l, step.unit_of(l), step.example)
    lines = backward(w, told, Mark(step.unit_of(l), 0, step.example))
    slopes = w.slopes[l - 1]
    shown = [Shown(of("dZ", l), slopes.dZ), Shown(of("A", l - 1), w.caches[l - 1].A_in)]
    shown.append(Shown(of("dW", l), w.gradients[f"W{l}"], False))
    if slopes.dA is not None:
        shown.insert(0, Shown(of("dA", l), slopes.dA))
    return Told(f"Backward, layer {l} of {w.network.depth}", _why(step, l, told), tuple(lines), tuple(shown))


def _why(step: Step, l: int, told: Spelled) -> str:
    w = step.workings
    said = [_why_first(step, told) if l == w.network.depth else _why_next(w, l)]
    if told.centred is not None:
        said.append(
            "Through batch norm nothing comes back that would only shift or stretch a whole row: it would be "
            "undone."
        )
    said.append(FROZEN if w.network.layers[l - 1].frozen else MEAN)
    return " ".join(said)


def _why_first(step: Step, told: Spelled) -> str:
    """Where the way back begins, at the answers."""
    if not told.dz_tilde:
        return f"For example {step.example + 1} z is right as it is: dz = 0."
    direction = "smaller" if told.dz_tilde > 0 else "larger"
    said = f"the answer {cell(told.a)}, while y = {cell(told.y or 0.0)}"
    return f"For example {step.example + 1} {said}, calls for a {direction} z: dz = {cell(told.dz_tilde)}."


def _why_next(w: Workings, l: int) -> str:
    said = (
        f"Each unit of layer {l} answers for what it fed into layer {l + 1}: dZ comes back through the same "
        "weights, times g′, which says how far the unit still gives way"
    )
    g, Z = w.network.activations[l - 1], w.caches[l - 1].Z
    if g.name == "relu":
        said += f"; below 0 it does not at all, which stops {share(float((Z <= 0).mean()))} of the numbers"
    end = " What dropout has switched off learns nothing in this step." if dropped(w.network, l) else ""
    return f"{said}.{end}"


def tell_update(step: Step) -> Told:
    """What is subtracted, what moves most, and what that does to J."""
    w, foretold = step.workings, step.foretold
    most = _most(step)
    lines = tuple(_layer_line(step, l) for l in range(1, w.network.depth + 1))
    l = int(most.name[1:])
    mark = Mark(most.row, most.column if most.name[0] == "W" else 0, 0, "b" if most.name[0] == "b" else "Z")
    name = f"W{l}"
    shown = (
        Shown(of("W", l), w.parameters[name], False),
        Shown("− step", -w.updates[name], False),
        Shown(f"{of('W', l)} after", foretold.after[name], False),
    )
    title, steps = f"Update by {w.optimizer.label}", tuple(stepping(w, l, mark))
    return Told(title, _why_update(step, most), lines, shown, steps)


def _most(step: Step) -> Change:
    """The weight or bias that moves most."""
    known = step.foretold.largest
    usual = [change for name, change in known.items() if name.rstrip("0123456789") in ("W", "b")]
    return max(usual, key=lambda change: abs(change.after - change.before))


def place_of(change: Change) -> str:
    """W[2] (3, 1)."""
    return f"{change.name[0]}[{change.name[1:]}] ({change.row + 1}, {change.column + 1})"


def _layer_line(step: Step, l: int) -> Equation:
    w, change = step.workings, step.foretold.largest[f"W{l}"]
    if w.network.layers[l - 1].frozen:
        return Equation(of("W", l), of("W", l), shape(*w.network.shapes[l - 1]), "frozen, stays")
    size = float(np.linalg.norm(w.parameters[f"W{l}"]))
    ratio = float(np.linalg.norm(w.updates[f"W{l}"])) / size if size else np.inf
    moved = f"({change.row + 1}, {change.column + 1}) {exact(change.before)} → {exact(change.after)}"
    told = f"most: {moved}; ‖step‖/‖W‖ = {cell(ratio)}"
    return Equation(of("W", l), f"{of('W', l)} − step", shape(*w.network.shapes[l - 1]), told)


def _why_update(step: Step, most: Change) -> str:
    w, after = step.workings, step.foretold.cost
    said = [next((words for kind, words in OPTIMISERS if isinstance(w.optimizer, kind)), DESCENT)]
    if w.clipped < 1:
        said.append(f"All gradients together are too long, and are cut to {share(w.clipped)} of it.")
    moved = f"from {exact(most.before)} to {exact(most.after)}"
    gradient = float(w.gradients[most.name][most.row, most.column])
    said.append(f"{place_of(most)} moves most, {moved}; its dw is {exact(gradient)}.")
    if w.network.normalized:
        said.append("The running averages of μ and σ², for predictions, take in this mini-batch as well.")
    said.append(_why_cost(w.cost, after))
    return " ".join(said)


def _why_cost(before: float, after: float) -> str:
    moved = f"J of these examples goes from {cost(before)} to {cost(after)}"
    if after < before:
        return f"{moved}."
    return f"{moved}: the step goes too far, or still follows earlier gradients."
