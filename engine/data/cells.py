"""Cells of text as numbers, or one sentence about the first cell that is none."""

import re
from collections.abc import Sequence

import numpy as np

from engine.data.dataset import Floats
from engine.errors import DataError

# Squares of larger numbers leave the range of float32.
LARGEST = 1e18
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
DECIMAL_COMMA = re.compile(r"[-+]?\d*,\d+([eE][-+]?\d+)?", re.ASCII)
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-", "."})
INFINITE = frozenset({"inf", "-inf", "+inf", "infinity", "-infinity", "+infinity"})


def is_number(cell: str, decimal_comma: bool = True) -> bool:
    """Whether a cell is written as a finite number."""
    return bool(NUMBER.fullmatch(cell) or (decimal_comma and DECIMAL_COMMA.fullmatch(cell)))


def plain_numbers(cells: Sequence[str]) -> Floats | None:
    """The common case in one go: every cell is a number of usable size."""
    try:
        values = np.fromiter(map(float, cells), np.float64, len(cells))
    except ValueError:
        return None
    usable = bool((np.abs(values) <= LARGEST).all()) and "_" not in "".join(cells)
    return values if usable else None


def all_numbers(cells: Sequence[str], decimal_comma: bool) -> bool:
    """Whether every cell is written as a number."""
    return plain_numbers(cells) is not None or all(is_number(cell, decimal_comma) for cell in cells)


def mostly_numbers(cells: Sequence[str], decimal_comma: bool) -> bool:
    """Whether at least as many cells are numbers as are other text; missing ones do not count."""
    if plain_numbers(cells) is not None:
        return True
    numbers = sum(is_number(cell, decimal_comma) for cell in cells)
    text = sum(cell.casefold() not in MISSING | INFINITE for cell in cells) - numbers
    return numbers >= text


def to_numbers(cells: Sequence[str], name: str, lines: Sequence[int], decimal_comma: bool) -> Floats:
    """The cells of a column as float64 (m,).

    A comma is a decimal mark where `decimal_comma` allows it and no cell of the column has a point. Raises
    DataError that names line and column of the first cell that is no number of usable size.
    """
    plain = plain_numbers(cells)
    if plain is not None:
        return plain
    comma = decimal_comma and not any("." in cell for cell in cells)
    return np.array([_number(cell, name, line, comma) for cell, line in zip(cells, lines, strict=True)])


def shown(cell: str) -> str:
    """A cell for a sentence: in full when it is short."""
    return cell if len(cell) <= 30 else cell[:29] + "…"


def _number(cell: str, name: str, line: int, comma: bool) -> float:
    if is_number(cell, comma):
        value = float(cell.replace(",", "."))
        if abs(value) <= LARGEST:
            return value
        complaint = f"has the number {shown(cell)}, which is too large; {LARGEST:g} is the most"
    elif cell.casefold() in MISSING:
        complaint = "has no number; fill it in or remove the line"
    elif cell.casefold() in INFINITE:
        complaint = f"has {cell}; only finite numbers can be used"
    else:
        complaint = f'has "{shown(cell)}" where a number is expected'
    raise DataError(f'Line {line}, column "{name}" {complaint}.')
