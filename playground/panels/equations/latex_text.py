"""A layer's equations with their live numbers as LaTeX, for a document that uses amsmath."""

import re

from engine.activations import Array
from playground.notation.markup import cell, latex
from playground.panels.equations.backward import backward
from playground.panels.equations.forward import Equation
from playground.panels.equations.page import Page

ROWS, COLUMNS = 6, 5  # of a matrix that are written out
WORDS = ("kept and scaled to", "dropped in this step", "where", "for", "else", "with")
_WORDS = re.compile(r"\b(" + "|".join(WORDS) + r")\b")
_POWER = re.compile(r"(\d)e(−?)(\d+)")


def document(page: Page, epoch: int) -> str:
    """All equations of the layer, forward and back, and its matrices as far as they are shown."""
    w, l = page.workings, page.layer
    back = backward(w, page.told, page.mark)
    where = f"Layer {l} of {w.network.depth}, mini-batch {w.number} of {w.count}, m = {w.m}, epoch {epoch}"
    unit = f"Numbers of unit {page.mark.unit + 1} and example {page.mark.example + 1}"
    return "\n".join(
        [
            f"% {where}. {unit}.",
            r"% Needs \usepackage{amsmath} in the preamble.",
            r"\begin{align*}",
            " \\\\\n".join(line for equation in (*page.equations, *back) for line in _lines(equation)),
            r"\end{align*}",
            r"\[",
            _matrices(page),
            r"\]",
            "",
        ]
    )


def _lines(equation: Equation) -> list[str]:
    """The equation with its shapes, and below it the one with numbers."""
    shapes = f" && {latex(equation.shapes)}" if equation.shapes else ""
    lines = [f"  {latex(equation.left)} &= {formula(equation.right)}{shapes}"]
    if equation.numbers:
        left, sign, right = equation.numbers.partition(" = ")
        lines.append(f"  {formula(left)} &{'= ' if sign else ''}{formula(right)}")
    return lines


def formula(markup: str) -> str:
    """Words upright, negative factors in brackets, powers of ten raised."""
    text = latex(_WORDS.sub(r"\\text{ \1 }", _POWER.sub(r"\1·10^{\2\3}", markup)))
    return re.sub(r"(\\cdot|\+) -([\d.]+)", r"\1 (-\2)", text)


def _matrices(page: Page) -> str:
    parts = [bmatrix(numbers) for numbers in page.matrices.values()]
    text = f"  {parts[0]} =\n  {parts[1]}\n  {parts[2]}"
    return f"{text} +\n  {parts[3]}" if len(parts) > 3 else text


def bmatrix(numbers: Array) -> str:
    """The first rows and columns, and dots where there are more."""
    rows, columns = numbers.shape
    lines = []
    for row in numbers[:ROWS]:
        cells = [formula(cell(value)) for value in row[:COLUMNS].tolist()]
        lines.append(" & ".join([*cells, *([r"\cdots"] if columns > COLUMNS else [])]))
    if rows > ROWS:
        lines.append(" & ".join([r"\vdots"] * (min(columns, COLUMNS) + (columns > COLUMNS))))
    body = r" \\ ".join(lines)
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"
