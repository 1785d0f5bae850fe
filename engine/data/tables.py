"""Real data: a table of text, whose columns are features but the target and one named split."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.data.columns import Column, is_number
from engine.data.csv_reader import parse_columns
from engine.data.dataset import Codes, Dataset, Floats, classification_task
from engine.data.reading import Reading, TargetKind
from engine.data.source import Progress, Stamp
from engine.data.text_file import named, read_bytes, stamp_of
from engine.errors import DataError, did_you_mean, shown

# A target of whole numbers with at most so many different ones is taken as classes.
MAX_NUMBERED_CLASSES = 20
MAX_CLASSES = 1000
PARTS = {"train": 0, "dev": 1, "val": 1, "validation": 1, "test": 2}

C = TypeVar("C", str, float)


class Table(Reading, frozen=True, kw_only=True, tag="table"):
    """The table in the file `path`: text of any delimiter and encoding, Excel, Parquet or NumPy's .npz."""

    path: str

    label: ClassVar[str] = "Table"

    @property
    def origin(self) -> tuple[str, ...]:
        return self.name, self.path, *self.columns_chosen

    @property
    def stamp(self) -> Stamp:
        return stamp_of(self.path)

    def load(self, progress: Progress | None = None) -> Dataset:
        """The examples in the order of the file. Raises DataError with one sentence."""
        with named(self.path):
            return _dataset(parse_columns(read_bytes(self.path)), self.target, self.task)


class Pasted(Reading, frozen=True, kw_only=True, tag="pasted"):
    """The table in a `text` that was copied from a spreadsheet or a text file."""

    text: str

    label: ClassVar[str] = "Pasted table"

    @property
    def origin(self) -> tuple[str, ...]:
        return self.name, self.text, *self.columns_chosen

    def load(self, progress: Progress | None = None) -> Dataset:
        """The examples in the order of the text. Raises DataError with one sentence."""
        data = self.text.encode("utf-8", "replace")
        return _dataset(parse_columns(data), self.target, self.task)


def _dataset(columns: Sequence[Column], target: str, task: TargetKind) -> Dataset:
    answer = _find(columns, target)
    part = next((c for c in columns if c.name.casefold() == "split" and c is not answer), None)
    features = [c for c in columns if c is not answer and c is not part]
    if not features:
        raise DataError(f'There is no column besides "{shown(target)}" to learn from.')
    y, classes = _target(answer, task)
    return Dataset(
        X=np.stack([_feature(c) for c in features]),
        y=y,
        task=classification_task(len(classes)) if classes else "regression",
        columns=tuple(c.name for c in features),
        classes=classes,
        split=None if part is None else _codes(part),
        target=target,
    )


def _find(columns: Sequence[Column], target: str) -> Column:
    names = [column.name for column in columns]
    if target in names:
        return columns[names.index(target)]
    listed = ", ".join(map(shown, names[:12])) + (", ..." if len(names) > 12 else "")
    meant = did_you_mean(target, map(shown, names))
    raise DataError(f'There is no column "{shown(target)}"; the columns are {listed}.{meant}')


def _feature(column: Column) -> Floats:
    if column.mostly_numbers():
        return column.numbers()
    text = next(cell for cell in column.cells if cell and not is_number(cell, column.decimal_comma))
    raise DataError(
        f'Column "{shown(column.name)}" holds text such as "{shown(text)}"; features must be numbers, '
        "so remove the column or write it as numbers."
    )


def _target(column: Column, task: TargetKind) -> tuple[NDArray[np.int64] | Floats, tuple[str, ...]]:
    """Targets (m,) and class names, () for regression."""
    if _is_text(column, task):
        return _classes(column.texts(), column.name)
    values = column.numbers()
    if task == "numbers" or (task == "auto" and not _few_whole(values)):
        return values, ()
    return _classes(values.tolist(), column.name)


def _is_text(column: Column, task: TargetKind) -> bool:
    """One stray word among numbers is a mistake, unless classes were asked for."""
    if task == "numbers":
        return False
    return not (column.all_numbers() if task == "classes" else column.mostly_numbers())


def _few_whole(values: Floats) -> bool:
    return np.array_equal(values, values.round()) and np.unique(values).size <= MAX_NUMBERED_CLASSES


def _classes(values: Sequence[C], name: str) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    found: list[C] = sorted(set(values))
    if len(found) == 1:
        only = shown(_class_name(found[0]))
        raise DataError(f'Column "{shown(name)}" holds only the class "{only}"; two are needed at least.')
    if len(found) > MAX_CLASSES:
        raise DataError(
            f'Column "{shown(name)}" holds {len(found)} different classes; {MAX_CLASSES} are the most.'
        )
    index = {value: c for c, value in enumerate(found)}
    return np.array([index[value] for value in values], dtype=np.int64), tuple(map(_class_name, found))


def _class_name(value: str | float) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _codes(column: Column) -> Codes:
    for i, cell in enumerate(column.cells):
        if cell.casefold() not in PARTS:
            raise column.error(i, f'has "{shown(cell)}"; expected train, dev or test')
    codes = np.array([PARTS[cell.casefold()] for cell in column.cells], dtype=np.int8)
    if not np.any(codes == PARTS["train"]):
        raise DataError(
            f'no row is in the train part by the column "{shown(column.name)}"; '
            "mark rows with train, or remove the column."
        )
    return codes
