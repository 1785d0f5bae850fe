"""What `nnplay` can do without a window, one file per command."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.errors import ExportError, one_line, shown_path


class UsageError(Exception):
    """The options contradict each other or the data; the text is one sentence for the user."""


def tell(sentence: str) -> None:
    """One line on standard error, if there is one and it can be written."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(one_line(sentence), file=sys.stderr, flush=True)


@contextmanager
def refused_as(kind: type[Exception], path: Path) -> Iterator[None]:
    """A file that cannot be written is this kind of error, in a sentence that shortens long names."""
    try:
        yield
    except ExportError as error:
        sentence = str(error)
        for name in (path, path.parent, Path(path.name)):
            sentence = sentence.replace(str(name), shown_path(name))
        raise kind(sentence) from None
