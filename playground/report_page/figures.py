"""The figures of a report: what the network says of the plane, and how its cost went down."""

from typing import Any

import numpy as np

from playground.frames import Frame, Scene
from playground.report_page.markers import TRAIN, dress, look, marker, markers
from playground.report_page.svg import Area, Ink, Places, drawing, path, picture, tag, words
from playground.shades import Shades
from playground.tokens import LIGHT as THEME
from playground.widgets.plot_numbers import MINUS, axis_numbers, column, cost, reach, tick_step, ticks

SIDE, MARGIN, TOP, FOOT = 400.0, 44.0, 24.0, 82.0
WIDE, HIGH = 560.0, 300.0
LABEL: Ink = {"font_size": 11, "fill": THEME.text3}
CURVES = {"train": (THEME.train_curve, ""), "dev": (THEME.dev_curve, "5 3")}
BANDS = {0.25: (1.0, 0.28), 0.75: (1.0, 0.28), 0.5: (1.75, 1.0)}
MOST_CLASSES, NAME = 12, 14  # that the legend has room for, and letters of each
GAP, LINE = 18.0, 18.0

Line = tuple[str, Places, Places]


def plane(frame: Frame, test: bool = False) -> str:
    """The output over the plane with the lines where it changes, and the examples."""
    scene = frame.scene
    left, right, bottom, top = scene.extent
    area = Area(MARGIN, TOP, SIDE, SIDE, (left, right), (bottom, top))
    parts = [0, 1, 2] if test else [0, 1]
    inside = [*_ground(frame, area), *markers(scene, parts, area, THEME)]
    shown = [
        tag("clipPath", _rect(area), id="plane"),
        tag("g", "".join(inside), clip_path="url(#plane)"),
        *_axes(area, scene.axis_names),
        *_legend(scene, area),
        *_scale(scene, area),
    ]
    title = "The network's output over the plane, with the examples"
    return drawing(MARGIN + SIDE + 12, TOP + SIDE + FOOT, title, shown)


def _rect(area: Area, **attributes: Any) -> str:
    place: Ink = {"x": area.left, "y": area.top, "width": area.width, "height": area.height}
    return tag("rect", **place, **attributes)


def _ground(frame: Frame, area: Area) -> list[str]:
    """The field and its lines; of one input and a number to predict, the curve."""
    scene = frame.scene
    if scene.is_curve:
        y = np.asarray(frame.field[0, 0], np.float64)
        x = np.linspace(*area.x, len(y))
        curve = path(area.across(x), area.down(y))
        return [_rect(area, fill=THEME.canvas), _stroke(curve, THEME.contour, 2.0)]
    pixels = Shades(scene.dataset, THEME).pixels(frame.field)
    if frame.nowhere is not None:
        pixels = np.where(frame.nowhere, np.uint32(0xFF000000 | int(THEME.canvas[1:], 16)), pixels)
    # The samples stand on the edges of the plane, so the outer pixels reach half a pixel beyond them.
    beyond = area.width / (2 * (len(pixels) - 1))
    place = {"x": area.left - beyond, "y": area.top - beyond}
    size = {"width": area.width + 2 * beyond, "height": area.height + 2 * beyond}
    lines = [
        _stroke(path(area.across(line[:, 0]), area.down(line[:, 1])), THEME.contour, *BANDS[level])
        for level, found in frame.contours.items()
        for line in found
    ]
    return [picture(pixels, **place, **size), *lines]


def _stroke(data: str, color: str, width: float, opacity: float = 1.0, dash: str = "") -> str:
    ink: Ink = {"stroke": color, "stroke_width": width, "stroke_opacity": opacity, "stroke_linejoin": "round"}
    return tag("path", d=data, fill="none", **ink, **({"stroke_dasharray": dash} if dash else {}))


