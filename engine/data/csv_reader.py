"""Reads a text table whoever wrote it, block by block, into a Grid.

A block without quotation marks and mistakes goes the fast way, by NumPy; any other is read cell by cell.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.data.columns import LARGEST
from engine.data.dataset import Floats
from engine.data.dialect import (
    DELIMITER_NAMES,
    CutOffError,
    Dialect,
    Record,
    by_lines,
    check_widths,
    dialect_of,
    nameless_note,
    normalised,
    records,
)
from engine.data.grid import Grid, Storage
from engine.data.look import LOOKED_AT, Look
from engine.data.source import Progress
from engine.data.text_file import GUESSED, GUESSED_NOTE, Text

# Stands for a missing number on the fast way; no table holds it. It has no decimal mark.
GAP, GAP_VALUE = "-12345678987654321e291", -12345678987654321e291
MISSING_WORDS = r"(?:|na|n/a|nan|null|none|\?|-|\.|#n/a)"

Choose = Callable[[Sequence[str], Sequence[Sequence[str]], bool], dict[str, Storage]]


def read_text(text: Text, choose: Choose, progress: Progress | None = None) -> Grid:
    """The table in a text. `choose` says by names and first rows, and whether commas may be decimal marks,
    which columns are kept as what.

    Raises DataError with one sentence, which names the line if there is one, and UnicodeDecodeError.
    """
    dialect = dialect_of(*text.head())
    stored = choose(dialect.names, [row for _, row in dialect.sample], dialect.decimal_comma)
    reader = _Reader(dialect, Grid(dialect.names, stored, dialect.decimal_comma))
    reader.read(text.blocks(progress))
    if reader.may_mix_marks:
        reader = _Reader(dialect, Grid(dialect.names, stored, dialect.decimal_comma), careful=True)
        reader.read(text.blocks(progress))
    reader.grid.notes += [GUESSED_NOTE] if text.encoding == GUESSED else []
    reader.grid.notes += nameless_note(dialect.names)
    return reader.grid


def look_at_text(text: Text) -> Look:
    """The start of the table in a text. Raises DataError and UnicodeDecodeError."""
    head, whole = text.head()
    dialect = dialect_of(head, whole)
    check_widths(dialect.sample, len(dialect.names))
    rows = [row for _, row in dialect.sample][:LOOKED_AT]
    total = len(rows) if whole and len(dialect.sample) < LOOKED_AT else None
    return Look(dialect.names, rows, tuple(_form(dialect, text.encoding)), dialect.decimal_comma, total)


def _form(dialect: Dialect, encoding: str) -> Iterator[str]:
    names = "the first line names the columns" if dialect.headed else "the columns have no names"
    yield f"Cells are separated by {DELIMITER_NAMES[dialect.delimiter]}; {names}."
    if encoding == GUESSED:
        yield GUESSED_NOTE
    elif not encoding.startswith("utf-8"):
        yield f"The text is encoded in {encoding.upper()}."


@dataclass
class _Reader:
    """Where reading is: the grid so far, and the number of the next line."""

    dialect: Dialect
    grid: Grid
    careful: bool = False
    line: int = 1
    skip_header: bool = False
    # Of the blocks that went the fast way, which does not look at single columns.
    saw_point: bool = False
    saw_comma: bool = False

    def __post_init__(self) -> None:
        self.skip_header = self.dialect.headed
        self.width, self.delimiter = len(self.dialect.names), self.dialect.delimiter
        edge = re.escape(self.delimiter)
        self._gap = re.compile(rf"(?im)(?:(?<={edge})|^) *{MISSING_WORDS} *(?={edge}|$)")

    @property
    def may_mix_marks(self) -> bool:
        """Whether the fast way may have missed that a column has a decimal comma here and a point there."""
        columns = self.grid.numbers.values()
        comma = self.saw_comma or any(column.comma for column in columns)
        point = self.saw_point or (self.saw_comma and any(column.has_point for column in columns))
        return comma and point

    def read(self, blocks: Iterator[str]) -> None:
        """Take up all blocks."""
        for block in blocks:
            text = normalised(block, self.delimiter)
            if '"' in text or self.careful or not self._take_fast(text):
                self._take_carefully(text, blocks)

    def _take_carefully(self, text: str, rest: Iterator[str]) -> None:
        """Cell by cell; a record that goes on in the next block takes that with it."""
        while True:
            try:
                found = list(records(by_lines(text), self.delimiter, self.line))
                break
            except CutOffError:
                more = next(rest, None)
                if more is None:
                    raise
                text += normalised(more, self.delimiter)
        check_widths(found, self.width)
        found = self._without_header(found)
        if found:
            columns = list(zip(*(row for _, row in found), strict=True))
            self.grid.add_cells(_run([line for line, _ in found]), columns)
        self.line += text.count("\n")

    def _take_fast(self, text: str) -> bool:
        """By NumPy, if all is plain."""
        lines = text.removesuffix("\n").split("\n")
        nothing = self.delimiter + " \t"
        numbered = [(i, row) for i, row in enumerate(lines, start=self.line) if row.strip(nothing)]
        if any(row.count(self.delimiter) != self.width - 1 for _, row in numbered):
            return False
        skipped = int(self.skip_header and bool(numbered))
        rows = [row for _, row in numbered[skipped:]]
        values = self._values(rows)
        if values is None:
            return False
        self.skip_header &= not skipped
        words = [[row.split(self.delimiter, i + 1)[i].strip() for row in rows] for i in self.grid.word_places]
        self.grid.add_values(_run([i for i, _ in numbered[skipped:]]), values, words)
        self.line += len(lines)
        return True

    def _without_header(self, found: list[Record]) -> list[Record]:
        skipped = self.skip_header and bool(found)
        self.skip_header &= not skipped
        return found[skipped:]

    def _values(self, rows: list[str]) -> Floats | None:
        """The numbers in these lines (rows, columns), NaN for what is missing; None if a cell is neither."""
        if not rows or not self.grid.number_places:
            return np.empty((len(rows), len(self.grid.number_places)))
        text = "\n".join(rows)
        has_point = "." in text
        has_comma = self.delimiter != "," and "," in text
        values = self._parsed(rows)
        if values is None and has_comma and not has_point:
            text = text.replace(",", ".")
            values = self._parsed(text.split("\n"))
            self.saw_comma = True
        if values is None:
            values = self._parsed(self._gap.sub(GAP, text).split("\n"))
        self.saw_point |= has_point and values is not None
        return values

    def _parsed(self, rows: list[str]) -> Floats | None:
        try:
            values = np.loadtxt(
                rows, delimiter=self.delimiter, usecols=self.grid.number_places, comments=None, ndmin=2
            )
        except ValueError:
            return None
        gaps = values == GAP_VALUE
        if not ((np.abs(values) <= LARGEST) | gaps).all():
            return None
        values[gaps] = np.nan
        return values


def _run(lines: list[int]) -> Sequence[int]:
    """Lines one after the other take no room."""
    if lines and lines[-1] - lines[0] == len(lines) - 1:
        return range(lines[0], lines[-1] + 1)
    return lines
