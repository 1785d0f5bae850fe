"""Equations below each other, with their shapes and the numbers of the marked place."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from playground.lettering import font, px
from playground.panels.equations.forward import Equation
from playground.panels.equations.ink import advance, write_equation, write_mono
from playground.panels.equations.notation import plain
from playground.theme import Theme

ROW, GAP = 20, 10


def _ends(equation: Equation) -> float:
    return advance(equation.left, "section", 600) + advance(f" = {equation.right}", "section")


def _mono(text: str) -> float:
    return QFontMetricsF(font("axis", mono=True)).horizontalAdvance(text)


def is_broken(equation: Equation, width: float) -> bool:
    """Whether its numbers need a row of their own."""
    shapes = _mono(equation.shapes) + px(GAP) if equation.shapes else 0
    return _ends(equation) + shapes + px(GAP) + _mono(plain(equation.numbers)) > width


def rows(equations: Sequence[Equation], width: float) -> int:
    """How many rows they take."""
    return len(equations) + sum(is_broken(equation, width) for equation in equations)


def paint_lines(
    painter: QPainter, x: float, y: float, width: float, equations: Sequence[Equation], theme: Theme
) -> float:
    """From (x, y) on; where they end."""
    for equation in equations:
        end = write_equation(
            painter, x, y + px(15), equation.left, equation.right, theme.text, theme.text2
        ) + px(GAP)
        broken = is_broken(equation, width)
        if equation.shapes:
            area = QRectF(end, y + px(1), max(x + width - end, 0), px(ROW))
            write_mono(painter, area, equation.shapes, theme.text3)
            end += _mono(equation.shapes) + px(GAP)
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
