"""How a text table is written, found by looking at its start.

That is its delimiter, and whether its first line names the columns.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from engine.data.columns import is_number
from engine.errors import DataError, shown

SNIFFED_RECORDS, SCORED_CHARACTERS = 200, 2**20
# Where two delimiters explain a file equally well, the one that is rarer in running text wins.
DELIMITERS = ("\t", ";", "|", ",", " ")
DELIMITER_NAMES = {"\t": "tab", ";": "semicolon", "|": "|", ",": "comma", " ": "space"}
ONE_COLUMN = "The file has only one column; a feature and a target are needed at least."
NO_ROWS = "The file has a line of column names but no rows below it; add at least one."

Record = tuple[int, list[str]]


class CutOffError(DataError):
    """A quotation is still open at the end."""


@dataclass(frozen=True)
class Dialect:
    """Delimiter, column names ("" where a column has none), and the first rows below the line of names."""

    delimiter: str
    names: tuple[str, ...]
    headed: bool
    sample: tuple[Record, ...]

    @property
    def decimal_comma(self) -> bool:
        """Whether a comma may be a decimal mark."""
        return self.delimiter != ","


def dialect_of(head: str, whole: bool) -> Dialect:
    """The dialect of a table that begins so; `whole` if this is all.

    Raises DataError where it is no table.
    """
    if not head.strip("\ufeff").strip():
        raise DataError("The file is empty.")
    delimiter = _sniff(head)
    first = list(islice(_first_records(head, delimiter, whole), SNIFFED_RECORDS + 1))
    check_widths(first)
    names, headed = header_of([row for _, row in first])
    return Dialect(delimiter, names, headed, tuple(first[headed:]))


def header_of(rows: list[list[str]]) -> tuple[tuple[str, ...], bool]:
    """The names of the columns, and whether the first row gives them. Raises DataError, also without rows."""
    headed = _has_header(rows)
    if headed:
        _check_names(rows[0])
    if not rows[headed:]:
        raise DataError(NO_ROWS)
    return tuple(rows[0]) if headed else tuple(str(i + 1) for i in range(len(rows[0]))), headed


def nameless_note(names: Sequence[str]) -> tuple[str, ...]:
    """That columns without a name are left out: nobody can say what they are for."""
    places = [str(i) for i, name in enumerate(names, start=1) if not name]
    if not places:
        return ()
    listed = ", ".join(places[:5]) + (", ..." if len(places) > 5 else "")
    if len(places) == 1:
        return (f"Column {listed} has no name, so it is left out.",)
    return (f"Columns {listed} have no names, so they are left out.",)


def normalised(text: str, delimiter: str) -> str:
    """The text; of one whose columns are lined up by spaces, with a single space between two cells."""
    if delimiter != " ":
        return text
    return "\n".join(re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n"))


def records(lines: Iterable[str], delimiter: str, line: int = 1) -> Iterator[Record]:
    """Non-blank records, cells stripped, each with the line that it starts on; `line` is the first's.

    Raises DataError where quotation marks do not pair up.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=delimiter != " ")
    start, before = line, line - 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield start, cells
            start = before + reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            raise DataError(
                f"Line {start} has a cell of more than {csv.field_size_limit():,} characters; "
                "it may begin with a quotation mark that is never closed."
            ) from None
        raise (CutOffError if "end of data" in str(error) else DataError)(
            f"The quotation marks from line {start} on do not pair up; "
            "close the open one or double those inside a cell."
        ) from None


def check_widths(rows: Iterable[Record], width: int | None = None) -> None:
    """Raises DataError about the first record that has not as many fields as the first line."""
    for line, row in rows:
        width = len(row) if width is None else width
        if len(row) != width:
            raise DataError(
                f"Line {line} has {len(row)} field{'s' if len(row) > 1 else ''} but the first line has "
                f"{width}; every line must have the same number."
            )


def _first_records(head: str, delimiter: str, whole: bool) -> Iterator[Record]:
    """Those of a start whose last record may be cut off: what is broken at its end is no mistake."""
    found = records(by_lines(normalised(head, delimiter)), delimiter)
    if whole:
        yield from found
    else:
        with suppress(DataError):
            yield from found


def by_lines(text: str) -> Iterator[str]:
    """Lines that end in \\n and nothing else, each with it."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _sniff(text: str) -> str:
    """The delimiter under which most records have the same number of fields, and most fields are numbers."""
    scores = {delimiter: _score(text[:SCORED_CHARACTERS], delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    if scores[best] > (0, 0):
        return best
    # A broken quotation is the better explanation, when there is one.
    list(records(by_lines(text), ","))
    raise DataError(f"{ONE_COLUMN.removesuffix('.')}, separated by comma, semicolon, tab, | or space.")


def _score(text: str, delimiter: str) -> tuple[float, float]:
    rows: list[list[str]] = []
    with suppress(DataError):
        found = records(by_lines(normalised(text, delimiter)), delimiter)
        rows.extend(row for _, row in islice(found, SNIFFED_RECORDS))
    width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    if width < 2:
        return 0, 0
    numbers = sum(is_number(cell, delimiter != ",") for row in rows for cell in row)
    return count / len(rows), numbers / sum(map(len, rows))


def _has_header(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: no number stands above a column of numbers."""
    body = rows[1 : SNIFFED_RECORDS + 1]
    if not body:
        return not any(is_number(cell) for cell in rows[0])
    numeric = [sum(is_number(row[i]) for row in body) * 2 > len(body) for i in range(len(rows[0]))]
    return not any(is_number(cell) for cell, below in zip(rows[0], numeric, strict=True) if below)


def _check_names(header: list[str]) -> None:
    for name, times in Counter(filter(None, header)).items():
        if times > 1:
            raise DataError(f'{times} columns are named "{shown(name)}"; rename all but one.')
