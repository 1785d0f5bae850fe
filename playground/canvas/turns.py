"""When the links of a gap are drawn anew: at once if frames come one by one, in turns if they come in a row.

Links are most of what a frame costs, so each frame of a row draws a third of the gaps; when the row ends, the
others catch up, so that the last frame is shown whole.
"""

from itertools import count

EVERY = 3  # frames in a row
IN_A_ROW = 0.06  # seconds between two frames, at most
REST = 0.1  # seconds; whoever waits for a turn after that would wait in vain


class Turns:
    """The turns of one gap. `due(now)` is asked once a frame."""

    _gaps = count()

    def __init__(self) -> None:
        self._head_start = next(self._gaps) % EVERY
        self._waited, self._alone, self._last = 0, True, float("-inf")

    def due(self, now: float) -> bool:
        """Whether this frame may be drawn; else it waits for its turn."""
        self._alone, self._last = self.over(now, IN_A_ROW), now
        self._waited += 1
        return self._alone or self._waited >= EVERY

    def over(self, now: float, rest: float = REST) -> bool:
        """Whether no more frames come."""
        return now - self._last > rest

    def drawn(self) -> None:
        """A frame was drawn. After the first of a row the gaps fall out of step: each has its own turn."""
        self._waited = self._head_start if self._alone else 0
