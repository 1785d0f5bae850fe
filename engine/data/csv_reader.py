"""Reads a text table whoever wrote it: encoding, delimiter and header are found by looking at the file.

Every file either becomes a Grid or raises DataError with one sentence, which names the line if there is one.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engine.data.cells import is_number
from engine.errors import DataError

MAX_BYTES = 256 * 2**20
SNIFFED_RECORDS, SNIFFED_CHARACTERS = 200, 2**20
# Where two delimiters explain a file equally well, the one that is rarer in running text wins.
DELIMITERS = ("\t", ";", "|", ",", " ")
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Grid:
    """The cells of a table, stripped, column by column. `lines` tells where in the file each row starts."""

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    delimiter: str

    @property
    def decimal_comma(self) -> bool:
        """Whether a comma may be a decimal mark."""
        return self.delimiter != ","


def read_bytes(path: str) -> bytes:
    """The content of a file. Raises DataError when it cannot be had."""
    try:
        if Path(path).is_dir():
            raise DataError(f"{path} is a folder; name the table file in it.")
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise DataError(f"There is no file {path}; check its name and folder.") from None
    except PermissionError:
        raise DataError(f"{path} may not be read; check its permissions.") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}.") from None
    if len(data) > MAX_BYTES:
        raise DataError(f"{path} is larger than {MAX_BYTES // 2**20} MB; take a part of its rows.")
    return data


def parse_grid(data: bytes) -> Grid:
    """The table in the bytes of a file. Raises DataError with one sentence when it is none."""
    text = _decode(data)
    delimiter = _sniff(text)
    records = list(_records(text, delimiter))
    _check_widths(records)
    rows = [row for _, row in records]
    headed = _has_header(rows)
    names = _checked(rows[0]) if headed else [str(i + 1) for i in range(len(rows[0]))]
    if not rows[headed:]:
        raise DataError("The file has a line of column names but no rows below it; add at least one.")
    columns = tuple(zip(*rows[headed:], strict=True))
    return Grid(tuple(names), columns, tuple(line for line, _ in records[headed:]), delimiter)


def _decode(data: bytes) -> str:
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError:
        raise DataError("The file is not a text table; save it as CSV first.") from None
    if not text.strip("\ufeff").strip():
        raise DataError("The file is empty.")
    if CONTROL.search(text):
        raise DataError("The file is not a text table; save it as CSV first.")
    return text


def _encoding(data: bytes) -> str:
    """By the byte order mark; by the zero bytes of UTF-16; else UTF-8 if that fits, or Windows' cp1252."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return encoding
    sample = data[:4096]
    for encoding, start in (("utf-16-le", 1), ("utf-16-be", 0)):
        if sample[start::2].count(0) > 0.8 * (len(sample) // 2) > 0:
            return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _records(text: str, delimiter: str) -> Iterator[Record]:
    """Non-blank records, cells stripped, each with the line that it starts on."""
    spaced = delimiter == " "
    if spaced:
        text = "\n".join(re.sub(r"[ \t]+", " ", line).strip() for line in re.split(r"\r\n|\r|\n", text))
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
    try:
        rows = [row for _, row in islice(_records(text, delimiter), SNIFFED_RECORDS)]
    except DataError:
        return 0, 0
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
            raise DataError(f'{header.count(column)} columns are named "{column}"; rename all but one.')
    return header
