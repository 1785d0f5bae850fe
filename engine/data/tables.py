"""Real data from a table of text: all columns are features but the target and one named split."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Literal, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.assets import asset
from engine.data.cells import all_numbers, is_number, mostly_numbers, plain_numbers, shown, to_numbers
from engine.data.csv_reader import Grid, parse_grid, read_bytes
from engine.data.dataset import Codes, Dataset, Floats, classification_task
from engine.data.generators import check_seed
from engine.errors import DataError, did_you_mean

# A target of whole numbers with at most so many different ones is taken as classes.
MAX_NUMBERED_CLASSES = 20
MAX_CLASSES = 1000
PARTS = {"train": 0, "dev": 1, "val": 1, "validation": 1, "test": 2}

TargetKind = Literal["auto", "classes", "numbers"]
C = TypeVar("C", str, float)


class Table(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="table"):
    """A table in the text file `path` whose column `target` is to be predicted.

    `task` says what the target holds; "auto" takes text and at most 20 different whole numbers as classes.
    """

    path: str
    target: str
    task: TargetKind = "auto"
    seed: int = 1

    label: ClassVar[str] = "Table"

    def __post_init__(self) -> None:
        check_seed(self.seed)

    @property
    def name(self) -> str:
        """The kind of data, "table"."""
        return str(self.__struct_config__.tag)

    def load(self) -> Dataset:
        """The examples in the order of the file. Raises DataError with one sentence."""
        data = read_bytes(self.path)
        try:
            return _dataset(parse_grid(data), self.target, self.task)
        except DataError as error:
            raise DataError(f"{Path(self.path).name}: {error}") from None


class Iris(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="iris"):
    """150 iris flowers of three species with four measures in cm. Source: R. A. Fisher, 1936."""

    seed: int = 1

    label: ClassVar[str] = "Iris"

    def __post_init__(self) -> None:
        check_seed(self.seed)

    @property
    def name(self) -> str:
        """The name used on the command line and in files, "iris"."""
        return str(self.__struct_config__.tag)

    def load(self) -> Dataset:
        """X (4, 150) with classes setosa, versicolor, virginica."""
        return Table(path=str(asset("data/iris.csv")), target="species").load()


def _dataset(grid: Grid, target: str, task: TargetKind) -> Dataset:
    at = _find(grid, target)
    part = _split_column(grid, at)
    features = [i for i in range(len(grid.names)) if i not in (at, part)]
    if not features:
        raise DataError(f'There is no column besides "{target}" to learn from.')
    y, classes = _target(grid, at, task)
    return Dataset(
        X=np.stack([_feature(grid, i) for i in features]),
        y=y,
        task=classification_task(len(classes)) if classes else "regression",
        columns=tuple(grid.names[i] for i in features),
        classes=classes,
        split=None if part is None else _codes(grid, part),
        target=target,
    )


def _find(grid: Grid, target: str) -> int:
    if target in grid.names:
        return grid.names.index(target)
    names = ", ".join(grid.names[:12]) + (", ..." if len(grid.names) > 12 else "")
    raise DataError(
        f'There is no column "{target}"; the columns are {names}.{did_you_mean(target, grid.names)}'
    )


def _split_column(grid: Grid, target: int) -> int | None:
    found = [i for i, name in enumerate(grid.names) if name.casefold() == "split" and i != target]
    return found[0] if found else None


def _feature(grid: Grid, i: int) -> Floats:
    cells = grid.columns[i]
    plain = plain_numbers(cells)
    if plain is not None:
        return plain
    if mostly_numbers(cells, grid.decimal_comma):
        return to_numbers(cells, grid.names[i], grid.lines, grid.decimal_comma)
    text = next(cell for cell in cells if cell and not is_number(cell, grid.decimal_comma))
    raise DataError(
        f'Column "{grid.names[i]}" holds text such as "{shown(text)}"; features must be numbers, '
        "so remove the column or write it as numbers."
    )


def _target(grid: Grid, i: int, task: TargetKind) -> tuple[NDArray[np.int64] | Floats, tuple[str, ...]]:
    """Targets (m,) and class names, () for regression."""
    cells, name, comma = grid.columns[i], grid.names[i], grid.decimal_comma
    if task != "numbers" and _is_text(cells, task, comma):
        _check_filled(grid, i)
        return _classes(cells, name)
    values = to_numbers(cells, name, grid.lines, comma)
    if task == "numbers" or (task == "auto" and not _few_whole(values)):
        return values, ()
    return _classes(values.tolist(), name)


def _is_text(cells: Sequence[str], task: TargetKind, comma: bool) -> bool:
    """One stray word among numbers is a mistake, unless classes were asked for."""
    return not (all_numbers(cells, comma) if task == "classes" else mostly_numbers(cells, comma))


def _few_whole(values: Floats) -> bool:
    return np.array_equal(values, values.round()) and np.unique(values).size <= MAX_NUMBERED_CLASSES


def _check_filled(grid: Grid, i: int) -> None:
    for line, cell in zip(grid.lines, grid.columns[i], strict=True):
        if not cell:
            raise DataError(
                f'Line {line}, column "{grid.names[i]}" has no class; fill it in or remove the line.'
            )


def _classes(values: Sequence[C], name: str) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    found: list[C] = sorted(set(values))
    if len(found) == 1:
        only = _class_name(found[0])
        raise DataError(f'Column "{name}" holds only the class "{only}"; two are needed at least.')
    if len(found) > MAX_CLASSES:
        raise DataError(f'Column "{name}" holds {len(found)} different classes; {MAX_CLASSES} are the most.')
    index = {value: c for c, value in enumerate(found)}
    return np.array([index[value] for value in values], dtype=np.int64), tuple(map(_class_name, found))


def _class_name(value: str | float) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _codes(grid: Grid, i: int) -> Codes:
    for line, cell in zip(grid.lines, grid.columns[i], strict=True):
        if cell.casefold() not in PARTS:
            raise DataError(
                f'Line {line}, column "{grid.names[i]}" has "{shown(cell)}"; expected train, dev or test.'
            )
    return np.array([PARTS[cell.casefold()] for cell in grid.columns[i]], dtype=np.int8)
