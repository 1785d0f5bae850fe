"""Equations below each other, with their shapes and the numbers of the marked place."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from playground.lettering import px
from playground.notation.markup import plain
from playground.panels.equations.forward import Equation
from playground.panels.equations.ink import equation_width, mono_width, write_equation, write_mono
from playground.theme import Theme

ROW, GAP = 20, 10


def is_broken(equation: Equation, width: float) -> bool:
    """Whether its numbers need a row of their own."""
    shapes = mono_width(equation.shapes) + px(GAP) if equation.shapes else 0
    return (
        equation_width(equation.left, equation.right) + shapes + px(GAP) + mono_width(plain(equation.numbers))
        > width
    )


def rows(equations: Sequence[Equation], width: float) -> int:
    """How many rows they take."""
    return len(equations) + sum(is_broken(equation, width) for equation in equations)


def paint_lines(
    painter: QPainter, x: float, y: float, width: float, equations: Sequence[Equation], theme: Theme
) -> float:
    """From (x, y) on; where they end."""
    for equation in equations:
        at, inks = QPointF(x, y + px(15)), (theme.text, theme.text2)
        end = write_equation(painter, at, width, equation.left, equation.right, inks) + px(GAP)
        broken = is_broken(equation, width)
        if equation.shapes:
            area = QRectF(end, y + px(1), max(x + width - end, 0), px(ROW))
            write_mono(painter, area, equation.shapes, theme.text3)
            end += mono_width(equation.shapes) + px(GAP)
        if broken:
            y, end = y + px(ROW), x + px(GAP)
        area = QRectF(end, y + px(1), max(x + width - end, 0), px(ROW))
        write_mono(painter, area, plain(equation.numbers), theme.text2)
        y += px(ROW)
    return y


def spoken(equations: Sequence[Equation]) -> str:
    """The same for the clipboard, one below the other."""
    return "\n".join(
        f"{plain(e.left)} = {plain(e.right)}" + (f", here {plain(e.numbers)}" if e.numbers else "")
        for e in equations
    )
