"""Real data that come with the program: tables and images, each with its source."""

from typing import ClassVar

import numpy as np

from engine.assets import asset
from engine.data.dataset import Dataset
from engine.data.source import Progress, Source
from engine.data.tables import Table


class Iris(Source, frozen=True, kw_only=True, tag="iris"):
    """150 iris flowers of three species with four measures in cm. Source: R. A. Fisher, 1936."""

    label: ClassVar[str] = "Iris"

    def load(self, progress: Progress | None = None) -> Dataset:
        """X (4, 150) with classes setosa, versicolor, virginica."""
        return Table(path=str(asset("data/iris.csv")), target="species").load()


class Digits(Source, frozen=True, kw_only=True, tag="digits"):
    """1,797 digits written by 13 people, as images of 8 by 8 pixels from 0 (paper) to 16 (ink).

    Source: E. Alpaydin and C. Kaynak, 1998; each pixel counts the dark ones of a square of 4 by 4.
    """

    label: ClassVar[str] = "Digits"

    def load(self, progress: Progress | None = None) -> Dataset:
        """X (64, 1797), row by row from the top left, with classes 0 to 9."""
        with np.load(asset("data/digits.npz"), allow_pickle=False) as file:
            pixels, digit = file["pixels"], file["digit"]
        return Dataset(
            X=np.ascontiguousarray(pixels.T, dtype=np.float64),
            y=digit.astype(np.int64),
            task="multiclass",
            columns=tuple(f"pixel {row},{column}" for row in range(1, 9) for column in range(1, 9)),
            classes=tuple(map(str, range(10))),
            target="digit",
            image=(8, 8),
        )
