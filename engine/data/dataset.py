"""A Dataset is the raw examples: one column of X per example, before any split, feature or normalisation."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import DataError

Task = Literal["binary", "multiclass", "regression"]
Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
Image = tuple[int, int] | tuple[int, int, int]  # height, width; in colour also the depth


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples and what is to be predicted; the arrays are read-only.

    X (n, m) float64; y (m,) int64 class indices, or float64 values for regression; `classes` are the names in
    index order, () for regression; `split` (m,) holds 0 train, 1 dev, 2 test, or is None where the data do
    not say. `columns` names the rows of X, `target` what y is. Where the columns are the pixels of an image,
    row by row from the top left, `image` is its (height, width), or (height, width, 3) in colour.
    `notes` are plain sentences on what was done to the data while they were read.
    `places` (m,) from 0 to 1 say where each example stands when they are divided, whatever others there are.
    Raises DataError where the parts do not fit together or a number is not finite.
    """

    X: Floats
    y: NDArray[np.int64] | Floats
    task: Task
    columns: tuple[str, ...]
    classes: tuple[str, ...] = ()
    split: Codes | None = None
    target: str = "y"
    places: Floats | None = None
    image: Image | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require(self.X.ndim == 2 and self.X.dtype == np.float64, "X must be a float64 matrix (n, m).")
        _require(self.m > 0, "There are no examples.")
        _require(len(self.columns) == self.n > 0, f"{self.n} rows of X came with {len(self.columns)} names.")
        _require(self.y.shape == (self.m,), f"{self.m} examples came with targets of shape {self.y.shape}.")
        _require(bool(np.isfinite(self.X).all() and np.isfinite(self.y).all()), "A number is not finite.")
        self._check_classes()
        if self.split is not None:
            _require(self.split.shape == (self.m,), "The split must have one code per example.")
            _require(bool(np.isin(self.split, (0, 1, 2)).all()), "Split codes are 0, 1 and 2.")
        if self.image is not None:
            fits = min(self.image) >= 1 and math.prod(self.image) == self.n
            shape = " by ".join(map(str, self.image))
            _require(fits, f"An image of {shape} pixels came with {self.n} columns.")
        if self.places is not None:
            inside = self.places.shape == (self.m,) and bool(((self.places >= 0) & (self.places < 1)).all())
            _require(inside, "Each example needs one place from 0 to below 1.")
        for name in ("X", "y", "split", "places"):
            _freeze(self, name)

    def _check_classes(self) -> None:
        if self.task == "regression":
            _require(not self.classes, "Regression has no classes.")
            _require(self.y.dtype == np.float64, "Regression needs float64 targets.")
            return
        _require(self.n_classes >= 2, f"At least 2 classes are needed, not {self.n_classes}.")
        fits = self.task == classification_task(self.n_classes)
        _require(fits, f"{self.n_classes} classes cannot be {self.task}.")
        _require(self.y.dtype == np.int64, "Class indices must be int64.")
        _require(self.y.min() >= 0 and self.y.max() < self.n_classes, "A class index is outside the classes.")

    @property
    def n(self) -> int:
        """Raw columns per example."""
        return int(self.X.shape[0])

    @property
    def m(self) -> int:
        """Examples."""
        return int(self.X.shape[1])

    @property
    def n_classes(self) -> int:
        """Classes, 0 for regression."""
        return len(self.classes)


def classification_task(n_classes: int) -> Task:
    """Two classes are told apart by one sigmoid unit, more by a softmax."""
    return "binary" if n_classes == 2 else "multiclass"


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise DataError(f"The data do not fit together. {sentence}")


def _freeze(dataset: Dataset, name: str) -> None:
    array = getattr(dataset, name)
    if array is not None:
        view = array.view()
        view.flags.writeable = False
        object.__setattr__(dataset, name, view)
