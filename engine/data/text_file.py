"""A file as text, whatever encoding it was saved in, read in pieces that end where a line ends.

So a file of any size takes a few megabytes while it is read, and can be stopped at any time.
"""

import codecs
import io
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from engine.data.source import Progress
from engine.errors import DataError, shown, shown_path

BLOCK = 2**17  # characters: 3 ms of parsing, so that a window beside it stays alive
LONGEST_LINE = 2**24  # characters
SNIFFED_BYTES, SNIFFED_CHARACTERS = 2**16, 2**20
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Encodings of which most bytes are zero, and at which places of four Latin text has them.
WIDE = (
    ("utf-32-le", (1, 2, 3)),
    ("utf-32-be", (0, 1, 2)),
    ("utf-16-le", (1, 3)),
    ("utf-16-be", (0, 2)),
)
GUESSED = "cp1252"
GUESSED_NOTE = "The text is no UTF-8, so it was read as Windows-1252; look at its accents and umlauts."
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
CONTROL_BYTES = bytes(c for c in range(128) if CONTROL.match(chr(c)))
CHANGED = "The file has changed while it was read; read it again."
NO_TABLE = "The file is not a text table; save it as CSV first."


@contextmanager
def plainly(path: str) -> Iterator[None]:
    """What the system has against a file is one sentence."""
    try:
        yield
    except FileNotFoundError:
        raise DataError(f"There is no file {shown_path(path)}; check its name and folder.") from None
    except PermissionError:
        raise DataError(f"{shown_path(path)} may not be read; check its permissions.") from None
    except OSError as error:
        raise DataError(f"{shown_path(path)} cannot be read: {error.strerror or error}.") from None


@contextmanager
def named(path: str) -> Iterator[None]:
    """A complaint about what is in a file begins with its name, one about the file names it already."""
    name = shown(Path(path).name)
    try:
        yield
    except DataError as error:
        if name in str(error):
            raise
        raise DataError(f"{name}: {error}") from None


def open_file(path: str) -> BinaryIO:
    """A file to read bytes from. Raises DataError for a folder, and for a device, which has no end."""
    with plainly(path):
        if "\0" in path:
            raise FileNotFoundError
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise DataError(f"{shown_path(path)} is a folder; name the table file in it.")
        if not stat.S_ISREG(mode):
            raise DataError(f"{shown_path(path)} is a device or a pipe; name a table file.")
        return open(path, "rb")


@dataclass(frozen=True)
class Text:
    """Bytes that can be opened again and again, of so large a size, and how they are to be decoded."""

    open: Callable[[], BinaryIO]
    size: int
    encoding: str

    def blocks(self, progress: Progress | None = None) -> Iterator[str]:
        """The text in pieces, each of whole lines that end in \\n.

        Raises DataError where it is no text or a line has no end, and UnicodeDecodeError.
        """
        rest: list[str] = []
        line = 1
        with self.open() as raw, io.TextIOWrapper(raw, self.encoding, newline=None) as text:
            while piece := text.read(BLOCK):
                _check_text(piece)
                if raw.tell() > self.size:
                    raise DataError(CHANGED)
                if progress is not None:
                    progress(min(raw.tell() / max(self.size, 1), 1.0))
                head, end, tail = piece.rpartition("\n")
                if end:
                    yield "".join((*rest, head, end))
                    line += sum(part.count("\n") for part in (*rest, head, end))
                    rest.clear()
                rest.append(tail)
                _check_length(rest, line)
            if any(rest):
                yield "".join(rest)

    def head(self) -> tuple[str, bool]:
        """The first megabyte, two lines at least, and whether it is all. Raises as `blocks` does."""
        taken: list[str] = []
        for block in self.blocks():
            taken.append(block)
            text = "".join(taken)
            if len(text) >= SNIFFED_CHARACTERS and text.strip().count("\n"):
                return text, False
        return "".join(taken), True


def _check_text(piece: str) -> None:
    if piece.isascii():
        data = piece.encode()
        found = len(data.translate(None, CONTROL_BYTES)) < len(data)
    else:
        found = CONTROL.search(piece) is not None
    if found:
        raise DataError(NO_TABLE)


def _check_length(rest: list[str], line: int) -> None:
    if sum(map(len, rest)) > LONGEST_LINE:
        raise DataError(
            f"Line {line} is longer than {LONGEST_LINE // 2**20} million characters; "
            "a table has one example per line."
        )


def encodings(start: bytes) -> tuple[str, ...]:
    """What a file may be encoded in, most likely first.

    By the byte order mark; by the zero bytes of UTF-16 and 32; else UTF-8 if that fits, or Windows' cp1252.
    """
    for bom, encoding in BOMS:
        if start.startswith(bom):
            return (encoding,)
    for encoding, places in WIDE:
        zeros = [start[place::4].count(0) > 0.8 * (len(start) // 4) > 0 for place in range(4)]
        if all(zeros[place] == (place in places) for place in range(4)):
            return (encoding,)
    return "utf-8", GUESSED


def texts_of(path: str) -> Iterator[Text]:
    """The text of a file, once per encoding that it may be in. Raises DataError when it cannot be had."""
    with open_file(path) as file, plainly(path):
        start, size = file.read(SNIFFED_BYTES), os.fstat(file.fileno()).st_size
    for encoding in encodings(start):
        yield Text(lambda: open_file(path), size, encoding)


def texts_in(data: bytes) -> Iterator[Text]:
    """The same for bytes in memory."""
    for encoding in encodings(data[:SNIFFED_BYTES]):
        yield Text(lambda: io.BytesIO(data), len(data), encoding)
