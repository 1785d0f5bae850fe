"""The course's notation as one short markup, W^{[2]T}, and the same as plain text, as LaTeX, and in pieces.

Equations are written once, in the markup; the screen, the clipboard and screen readers get what suits them.
"""

import math
import re
from functools import lru_cache
from typing import NamedTuple

from playground.widgets.plot_numbers import MINUS

_RAISED = re.compile(r"\^\{([^}]*)\}")
_EXPONENT = re.compile(r"e([+-])0*(\d)")
_ROOT = re.compile(r"√\{([^}]*)\}")
# Longer ones first: a part of one is not taken for another.
_LATEX = {
    "λ₁/2m": r"\tfrac{\lambda_1}{2m}",
    "λ/2m": r"\tfrac{\lambda}{2m}",
    "λ/m": r"\tfrac{\lambda}{m}",
    "1/m": r"\tfrac{1}{m}",
    "leaky relu": r"\operatorname{lrelu}",
    "softplus": r"\operatorname{softplus}",
    "softmax": r"\operatorname{softmax}",
    "Huber": r"\operatorname{Huber}",
    "sigmoid": r"\operatorname{sigmoid}",
    "relu": r"\operatorname{relu}",
    "silu": r"\operatorname{silu}",
    "gelu": r"\operatorname{gelu}",
    "sign": r"\operatorname{sign}",
    "elu": r"\operatorname{elu}",
    "tanh": r"\tanh",
    "log": r"\log",
    "Z_norm": r"Z_{\mathrm{norm}}",
    "√{": r"\sqrt{",
    "Z̃": r"\tilde Z",
    "z̃": r"\tilde z",
    "v̂": r"\hat v",
    "ŝ": r"\hat s",
    "Ẑ": r"\hat Z",
    "γ": r"\gamma ",
    "β": r"\beta ",
    "μ": r"\mu ",
    "σ": r"\sigma ",
    "ε": r"\varepsilon ",
    "λ": r"\lambda ",
    "α": r"\alpha ",
    "Σ": r"\sum ",
    "ℒ": r"\mathcal{L}",
    "½": r"\tfrac{1}{2}",
    "²": "^2",
    "₁": "_1",
    "‖": r"\|",
    "·": r"\cdot ",
    "…": r"\dots ",
    " * ": r" \odot ",
    "×": r"\times ",
    "′": "'",
    "≤": r"\le ",
    MINUS: "-",
}
_SYMBOLS = re.compile("|".join(map(re.escape, _LATEX)))


class Piece(NamedTuple):
    """A stretch of text, on the line or raised."""

    text: str
    raised: bool


def of(name: str, l: int, also: str = "") -> str:
    """The matrix of layer l, such as W^{[2]T}."""
    return f"{name}^{{[{l}]{also}}}"


@lru_cache(maxsize=512)
def pieces(markup: str) -> tuple[Piece, ...]:
    """What stands on the line and what is raised, in order."""
    parts = _RAISED.split(_ROOT.sub(r"√(\1)", markup))
    return tuple(Piece(text, k % 2 == 1) for k, text in enumerate(parts) if text)


def plain(markup: str) -> str:
    """W[2]T: for the clipboard, and for type that is too small to raise anything."""
    return _RAISED.sub(r"\1", _ROOT.sub(r"√(\1)", markup))


def latex(markup: str) -> str:
    """For a formula between dollars."""
    text = _SYMBOLS.sub(lambda found: _LATEX[found[0]], markup)
    return re.sub(r"\^\{\[(\d+)\]T\}", r"^{[\1]\\mathsf T}", text)


def cell(value: float) -> str:
    """A number in five characters, tiny ones in six: 0.29, 12.3, 1234, else a digit and an exponent."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{MINUS if value < 0 else ''}∞"
    size = abs(value)
    if size and not 0.005 <= size < 9999.5:
        return _tidy(f"{value:.0e}")
    return _tidy(f"{value:.{2 if size < 9.995 else 1 if size < 99.95 else 0}f}")


def exact(value: float) -> str:
    """The same with three digits more where they are needed to check a sum."""
    return _tidy(f"{value:.4g}") if math.isfinite(value) else cell(value)


def _tidy(text: str) -> str:
    """A true minus sign, none before a zero, and no zeros at the head of an exponent."""
    if "e" in text:
        text = _EXPONENT.sub(lambda e: f"e{'-' if e[1] == '-' else ''}{e[2]}", text)
    return (text.removeprefix("-") if not text.strip("-0.") else text).replace("-", MINUS)


def signed(value: float) -> str:
    """In brackets where it begins with a minus: + (−0.88)."""
    text = cell(value)
    return f"({text})" if text.startswith(MINUS) else text
