"""A look at a table before it is loaded: its first rows as text, and what they seem to hold.

Only the start of a file is read, so that one of a gigabyte is shown as quickly as a small one.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engine.data.columns import is_missing, is_number
from engine.data.dialect import DELIMITER_NAMES, Dialect, check_widths, dialect_of, nameless_note
from engine.data.reading import ColumnKind
from engine.data.text_file import GUESSED, GUESSED_NOTE, NO_TABLE, Text, named, texts_in, texts_of
from engine.errors import DataError

ROWS = 200  # of cells are shown
EXAMPLES = 3  # different cells are named of a column
FEW_WORDS = 20
USUAL_TARGETS = frozenset({"y", "target", "label", "class"})


@dataclass(frozen=True)
class PreviewColumn:
    """A column by its first rows: what its cells seem to be, how many of them are missing, some of them."""

    name: str
    kind: ColumnKind
    missing: int
    examples: tuple[str, ...]
    words: int  # different cells among those shown, without the missing ones


@dataclass(frozen=True)
class Preview:
    """What a table looks like: columns, at most 200 rows of cells, and notes in plain words on the guesses.

    `target` is the column that is most likely to be predicted, `split` the one that names the parts, if any.
    `rows` is how many rows the whole table has, None where that is not known without reading it.
    """

    columns: tuple[PreviewColumn, ...]
    cells: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    target: str
    split: str | None
    rows: int | None


def preview(path: str | Path) -> Preview:
    """The start of a table file, whatever its format. Raises DataError with one sentence."""
    with named(str(path)):
        return _first_that_fits(texts_of(str(path)))


def preview_text(text: str) -> Preview:
    """The same for a table that was copied. Raises DataError with one sentence."""
    return _first_that_fits(texts_in(text.encode("utf-8", "replace")))


def _first_that_fits(texts: Iterable[Text]) -> Preview:
    for text in texts:
        with suppress(UnicodeDecodeError):
            head, whole = text.head()
            return _of_text(dialect_of(head, whole), text.encoding, whole)
    raise DataError(NO_TABLE)


def _of_text(dialect: Dialect, encoding: str, whole: bool) -> Preview:
    rows = [row for _, row in dialect.sample]
    check_widths(dialect.sample, len(dialect.names))
    notes = [_form(dialect)]
    if encoding == GUESSED:
        notes.append(GUESSED_NOTE)
    elif not encoding.startswith("utf-8"):
        notes.append(f"The text is encoded in {encoding.upper().removesuffix('-SIG')}.")
    return preview_of(dialect.names, rows, notes, dialect.decimal_comma, len(rows) if whole else None)


def _form(dialect: Dialect) -> str:
    names = "the first line names the columns" if dialect.headed else "the columns have no names"
    return f"Cells are separated by {DELIMITER_NAMES[dialect.delimiter]}; {names}."


def preview_of(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str],
    decimal_comma: bool = False,
    total: int | None = None,
) -> Preview:
    """The preview of these first rows; columns without a name are not shown, as they are not read."""
    kept = [i for i, name in enumerate(names) if name]
    rows = rows[:ROWS]
    columns = tuple(_column(names[i], [row[i] for row in rows], decimal_comma) for i in kept)
    return Preview(
        columns=columns,
        cells=tuple(tuple(row[i] for i in kept) for row in rows),
        notes=(*notes, *nameless_note(names), *_comma_note(columns, decimal_comma)),
        target=_likely_target(columns, len(rows)),
        split=next((c.name for c in columns if c.name.casefold() == "split"), None),
        rows=total,
    )


def _column(name: str, cells: Sequence[str], decimal_comma: bool) -> PreviewColumn:
    numbers = sum(is_number(cell, decimal_comma) for cell in cells)
    gaps = sum(is_missing(cell) for cell in cells)
    is_numeric = numbers >= len(cells) - gaps - numbers
    missing = gaps if is_numeric else sum(not cell for cell in cells)
    words = dict.fromkeys(cell for cell in cells if cell and not (is_numeric and is_missing(cell)))
    kind: ColumnKind = "number" if is_numeric else "category"
    return PreviewColumn(name, kind, missing, tuple(islice(words, EXAMPLES)), len(words))


def _comma_note(columns: Sequence[PreviewColumn], decimal_comma: bool) -> tuple[str, ...]:
    """A thousands separator looks like a decimal comma, so what is taken for one is told."""
    if decimal_comma:
        for column in columns:
            for cell in column.examples if column.kind == "number" else ():
                if "," in cell:
                    return (f'A comma is a decimal mark: "{cell}" is {float(cell.replace(",", ".")):g}.',)
    return ()


def _likely_target(columns: Sequence[PreviewColumn], rows: int) -> str:
    """The column with a usual name, else the last one of text with few words, else the last."""
    candidates = [c for c in columns if c.name.casefold() != "split"] or list(columns)
    for column in candidates:
        if column.name.casefold() in USUAL_TARGETS:
            return column.name
    texts = [c for c in candidates if c.kind == "category" and 2 <= c.words <= min(FEW_WORDS, rows - 1)]
    return (texts or candidates)[-1].name
