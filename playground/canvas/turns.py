"""When the links of a gap are drawn anew: at once if frames come one by one, in turns if they come in a row.

Links are most of what a frame costs, so each frame of a row draws those of a few gaps; when the row ends, the
others catch up, so that the last frame is shown whole.
"""

from itertools import count

SOONEST, LONGEST = 6, 8  # frames in a row from one turn of a gap to its next: a few links cost much, too
IN_A_ROW = 0.06  # seconds between two frames, at most
REST = 0.1  # seconds; whoever waits for a turn after that would wait in vain


class Turns:
    """The turns of one gap, one of `every` frames in a row. `due(now)` is asked once a frame."""

    _gaps = count()

    def __init__(self) -> None:
        self.every = 1
        self._frames = next(self._gaps)  # neighbours begin one apart, so that they take turns
        self._last = float("-inf")

    def share(self, links: int, a_frame: float) -> None:
        """Draw so many links that `a_frame` of them are drawn with each frame."""
        self.every = min(max(SOONEST, -int(-links // a_frame)), LONGEST)

    def due(self, now: float) -> bool:
        """Whether this frame may be drawn; else it waits for its turn."""
        alone, self._last = self.over(now, IN_A_ROW), now
        self._frames += 1
        return alone or self._frames % self.every == 0

    def over(self, now: float, rest: float = REST) -> bool:
        """Whether no more frames come."""
        return now - self._last > rest
