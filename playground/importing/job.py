"""One piece of reading in a thread of its own, which says how far it is and can be called off."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from engine.data.source import Progress
from playground.calculation import Sorry, Strand

POLL_MS = 20
SORRY = Sorry(
    "There is not enough memory for these data; take a part of the rows or columns.",
    "Something went wrong while reading",
)

Work = Callable[[Progress], Any]


def _once(work: Work, progress: Progress) -> Iterator[Any]:
    """The only result."""
    yield work(progress)


class Job(QObject):
    """At most one reading at a time: a new one calls off the last.

    Emits `progressed(share)`, then `finished(result)` or `failed(sentence)`; nothing after `stop`.
    """

    progressed = Signal(float)
    finished = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading: Strand | None = None
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
        self._reading, self._share = Strand(partial(_once, work), SORRY), -1.0
        self._timer.start()

    def stop(self) -> None:
        """Call off what is being read, if anything is."""
        self._timer.stop()
        if self._reading is not None:
            self._reading.end()
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
            self.finished.emit(reading.results.get_nowait())
