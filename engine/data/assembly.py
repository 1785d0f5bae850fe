"""From a Grid and how it is meant to a Dataset: features in the order of the file, and a target."""

from collections.abc import Callable, Sequence
from math import prod
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.data import categories
from engine.data.columns import complaint
from engine.data.csv_reader import Choose
from engine.data.dataset import Codes, Dataset, Floats, classification_task
from engine.data.gaps import Gaps, filling
from engine.data.grid import Grid, Storage
from engine.data.reading import Reading
from engine.data.roles import Roles, roles_of, said_of, storage_of
from engine.errors import DataError, shown

# A target of whole numbers with at most so many different ones is taken as classes.
MAX_NUMBERED_CLASSES = 20
PARTS = {"train": 0, "dev": 1, "val": 1, "validation": 1, "test": 2}

T = TypeVar("T", bound=np.generic)
Read = Callable[[Choose], Grid]


def dataset_from(read: Read, reading: Reading) -> Dataset:
    """The examples of a table that `read` reads, as they are meant. Raises DataError with one sentence.

    A column that begins with numbers and turns out to hold text is read once more, as text.
    """
    corrected: dict[str, Storage] = {}

    def choose(
        names: Sequence[str], sample: Sequence[Sequence[str]], decimal_comma: bool
    ) -> dict[str, Storage]:
        return storage_of(names, sample, decimal_comma, reading) | corrected

    grid = read(choose)
    roles = roles_of(grid.names, reading)
    said = said_of(roles, reading)
    wrong = [c.name for c in grid.numbers.values() if c.name not in said and c.texts > c.numbers]
    if wrong:
        corrected |= dict.fromkeys(wrong, "words")
        grid = read(choose)
    return _Assembly(grid, roles, reading).dataset()


