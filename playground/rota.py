"""While training runs, pictures change with every frame; the rest takes turns, some times a second.

Numbers that change faster cannot be read, and each frame then costs the window, and so the training, little
more than its pictures.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer

from playground.frames import Frame

LATE_MS = 250  # after the last frame of a row its parts are shown that were not


class Part(NamedTuple):
    """What shows a frame, and the seconds from one turn of it to the next."""

    show: Callable[[Frame], None]
    every: float


class Rota(QObject):
    """With each frame of a row that part is shown that is due longest; with one alone or at rest all are."""

    def __init__(self, parts: tuple[Part, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._due = [float("-inf")] * len(parts)
        self._frame: Frame | None = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(self.catch_up)

    def show(self, frame: Frame, moving: bool) -> None:
        """A frame; `moving` while more of them follow."""
        self._frame = frame
        if not moving:
            self.catch_up()
            return
        self._late.start()
        now = time.perf_counter()
        longest = self._due.index(min(self._due))
        for k, part in enumerate(self._parts):
            late = now - self._due[k]
            if late > part.every or (late > 0 and k == longest):
                self._due[k] = now + part.every
                part.show(frame)

    def catch_up(self) -> None:
        """Every part shows the last frame now."""
        self._late.stop()
        if self._frame is not None:
            for part in self._parts:
                part.show(self._frame)
