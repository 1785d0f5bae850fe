"""Ctrl-C leaves in good order, instead of raising in whatever Qt happens to call just then."""

import signal
from collections.abc import Callable
from types import FrameType

INTERRUPTED = 130


class Interrupt:
    """Remembers Ctrl-C and tells whoever has to leave: at once, or as soon as there is one."""

    def __init__(self) -> None:
        self.asked = False
        self._leave: Callable[[], object] | None = None
        signal.signal(signal.SIGINT, self._interrupted)

    def then(self, leave: Callable[[], object]) -> None:
        """Call `leave` for Ctrl-C, also for one that came before."""
        self._leave = leave
        if self.asked:
            leave()

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        self.asked = True
        if self._leave is not None:
            self._leave()
