"""One piece of reading in a thread of its own, which says how far it is and can be called off.

The thread knows no Qt object: a timer of the window looks at what it has left.
"""

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from engine.data.source import Progress
from engine.errors import EngineError

log = logging.getLogger(__name__)

POLL_MS = 20

Work = Callable[[Progress], Any]


class CalledOffError(Exception):
    """Raised in the middle of reading what nobody waits for any more."""


class Errand:
    """Does the work in a thread; `is_done` once `result` or `failure`, one sentence, is there."""

    def __init__(self, work: Work) -> None:
        self.share, self.is_done = 0.0, False
        self.result: Any = None
        self.failure = ""
        self._work, self._called_off = work, Event()
        Thread(target=self._run, name="import", daemon=True).start()

    def call_off(self) -> None:
        """Nobody waits for it any more: it ends at its next sign of progress, unheard."""
        self._called_off.set()

    def _run(self) -> None:
        try:
            self.result = self._work(self._hear)
        except CalledOffError:
            pass
        except EngineError as error:
            self.failure = str(error)
        except MemoryError:
            self.failure = "There is not enough memory for these data; take a part of the rows or columns."
        except Exception as error:
            log.exception("An import failed.")
            self.failure = f"Something went wrong while reading: {str(error) or type(error).__name__}."
        self.is_done = True

    def _hear(self, share: float) -> None:
        self.share = share
        if self._called_off.is_set():
            raise CalledOffError


class Job(QObject):
    """At most one reading at a time: a new one calls off the last.

    Emits `progressed(share)`, then `finished(result)` or `failed(sentence)`; nothing after `stop`.
    """

    progressed = Signal(float)
    finished = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading: Errand | None = None
        self._share = -1.0
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_running(self) -> bool:
        """Whether somebody waits for a reading."""
        return self._reading is not None

    @property
    def share(self) -> float:
        """How far it is, from 0 to 1."""
        return self._reading.share if self._reading is not None else 0.0

    def start(self, work: Work) -> None:
        """Do this instead of what was being done."""
        self.stop()
        self._reading, self._share = Errand(work), -1.0
        self._timer.start()

    def stop(self) -> None:
        """Call off what is being read, if anything is."""
        self._timer.stop()
        if self._reading is not None:
            self._reading.call_off()
        self._reading = None

    def _look(self) -> None:
        reading = self._reading
        if reading is None:
            return
        if reading.share != self._share:
            self._share = reading.share
            self.progressed.emit(self._share)
        if not reading.is_done:
            return
        self.stop()
        if reading.failure:
            self.failed.emit(reading.failure)
        else:
            self.finished.emit(reading.result)
