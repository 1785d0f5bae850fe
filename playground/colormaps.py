"""Colour maps: a few stops, mixed in OKLab so that equal steps of a value look like equal steps of colour.

A value v in -1..1 belongs at row rint(127.5 (v + 1)) of the 256 rows, one in 0..1 at row rint(255 v); 0 of a
diverging map is then exactly the middle stop.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Floats = NDArray[np.float64]

ENTRIES = 256

# Linear sRGB to LMS and LMS' to Lab: Ottosson, "A perceptual color space for image processing" (2020).
_RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


@dataclass(frozen=True, eq=False)
class ColorMap:
    """A table of colours, `rgb` (256, 3) uint8, in the forms that painting wants.

    `qrgb` is a list of 0xFFRRGGBB for QImage.setColorTable, `argb` (256,) uint32 for looking up pictures.
    """

    rgb: Rgb

    @property
    def argb(self) -> NDArray[np.uint32]:
        return pack(self.rgb)

    @property
    def qrgb(self) -> list[int]:
        return [int(value) for value in self.argb]


def parse(color: str) -> Rgb:
    """The bytes (3,) of a colour such as "#14171D"."""
    return np.frombuffer(bytes.fromhex(color.removeprefix("#")), dtype=np.uint8)


def pack(rgb: Rgb) -> NDArray[np.uint32]:
    """(..., 3) uint8 as opaque 0xAARRGGBB (...)."""
    red, green, blue = (rgb[..., i].astype(np.uint32) for i in range(3))
    return np.uint32(0xFF000000) | red << np.uint32(16) | green << np.uint32(8) | blue


def linear(rgb: Rgb) -> Floats:
    """sRGB bytes as linear light 0..1 (IEC 61966-2-1)."""
    c = np.asarray(rgb, dtype=np.float64) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def encode(light: Floats) -> Rgb:
    """Linear light as sRGB bytes; the inverse of `linear`, clipped to what a screen can show."""
    c = np.clip(light, 0, 1)
    c = np.where(c <= 0.0031308, 12.92 * c, 1.055 * c ** (1 / 2.4) - 0.055)
    return np.rint(255 * c).astype(np.uint8)


def to_oklab(rgb: Rgb) -> Floats:
    lms: Floats = np.cbrt(linear(rgb) @ _RGB_TO_LMS.T)
    lab: Floats = lms @ _LMS_TO_LAB.T
    return lab


def from_oklab(lab: Floats) -> Rgb:
    lms = (lab @ np.linalg.inv(_LMS_TO_LAB).T) ** 3
    return encode(lms @ np.linalg.inv(_RGB_TO_LMS).T)


@lru_cache(maxsize=32)
def colormap(stops: tuple[str, ...]) -> ColorMap:
    """The map through equally spaced `stops` ("#RRGGBB"); each is met exactly at one of the 256 rows."""
    lab = to_oklab(np.stack([parse(stop) for stop in stops]))
    anchors = np.rint(np.linspace(0, ENTRIES - 1, len(stops)))
    rows = np.arange(ENTRIES)
    table = from_oklab(np.stack([np.interp(rows, anchors, lab[:, k]) for k in range(3)], axis=1))
    table.setflags(write=False)
    return ColorMap(table)


def mix(under: Rgb, over: Rgb, opacity: Floats) -> Rgb:
    """`over` painted on `under` as a screen does it: opacity (...) with colours (..., 3)."""
    alpha = np.asarray(opacity, dtype=np.float64)[..., None]
    return np.rint((1 - alpha) * under + alpha * over).astype(np.uint8)
