"""What the painting view shows of the hand: its aids over the paper, and one sentence for screen readers."""

import numpy as np

from engine.data import Painted
from engine.data.dataset import Codes, Floats
from playground.paint import edits
from playground.paint.hand import Hand, Tool
from playground.paint.marks import TEST
from playground.paint.overlay import Aids
from playground.paint.toolbar import TOOLS
from playground.theme import Theme
from playground.widgets.scales import thousands

NAMES = {tool: name for tool, _, name, *_ in TOOLS}
WITH_BRUSH: tuple[Tool, ...] = ("brush", "flip", "erase")
MOST_CORNERS = 120
HIDDEN_POINT = "This point is one of the test part: it is there, and hidden until you reveal it."


def aids(hand: Hand, data: Painted, codes: Codes, at: Floats | None, theme: Theme) -> Aids:
    """The brush at a place of the paper, its stroke, and rings around what is selected and may be seen."""
    line = _thinned(hand.trail) if hand.trail else None
    brushed, chosen = hand.tool in WITH_BRUSH, hand.selected
    of_class = hand.tool == "brush" and not data.values
    return Aids(
        at=at,
        radius=hand.radius if brushed else 0.0,
        color=theme.class_color(round(hand.y)) if of_class else theme.accent,
        trail=line if brushed else None,
        lasso=line if hand.tool == "select" else None,
        rings=None if chosen is None else edits.shares(data)[:, chosen & (codes != TEST)],
    )


def _thinned(trail: list[Floats]) -> Floats:
    """The way of a stroke (2, k), with fewer corners where it is long: a wide line of many takes its time."""
    step = 1 + len(trail) // MOST_CORNERS
    return np.stack([*trail[:-1:step], trail[-1]], axis=1)


def sentence(hand: Hand, data: Painted) -> str:
    """Painting in one sentence: "Brush, class 1, 74 points, 140 in all"."""
    parts = [NAMES[hand.tool]]
    if data.values:
        parts.append(f"value {hand.y:g}")
    else:
        c = round(hand.y)
        parts.append(f"class {c}, {many(data.counts[c] if c < data.n_classes else 0)}")
    parts.append(f"{thousands(len(data.points))} in all")
    if hand.selected is not None:
        parts.append(f"{int(hand.selected.sum())} selected")
    return ", ".join(parts)


def brush_place(at: Floats, data: Painted) -> str:
    """Where the brush is on the plane."""
    x1, x2 = edits.to_plane(at[:, None], data.area)[:, 0].tolist()
    return f"brush at x1 {x1:.3g}, x2 {x2:.3g}"


def many(m: int) -> str:
    """1 point, 2 points."""
    return f"{thousands(m)} point{'' if m == 1 else 's'}"
