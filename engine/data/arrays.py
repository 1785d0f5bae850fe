"""Tables in NumPy's .npz files: X holds the examples, y what is to be predicted, maybe split and names."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.csv_reader import Choose
from engine.data.dataset import Floats, Image
from engine.data.features import raw_names
from engine.data.grid import Grid
from engine.data.look import LOOKED_AT, Look, cell_of
from engine.data.source import Progress
from engine.errors import DataError, shown

ROWS_AT_ONCE = 20_000
CELLS_AT_ONCE = 500_000
PARTS = ("train", "dev", "test")
SAID = ("classes", "columns", "target", "image")
EXPECTED = "X (features, examples) or (examples, features), and y (examples)"

BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, LookupError, NotImplementedError, RuntimeError)

Columns = list[NDArray[Any]]


@dataclass
class _Arrays:
    """Names of all columns, X (n, m), y (m,) and perhaps the split (m,), and what else the file says."""

    names: tuple[str, ...]
    X: NDArray[Any]
    others: Columns
    notes: list[str]
    classes: tuple[str, ...]
    image: Image | None

    @property
    def columns(self) -> Columns:
        return [*self.X, *self.others]

    @property
    def target(self) -> str:
        return self.names[len(self.X)]


def read_arrays(path: str, choose: Choose, progress: Progress | None = None) -> Grid:
    """The table in an .npz file. Raises DataError with one sentence."""
    found = _arrays(path)
    names, columns = found.names, found.columns
    stored = choose(names, _rows(columns, LOOKED_AT), False)
    grid = Grid(names, stored, place="Example")
    grid.notes += found.notes
    grid.image = found.image
    if found.classes and found.target in grid.words:
        grid.words[found.target].order = found.classes
    m = found.X.shape[1]
    step = max(1, min(ROWS_AT_ONCE, CELLS_AT_ONCE // len(names)))
    used = [(i, stored[name] == "words") for i, name in enumerate(names) if name in stored]
    for start in range(0, m, step):
        part = slice(start, min(start + step, m))
        cells = {i: _cells(columns[i][part], as_words) for i, as_words in used}
        grid.add_columns(range(part.start + 1, part.stop + 1), cells)
        if progress is not None:
            progress(part.stop / m)
    return grid


def look_at_arrays(path: str) -> Look:
    """The start of the table in an .npz file. Raises DataError with one sentence."""
    found = _arrays(path)
    rows = _rows(found.columns, LOOKED_AT)
    return Look(found.names, rows, tuple(found.notes), total=found.X.shape[1], target=found.target)


def _arrays(path: str) -> _Arrays:
    with _opened(path) as file:
        keys = {key.casefold(): key for key in file.files}
        missing = [key for key in ("x", "y") if key not in keys]
        if missing:
            has = ", ".join(map(shown, file.files[:12])) or "none"
            raise DataError(f"The file needs the arrays {EXPECTED}; it has {has}.")
        y = _flat(file[keys["y"]])
        X, notes = _oriented(file[keys["x"]], len(y))
        said = {
            key: file[keys[key]].ravel() for key in ("classes", "columns", "target", "image") if key in keys
        }
        split = [_split(_flat(file[keys["split"]]), len(y))] if "split" in keys else []
    classes = tuple(map(str, said["classes"].tolist())) if "classes" in said else ()
    names = tuple(map(str, said["columns"].tolist())) if "columns" in said else raw_names(len(X))
    if len(names) != len(X):
        raise DataError(f"There are {len(names)} names of columns for {len(X)} features.")
    target = str(said["target"][0]) if said.get("target", np.empty(0)).size else "y"
    names = (*names, target, *("split" for _ in split))
    for name, times in Counter(names).items():
        if times > 1:
            raise DataError(f'{times} columns are named "{shown(name)}"; rename all but one.')
    others = [_named(y, said["classes"]) if classes else y, *split]
    return _Arrays(names, X, others, notes, classes, _image(said.get("image"), len(X)))


def _image(shape: NDArray[Any] | None, n: int) -> Image | None:
    """The shape of the images that the examples are, if the file says one that fits."""
    if shape is None or shape.dtype.kind not in "iu" or len(shape) not in (2, 3):
        return None
    image: Any = tuple(map(int, shape))
    return image if min(image) >= 1 and prod(image) == n else None


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    try:
        with np.load(path, allow_pickle=False) as file:
            yield file
    except DataError:
        raise
    except MemoryError:
        raise DataError("The arrays are too large for the memory; save a part of them.") from None
    except BROKEN as error:
        raise DataError(f"The file is damaged or cut off ({shown(str(error))}).") from None
    except ValueError as error:
        if "pickle" in str(error):
            raise DataError(
                "The file holds Python objects, which may run code when they are read; save plain arrays of "
                "numbers and text."
            ) from None
        raise DataError(f"The file is damaged or cut off ({shown(str(error))}).") from None


def _flat(array: NDArray[Any]) -> NDArray[Any]:
    """One value per example, (m,), also from (1, m) and (m, 1)."""
    if array.size == 0 or array.size != max(array.shape, default=1):
        raise DataError(f"The file needs the arrays {EXPECTED}; one value per example came as {array.shape}.")
    return array.ravel()


def _oriented(X: NDArray[Any], m: int) -> tuple[NDArray[Any], list[str]]:
    """X as (n, m)."""
    if X.dtype.kind not in "fiub":
        raise DataError(f"X must hold numbers, not {shown(str(X.dtype))}.")
    if X.ndim == 1:
        X = X[None, :]
    if X.ndim != 2 or m not in X.shape or X.size == 0:
        raise DataError(f"The file needs the arrays {EXPECTED}; X is {X.shape} and y has {m}.")
    if X.shape[0] == X.shape[1]:
        return X, ["X is square, so its columns were taken as the examples."]
    return X if X.shape[1] == m else X.T, []


def _named(y: NDArray[Any], classes: NDArray[Any]) -> NDArray[Any]:
    """Indices of classes as the names of these."""
    if y.dtype.kind not in "iu":
        return y
    if y.min() < 0 or y.max() >= len(classes):
        raise DataError(f"y holds {y.min()} to {y.max()}, but there are {len(classes)} names of classes.")
    named: NDArray[Any] = classes.astype(str)[y]
    return named


def _split(split: NDArray[Any], m: int) -> NDArray[Any]:
    if len(split) != m:
        raise DataError(f"split has {len(split)} entries for {m} examples.")
    if split.dtype.kind in "iu" and split.min() >= 0 and split.max() < len(PARTS):
        parts: NDArray[Any] = np.array(PARTS)[split]
        return parts
    return split


def _rows(columns: Columns, count: int) -> list[list[str]]:
    return [list(row) for row in zip(*(_cells(column[:count], True) for column in columns), strict=True)]


def _cells(column: NDArray[Any], as_words: bool) -> Floats | list[str]:
    if column.dtype.kind in "fiub" and not as_words:
        return column.astype(np.float64)
    return [cell_of(value) for value in column.tolist()]
