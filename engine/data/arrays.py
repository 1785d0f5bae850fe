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
from engine.data.npy_member import Member, names_of
from engine.data.source import Progress
from engine.errors import DataError, shown

ROWS_AT_ONCE = 20_000
CELLS_AT_ONCE = 500_000
PARTS = ("train", "dev", "test")
SAID = ("classes", "columns", "target", "image")
KNOWN = ("x", "y", "split", *SAID)
EXPECTED = "X (features, examples) or (examples, features), and y (examples)"

BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, LookupError, NotImplementedError, RuntimeError)

Columns = list[NDArray[Any]]


@dataclass
class _Arrays:
    """Names of all columns, X (n, m), y (m,) and perhaps the split (m,), and what else the file says.

    Of the `total` examples these may be the first ones only.
    """

    names: tuple[str, ...]
    X: NDArray[Any]
    others: Columns
    notes: list[str]
    classes: tuple[str, ...]
    image: Image | None
    total: int

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
    m = found.total
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
    """The start of the table in an .npz file, of which no more is unpacked. Raises DataError."""
    found = _arrays(path, LOOKED_AT)
    rows = _rows(found.columns, LOOKED_AT)
    return Look(found.names, rows, tuple(found.notes), total=found.total, target=found.target)


def _arrays(path: str, count: int | None = None) -> _Arrays:
    """All that the file says, of the examples the first `count`."""
    with _opened(path) as archive:
        named = names_of(archive)
        keys = {key.casefold(): key for key in named}
        missing = [key for key in ("x", "y") if key not in keys]
        if missing:
            has = ", ".join(map(shown, named[:12])) or "none"
            raise DataError(f"The file needs the arrays {EXPECTED}; it has {has}.")
        members = {key: Member(archive, keys[key]) for key in KNOWN if key in keys}
        total = _length(members["y"])
        axis, notes = _examples_axis(members["x"], total)
        X = members["x"].first(count, axis)
        X = X[None, :] if X.ndim == 1 else X if axis == 1 else X.T
        y = _flat(members["y"], count)
        said = {key: members[key].whole().ravel() for key in SAID if key in members}
        split = [_split(members["split"], total, count)] if "split" in members else []
    classes = tuple(map(str, said["classes"].tolist())) if "classes" in said else ()
    names = tuple(map(str, said["columns"].tolist())) if "columns" in said else raw_names(len(X))
    if len(names) != len(X):
        raise DataError(f"There are {len(names)} names of columns for {len(X)} features.")
    target = str(said["target"][0]) if said.get("target", np.empty(0)).size else "y"
    names = (*names, target, *("split" for _ in split))
    _check_different(names)
    others = [_named(y, said["classes"]) if classes else y, *split]
    return _Arrays(names, X, others, notes, classes, _image(said.get("image"), len(X)), total)


def _check_different(names: tuple[str, ...]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise DataError(f'{times} columns are named "{shown(name)}"; rename all but one.')


def _image(shape: NDArray[Any] | None, n: int) -> Image | None:
    """The shape of the images that the examples are, if the file says one that fits."""
    if shape is None or shape.dtype.kind not in "iu" or len(shape) not in (2, 3):
        return None
    image: Any = tuple(map(int, shape))
    return image if min(image) >= 1 and prod(image) == n else None


@contextmanager
def _opened(path: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
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


def _length(member: Member) -> int:
    """Of one value per example, (m,), also from (1, m) and (m, 1)."""
    size = prod(member.shape)
    if size == 0 or size != max(member.shape, default=1):
        raise DataError(
            f"The file needs the arrays {EXPECTED}; one value per example came as {member.shape}."
        )
    return size


def _flat(member: Member, count: int | None) -> NDArray[Any]:
    shape = member.shape
    return (member.first(count, shape.index(max(shape))) if shape else member.whole()).ravel()


def _examples_axis(member: Member, m: int) -> tuple[int, list[str]]:
    """Along which axis of X the examples lie, and what is to be said of it."""
    shape = member.shape
    if member.dtype.kind not in "fiub":
        raise DataError(f"X must hold numbers, not {shown(str(member.dtype))}.")
    if len(shape) not in (1, 2) or m not in shape or not prod(shape):
        as_told = (1, *shape) if len(shape) == 1 else shape
        raise DataError(f"The file needs the arrays {EXPECTED}; X is {as_told} and y has {m}.")
    if len(shape) == 1:
        return 0, []
    if shape[0] == shape[1]:
        return 1, ["X is square, so its columns were taken as the examples."]
    return (1 if shape[1] == m else 0), []


def _named(y: NDArray[Any], classes: NDArray[Any]) -> NDArray[Any]:
    """Indices of classes as the names of these."""
    if y.dtype.kind not in "iu":
        return y
    if y.min() < 0 or y.max() >= len(classes):
        raise DataError(f"y holds {y.min()} to {y.max()}, but there are {len(classes)} names of classes.")
    named: NDArray[Any] = classes.astype(str)[y]
    return named


def _split(member: Member, m: int, count: int | None) -> NDArray[Any]:
    if (length := _length(member)) != m:
        raise DataError(f"split has {length} entries for {m} examples.")
    split = _flat(member, count)
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
