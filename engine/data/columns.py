"""A column of a table: cells of text as numbers, or one sentence about the first that is none."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from engine.data.dataset import Floats
from engine.errors import DataError, shown

# Squares of larger numbers leave the range of float32.
LARGEST = 1e18
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
DECIMAL_COMMA = re.compile(r"[-+]?\d*,\d+([eE][-+]?\d+)?", re.ASCII)
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-", ".", "#n/a"})
INFINITE = frozenset({"inf", "-inf", "+inf", "infinity", "-infinity", "+infinity"})


def is_number(cell: str, decimal_comma: bool = True) -> bool:
    """Whether a cell is written as a finite number."""
    return bool(NUMBER.fullmatch(cell) or (decimal_comma and DECIMAL_COMMA.fullmatch(cell)))


def is_missing(cell: str) -> bool:
    """Whether a cell among numbers says that there is none."""
    return cell.casefold() in MISSING


def usable(values: Floats) -> bool:
    """Whether all numbers are finite and not too large."""
    return bool((np.abs(values) <= LARGEST).all())


class Column:
    """Cells under a name, one per example, each from the line in `lines`; fetched when they are needed.

    A comma may be a decimal mark where `decimal_comma` says so. `plain` are the numbers, if known before.
    """

    def __init__(
        self,
        name: str,
        lines: Sequence[int],
        cells: Callable[[], Sequence[str]],
        decimal_comma: bool,
        plain: Floats | None = None,
    ) -> None:
        self.name, self.lines, self.decimal_comma = name, lines, decimal_comma
        self._fetch, self._known = cells, plain

    @cached_property
    def cells(self) -> Sequence[str]:
        """The text of every cell, without space around it."""
        return self._fetch()

    @cached_property
    def _plain(self) -> Floats | None:
        """The common case in one go: every cell is a number with a decimal point or none."""
        if self._known is not None:
            return self._known
        try:
            values = np.fromiter(map(float, self.cells), np.float64, len(self.cells))
        except ValueError:
            return None
        return values if usable(values) and "_" not in "".join(self.cells) else None

    def all_numbers(self) -> bool:
        """Whether every cell is written as a number."""
        return self._plain is not None or all(is_number(cell, self.decimal_comma) for cell in self.cells)

    def mostly_numbers(self) -> bool:
        """Whether at least as many cells are numbers as are other text; missing ones do not count."""
        if self._plain is not None:
            return True
        numbers = sum(is_number(cell, self.decimal_comma) for cell in self.cells)
        text = sum(cell.casefold() not in MISSING | INFINITE for cell in self.cells) - numbers
        return numbers >= text

    def numbers(self) -> Floats:
        """The cells as float64 (m,). Raises DataError about the first that is no number of usable size.

        A comma is no decimal mark in a column that has a point somewhere.
        """
        if self._plain is not None:
            return self._plain
        comma = self.decimal_comma and not any("." in cell for cell in self.cells)
        return np.array([self._number(cell, i, comma) for i, cell in enumerate(self.cells)])

    def texts(self) -> Sequence[str]:
        """The cells as they are. Raises DataError about the first that is empty."""
        for i, cell in enumerate(self.cells):
            if not cell:
                raise self.error(i, "has no class; fill it in or remove the line")
        return self.cells

    def error(self, i: int, complaint: str) -> DataError:
        """What is wrong with cell i, for raising."""
        return DataError(f'Line {self.lines[i]}, column "{shown(self.name)}" {complaint}.')

    def _number(self, cell: str, i: int, comma: bool) -> float:
        if not is_number(cell, comma):
            raise self.error(i, _complaint(cell))
        value = float(cell.replace(",", "."))
        if abs(value) > LARGEST:
            raise self.error(i, f"has the number {shown(cell)}, which is too large; {LARGEST:g} is the most")
        return value


def _complaint(cell: str) -> str:
    if cell.casefold() in MISSING:
        return "has no number; fill it in or remove the line"
    if cell.casefold() in INFINITE:
        return f"has {cell}; only finite numbers can be used"
    return f'has "{shown(cell)}" where a number is expected'
