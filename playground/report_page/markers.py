"""The examples in a report: a marker for each class as in the window, filled for train, hollow for others."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from playground.frames import Scene, thinned
from playground.report_page.svg import Area, Ink, num, tag
from playground.shades import Shades
from playground.tokens import Theme

Corners = Sequence[tuple[float, float]]

SIDE = 3.4  # from the middle of a marker to where it ends
BINS = 16  # colours of the points of a regression
TRAIN = 0


def _regular(corners: int, turn: float, size: float = 1.0) -> Corners:
    angles = turn + 2 * np.pi * np.arange(corners) / corners
    return [(size * float(np.cos(a)), size * float(np.sin(a))) for a in angles]


_BAR = 0.36
_PLUS = [(-_BAR, -1.0), (_BAR, -1.0), (_BAR, -_BAR), (1.0, -_BAR), (1.0, _BAR), (_BAR, _BAR)]
_PLUS += [(-x, -y) for x, y in _PLUS]
# By the symbols of the looks; a disc is a circle of its own.
SHAPES: dict[str, Corners] = {
    "t1": _regular(3, -np.pi / 2, 1.25),
    "s": _regular(4, np.pi / 4, 1.25),
    "d": _regular(4, 0.0, 1.25),
    "p": _regular(5, -np.pi / 2, 1.1),
    "+": _PLUS,
}


def marker(symbol: str, x: float, y: float, size: float = SIDE) -> str:
    """Path data of one marker, its middle at a place."""
    if symbol not in SHAPES:
        r = num(size)
        return f"M{num(x - size)} {num(y)}a{r} {r} 0 1 0 {num(2 * size)} 0a{r} {r} 0 1 0 {num(-2 * size)} 0z"
    corners = [f"{num(x + size * a)} {num(y + size * b)}" for a, b in SHAPES[symbol]]
    return f"M{'L'.join(corners)}z"


def markers(scene: Scene, parts: Sequence[int], area: Area, theme: Theme) -> list[str]:
    """The examples of some parts on the plane, one path for all that look alike."""
    places, found = scene.points, []
    for part in sorted(parts, reverse=True):
        chosen = thinned(scene.codes == part)
        x, y = area.across(places[0, chosen]), area.down(places[1, chosen])
        kinds = _kinds(scene, chosen)
        for kind in np.unique(kinds).tolist():
            symbol, color = look(scene, kind, theme)
            these = kinds == kind
            data = "".join(
                marker(symbol, *at) for at in zip(x[these].tolist(), y[these].tolist(), strict=True)
            )
            rim = theme.point_edge if scene.dataset.n_classes else theme.text3
            found.append(tag("path", d=data, **dress(part, color, theme, rim)))
    return found


def _kinds(scene: Scene, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
    """The class of each example; of a regression which of a few values it is nearest to."""
    y = scene.dataset.y[chosen]
    if scene.dataset.task != "regression":
        return np.asarray(y, np.intp)
    low, high = float(scene.dataset.y.min()), float(scene.dataset.y.max())
    return np.asarray((y - low) / max(high - low, 1e-300) * (BINS - 1), np.float64).round().astype(np.intp)


def look(scene: Scene, kind: int, theme: Theme) -> tuple[str, str]:
    """Symbol and colour of a class, or of a value."""
    data = scene.dataset
    if data.task != "regression":
        return theme.marker(kind), theme.class_color(kind)
    if scene.is_curve:
        return "o", theme.class_color(1)
    low, high = float(data.y.min()), float(data.y.max())
    shades = Shades(data, theme)
    row = int(shades.index(np.array(low + kind / (BINS - 1) * (high - low))))
    return "o", f"#{int(shades.table[row]) & 0xFFFFFF:06X}"


def dress(part: int, color: str, theme: Theme, rim: str) -> Ink:
    """Filled with a rim, or hollow with an edge in its colour."""
    if part == TRAIN:
        return {"fill": color, "stroke": rim, "stroke_width": 0.8}
    return {"fill": theme.window, "stroke": color, "stroke_width": 1.4}