class _Assembly:
    """A grid on its way to a Dataset: first it is known which rows stay, then the features are laid down."""

    def __init__(self, grid: Grid, roles: Roles, reading: Reading) -> None:
        self.grid, self.roles, self.reading = grid, roles, reading
        self.gaps = Gaps(grid, reading.missing == "refuse")
        said = said_of(roles, reading)
        for name in [name for name in grid.words if name not in said and grid.words[name].mostly_numbers]:
            grid.take_as_numbers(name)

    def dataset(self) -> Dataset:
        """All in one."""
        answers = [self._answers()]
        split = self._split()
        fillings = {name: self._filling(name) for name in self.roles.features}
        notes = (*self.grid.notes, *self.gaps.notes())
        y, classes = self._target(answers.pop())  # which may be large, and is not held any longer
        X, columns, told = self._features(fillings)
        return Dataset(
            X=X,
            y=y,
            task=classification_task(len(classes)) if classes else "regression",
            columns=columns,
            classes=self._shown(classes),
            split=None if split is None else self._checked(split[self.gaps.keep]),
            target=self.roles.target,
            image=self.grid.image if prod(self.grid.image or ()) == len(columns) else None,
            notes=(*notes, *told),
        )

    def _answers(self) -> Floats | tuple[tuple[str, ...], categories.Indices]:
        """The target of every row: numbers (m,), or the names of classes and their indices (m,)."""
        name = self.roles.target
        if name in self.grid.words:
            names, index = categories.ordered(self.grid.words[name])
            self.gaps.leave_out(name, "class", index < 0)
            return names, index
        values = self._values(name)
        self.gaps.leave_out(name, "number", np.isnan(values))
        return values

    def _target(
        self, answers: Floats | tuple[tuple[str, ...], categories.Indices]
    ) -> tuple[categories.Indices | Floats, tuple[str, ...]]:
        """Targets (m,) of the rows that stay, and the class names that are left, () for regression."""
        if isinstance(answers, tuple):
            index = self._kept(answers[1])
            used = np.unique(index)
            classes = tuple(answers[0][i] for i in used)
            y = np.searchsorted(used, index)
        else:
            values = self._kept(answers)
            if self.reading.task == "numbers" or not _few_whole(values):
                return values, ()
            found = np.unique(values)
            classes = tuple(map(categories.class_name, found.tolist()))
            y = np.searchsorted(found, values)
        try:
            categories.check_classes(classes, self.roles.target)
        except DataError as error:
            # Perhaps it is so only because rows were left out.
            raise DataError(" ".join((str(error), *self.gaps.notes()))) from None
        return y.astype(np.int64, copy=False), classes

    def _filling(self, name: str) -> float:
        """What a feature has where it lacks a number, if it is not left out there. Raises DataError."""
        if name in self.grid.words:
            column = self.grid.words[name]
            categories.check_category(column, name in dict(self.reading.kinds))
            if "" in column.words:
                self.gaps.leave_out(name, "word", column.codes == column.words.index(""))
            return 0.0
        self._check_numbers(name)
        if not self.grid.numbers[name].gaps:
            return 0.0
        values = self._values(name)
        missing = np.isnan(values)
        if self.reading.missing in ("drop", "refuse"):
            self.gaps.leave_out(name, "number", missing)
            return 0.0
        value = filling(values, self.reading.missing)
        if np.isnan(value):
            raise DataError(f'Column "{shown(name)}" has no number at all; leave it out.')
        self.gaps.fill(name, missing, value, self.reading.missing)
        return value

    def _features(self, fillings: dict[str, float]) -> tuple[Floats, tuple[str, ...], list[str]]:
        """The features (n, m) of the rows that stay, their names, and what became of words."""
        encoding, told = self.reading.encoding, list[str]()
        named: list[tuple[str, ...]] = []
        for name in self.roles.features:
            if name in self.grid.words:
                names, _ = categories.ordered(self.grid.words[name])
                named.append(categories.encoded_names(name, names, encoding))
                told.append(categories.encoding_note(name, len(names), encoding))
            else:
                named.append((name,))
        X = np.empty((sum(map(len, named)), int(self.gaps.keep.sum())))
        row = 0
        for name, columns in zip(self.roles.features, named, strict=True):
            self._lay_down(name, X[row : row + len(columns)], fillings[name])
            row += len(columns)
        return X, tuple(column for columns in named for column in columns), told

    def _lay_down(self, name: str, X: Floats, filled: float) -> None:
        """Write the rows (n, m) of a feature."""
        if name in self.grid.words:
            names, index = categories.ordered(self.grid.words[name])
            X[:] = categories.encode(names, self._kept(index), self.reading.encoding)
            return
        if self.gaps.keep.all():
            self.grid.values(name, X[0])
        else:
            X[0] = self._kept(self.grid.values(name))
        X[np.isnan(X)] = filled

    def _kept(self, values: NDArray[T]) -> NDArray[T]:
        """Those of the rows that stay."""
        return values if self.gaps.keep.all() else values[self.gaps.keep]

    def _values(self, name: str) -> Floats:
        self._check_numbers(name)
        return self.grid.values(name)

    def _check_numbers(self, name: str) -> None:
        fault = self.grid.numbers[name].fault()
        if fault is not None:
            row, cell = fault
            raise self.grid.error(row, name, complaint(cell))

    def _split(self) -> Codes | None:
        """The part of every row (m,), if the table says it."""
        if self.roles.split is None:
            return None
        column = self.grid.words[self.roles.split]
        for i, word in enumerate(column.words):
            if word.casefold() not in PARTS:
                row = int(np.argmax(column.codes == i))
                raise self.grid.error(row, column.name, f'has "{shown(word)}"; expected train, dev or test')
        table = np.array([PARTS[word.casefold()] for word in column.words], dtype=np.int8)
        return table[column.codes]

    def _checked(self, codes: Codes) -> Codes:
        if not np.any(codes == PARTS["train"]):
            raise DataError(
                f'No row is in the train part by the column "{shown(self.roles.split or "")}"; '
                "mark rows with train, or leave the column out."
            )
        return codes

    def _shown(self, classes: tuple[str, ...]) -> tuple[str, ...]:
        """The classes under the names that were chosen for them."""
        chosen = dict(self.reading.class_names)
        names = tuple(chosen.get(name, name) for name in classes)
        for name in names:
            if names.count(name) > 1:
                raise DataError(f'Two classes are called "{shown(name)}"; give each a name of its own.')
        return names


def _few_whole(values: Floats) -> bool:
    return np.array_equal(values, values.round()) and np.unique(values).size <= MAX_NUMBERED_CLASSES
