"""A Grid is a table as it is read: blocks of numbers, columns of words, and the line that each row stands on.

It grows block by block, so that reading takes little more memory than the numbers themselves.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Literal, cast

import numpy as np

from engine.data.columns import Numbers, Words
from engine.data.dataset import Floats, Image
from engine.errors import DataError, shown

Storage = Literal["numbers", "words"]


class Lines:
    """The line that each row stands on, in runs that take no room where no line is blank."""

    def __init__(self) -> None:
        self._runs: list[Sequence[int]] = []
        self._starts: list[int] = []
        self.rows = 0

    def add(self, run: Sequence[int]) -> None:
        """The lines of the next rows."""
        if run:
            self._starts.append(self.rows)
            self._runs.append(run)
            self.rows += len(run)

    def __getitem__(self, row: int) -> int:
        run = bisect_right(self._starts, row) - 1
        return self._runs[run][row - self._starts[run]]


class Grid:
    """Columns with their names, each stored as numbers or as words; those without a storage are not kept."""

    def __init__(
        self,
        names: Sequence[str],
        stored: Mapping[str, Storage],
        decimal_comma: bool = False,
        place: str = "Line",
    ) -> None:
        self.names, self.place = tuple(names), place
        self.lines = Lines()
        self.notes: list[str] = []
        self.image: Image | None = None  # of the features, if these are its pixels and none is left out
        kept = [(i, name, stored[name]) for i, name in enumerate(names) if name in stored]
        self.numbers = {name: Numbers(name, decimal_comma) for _, name, how in kept if how == "numbers"}
        self.words = {name: Words(name, decimal_comma) for _, name, how in kept if how == "words"}
        # Where the columns of either kind stand in the table.
        self.number_places = [i for i, _, how in kept if how == "numbers"]
        self.word_places = [i for i, _, how in kept if how == "words"]
        self._blocks: list[Floats] = []
        self._converted: dict[str, Floats] = {}
        self._row_in_block = {name: j for j, name in enumerate(self.numbers)}

    @property
    def m(self) -> int:
        """Rows."""
        return self.lines.rows

    def add_cells(self, lines: Sequence[int], columns: Sequence[Sequence[str]]) -> None:
        """More rows, as the cells of every column of the table."""
        self.add_columns(lines, dict(enumerate(columns)))

    def add_columns(self, lines: Sequence[int], columns: Mapping[int, Floats | Sequence[str]]) -> None:
        """More rows, by the place of each column: cells, or numbers (rows,) with NaN where there is none."""
        values = np.empty((len(lines), len(self.numbers)))
        for j, (i, column) in enumerate(zip(self.number_places, self.numbers.values(), strict=True)):
            found = columns[i]
            if isinstance(found, np.ndarray):
                values[:, j] = found
                column.hear(found, self.m)
            else:
                values[:, j] = column.parse(found, self.m)
        self._add(lines, values, [cast(Sequence[str], columns[i]) for i in self.word_places])

    def add_values(self, lines: Sequence[int], values: Floats, words: Sequence[Sequence[str]]) -> None:
        """More rows: numbers (rows, columns of numbers), NaN where there is none, and cells with words."""
        for j, column in enumerate(self.numbers.values()):
            column.hear(values[:, j], self.m)
        self._add(lines, values, words)

    def _add(self, lines: Sequence[int], values: Floats, words: Sequence[Sequence[str]]) -> None:
        self._blocks.append(values)
        for column, cells in zip(self.words.values(), words, strict=True):
            column.parse(cells)
        self.lines.add(lines)

    def values(self, name: str, into: Floats | None = None) -> Floats:
        """The numbers of a column (m,), NaN where there is none, in a new array or in that one."""
        values, row = np.empty(self.m) if into is None else into, 0
        if name in self._converted:
            values[:] = self._converted[name]
            return values
        j = self._row_in_block[name]
        for block in self._blocks:  # not in one call, during which no other thread could do anything
            values[row : row + len(block)] = block[:, j]
            row += len(block)
        return values

    def take_as_numbers(self, name: str) -> None:
        """A column of words turned out to be one of numbers. Words stand in the order in which they come."""
        words = self.words.pop(name)
        column, codes = Numbers(name, words.decimal_comma), words.codes
        by_word = column.parse(words.words, 0)
        if column.bad is not None:
            column.bad = int(np.argmax(codes == column.bad[0])), column.bad[1]
        if column.comma is not None:
            column.comma = int(np.argmax(codes == column.comma[0])), column.comma[1]
        self.numbers[name], self._converted[name] = column, by_word[codes]

    def error(self, row: int, name: str, complaint: str) -> DataError:
        """What is wrong with a cell, for raising."""
        return DataError(f'{self.place} {self.lines[row]}, column "{shown(name)}" {complaint}.')
