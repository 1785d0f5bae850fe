"""Which reader a table file needs: its first bytes tell, whatever its name ends in."""

from collections.abc import Iterable

from engine.data.csv_reader import Choose, read_text
from engine.data.grid import Grid
from engine.data.source import Progress
from engine.data.text_file import NO_TABLE, Text, texts_in, texts_of
from engine.errors import DataError


def read_file(path: str, choose: Choose, progress: Progress | None = None) -> Grid:
    """The table in a file. Raises DataError with one sentence."""
    return _read_texts(texts_of(path), choose, progress)


def read_pasted(text: str, choose: Choose, progress: Progress | None = None) -> Grid:
    """The table in copied text. Raises DataError with one sentence."""
    return _read_texts(texts_in(text.encode("utf-8", "replace")), choose, progress)


def _read_texts(texts: Iterable[Text], choose: Choose, progress: Progress | None) -> Grid:
    """The text in the first encoding that fits all of it."""
    for text in texts:
        try:
            return read_text(text, choose, progress)
        except UnicodeDecodeError:
            continue
    raise DataError(NO_TABLE)
