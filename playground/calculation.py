"""A calculation in a thread of its own: it gives results one by one, says how far it is, and can be ended.

The thread knows no Qt object: a timer of the window looks at what it has left.
"""

import logging
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from engine.errors import EngineError

log = logging.getLogger(__name__)

POLL_MS = 30

Progress = Callable[[float], None]
Work = Callable[[Progress], Iterable[Any]]


class EndedError(Exception):
    """Raised in the middle of a calculation that nobody waits for any more."""


class Sorry(NamedTuple):
    """What is said where memory does not suffice, and before the words of an error that nobody expected."""

    memory: str = "There is not enough memory for this; take fewer units or less data."
    mishap: str = "Something went wrong, and your work is safe"


SORRY = Sorry()


class Strand:
    """Does the work in a thread; `is_done` once all of `results` are there, or `failure`, one sentence."""

    def __init__(self, work: Work, sorry: Sorry = SORRY) -> None:
        self.share, self.is_done, self.failure = 0.0, False, ""
        self.results: SimpleQueue[Any] = SimpleQueue()
        self._work, self._sorry, self._ended = work, sorry, Event()
        Thread(target=self._run, name="calculation", daemon=True).start()

    def end(self) -> None:
        """It stops at its next sign of progress."""
        self._ended.set()

    def _run(self) -> None:
        try:
            for result in self._work(self._hear):
                self.results.put(result)
        except EndedError:
            pass
        except EngineError as error:
            self.failure = str(error)
        except MemoryError:
            self.failure = self._sorry.memory
        except Exception as error:
            log.exception("A calculation failed.")
            self.failure = f"{self._sorry.mishap}: {str(error) or type(error).__name__}."
        self.is_done = True

    def _hear(self, share: float) -> None:
        self.share = share
        if self._ended.is_set():
            raise EndedError


class Calculation(QObject):
    """At most one strand at a time. Emits `came(result)` and `progressed(share)`, at last `ended(failure)`.

    The failure is one sentence, "" where all went well; after `stop` nothing is emitted.
    """

    came = Signal(object)
    progressed = Signal(float)
    ended = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._strand: Strand | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_running(self) -> bool:
        """Whether more may come."""
        return self._strand is not None

    def start(self, work: Work) -> None:
        """Do this, and nothing else any more."""
        self.stop()
        self._strand = Strand(work)
        self._timer.start()

    def stop(self) -> None:
        """Nobody waits any more."""
        self._timer.stop()
        if self._strand is not None:
            self._strand.end()
            self._strand = None

    def _look(self) -> None:
        strand = self._strand
        if strand is None:
            return
        is_done = strand.is_done  # before the results are taken: none can come afterwards
        try:
            while self._strand is strand:
                self.came.emit(strand.results.get_nowait())
        except Empty:
            pass
        if self._strand is not strand:
            return
        self.progressed.emit(strand.share)
        if is_done:
            self._timer.stop()
            self._strand = None
            self.ended.emit(strand.failure)
