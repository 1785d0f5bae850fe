"""The mailbox between worker and window: one slot, so that neither ever waits for the other."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from playground.frames import Failure, Frame

LONGEST = 0.02  # seconds that training stands still for one frame, at most
PATIENCE = 0.003  # seconds that the window waits until it does, at most


class Mailbox:
    """One slot. `put` replaces what waits there; `take` empties it.

    `taken` is when it was last emptied of something, on the clock of `time.perf_counter`. `shown` is clear
    while the window shows what it has taken.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.taken = 0.0
        self.shown, self._aside = threading.Event(), threading.Event()
        self.shown.set()
        self._content: Frame | Failure | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return self._content is None

    def put(self, content: Frame | Failure) -> None:
        """Leave a frame or a failure. A waiting failure stays until the next; newer frames travel in it."""
        with self._lock:
            waiting = self._content
            if isinstance(waiting, Failure) and isinstance(content, Frame):
                content = msgspec.structs.replace(waiting, frame=content)
            self._content = content

    def take(self) -> Frame | Failure | None:
        """What waits, if anything."""
        with self._lock:
            content, self._content = self._content, None
            if content is not None:
                self.taken = time.perf_counter()
            return content

    @contextmanager
    def showing(self) -> Iterator[None]:
        """Within `with` the worker stands aside; it is waited for, and looks up after each slice."""
        self.shown.clear()
        self._aside.wait(PATIENCE)
        try:
            yield
        finally:
            self.shown.set()

    def stand_aside(self) -> None:
        """Wait until the window has shown a frame: sharing Python's lock would cost both of them more."""
        if self.shown.is_set():
            return
        with self.resting():
            if not self.shown.wait(LONGEST):
                self.shown.set()

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Within `with` the worker does nothing: the window need not wait for it."""
        self._aside.set()
        try:
            yield
        finally:
            self._aside.clear()

    def drop_frame(self) -> None:
        """Empty the slot of a frame that has become stale; a failure stays, without its frame."""
        with self._lock:
            failure = self._content if isinstance(self._content, Failure) else None
            self._content = msgspec.structs.replace(failure, frame=None) if failure else None
