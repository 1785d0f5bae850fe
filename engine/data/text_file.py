"""A file as text, whatever encoding it was saved in."""

import codecs
import re
from pathlib import Path

from engine.data.source import Stamp
from engine.errors import DataError, shown_path

MAX_BYTES = 256 * 2**20
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def stamp_of(path: str) -> Stamp:
    """Size and time of a file; None where there is none."""
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def read_bytes(path: str) -> bytes:
    """The content of a file. Raises DataError when it cannot be had."""
    try:
        if Path(path).is_dir():
            raise DataError(f"{shown_path(path)} is a folder; name the table file in it.")
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise DataError(f"There is no file {shown_path(path)}; check its name and folder.") from None
    except PermissionError:
        raise DataError(f"{shown_path(path)} may not be read; check its permissions.") from None
    except OSError as error:
        raise DataError(f"{shown_path(path)} cannot be read: {error.strerror or error}.") from None
    if len(data) > MAX_BYTES:
        raise DataError(
            f"{shown_path(path)} is larger than {MAX_BYTES // 2**20} MB; take a part of its rows."
        )
    return data


def decode(data: bytes) -> str:
    """The text in the bytes of a file. Raises DataError when there is none."""
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
