"""How far training is, on standard error: on a terminal one line that changes, else a line now and then."""

import time
from collections.abc import Callable
from typing import TextIO

from engine.errors import one_line
from engine.evaluation import Metrics
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
            self._show(epoch, _moving(epoch, curve()))
            self._due = self._clock() + self._pause

    def finish(self, epoch: int, train: Metrics | None, dev: Metrics | None) -> None:
        """Leave the last epoch standing, with the costs of the final weights."""
        parts = (("train", train), ("dev", dev))
        self._show(epoch, {part: f"{m.cost:.4g}" for part, m in parts if m is not None})
        if self._terminal:
            self._write("\n")

    def note(self, sentence: str) -> None:
        """A line that stays."""
        self._write(f"{one_line(sentence)}\n")

    def _show(self, epoch: int, costs: dict[str, str]) -> None:
        named = (f"{part} cost {cost}" for part, cost in costs.items())
        line = "  ".join((f"epoch {epoch} of {self._epochs}", *named))
        if self._terminal:
            padded, self._width = line.ljust(self._width), len(line)
            self._write(f"\r{padded}")
        else:
            self._write(f"{line}\n")

    def _write(self, text: str) -> None:
        """Progress that cannot be written is dropped: the training is worth more."""
        if self._out is None:
            return
        try:
            self._out.write(text)
            self._out.flush()
        except OSError:
            self._out = None


def _moving(epoch: int, curve: Curve) -> dict[str, str]:
    """The newest costs: that of train was added up while the weights moved, but for the start."""
    mean = " (mean of the epoch)" if epoch else ""
    costs = {"train": f"{curve.train[-1]:.4g}{mean}"}
    return costs | ({"dev": f"{curve.dev[-1]:.4g}"} if len(curve.dev) else {})
