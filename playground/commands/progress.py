"""How far training is, on standard error: on a terminal one line that changes, else a line now and then."""

import time
from collections.abc import Callable
from typing import TextIO

from engine.history import Curve

ON_TERMINAL, ELSEWHERE = 0.1, 10.0  # seconds between two lines


class Progress:
    """Tells how far a training is whenever it is time to; the curve is asked for only then."""

    def __init__(
        self, epochs: int, out: TextIO | None, quiet: bool, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._out = None if quiet else out
        self._terminal = out is not None and out.isatty()
        self._epochs, self._clock = epochs, clock
        self._pause = ON_TERMINAL if self._terminal else ELSEWHERE
        self._due = clock() + self._pause
        self._width = 0

    def update(self, epoch: int, curve: Callable[[], Curve]) -> None:
        """After an epoch: show it if the last line is old enough."""
        if self._out is not None and self._clock() >= self._due:
            self._show(epoch, curve())
            self._due = self._clock() + self._pause

    def finish(self, epoch: int, curve: Callable[[], Curve]) -> None:
        """Leave the last epoch standing."""
        if self._out is not None:
            self._show(epoch, curve())
            if self._terminal:
                print(file=self._out)

    def note(self, sentence: str) -> None:
        """A line that stays."""
        if self._out is not None:
            print(sentence, file=self._out)

    def _show(self, epoch: int, curve: Curve) -> None:
        line = f"epoch {epoch} of {self._epochs}  train cost {curve.train[-1]:.4g}"
        if len(curve.dev):
            line += f"  dev cost {curve.dev[-1]:.4g}"
        if self._terminal:
            padded, self._width = line.ljust(self._width), len(line)
            print(f"\r{padded}", end="", file=self._out, flush=True)
        else:
            print(line, file=self._out, flush=True)
