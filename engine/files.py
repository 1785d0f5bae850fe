"""Writing a file so that it is either complete or not there at all."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.errors import ExportError

Stamp = tuple[int, int] | None  # changes with a file or folder; None where there is none
LEFT_BEHIND = 3600.0  # seconds after which a temporary file belongs to nobody that still writes


def stamp_of(path: Path | str) -> Stamp:
    """Size and time of a file; None where there is none."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place, synced to disk, when the block succeeds.

    On any failure nothing is left behind and an existing file is untouched. Raises ExportError for the file
    system's refusals.
    """
    target = Path(os.path.realpath(path))
    check_writable(target)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        yield temporary
        _sync(temporary)
        with suppress(FileNotFoundError):
            os.chmod(temporary, target.stat().st_mode & 0o777)
        os.replace(temporary, target)
    except OSError as error:
        raise ExportError(f"{path} was not written: {error.strerror or error}.") from error
    finally:
        temporary.unlink(missing_ok=True)
    with suppress(OSError):
        _sync(target.parent)
        _tidy(target)


def _tidy(target: Path) -> None:
    """Remove what programs that were killed in the middle of writing this file have left beside it."""
    oldest = time.time() - LEFT_BEHIND
    for entry in list(os.scandir(target.parent)):
        mine = entry.name.startswith(f".{target.name}.") and entry.name.endswith(".tmp")
        if mine and entry.stat().st_mtime < oldest:
            os.unlink(entry.path)


def check_writable(path: Path) -> None:
    """Raises ExportError where a file of that name cannot be made."""
    folder = path.parent
    if not os.path.isdir(folder):
        raise ExportError(f"There is no folder {folder}; make it first or name another one.")
    if os.path.isdir(path):
        raise ExportError(f"{path} is a folder; name a file in it.")
    if os.path.exists(path) and not os.path.isfile(path):
        raise ExportError(f"{path} is not an ordinary file; name another one.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ExportError(f"The folder {folder} may not be written to; name another one.")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
