"""The metronome: how many mini-batches are due when the training keeps a pace instead of running flat out."""

import sys
import time


class Metronome:
    """How many mini-batches are due at a pace, and how long until the next one is."""

    def __init__(self) -> None:
        self.epochs_per_second: float | None = None
        self.reset()

    def reset(self) -> None:
        """Count from now."""
        self._since, self._done = time.perf_counter(), 0

    def change(self, before: int, after: int) -> None:
        """Go on with another number of mini-batches in an epoch; what was waited for the next one counts.

        So an edit every few milliseconds, such as a stroke of painting, does not put it off for ever.
        """
        pace = self.epochs_per_second or 1
        waited = (time.perf_counter() - self._since) * pace * before - self._done
        self.reset()
        self._since -= min(max(waited, 0.0), 1.0) / (pace * after)

    def due(self, steps_per_epoch: int) -> int:
        """Mini-batches that may be done now. A lag of over a quarter of a second is forgiven."""
        if self.epochs_per_second is None:
            return sys.maxsize
        rate = self.epochs_per_second * steps_per_epoch
        due = int((time.perf_counter() - self._since) * rate) - self._done
        if due > max(1, rate * 0.25):
            self.reset()
            return 1
        return due

    def wait(self, steps_per_epoch: int) -> float:
        """Seconds until the next mini-batch is due."""
        rate = (self.epochs_per_second or 1) * steps_per_epoch
        return max(0.0, self._since + (self._done + 1) / rate - time.perf_counter())

    def count(self, steps: int) -> None:
        """So many were done."""
        self._done += steps
