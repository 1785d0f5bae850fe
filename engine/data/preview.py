"""A look at a table before it is loaded: its first rows as text, and what they seem to hold.

Only the start of a file is read, so that one of a gigabyte is shown as quickly as a small one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engine.data.categories import check_category
from engine.data.columns import Words, is_missing, is_number, mostly_numbers
from engine.data.dialect import nameless_note
from engine.data.formats import look_at, look_at_pasted
from engine.data.likely import likely_target
from engine.data.look import Look
from engine.data.reading import ColumnKind
from engine.data.text_file import named
from engine.errors import DataError

EXAMPLES = 3  # different cells are named of a column
TOLD_TROUBLES = 3


@dataclass(frozen=True)
class PreviewColumn:
    """A column by its first rows: what its cells seem to be, how many of them are missing, some of them."""

    name: str
    kind: ColumnKind
    missing: int
    examples: tuple[str, ...]
    words: int  # different cells among those shown, without the missing ones
    trouble: str = ""  # a sentence where it cannot be a feature as it is


@dataclass(frozen=True)
class Preview:
    """What a table looks like: columns, at most 200 rows of cells, and notes in plain words on the guesses.

    `target` is the column to be predicted, most likely where that is guessed, `split` the one that names the
    parts, if any. `rows` is how many rows the whole table has, None where that is not known without reading
    it. Of a workbook `sheets` are the names of all sheets, and `sheet` is the one that was looked at.
    """

    columns: tuple[PreviewColumn, ...]
    cells: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    target: str
    split: str | None
    rows: int | None
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    is_target_guessed: bool = False


def preview(path: str | Path, sheet: str = "") -> Preview:
    """The start of a table file, whatever its format. Raises DataError with one sentence."""
    with named(str(path)):
        return _of(look_at(str(path), sheet))


def preview_text(text: str) -> Preview:
    """The same for a table that was copied. Raises DataError with one sentence."""
    return _of(look_at_pasted(text))


def _of(look: Look) -> Preview:
    """Columns without a name are not shown, as they are not read."""
    kept = [i for i, name in enumerate(look.names) if name]
    columns = tuple(_column(look, i) for i in kept)
    cells = tuple(tuple(row[i] for i in kept) for row in look.rows)
    target = look.target or likely_target(columns, cells)
    troubles = [column.trouble for column in columns if column.trouble and column.name != target]
    return Preview(
        columns=columns,
        cells=cells,
        notes=(
            *look.notes,
            *nameless_note(look.names),
            *_comma_note(columns, look.decimal_comma),
            *troubles[:TOLD_TROUBLES],
        ),
        target=target,
        is_target_guessed=not look.target,
        split=next((c.name for c in columns if c.name.casefold() == "split"), None),
        rows=look.total,
        sheets=look.sheets,
        sheet=look.sheet,
    )


def _column(look: Look, i: int) -> PreviewColumn:
    name, cells = look.names[i], [row[i] for row in look.rows]
    is_numeric = mostly_numbers(cells, look.decimal_comma)
    missing = sum(is_missing(cell) if is_numeric else not cell for cell in cells)
    words = dict.fromkeys(cell for cell in cells if cell and not (is_numeric and is_missing(cell)))
    kind: ColumnKind = "number" if is_numeric else "category"
    trouble = look.troubles.get(name) or ("" if is_numeric else _trouble(name, cells))
    return PreviewColumn(name, kind, missing, tuple(islice(words, EXAMPLES)), len(words), trouble)


def _trouble(name: str, cells: Sequence[str]) -> str:
    """What will be said if this column of words is to be a feature; "" if nothing."""
    column = Words(name, False)
    column.parse(cells)
    if name.casefold() == "split":
        return ""
    try:
        check_category(column, is_said=False)
    except DataError as error:
        return str(error)
    return ""


def _comma_note(columns: Sequence[PreviewColumn], decimal_comma: bool) -> tuple[str, ...]:
    """A thousands separator looks like a decimal comma, so what is taken for one is told."""
    if decimal_comma:
        for column in columns:
            for cell in column.examples if column.kind == "number" else ():
                if "," in cell and is_number(cell):
                    return (f'A comma is a decimal mark: "{cell}" is {float(cell.replace(",", ".")):g}.',)
    return ()
