"""The first half of a step in words: the mini-batch, forward through every layer, the cost."""

import numpy as np

from engine.spelling import spell_out
from engine.workings import Workings
from playground.explained.told import Shown, Step, Told, many, share
from playground.notation.markup import cell, of
from playground.notation.words import function
from playground.panels.equations.forward import Equation, forward, shape
from playground.widgets.plot_numbers import cost

FEW = 4  # numbers of an example that are said
OF_COST = ("ℒ", "J")


def tell_batch(step: Step) -> Told:
    """Which examples, and what of them goes into the network."""
    w, k = step.workings, step.example
    values = [cell(float(x)) for x in w.X[:FEW, k]] + (["…"] if len(w.X) > FEW else [])
    labels = [cell(float(y)) for y in w.Y[:FEW, k]] + (["…"] if len(w.Y) > FEW else [])
    lines = [
        Equation(of("A", 0), f"X{_dropped(w, 0)}", shape(*w.X.shape), f"x = ({', '.join(values)})", w.X),
        Equation("Y", "the labels", shape(*w.Y.shape), f"y = {', '.join(labels)}", w.Y),
    ]
    if _dropped(w, 0):
        lines.append(_mask_line(step, 0))
    shown = (Shown(of("A", 0), w.caches[0].A_in), Shown("Y", w.Y))
    return Told("Mini-batch", _why_batch(w), tuple(lines), shown)


def _why_batch(w: Workings) -> str:
    if w.count == 1:
        said = f"All {w.m} training examples at once, ringed on the plane: the step follows their mean."
    elif w.m == 1:
        said = "One training example alone, ringed on the plane: the step serves it, and no other."
    else:
        said = (
            f"{w.m} training examples, ringed on the plane. This step looks at no others; at the end of the "
            "epoch each will have had its turn once."
        )
    return f"{said} {_why_dropped(w, 0)}".rstrip()


def _dropped(w: Workings, l: int) -> str:
    keep = w.network.keep_probs[l] if l < w.network.depth else 1.0
    return f" * {of('D', l)} / {keep:g}" if keep < 1 else ""


def _mask_line(step: Step, l: int) -> Equation:
    """D[l] = rand < keep_prob, and what it says to the example: 1 is kept."""
    w = step.workings
    assert w.masks is not None
    kept = ["1" if d else "0" for d in w.masks[l][:, step.example]]
    numbers = " ".join([*kept[: 2 * FEW], *(["…"] if len(kept) > 2 * FEW else [])])
    right = f"rand < {w.network.keep_probs[l]:g}"
    return Equation(of("D", l), right, shape(*w.masks[l].shape), f"d = {numbers}", w.masks[l])


def _why_dropped(w: Workings, l: int) -> str:
    if not _dropped(w, l) or w.masks is None:
        return ""
    mask, keep = w.masks[l], w.network.keep_probs[l]
    off = int((mask == 0).sum())
    what = "inputs" if l == 0 else "activations"
    return (
        f"Dropout switches off {off} of {mask.size} {what}, in this step only; the others are divided by "
        f"{keep:g}, so that their mean stays."
    )


def tell_forward(step: Step, l: int) -> Told:
    """Z[l] and A[l]."""
    w = step.workings
    told = spell_out(w, l, step.unit_of(l), step.example)
    lines = [line for line in forward(w, told) if line.left not in OF_COST]
    if told.centred is not None:
        numbers = f"μ = {cell(told.centred.mean)}, σ² = {cell(told.centred.variance)}"
        own = shape(w.network.sizes[l], 1)
        lines.insert(1, Equation("μ, σ²", f"mean and variance of each row of {of('Z', l)}", own, numbers))
    if _dropped(w, l):
        lines.append(_mask_line(step, l))
    return Told(f"Forward, layer {l} of {w.network.depth}", _why_forward(step, l), tuple(lines), _seen(w, l))


def _seen(w: Workings, l: int) -> tuple[Shown, ...]:
    cache, is_output = w.caches[l - 1], l == w.network.depth
    after = w.outputs if is_output else np.asarray(cache.A * cache.mask)
    first = Shown(of("A", l - 1), cache.A_in), Shown(of("W", l), w.parameters[f"W{l}"], False)
    return *first, Shown(of("Z", l), w.Z[l - 1]), Shown(of("A", l), after)


def _why_forward(step: Step, l: int) -> str:
    w = step.workings
    n, n_in = w.network.shapes[l - 1]
    bias = " and a bias" if f"b{l}" in w.parameters else ""
    verb = "adds" if n == 1 else "each add"
    sums = f"{many(n, 'unit')} {verb} up {many(n_in, 'weighted input')}{bias}"
    said = [f"{sums}, for all {w.m} examples at once."]
    if w.caches[l - 1].normalized is not None:
        said.append(
            "Batch norm then centres and scales each unit's z over these very examples; γ and β may undo it."
        )
    said.append(_why_output(step) if l == w.network.depth else _why_bent(w, l))
    return " ".join([*said, _why_dropped(w, l)]).rstrip()


def _why_bent(w: Workings, l: int) -> str:
    g, Z = w.network.activations[l - 1], w.caches[l - 1].Z
    name = function(g)
    if not name:
        return "There is no activation: the layer stays a straight map of its input."
    if g.name == "relu":
        return f"relu lets through what is above 0, here {share(float((Z > 0).mean()))} of the numbers."
    return f"{name} bends the sums: without a bend all layers together would be one straight map."


def _why_output(step: Step) -> str:
    w, k = step.workings, step.example
    a, y = w.outputs[:, k], w.Y[:, k]
    match w.network.loss.output_label:
        case "sigmoid":
            return (
                f"The sigmoid makes z the probability that y = 1: {cell(float(a[0]))} for example {k + 1}, "
                f"whose y is {cell(float(y[0]))}."
            )
        case "softmax":
            right = int(y.argmax())
            return (
                f"softmax makes the z of an example probabilities that add up to 1: example {k + 1} gets "
                f"{cell(float(a[right]))} for its own class, number {right + 1}."
            )
    return f"The answer is z itself: {cell(float(a[0]))} for example {k + 1}, whose y is {cell(float(y[0]))}."


def tell_cost(step: Step) -> Told:
    """How wrong the answers are, and J."""
    w, L = step.workings, step.workings.network.depth
    told = spell_out(w, L, step.unit_of(L), step.example)
    lines = tuple(line for line in forward(w, told) if line.left in OF_COST)
    worst = int(np.nan_to_num(w.losses, nan=np.inf).argmax())
    penalty = ", and the penalty makes large weights cost something too" if w.cost != w.data_cost else ""
    why = (
        f"ℒ says how wrong each answer is; the worst is {cost(float(w.losses[worst]))}, of example "
        f"{worst + 1}. J = {cost(w.cost)} is their mean{penalty}. The way back finds out which way each "
        "weight has to move for J to fall."
    )
    shown = Shown(of("A", L), w.outputs), Shown("Y", w.Y), Shown("ℒ", w.losses[None, :])
    return Told("Cost of the mini-batch", why, lines, shown)
