"""Which reader a table file needs: its first bytes tell, whatever its name ends in."""

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from engine.data.csv_reader import Choose, look_at_text, read_text
from engine.data.grid import Grid
from engine.data.look import Look
from engine.data.source import Progress
from engine.data.text_file import NO_TABLE, Text, open_file, plainly, texts_in, texts_of
from engine.errors import DataError

T = TypeVar("T")

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
COMPRESSED = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
}
DAMAGED = "The file is a damaged or cut-off archive; copy or save it again."


@dataclass(frozen=True)
class Format:
    """How tables of one kind of file are read and looked at."""

    read: Callable[[str, Choose, Progress | None], Grid]
    look: Callable[[str], Look]


def read_file(path: str, choose: Choose, progress: Progress | None = None, sheet: str = "") -> Grid:
    """The table in a file, of a workbook in that sheet. Raises DataError with one sentence."""
    return _format_of(path, sheet).read(path, choose, progress)


def read_pasted(text: str, choose: Choose, progress: Progress | None = None) -> Grid:
    """The table in copied text. Raises DataError with one sentence."""
    return _first_that_fits(_copied(text), lambda text: read_text(text, choose, progress))


def look_at(path: str, sheet: str = "") -> Look:
    """The start of the table in a file, of a workbook in that sheet. Raises DataError with one sentence."""
    return _format_of(path, sheet).look(path)


def look_at_pasted(text: str) -> Look:
    """The start of the table in copied text. Raises DataError with one sentence."""
    return _first_that_fits(_copied(text), look_at_text)


def _copied(text: str) -> Iterable[Text]:
    return texts_in(text.encode("utf-8", "replace"))


def _read_text(path: str, choose: Choose, progress: Progress | None) -> Grid:
    return _first_that_fits(texts_of(path), lambda text: read_text(text, choose, progress))


def _look_at_text(path: str) -> Look:
    return _first_that_fits(texts_of(path), look_at_text)


def _first_that_fits(texts: Iterable[Text], read: Callable[[Text], T]) -> T:
    """What is read in the first encoding that fits all of it."""
    for text in texts:
        try:
            return read(text)
        except UnicodeDecodeError:
            continue
    raise DataError(NO_TABLE)


def _format_of(path: str, sheet: str) -> Format:
    """By the first bytes. Readers of what is not text are loaded when they are needed."""
    with open_file(path) as file, plainly(path):
        start = file.read(8)
    if start.startswith(ZIP):
        return _in_archive(path, sheet)
    if start.startswith(b"PAR1"):
        from engine.data.parquet import look_at_parquet, read_parquet

        return Format(read_parquet, look_at_parquet)
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _workbook(sheet)
    for magic, name in COMPRESSED.items():
        if start.startswith(magic):
            raise DataError(f"The file is compressed by {name}; unpack it first.")
    if start.startswith(b"\x93NUMPY"):
        raise DataError("The file holds one array; save X and y together with numpy.savez as .npz.")
    return Format(_read_text, _look_at_text)


def _in_archive(path: str, sheet: str) -> Format:
    """Workbooks and NumPy's files are archives, which the names of what is in them tell apart."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError):
        raise DataError(DAMAGED) from None
    if any(name.endswith(".npy") for name in names):
        from engine.data.arrays import look_at_arrays, read_arrays

        return Format(read_arrays, look_at_arrays)
    if "xl/workbook.bin" in names:
        raise DataError("Binary workbooks (.xlsb) cannot be read; save it as .xlsx or CSV.")
    if "content.xml" in names or any(name.startswith("xl/") for name in names):
        return _workbook(sheet)
    raise DataError("The file is an archive; unpack it and name the table in it.")


def _workbook(sheet: str) -> Format:
    from engine.data.spreadsheets import look_at_workbook, read_workbook

    return Format(partial(read_workbook, sheet=sheet), partial(look_at_workbook, sheet=sheet))