def _axes(area: Area, names: tuple[str, str]) -> list[str]:
    """Numbers below and to the left, and the names of the axes."""
    xs, ys = ticks(*area.x, 6), ticks(*area.y, 6)
    below, beside = area.top + area.height, area.left - 8
    return [
        *(
            words(float(area.across(x)), below + 16, text, "middle", **LABEL)
            for x, text in zip(xs, _labels(xs), strict=True)
        ),
        *(
            words(beside, float(area.down(y)) + 4, text, "end", **LABEL)
            for y, text in zip(ys, _labels(ys), strict=True)
        ),
        words(area.left + area.width, below + 32, f"{column(names[0])} →", "end", **LABEL),
        words(area.left, area.top - 10, f"↑ {column(names[1])}", **LABEL),
    ]


def _labels(values: list[float]) -> list[str]:
    step = values[1] - values[0] if len(values) > 1 else 1.0
    return axis_numbers(values, step)


def _legend(scene: Scene, area: Area) -> list[str]:
    """The markers of the classes, then those of the parts; two lines where one is too short."""
    names = scene.dataset.classes[:MOST_CLASSES]
    signs = [(*look(scene, k, THEME), TRAIN, name[:NAME]) for k, name in enumerate(names)]
    signs += [("o", THEME.text3, TRAIN, "train"), ("o", THEME.text3, 1, "dev, test")]
    x, y, shown = area.left, area.top + area.height + 52, []
    for symbol, color, part, name in signs:
        width = 13 + 6.2 * len(name)
        if x + width > area.left + area.width:
            x, y = area.left, y + LINE
        shown.append(
            tag("path", d=marker(symbol, x + 4, y - 4, 4.0), **dress(part, color, THEME, THEME.point_edge))
        )
        shown.append(words(x + 13, y, name, **LABEL))
        x += width + GAP
    return shown


def _scale(scene: Scene, area: Area) -> list[str]:
    """The colours from the least to the largest output, where they are shades of one number."""
    shades = Shades(scene.dataset, THEME)
    if scene.is_curve or shades.table.ndim > 1:
        return []
    wide, x, y = 90.0, area.left + 40, area.top + area.height + 22
    bar = picture(shades.table[None, :], x=x, y=y, width=wide, height=8)
    low, high = (f"{end:.3g}".replace("-", MINUS) for end in (shades.low, shades.high))
    return [words(x - 6, y + 8, low, "end", **LABEL), bar, words(x + wide + 6, y + 8, high, **LABEL)]


def costs(frame: Frame) -> str:
    """J of the training and the dev part over the epochs."""
    lines: list[Line] = [(line.name, np.asarray(line.x, np.float64), line.y) for line in frame.costs.lines]
    lines = [(name, x, y) for name, x, y in lines if len(x)]
    last = max((float(x[-1]) for _, x, _ in lines), default=1.0)
    most = max((float(np.nanmax(y)) for _, _, y in lines), default=1.0)
    area = Area(MARGIN, TOP, WIDE, HIGH, (0.0, max(last, 1.0)), (0.0, reach(max(most, 1e-300))))
    shown = [*_grid(area), *_axes(area, ("epoch", "J"))]
    for name, x, y in lines:
        color, dash = CURVES[name]
        shown.append(_stroke(path(area.across(x), area.down(y)), color, 2.0, dash=dash))
    return drawing(
        MARGIN + WIDE + 96, TOP + HIGH + 40, "The cost J over the epochs", [*shown, *_ends(area, lines)]
    )


def _grid(area: Area) -> list[str]:
    step = tick_step(area.y[1] - area.y[0], 6)
    levels = area.down(np.arange(0, area.y[1] + step / 2, step)).tolist()
    right = area.left + area.width
    return [
        tag("line", x1=area.left, x2=right, y1=y, y2=y, stroke=THEME.line, stroke_width=1) for y in levels
    ]


def _ends(area: Area, lines: list[Line]) -> list[str]:
    """Each line's name and last number at its end, apart from each other and above the axis."""
    ends = [
        (float(area.down(float(y[-1]))), name, float(y[-1])) for name, _, y in lines if np.isfinite(y[-1])
    ]
    shown, highest = [], area.top + area.height + 10
    for place, name, value in sorted(ends, reverse=True):
        highest = min(place, highest - 14)
        ink: Ink = {"font_size": 12, "fill": CURVES[name][0]}
        shown.append(words(area.left + area.width + 6, highest + 4, f"{name} {cost(value)}", **ink))
    return shown
