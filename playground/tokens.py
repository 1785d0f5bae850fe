"""The two looks of the app, each one frozen table of colours.

Blue is positive or y = 1, orange negative or y = 0, grey zero, teal the dev set, violet the interface.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.colormaps import ENTRIES, ColorMap, colormap, mix, pack, parse

MapName = Literal["diverging", "field", "sequential"]

# pyqtgraph symbols in class order; the shape is the first cue, colour the second.
MARKERS = ("t1", "o", "s", "d", "p", "+")


@dataclass(frozen=True)
class Theme:
    """Every colour of one look, as "#RRGGBB"."""

    name: Literal["dark", "light"]
    canvas: str
    window: str
    raised: str
    hover: str
    active: str
    line: str
    line_strong: str
    outline: str
    text: str
    text2: str
    text3: str
    disabled: str
    accent: str
    accent_fill: str
    accent_hover: str
    accent_soft: str
    accent_line: str
    on_accent: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    pos_text: str
    neg_text: str
    pos_line: str
    neg_line: str
    train_curve: str
    dev_curve: str
    contour: str
    point_edge: str
    shadow: float
    classes: tuple[str, ...]
    diverging: tuple[str, ...]
    field: tuple[str, ...]
    sequential: tuple[str, ...]
    blend: tuple[float, float]
    markers: tuple[str, ...] = MARKERS

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"

    @property
    def test_curve(self) -> str:
        return self.text3

    def map(self, name: MapName) -> ColorMap:
        """The colour map of that name in this look."""
        stops = {"diverging": self.diverging, "field": self.field, "sequential": self.sequential}
        return colormap(stops[name])

    def class_color(self, index: int) -> str:
        """Of the seventh class and those behind it the first colours again, half way to the ink."""
        color = self.classes[index % len(self.classes)]
        return color if index < len(self.classes) else _towards(color, self.text)

    def marker(self, index: int) -> str:
        """Each time round the colours meet the next marker, so that no two of 36 classes look alike."""
        turn = index // len(self.classes)
        return self.markers[(index + turn) % len(self.markers)]

    def class_field(self, n_classes: int) -> NDArray[np.uint32]:
        """Colours (n_classes, 256) as 0xFFRRGGBB for the region that a class wins.

        The column is rint(255 k), where k = (p - 1/C) / (1 - 1/C) is the winner's confidence above chance.
        """
        return _class_field(self, n_classes)


@lru_cache(maxsize=32)
def _towards(color: str, ink: str) -> str:
    red, green, blue = mix(parse(color), parse(ink), np.array(0.5)).tolist()
    return f"#{red:02X}{green:02X}{blue:02X}"


@lru_cache(maxsize=16)
def _class_field(theme: Theme, n_classes: int) -> NDArray[np.uint32]:
    base, gain = theme.blend
    opacity = np.broadcast_to(base + gain * np.linspace(0, 1, ENTRIES), (n_classes, ENTRIES))
    colors = np.stack([parse(theme.class_color(c)) for c in range(n_classes)])
    table = pack(mix(parse(theme.field[2]), colors[:, None, :], opacity))
    table.setflags(write=False)
    return table


DARK = Theme(
    name="dark",
    canvas="#0F1217",
    window="#14171D",
    raised="#1C2129",
    hover="#242A34",
    active="#2D3541",
    line="#252B35",
    line_strong="#3A4350",
    outline="#6F7B8A",
    text="#E9EDF3",
    text2="#B4BDC9",
    text3="#8D98A6",
    disabled="#5D6774",
    accent="#A396FF",
    accent_fill="#6857E8",
    accent_hover="#7B6BF0",
    accent_soft="#262440",
    accent_line="#5145A8",
    on_accent="#FFFFFF",
    ok="#4CC38A",
    ok_soft="#15291F",
    warn="#E5C453",
    warn_soft="#2B2614",
    bad="#F47C85",
    bad_soft="#321A1E",
    pos_text="#6BBCF7",
    neg_text="#F8A94E",
    pos_line="#3FA7F0",
    neg_line="#F59322",
    train_curve="#DCE2EA",
    dev_curve="#3CC4B2",
    contour="#FFFFFF",
    point_edge="#0B0D11",
    shadow=0.5,
    classes=("#F59322", "#3FA7F0", "#45EBDA", "#DC3F78", "#EFE997", "#8A93A3"),
    diverging=("#F59322", "#C07A29", "#2A3038", "#2B7DB8", "#3FA7F0"),
    field=("#85571F", "#5A4027", "#22272F", "#22445F", "#246896"),
    sequential=("#14171D", "#163A3A", "#1C6A63", "#34A392", "#8FDCC4", "#E9FFF4"),
    blend=(0.06, 0.34),
)

LIGHT = Theme(
    name="light",
    canvas="#F5F6F8",
    window="#FFFFFF",
    raised="#F2F4F7",
    hover="#E9ECF1",
    active="#DEE3EA",
    line="#E3E7EC",
    line_strong="#C9D0D9",
    outline="#7C8795",
    text="#14181E",
    text2="#434D59",
    text3="#5E6976",
    disabled="#A3ACB7",
    accent="#5243D6",
    accent_fill="#5B4BE0",
    accent_hover="#4C3DCB",
    accent_soft="#EEECFD",
    accent_line="#B9B1F5",
    on_accent="#FFFFFF",
    ok="#177245",
    ok_soft="#E6F5EC",
    warn="#7A5600",
    warn_soft="#FBF3D9",
    bad="#BC2B39",
    bad_soft="#FCEAEC",
    pos_text="#0769A7",
    neg_text="#A45406",
    pos_line="#0877BD",
    neg_line="#CF6F08",
    train_curve="#2B323B",
    dev_curve="#0A7468",
    contour="#14181E",
    point_edge="#FFFFFF",
    shadow=0.16,
    classes=("#D0700A", "#0877BD", "#035F3B", "#A32579", "#6A5D00", "#7D849E"),
    diverging=("#F59322", "#F4BF82", "#E8EAEB", "#84B4D6", "#0877BD"),
    field=("#F8C68F", "#F5DCC0", "#F1F2F3", "#C8DDEC", "#93C2E2"),
    sequential=("#F7F9FA", "#CFEBE3", "#86CBB9", "#389886", "#12655A", "#063B36"),
    blend=(0.05, 0.27),
)
