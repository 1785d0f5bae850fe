"""The network as a drawing: each unit is the picture of its output over the plane, each link a weight."""

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from playground.frames import Frame
from playground.report_page.svg import Ink, drawing, num, picture, tag, words
from playground.tokens import LIGHT as THEME
from playground.widgets.plot_numbers import column

ROOM, CLASSES = 8, 12  # units that are drawn of a layer, and of the output
UNIT, GAP, COLUMN, TOP = 34.0, 10.0, 118.0, 44.0
LABEL: Ink = {"font_size": 11, "fill": THEME.text3}
NAME: Ink = {"font_size": 12, "fill": THEME.text2}
LARGEST = 2.2  # a link of this weight is as wide as one can be


def network(frame: Frame) -> str:
    """Columns of units from the input to the output, and the weights between them."""
    rows = [len(units) for units in frame.shown]
    height = TOP + max(rows) * (UNIT + GAP) + 28
    places = [_places(n, k, height) for k, n in enumerate(rows)]
    width = COLUMN * len(rows) - (COLUMN - UNIT) + 150
    shown = [tag("g", "".join(_links(frame, places)), fill="none")]
    for k, place in enumerate(places):
        shown += _column(frame, k, place, height)
    title = f"The network with {' by '.join(str(n) for n in _sizes(frame))} units"
    return drawing(width, height, title, shown)


def _sizes(frame: Frame) -> list[int]:
    return [frame.shapes[0][1], *(n for n, _ in frame.shapes)]


def _places(n: int, k: int, height: float) -> NDArray[np.float64]:
    """Upper left corners (n, 2) of a column's units, in the middle of what is high enough for all."""
    room = height - TOP - 28
    first = TOP + (room - n * (UNIT + GAP) + GAP) / 2
    return np.stack([np.full(n, 75 + COLUMN * k), first + np.arange(n) * (UNIT + GAP)], axis=1)


def _links(frame: Frame, places: list[NDArray[np.float64]]) -> list[str]:
    """All weights between drawn units, the small ones below the large ones."""
    links: list[tuple[float, str]] = []
    for l in range(1, len(places)):
        W = frame.parameters[f"W{l}"][np.ix_(frame.shown[l], frame.shown[l - 1])]
        links += _between(W, places[l - 1], places[l])
    return [link for _, link in sorted(links)]


def _between(W: Array, before: NDArray[np.float64], after: NDArray[np.float64]) -> list[tuple[float, str]]:
    found = []
    for (j, i), w in np.ndenumerate(W):
        share = min(1.0, abs(float(w)) / LARGEST)
        (x0, y0), (x1, y1) = before[i] + (UNIT, UNIT / 2), after[j] + (0, UNIT / 2)
        bend = (x1 - x0) / 2
        way = (
            f"M{num(x0)} {num(y0)}C{num(x0 + bend)} {num(y0)} {num(x1 - bend)} {num(y1)} {num(x1)} {num(y1)}"
        )
        color = THEME.pos_line if w > 0 else THEME.neg_line
        ink: Ink = {"stroke": color, "stroke_width": 0.5 + 4.2 * share, "stroke_opacity": 0.18 + 0.72 * share}
        found.append((share, tag("path", d=way, **ink)))
    return found


def _column(frame: Frame, k: int, places: NDArray[np.float64], height: float) -> list[str]:
    """Pictures of the units, the column's name above and what is not drawn below."""
    table = THEME.map("diverging").argb
    shown = []
    for (x, y), levels in zip(places.tolist(), frame.units[k], strict=True):
        gray = levels if levels.ndim == 2 else levels.mean(axis=-1)
        pixels = table[np.asarray(gray, np.uint8)]
        shown.append(picture(pixels, x=x, y=y, width=UNIT, height=UNIT))
        shown.append(
            tag("rect", x=x, y=y, width=UNIT, height=UNIT, rx=4, fill="none", stroke=THEME.line_strong)
        )
    shown += _names(frame, k, places)
    middle, sizes = float(places[0, 0]) + UNIT / 2, _sizes(frame)
    shown.append(words(middle, 16.0, _name(frame, k), "middle", **NAME))
    shown.append(words(middle, 31.0, f"{sizes[k]} unit{'s' if sizes[k] != 1 else ''}", "middle", **LABEL))
    missing = sizes[k] - len(places)
    if missing:
        shown.append(words(middle, height - 8, f"and {missing} more", "middle", **LABEL))
    return shown


def _names(frame: Frame, k: int, places: NDArray[np.float64]) -> list[str]:
    """The features before the input, the classes behind the output where each has a unit."""
    units, classes = frame.shown[k].tolist(), frame.scene.dataset.classes
    if k == 0:
        names, at, anchor = [column(frame.experiment.features[unit])[:12] for unit in units], -6.0, "end"
    elif k == len(frame.shapes) and len(classes) == _sizes(frame)[k]:
        names, at, anchor = [classes[unit][:14] for unit in units], UNIT + 6, "start"
    else:
        return []
    return [
        words(x + at, y + UNIT / 2 + 4, name, anchor, **LABEL)
        for (x, y), name in zip(places.tolist(), names, strict=True)
    ]


def _name(frame: Frame, k: int) -> str:
    layers = frame.experiment.layers
    if k == 0:
        return "Input"
    return f"Layer {k}" if k <= len(layers) else "Output"
