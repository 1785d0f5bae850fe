"""Work that a crash would have taken: it is put aside every minute, and offered at the next start.

Each window has a file and a lock of its own; a file whose lock nobody holds was left by a crash.
"""

import secrets
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QLockFile, QObject, QTimer

from engine.experiment import Experiment
from engine.project import SUFFIX
from playground.calculation import Calculation
from playground.folders import recovery_folder
from playground.frames import Frame

if TYPE_CHECKING:
    from playground.main_window import MainWindow
    from playground.projects.projects import Projects

EVERY_MS = 60_000


class Recovery(QObject):
    """Puts aside what is not saved; `left` are the files of windows that were not closed."""

    def __init__(self, projects: "Projects", window: "MainWindow") -> None:
        super().__init__(projects)
        self._projects, self._window = projects, window
        self._file: Path | None = None
        self._lock: QLockFile | None = None
        self._left: Path | None = None
        self._put_aside: tuple[Experiment, int] | None = None
        self._calculation = Calculation(self)
        window.messages.recovery_answered.connect(self._answer)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.put_aside)
        self._timer.start()

    def put_aside(self) -> None:
        """Write what is not saved to this window's file, in a thread."""
        from playground.projects.projects import saving

        frame = self._window.session.frame
        if self._calculation.is_running or frame is None or not self._is_worth_it(frame):
            return
        if self._file is None and not self._take_place():
            return
        assert self._file is not None
        answer = self._window.session.put_away(self._projects.thumb())
        self._put_aside = frame.experiment, frame.iteration
        self._calculation.start(partial(saving, answer, self._file))

    def _is_worth_it(self, frame: Frame) -> bool:
        """Whether there is something that neither a file nor the last putting aside has."""
        unsaved = self._projects.modified or (self._projects.path is None and frame.iteration > 0)
        return unsaved and (frame.experiment, frame.iteration) != self._put_aside

    def _take_place(self) -> bool:
        """A file of one's own, whose lock says that its window lives."""
        try:
            place = recovery_folder() / f"{secrets.token_hex(6)}{SUFFIX}"
        except OSError:
            return False
        lock = QLockFile(str(place) + ".lock")
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            return False
        self._file, self._lock = place, lock
        return True

    def forget_own(self) -> None:
        """All is saved, or nobody wants it: this window's file goes."""
        self._calculation.stop()
        if self._file is not None:
            self._file.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.unlock()
        self._file, self._lock, self._put_aside = None, None, None

    def adopt(self, path: Path) -> None:
        """What was taken up is this window's now: it stays on the disk until all is saved."""
        self.forget_own()
        lock = QLockFile(f"{path}.lock")
        lock.setStaleLockTime(0)
        if lock.tryLock(0):
            self._file, self._lock = path, lock

    def offer(self) -> None:
        """At the start: say what is left of windows that were not closed, the newest first."""
        files = left()
        self._left = files[0] if files else None
        if self._left is not None:
            moment = QDateTime.fromSecsSinceEpoch(int(self._left.stat().st_mtime))
            self._window.messages.offer_recovery(QLocale().toString(moment, QLocale.FormatType.ShortFormat))

    def _answer(self, take: bool) -> None:
        """Take the work up, or throw it away; either way it is not offered again."""
        path, self._left = self._left, None
        if path is None:
            return
        if take:
            self._projects.recover(path)
        else:
            discard(path)

    def close(self) -> None:
        """The window closes as it should."""
        self._timer.stop()
        self.forget_own()


def discard(path: Path) -> None:
    """Remove a file that a window has left, and its lock."""
    path.unlink(missing_ok=True)
    Path(f"{path}.lock").unlink(missing_ok=True)


def left() -> list[Path]:
    """What windows that live no more have left, the newest first."""
    try:
        files = [path for path in recovery_folder().glob(f"*{SUFFIX}") if path.is_file()]
    except OSError:
        return []
    return sorted(filter(_is_orphan, files), key=lambda path: path.stat().st_mtime, reverse=True)


def _is_orphan(path: Path) -> bool:
    """Whether nobody holds the lock of a file."""
    lock = QLockFile(f"{path}.lock")
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        return False
    lock.unlock()
    return True
