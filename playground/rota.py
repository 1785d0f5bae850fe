"""While training runs, pictures change with every frame; the rest takes turns, each part ten times a second.

Numbers that change faster cannot be read, and each frame then costs the window, and so the training, little
more than its pictures.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from playground.frames import Frame

Show = Callable[[Frame], None]
EVERY = 0.095  # seconds from turn to turn of one part: every third of thirty frames a second
LATE_MS = 150  # after the last frame of a row its parts are shown that were not


class Rota(QObject):
    """With each frame of a row that part is shown that waited longest; with one alone or at rest all are."""

    def __init__(self, parts: tuple[Show, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._shown = [float("-inf")] * len(parts)
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
        longest = min(range(len(self._parts)), key=self._shown.__getitem__)
        for k, part in enumerate(self._parts):
            waited = now - self._shown[k]
            if waited > 2 * EVERY or (k == longest and waited > EVERY):
                self._shown[k] = now
                part(frame)

    def catch_up(self) -> None:
        """Every part shows the last frame now."""
        self._late.stop()
        if self._frame is not None:
            for part in self._parts:
                part(self._frame)
