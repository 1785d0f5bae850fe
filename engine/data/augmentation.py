"""Augmentation: training examples are varied a little, in ways that leave their labels true.

Each example is varied by a chance of its own, anew in every epoch; dev and test parts stay as they are.
"""

import math
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Floats, Image
from engine.errors import DataError, ExperimentError, shown
from engine.tagged import Tagged

Whole = NDArray[np.int64]
# What can be varied: points of any number of columns, images, or images and points of two columns.
Kind = Literal["points", "images", "plane"]


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise ExperimentError(sentence)


class Augmentation(Tagged, frozen=True):
    """One way to vary raw columns. Source: course, Setting up, a remedy against high variance."""

    kind_of_data: ClassVar[Kind] = "points"
    label: ClassVar[str] = ""

    def apply(self, X: Floats, image: Image | None, rng: np.random.Generator) -> Floats:
        """Varied raw columns (n, m) in a new array; X (n, m) stays as it is.

        `image` is (height, width), in colour with a depth behind, where the columns are pixels, row by row
        from the top left. Raises DataError where this does not fit the data.
        """
        self.check(X.shape[0], image)
        if image is None:
            return self._vary_points(X, rng)
        height, width, depth = (*image, 1)[:3]
        images = X.T.reshape(-1, height, width, depth)
        return np.ascontiguousarray(self._vary_images(images, rng).reshape(X.shape[::-1]).T)

    def check(self, n: int, image: Image | None) -> None:
        """Raises DataError unless this fits data of n raw columns, images of that shape or None."""
        if image is not None:
            columns, shape = math.prod(image), " by ".join(map(str, image))
            _fit(columns == n, f"Images of {shape} pixels have {columns} columns, not {n}.")
            _fit(self.kind_of_data != "points", f"{self.label} is not for images. Choose noise instead.")
            return
        _fit(self.kind_of_data != "images", f"{self.label} is for images only. Choose jitter instead.")
        _fit(
            self.kind_of_data == "points" or n == 2,
            f"{self.label} is for points of 2 columns and for images, but the number of columns is {n}. "
            "Choose jitter instead.",
        )

    def _vary_points(self, X: Floats, rng: np.random.Generator) -> Floats:
        """Points (n, m) varied."""
        raise TypeError(f"{self.name} does not vary points.")

    def _vary_images(self, images: Floats, rng: np.random.Generator) -> Floats:
        """Images (m, height, width, depth) varied."""
        raise TypeError(f"{self.name} does not vary images.")


def _fit(holds: bool, sentence: str) -> None:
    if not holds:
        raise DataError(sentence)


class Jitter(Augmentation, frozen=True, tag="jitter"):
    """Moves points by normal noise of standard deviation `std`, in the units of the raw columns."""

    std: float = 0.1

    label: ClassVar[str] = "Jitter"

    def __post_init__(self) -> None:
        holds = 0 <= self.std <= 1e6
        _require(holds, f"Jitter needs a standard deviation from 0 to 1e6, not {self.std:g}. Try 0.1.")

    def _vary_points(self, X: Floats, rng: np.random.Generator) -> Floats:
        return X + self.std * rng.standard_normal(X.shape)


class Rotation(Augmentation, frozen=True, tag="rotation"):
    """Turns points about the origin and images about their middle, by up to so many degrees either way."""

    degrees: float = 15.0

    kind_of_data: ClassVar[Kind] = "plane"
    label: ClassVar[str] = "Rotation"

    def __post_init__(self) -> None:
        holds = 0 <= self.degrees <= 180
        _require(holds, f"Rotation is by 0 to 180 degrees, not {self.degrees:g}. Try 15.")

    def _angles(self, m: int, rng: np.random.Generator) -> Floats:
        return np.deg2rad(rng.uniform(-self.degrees, self.degrees, m))

    def _vary_points(self, X: Floats, rng: np.random.Generator) -> Floats:
        return rotate_points(X, self._angles(X.shape[1], rng))

    def _vary_images(self, images: Floats, rng: np.random.Generator) -> Floats:
        return rotate_images(images, self._angles(len(images), rng))


class Reflection(Augmentation, frozen=True, tag="reflection"):
    """Mirrors each example with probability 1/2: x1 -> -x1 and left-right, or x2 -> -x2 and up-down."""

    axis: Literal["x1", "x2"] = "x1"

    kind_of_data: ClassVar[Kind] = "plane"
    label: ClassVar[str] = "Reflection"

    def __post_init__(self) -> None:
        holds = self.axis in ("x1", "x2")
        _require(holds, f"Reflection changes the sign of x1 or of x2, not of {shown(self.axis)}.")

    def _vary_points(self, X: Floats, rng: np.random.Generator) -> Floats:
        chosen = rng.random(X.shape[1]) < 0.5
        signs = np.ones_like(X)
        signs[0 if self.axis == "x1" else 1, chosen] = -1
        return X * signs

    def _vary_images(self, images: Floats, rng: np.random.Generator) -> Floats:
        chosen = rng.random(len(images)) < 0.5
        mirrored = np.flip(images, axis=2 if self.axis == "x1" else 1)
        return np.where(chosen[:, None, None, None], mirrored, images)


