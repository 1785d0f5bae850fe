"""The pens of links: colour is the sign, width and opacity the strength, in steps that the eye cannot tell.

A weight of exactly 0 has no sign and is grey.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from engine.activations import Array
from playground.colormaps import mix, parse
from playground.theme import Theme

Mask = NDArray[np.bool_]

STEPS = 16  # of width and opacity
SIGNS = 3  # negative, zero, positive
HAIRLINE = 1.3
FAINT, QUIET = 0.18, 0.3  # opacity of a dropped unit's links; what is left of all links beside an open slot


def signed_strengths(weights: Array, full: float) -> Array:
    """From -1 to 1: the sign of each weight, and its size as a share of `full`; flat."""
    with np.errstate(invalid="ignore"):  # an infinite gradient among infinite ones
        return np.asarray(np.fmin(np.fmax(weights.ravel() / max(full, 1e-30), -1), 1))


def width(strength: float) -> float:
    """The width of a link in pixels."""
    return 0.5 + 4.2 * strength


def sign_colors(theme: Theme) -> tuple[str, str, str]:
    """The colours of negative, zero and positive."""
    return theme.neg_line, theme.outline, theme.pos_line


def choose_pens(strengths: Array, faint: Mask | None) -> NDArray[np.intp]:
    """The place in `make_pens` for each link: faint ones first, then from thin to wide."""
    steps = np.minimum((np.abs(strengths) * STEPS).astype(np.intp), STEPS - 1)
    pens = SIGNS * (steps + STEPS) + np.sign(strengths).astype(np.intp) + 1
    if faint is not None:
        pens[faint] -= SIGNS * STEPS
    return np.asarray(pens)


def make_pens(theme: Theme, quiet: bool) -> list[QPen]:
    """The faint pens, from thin to wide, each for all signs; then those of full opacity."""
    strengths = [(step + 0.5) / STEPS for step in range(STEPS)]
    opacities = [FAINT] * STEPS + [0.18 + 0.72 * strength for strength in strengths]
    return [
        _pen(theme, color, width(strength), opacity * (QUIET if quiet else 1))
        for strength, opacity in zip(2 * strengths, opacities, strict=True)
        for color in sign_colors(theme)
    ]


def _pen(theme: Theme, color: str, wide: float, opacity: float) -> QPen:
    """Opaque, mixed with the ground beforehand: blending links costs ten times as much."""
    rgb = mix(parse(theme.canvas), parse(color), np.asarray(opacity))
    # Qt has a fast way for lines of one pixel; at this faintness nobody sees a difference.
    pen = QPen(QColor(*(int(v) for v in rgb)), wide if wide > HAIRLINE else 1.0)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
