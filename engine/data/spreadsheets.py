"""Tables in Excel and OpenDocument workbooks, by python-calamine: a sheet, or the first that is not empty."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from engine.data.csv_reader import Choose
from engine.data.dialect import ONE_COLUMN, Record, header_of, nameless_note
from engine.data.grid import Grid
from engine.data.look import LOOKED_AT, Look, cell_of
from engine.data.source import Progress
from engine.errors import DataError, did_you_mean, shown

# calamine lays a sheet out with all its empty cells, and ends the program where these do not fit.
MOST_CELLS, MOST_BYTES = 25_000_000, 2**31
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)
# Where a cell or a row says it is: r="XFD1048576" or r="1048576".
PLACE = re.compile(rb"""\sr=["']([A-Z]{0,3})(\d{1,7})["']""")
PIECE = 2**16
ROWS_AT_ONCE = 200
MISSING_READER = "Excel files need one more package: pip install python-calamine, or save the table as CSV."

Sheet = tuple[Iterator[Record], str, tuple[str, ...]]


def read_workbook(path: str, choose: Choose, progress: Progress | None = None, sheet: str = "") -> Grid:
    """The table in a sheet of a workbook. Raises DataError with one sentence."""
    with _sheet(path, progress, sheet) as (rows, name, all_names):
        first = list(islice(rows, LOOKED_AT + 1))
        names, headed = _header(first)
        stored = choose(names, [row for _, row in first[headed:]][:LOOKED_AT], False)
        grid = Grid(names, stored, place="Row")
        grid.notes += [*_told(name, all_names), *nameless_note(names)]
        rest = chain(first[headed:], rows)
        while part := list(islice(rest, ROWS_AT_ONCE)):
            grid.add_cells([row for row, _ in part], list(zip(*(cells for _, cells in part), strict=True)))
    return grid


def look_at_workbook(path: str, sheet: str = "") -> Look:
    """The start of the table in a sheet of a workbook. Raises DataError with one sentence."""
    with _sheet(path, None, sheet) as (rows, name, all_names):
        first = list(islice(rows, LOOKED_AT + 1))
        names, headed = _header(first)
        shown_rows = [row for _, row in first[headed:]]
        total = len(shown_rows) + sum(1 for _ in rows)
        told = _told(name, all_names)
    return Look(names, shown_rows[:LOOKED_AT], told, total=total, sheets=all_names, sheet=name)


def _told(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Which sheet this is, where there are several."""
    if len(names) < 2:
        return ()
    return (f'The sheet "{shown(name)}" was read; the workbook has {len(names)} sheets.',)


def _header(first: list[Record]) -> tuple[tuple[str, ...], bool]:
    if len(first[0][1]) < 2:
        raise DataError(ONE_COLUMN)
    return header_of([row for _, row in first])


@contextmanager
def _sheet(path: str, progress: Progress | None, wanted: str) -> Iterator[Sheet]:
    """The rows that hold something, each with its number in the sheet; its name; the names of all sheets."""
    _check_size(path, progress)
    with _workbook(path) as book:
        names = tuple(book.sheet_names)
        if wanted and wanted not in names:
            raise DataError(_no_sheet(wanted, names))
        for i, name in enumerate(names):
            rows = _rows(book.get_sheet_by_index(i), progress) if wanted in ("", name) else iter(())
            first = next(rows, None)
            if first is not None:
                yield chain([first], rows), name, names
                return
        raise DataError(f'The sheet "{shown(wanted)}" is empty.' if wanted else "The workbook is empty.")


def _no_sheet(wanted: str, names: tuple[str, ...]) -> str:
    listed = ", ".join(map(shown, names[:12])) + (", ..." if len(names) > 12 else "")
    return f'There is no sheet "{shown(wanted)}"; the sheets are {listed}.{did_you_mean(wanted, names)}'


def _rows(sheet: Any, progress: Progress | None) -> Iterator[Record]:
    if sheet.start is None:
        return
    rows = enumerate(sheet.iter_rows(), start=1)
    while part := list(islice(rows, ROWS_AT_ONCE)):
        for number, row in part:
            cells = [cell_of(value) for value in row]
            if any(cells):
                yield number, cells
        if progress is not None:
            progress(0.25 + 0.75 * part[-1][0] / max(sheet.total_height, part[-1][0]))


@contextmanager
def _workbook(path: str) -> Iterator[Any]:
    try:
        import python_calamine
    except ImportError:
        raise DataError(MISSING_READER) from None
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            yield book
    except DataError:
        raise
    except python_calamine.PasswordError:
        raise DataError("The workbook has a password; save it without one.") from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise DataError(_damaged(error)) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise DataError(_damaged(error)) from None


def _damaged(error: BaseException) -> str:
    return f"The workbook is damaged or cut off ({shown(str(error))}); save it again, or as CSV."


def _check_size(path: str, progress: Progress | None) -> None:
    """Raises DataError where a sheet takes more memory than it should be given."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
                raise DataError("The workbook is too large to be unpacked; save it as CSV.")
            sheets = [name for name in archive.namelist() if name.startswith("xl/") and name.endswith(".xml")]
            for i, name in enumerate(sheets):
                with archive.open(name) as sheet:
                    _check_cells(iter(lambda: sheet.read(PIECE), b""))
                if progress is not None:
                    progress(0.25 * (i + 1) / len(sheets))
    except DataError:
        raise
    except BROKEN as error:
        raise DataError(_damaged(error)) from None


def _check_cells(pieces: Iterator[bytes]) -> None:
    """Whether the rectangle of all cells of a sheet is of a size that fits into memory."""
    rows = columns = 0
    rest = b""
    for piece in pieces:
        text = rest + piece
        places = PLACE.findall(text)
        rows = max(rows, *(int(row) for row in {row for _, row in places}), 0)
        columns = max(columns, *(_column(letters) for letters in {letters for letters, _ in places}), 0)
        rest = text[-30:]
        if rows * columns > MOST_CELLS:
            raise DataError(
                f"The sheet reaches from A1 to row {rows:,} and column {columns:,}, more than "
                f"{MOST_CELLS:,} cells; delete what stands far from the table, or save it as CSV."
            )


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + letter - 64
    return place
