"""Reads a text table whoever wrote it: delimiter and header are found by looking at the file.

Every file either becomes Columns or raises DataError with one sentence, which names the line if there is one.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import islice

import numpy as np

from engine.data.columns import Column, is_number, usable
from engine.data.dataset import Floats
from engine.data.text_file import decode
from engine.errors import DataError, shown

SNIFFED_RECORDS, SNIFFED_CHARACTERS = 200, 2**20
# Where two delimiters explain a file equally well, the one that is rarer in running text wins.
DELIMITERS = ("\t", ";", "|", ",", " ")

Record = tuple[int, list[str]]


def parse_columns(data: bytes) -> tuple[Column, ...]:
    """The table in the bytes of a file, two columns or more. Raises DataError when it is none."""
    text = decode(data)
    delimiter = _sniff(text)
    first = list(islice(_records(text, delimiter), SNIFFED_RECORDS + 1))
    _check_widths(first)
    sample = [row for _, row in first]
    headed = _has_header(sample)
    names = _checked(sample[0]) if headed else [str(i + 1) for i in range(len(sample[0]))]
    if not sample[headed:]:
        raise DataError("The file has a line of column names but no rows below it; add at least one.")
    fast = _plain_columns(text, delimiter, names, headed, sample[headed:])
    return fast or _columns(list(_records(text, delimiter)), delimiter, names, headed)


def _columns(records: list[Record], delimiter: str, names: list[str], headed: bool) -> tuple[Column, ...]:
    _check_widths(records)
    lines = [line for line, _ in records[headed:]]
    cells = zip(*(row for _, row in records[headed:]), strict=True)
    return tuple(
        Column(name, lines, partial(list, column), decimal_comma=delimiter != ",")
        for name, column in zip(names, cells, strict=True)
    )


def _plain_columns(
    text: str, delimiter: str, names: list[str], headed: bool, sample: list[list[str]]
) -> tuple[Column, ...] | None:
    """The same five times faster, for a table without quotation marks and mistakes; else None."""
    if '"' in text or delimiter == " ":
        return None
    numbered = [(i, line) for i, line in enumerate(_lines(text), start=1) if line.strip()][headed:]
    lines, rows = [i for i, _ in numbered], [line for _, line in numbered]
    if any(row.count(delimiter) != len(names) - 1 for row in rows):
        return None
    numeric = [i for i in range(len(names)) if all(is_number(row[i], False) for row in sample)]
    try:
        known = dict(zip(numeric, _load_numbers(rows, delimiter, numeric), strict=True))
    except ValueError:
        return None
    return tuple(
        Column(name, lines, partial(_cells, rows, delimiter, i), delimiter != ",", known.get(i))
        for i, name in enumerate(names)
    )


def _load_numbers(rows: list[str], delimiter: str, columns: list[int]) -> Floats:
    """These columns as float64 (len(columns), m). Raises ValueError where a cell is no usable number."""
    if not columns:
        return np.empty((0, len(rows)))
    values = np.loadtxt(rows, delimiter=delimiter, usecols=columns, comments=None, ndmin=2).T
    if not usable(values):
        raise ValueError("A number is missing or too large.")
    return np.ascontiguousarray(values)


def _cells(rows: list[str], delimiter: str, i: int) -> list[str]:
    return [row.split(delimiter, i + 1)[i].strip() for row in rows]


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _records(text: str, delimiter: str) -> Iterator[Record]:
    """Non-blank records, cells stripped, each with the line that it starts on."""
    spaced = delimiter == " "
    if spaced:
        text = "\n".join(re.sub(r"[ \t]+", " ", line).strip() for line in _lines(text))
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=delimiter, strict=True, skipinitialspace=not spaced)
    line = 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise DataError(
            f"The quotation marks from line {line} on do not pair up; "
            "close the open one or double those inside a cell."
        ) from None


def _sniff(text: str) -> str:
    """The delimiter under which most records have the same number of fields, and most fields are numbers."""
    scores = {delimiter: _score(text[:SNIFFED_CHARACTERS], delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    if scores[best] > (0, 0):
        return best
    # A broken quotation is the better explanation, when there is one.
    list(_records(text, ","))
    raise DataError(
        "The file has only one column; a feature and a target are needed at least, "
        "separated by comma, semicolon, tab, | or space."
    )


def _score(text: str, delimiter: str) -> tuple[float, float]:
    rows: list[list[str]] = []
    with suppress(DataError):
        rows.extend(row for _, row in islice(_records(text, delimiter), SNIFFED_RECORDS))
    width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    if width < 2:
        return 0, 0
    numbers = sum(is_number(cell, delimiter != ",") for row in rows for cell in row)
    return count / len(rows), numbers / sum(map(len, rows))


def _check_widths(records: list[Record]) -> None:
    width = len(records[0][1])
    for line, row in records:
        if len(row) != width:
            raise DataError(
                f"Line {line} has {len(row)} field{'s' if len(row) > 1 else ''} but the first line has "
                f"{width}; every line must have the same number."
            )


def _has_header(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: no number stands above a column of numbers."""
    body = rows[1 : SNIFFED_RECORDS + 1]
    if not body:
        return not any(is_number(cell) for cell in rows[0])
    numeric = [sum(is_number(row[i]) for row in body) * 2 > len(body) for i in range(len(rows[0]))]
    return not any(is_number(cell) for cell, below in zip(rows[0], numeric, strict=True) if below)


def _checked(header: list[str]) -> list[str]:
    for i, column in enumerate(header, start=1):
        if not column:
            raise DataError(f"Column {i} has no name in the first line; name it or remove the column.")
        if header.count(column) > 1:
            raise DataError(
                f'{header.count(column)} columns are named "{shown(column)}"; rename all but one.'
            )
    return header