class Shift(Augmentation, frozen=True, tag="shift"):
    """Moves images by up to so many whole pixels down, up, right and left; what comes in at an edge is 0."""

    pixels: int = 1

    kind_of_data: ClassVar[Kind] = "images"
    label: ClassVar[str] = "Shift"

    def __post_init__(self) -> None:
        holds = 0 <= self.pixels <= 1000
        _require(holds, f"Shift is by 0 to 1000 whole pixels, not {self.pixels}. Try 1.")

    def _vary_images(self, images: Floats, rng: np.random.Generator) -> Floats:
        down, right = rng.integers(-self.pixels, self.pixels + 1, (2, len(images)))
        return shift_images(images, down, right)


class Noise(Augmentation, frozen=True, tag="noise"):
    """Adds normal noise to every pixel; its standard deviation is `std` times the brightest of all values.

    What leaves the range of the pixels is not cut off, so that the noise has mean 0 on black and white too.
    """

    std: float = 0.1

    kind_of_data: ClassVar[Kind] = "images"
    label: ClassVar[str] = "Noise"

    def __post_init__(self) -> None:
        holds = 0 <= self.std <= 10
        _require(holds, f"Noise needs a standard deviation from 0 to 10, not {self.std:g}. Try 0.1.")

    def _vary_images(self, images: Floats, rng: np.random.Generator) -> Floats:
        brightest = float(np.abs(images).max(initial=0.0))
        return images + self.std * brightest * rng.standard_normal(images.shape)


AnyAugmentation = Jitter | Rotation | Reflection | Shift | Noise
AUGMENTATIONS: dict[str, AnyAugmentation] = {
    a.name: a for a in (Jitter(), Rotation(), Reflection(), Shift(), Noise())
}


def rotate_points(X: Floats, angles: Floats) -> Floats:
    """Points X (2, m), each turned anticlockwise about the origin by its angle (m,) in radians."""
    cos, sin = np.cos(angles), np.sin(angles)
    return np.stack([cos * X[0] - sin * X[1], sin * X[0] + cos * X[1]])


def rotate_images(images: Floats, angles: Floats) -> Floats:
    """Images (m, height, width, depth), each turned anticlockwise about its middle by its angle (m,).

    Angles are in radians. Every new pixel is looked up where it came from: between four old ones, weighted by
    nearness (bilinear).
    """
    height, width = images.shape[1:3]
    middle = (height - 1) / 2, (width - 1) / 2
    up, right = middle[0] - np.arange(height)[:, None], np.arange(width) - middle[1]
    cos, sin = np.cos(angles)[:, None, None], np.sin(angles)[:, None, None]
    return _between(images, middle[0] - (cos * up - sin * right), middle[1] + (cos * right + sin * up))


def _between(images: Floats, rows: Floats, columns: Floats) -> Floats:
    """The values (m, height, width, depth) at places between the pixels, 0 beyond the edge."""
    m, height, width = images.shape[:3]
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)))
    rows, columns = np.clip(rows + 1, 0, height + 1), np.clip(columns + 1, 0, width + 1)
    top, left = np.minimum(rows.astype(int), height), np.minimum(columns.astype(int), width)
    below, beside, each = (rows - top)[..., None], (columns - left)[..., None], np.arange(m)[:, None, None]
    upper = (1 - beside) * framed[each, top, left] + beside * framed[each, top, left + 1]
    lower = (1 - beside) * framed[each, top + 1, left] + beside * framed[each, top + 1, left + 1]
    return np.asarray((1 - below) * upper + below * lower)


def shift_images(images: Floats, down: Whole, right: Whole) -> Floats:
    """Images (m, height, width, depth), each moved by its own whole pixels (m,), 0 where nothing was."""
    m, height, width = images.shape[:3]
    rows = np.arange(height) - down[:, None]
    columns = np.arange(width) - right[:, None]
    inside = ((rows >= 0) & (rows < height))[:, :, None] & ((columns >= 0) & (columns < width))[:, None, :]
    moved = images[np.arange(m)[:, None, None], rows[:, :, None] % height, columns[:, None, :] % width]
    return np.where(inside[..., None], moved, 0.0)
