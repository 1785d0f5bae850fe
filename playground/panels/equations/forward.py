"""The equations of the way forward through one layer, with the numbers of the marked unit and example."""

from typing import NamedTuple

from engine.activations import Array
from engine.spelling import Centred, Spelled
from engine.workings import Workings
from playground.notation import words
from playground.notation.markup import cell, of, signed
from playground.widgets.plot_numbers import cost


class Equation(NamedTuple):
    """`left` = `right` in the markup, the shapes of what stands there, and the same with numbers.

    `matrix` is what is computed, where that is one.
    """

    left: str
    right: str
    shapes: str
    numbers: str
    matrix: Array | None = None


def shape(*sides: int) -> str:
    """(8, 32)."""
    return f"({', '.join(map(str, sides))})"


def forward(w: Workings, told: Spelled) -> list[Equation]:
    """From W[l] A[l-1] to A[l], and in the output layer on to J."""
    lines = [linear(w, told)]
    if told.centred is not None:
        lines += _normalised(w, told, told.centred)
    lines.append(_activated(w, told))
    if told.layer == w.network.depth:
        lines += _cost(w, told)
    return lines


def linear(w: Workings, told: Spelled) -> Equation:
    """Z[l] = W[l] A[l-1] + b[l]."""
    l = told.layer
    n, n_in = w.network.shapes[l - 1]
    has_bias = told.bias is not None
    return Equation(
        of("Z", l),
        f"{of('W', l)} {of('A', l - 1)}" + (f" + {of('b', l)}" if has_bias else ""),
        f"{shape(n, w.m)} = {shape(n, n_in)}{shape(n_in, w.m)}" + (f" + {shape(n, 1)}" if has_bias else ""),
        product(told),
        w.Z[l - 1],
    )


def product(told: Spelled, most: int = 4) -> str:
    """z = 0.29 = 1.17·−0.77 + 1.60·0.97 + … + (−0.88), with at most so many products."""
    pairs = [f"{cell(a)}·{cell(b)}" for a, b in zip(told.weights, told.inputs, strict=True)]
    if len(pairs) > most:
        pairs = [*pairs[: most - 1], "…", pairs[-1]]
    if told.bias is not None:
        pairs.append(signed(told.bias))
    return f"z = {cell(told.z)} = {' + '.join(pairs)}"


def _normalised(w: Workings, told: Spelled, c: Centred) -> list[Equation]:
    l, own = told.layer, shape(len(w.Z[told.layer - 1]), w.m)
    centred = f"({cell(told.z)} − {signed(c.mean)})/√{{{cell(c.variance)} + ε}}"
    return [
        Equation(
            of("Z_norm", l),
            f"({of('Z', l)} − μ) / √{{σ² + ε}}",
            own,
            f"{centred} = {cell(c.z_norm)}",
        ),
        Equation(
            of("Z̃", l),
            f"{of('γ', l)} * {of('Z_norm', l)} + {of('β', l)}",
            own,
            f"{cell(c.gamma)}·{cell(c.z_norm)} + {signed(c.beta)} = {cell(told.z_tilde)}",
        ),
    ]


def _activated(w: Workings, told: Spelled) -> Equation:
    l, network = told.layer, w.network
    is_output = l == network.depth
    right = words.activated(network, l)
    label = network.loss.output_label
    name = words.OUTPUTS[label] if is_output else words.function(network.activations[l - 1])
    numbers = f"a = {words.applied(name, cell(told.z_tilde))}"
    numbers += f" = {cell(told.a)}" if name else ""
    if words.dropped(network, l):
        fate = f"kept and scaled to {cell(told.a * told.kept)}" if told.kept else "dropped in this step"
        numbers += f", {fate}"
    return Equation(of("A", l), right, shape(len(w.Z[l - 1]), w.m), numbers)


def _cost(w: Workings, told: Spelled) -> list[Equation]:
    assert told.loss is not None
    assert told.y is not None
    penalty = w.cost - w.data_cost
    added = words.penalty(w.network)
    parts = f"{cost(w.data_cost)} + {cost(penalty)} = " if added else ""
    return [
        Equation(
            "ℒ", words.LOSSES[w.network.loss.name], "", f"ℒ = {cell(told.loss)}, where y = {cell(told.y)}"
        ),
        Equation("J", f"1/m Σ ℒ{added}", "", f"J = {parts}{cost(w.cost)}"),
    ]
