"""The cells of a column as they are read, piece by piece: as numbers, or as words that come again.

Nothing is refused here. What is no number is NaN in the numbers, and the first such cell is remembered.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Floats
from engine.errors import shown

# Squares of larger numbers leave the range of float32.
LARGEST = 1e18
MAX_WORDS = 100_000  # different ones in a column, more than any use has for them
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
DECIMAL_COMMA = re.compile(r"[-+]?(\d+,\d*|,\d+)([eE][-+]?\d+)?", re.ASCII)
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-", ".", "#n/a"})
INFINITE = frozenset({"inf", "-inf", "+inf", "infinity", "-infinity", "+infinity"})

Codes = NDArray[np.int32]


def is_number(cell: str, decimal_comma: bool = True) -> bool:
    """Whether a cell is written as a finite number."""
    return bool(NUMBER.fullmatch(cell) or (decimal_comma and DECIMAL_COMMA.fullmatch(cell)))


def is_missing(cell: str) -> bool:
    """Whether a cell among numbers says that there is none."""
    return cell.casefold() in MISSING


def mostly_numbers(cells: Sequence[str], decimal_comma: bool) -> bool:
    """Whether at least as many cells are numbers as are other text; missing ones do not count."""
    numbers = sum(is_number(cell, decimal_comma) for cell in cells)
    others = sum(cell.casefold() not in MISSING | INFINITE for cell in cells)
    return 2 * numbers >= others


class Numbers:
    """What is known of a column of numbers; its values stand in a table beside the others'.

    `bad` is the first cell that is neither a usable number nor missing, `comma` the first with a decimal
    comma, each with its row; `has_point` tells whether a cell has a point, where a comma cannot be decimal.
    """

    def __init__(self, name: str, decimal_comma: bool) -> None:
        self.name, self.decimal_comma = name, decimal_comma
        self.numbers = self.texts = self.gaps = 0
        self.bad: tuple[int, str] | None = None
        self.comma: tuple[int, str] | None = None
        self.has_point = False

    def parse(self, cells: Sequence[str], row: int) -> Floats:
        """The cells from that row on as numbers, NaN where there is none."""
        joined = "\0".join(cells)
        values = self._all_at_once(cells, joined)
        if values is None:
            return np.array([self._number(cell, row + i) for i, cell in enumerate(cells)], np.float64)
        self.has_point |= "." in joined
        if self.comma is None and "," in joined:
            self.comma = next((row + i, cell) for i, cell in enumerate(cells) if "," in cell)
        self.numbers += len(cells)
        return values

    def hear(self, values: Floats, row: int) -> None:
        """Take note of numbers, from that row on, that need no parsing."""
        gaps = int(np.isnan(values).sum())
        self.gaps += gaps
        self.numbers += len(values) - gaps
        too_large = np.abs(values) > LARGEST
        if self.bad is None and too_large.any():
            i = int(np.argmax(too_large))
            self.bad = row + i, f"{values[i]:g}"

    def fault(self) -> tuple[int, str] | None:
        """The first cell, with its row, that keeps this from being a column of numbers."""
        mixed = self.comma if self.has_point else None
        return min((at for at in (self.bad, mixed) if at is not None), default=None)

    def _all_at_once(self, cells: Sequence[str], joined: str) -> Floats | None:
        """The common case: every cell is a number, all with the same decimal mark."""
        if not joined.isascii() or "_" in joined:
            return None
        if "," in joined:
            if not self.decimal_comma or "." in joined:
                return None
            cells = joined.replace(",", ".").split("\0")
        try:
            values = np.fromiter(map(float, cells), np.float64, len(cells))
        except ValueError:
            return None
        return values if bool((np.abs(values) <= LARGEST).all()) else None

    def _number(self, cell: str, row: int) -> float:
        if is_number(cell, self.decimal_comma):
            self.numbers += 1
            self.has_point |= "." in cell
            if "," in cell and self.comma is None:
                self.comma = row, cell
            value = float(cell.replace(",", "."))
            if abs(value) <= LARGEST:
                return value
        elif is_missing(cell):
            self.gaps += 1
            return np.nan
        else:
            self.texts += cell.casefold() not in INFINITE
        if self.bad is None:
            self.bad = row, cell
        return np.nan


class Words:
    """A column of text: each different word once, and for every row the index of its word."""

    def __init__(self, name: str, decimal_comma: bool) -> None:
        self.name, self.decimal_comma = name, decimal_comma
        self.order: tuple[str, ...] = ()  # of the words, where it is known
        self._index: dict[str, int] = {}
        self._pieces: list[Codes] = []

    @property
    def is_full(self) -> bool:
        """Whether there are so many different words that no more are remembered."""
        return len(self._index) > MAX_WORDS

    @property
    def words(self) -> list[str]:
        """The different words, in the order in which they first come."""
        return list(self._index)

    @property
    def codes(self) -> Codes:
        """The index of the word of every row (m,)."""
        return np.concatenate(self._pieces) if self._pieces else np.empty(0, np.int32)

    @property
    def mostly_numbers(self) -> bool:
        """Whether these are numbers after all; see the function of that name."""
        if self.is_full:
            return False
        times = np.bincount(self.codes, minlength=len(self._index))
        numbers = others = 0
        for word, count in zip(self._index, times.tolist(), strict=True):
            numbers += count * is_number(word, self.decimal_comma)
            others += count * (word.casefold() not in MISSING | INFINITE)
        return 2 * numbers >= others

    def parse(self, cells: Sequence[str]) -> None:
        """Take up the words of more rows."""
        if not self.is_full:
            index = self._index
            found = (index.setdefault(cell, len(index)) for cell in cells)
            self._pieces.append(np.fromiter(found, np.int32, len(cells)))

    def examples(self, count: int = 1) -> Iterator[str]:
        """Some words that are not empty."""
        return islice(filter(None, self._index), count)


def complaint(cell: str) -> str:
    """What is wrong with a cell that should be a number."""
    if is_missing(cell):
        return "has no number; fill it in or remove the line"
    if cell.casefold() in INFINITE:
        return f"has {cell}; only finite numbers can be used"
    if is_number(cell, False):
        return f"has the number {shown(cell)}, which is too large; {LARGEST:g} is the most"
    return f'has "{shown(cell)}" where a number is expected'
