"""The lines of the cost chart: recorded costs over epochs or iterations, and their running averages."""

from typing import Literal

import msgspec
import numpy as np

from engine.activations import Array
from engine.averages import ewa
from engine.evaluation import Metrics
from engine.trainer import Trainer
from playground.frames.scores import Scores
from playground.frames.unit import Unit

POINTS = 600
Name = Literal["train", "dev"]


class CostLine(msgspec.Struct, frozen=True, eq=False):
    """Costs `y` (k,) at epochs or iterations `x` (k,); `smooth` (k,) are their averages, empty without."""

    name: Name
    x: Array
    y: Array
    smooth: Array

    @property
    def shown(self) -> Array:
        """What the line shows: the averages where there are any."""
        return self.smooth if self.smooth.size else self.y


class CostLines(msgspec.Struct, frozen=True, eq=False):
    """The train line, and the dev line where there is a dev set; the newest point is always the last.

    Over epochs train is the mean of J over the epoch's mini-batches, over iterations that of single ones,
    without the penalty. `playhead` is where the moment stands that is shown, None for the newest. `beta` is
    that of the averages, 0 for none. `anew` tells of a run that went on with other data, and has a new curve.
    """

    unit: Unit
    lines: tuple[CostLine, ...]
    playhead: float | None = None
    beta: float = 0.0
    anew: bool = False


def cost_lines(trainer: Trainer, run: Trainer, unit: Unit, beta: float, scores: Scores) -> CostLines:
    """The lines of a run; the newest scores of `trainer` come last where it is the run itself."""
    live, over_epochs = trainer is run, unit == "epoch"
    rows = run.history.rows
    recorded: dict[Name, tuple[Array, Array]] = (
        {"train": (rows[:, 0], rows[:, 1]), "dev": (rows[:, 0], rows[:, 2])}
        if over_epochs
        else {"train": run.steps.curve(), "dev": run.steps.dev()}
    )
    present: dict[Name, Metrics | None] = {"train": scores.train if over_epochs else None, "dev": scores.dev}
    now = scores.epoch if over_epochs else scores.iteration
    lines = []
    for name, (x, y) in recorded.items():
        newer = len(x) > 0 and x[-1] > now  # than the scores, which may be of a moment ago
        last = present[name] if live and not newer else None
        known = np.isfinite(y) & ((x < now) if last is not None else True)
        x, y = (
            (x[known], y[known])
            if last is None
            else (np.append(x[known], now), np.append(y[known], last.cost))
        )
        if len(x):
            lines.append(_line(name, x, y, beta))
    anew = len(rows) > 0 and bool(rows[0, 0] > 0)
    return CostLines(unit, tuple(lines), None if live else float(now), beta, anew)


def _line(name: Name, x: Array, y: Array, beta: float) -> CostLine:
    """At most about POINTS of the recorded ones, evenly chosen, averaged before."""
    smooth = ewa(y, beta, corrected=True) if beta else np.empty(0)
    if len(x) > POINTS:
        kept = (np.linspace(0, len(x) - 1, POINTS) + 0.5).astype(np.intp)
        x, y, smooth = x[kept], y[kept], smooth[kept] if beta else smooth
    return CostLine(name, x, y, smooth)
