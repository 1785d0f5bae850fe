"""Real data that come with the program: tables and images, each with its source and licence."""

from typing import ClassVar

import numpy as np

from engine.assets import asset
from engine.data.dataset import Dataset
from engine.data.source import Progress, Source
from engine.data.tables import Table


class Boxed(Source, frozen=True, kw_only=True):
    """The table assets/data/`file`, whose column `target` is to be predicted."""

    file: ClassVar[str] = ""
    target: ClassVar[str] = ""
    from_whom: ClassVar[str] = ""
    licence: ClassVar[str] = "CC BY 4.0"

    def load(self, progress: Progress | None = None) -> Dataset:
        """The examples in the order of the file."""
        return Table(path=str(asset(f"data/{self.file}")), target=self.target).load()


class Iris(Boxed, frozen=True, kw_only=True, tag="iris"):
    """150 iris flowers of three species with four measures in cm: X (4, 150)."""

    label: ClassVar[str] = "Iris"
    file: ClassVar[str] = "iris.csv"
    target: ClassVar[str] = "species"
    from_whom: ClassVar[str] = "R. A. Fisher, 1936; UCI Machine Learning Repository"


class Wine(Boxed, frozen=True, kw_only=True, tag="wine"):
    """178 wines from grapes of three cultivars with thirteen chemical measures: X (13, 178)."""

    label: ClassVar[str] = "Wine"
    file: ClassVar[str] = "wine.csv"
    target: ClassVar[str] = "cultivar"
    from_whom: ClassVar[str] = "M. Forina and others, 1988; UCI Machine Learning Repository"


class BreastCancer(Boxed, frozen=True, kw_only=True, tag="breast_cancer"):
    """569 tumours, benign or malignant, with thirty measures of their cell nuclei: X (30, 569)."""

    label: ClassVar[str] = "Breast cancer"
    file: ClassVar[str] = "breast_cancer.csv"
    target: ClassVar[str] = "diagnosis"
    from_whom: ClassVar[str] = "W. H. Wolberg and others, 1995; UCI Machine Learning Repository"


class Diabetes(Boxed, frozen=True, kw_only=True, tag="diabetes"):
    """442 patients with ten measures in their own units, and how far diabetes went in a year: X (10, 442)."""

    label: ClassVar[str] = "Diabetes"
    file: ClassVar[str] = "diabetes.csv"
    target: ClassVar[str] = "progression"
    from_whom: ClassVar[str] = "B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, 2004"
    licence: ClassVar[str] = "none stated by the authors; spread with scikit-learn (BSD-3-Clause)"


class Digits(Boxed, frozen=True, kw_only=True, tag="digits"):
    """1,797 digits written by 13 people, as images of 8 by 8 pixels from 0 (paper) to 16 (ink).

    Each pixel counts the dark ones of a square of 4 by 4.
    """

    label: ClassVar[str] = "Digits"
    file: ClassVar[str] = "digits.npz"
    target: ClassVar[str] = "digit"
    from_whom: ClassVar[str] = "E. Alpaydin, C. Kaynak, 1998; UCI Machine Learning Repository"

    def load(self, progress: Progress | None = None) -> Dataset:
        """X (64, 1797), row by row from the top left, with classes 0 to 9."""
        with np.load(asset(f"data/{self.file}"), allow_pickle=False) as file:
            pixels, digit = file["pixels"], file["digit"]
        return Dataset(
            X=np.ascontiguousarray(pixels.T, dtype=np.float64),
            y=digit.astype(np.int64),
            task="multiclass",
            columns=tuple(f"pixel {row},{column}" for row in range(1, 9) for column in range(1, 9)),
            classes=tuple(map(str, range(10))),
            target=self.target,
            image=(8, 8),
        )
