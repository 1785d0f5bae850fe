"""Rows that lack something: which they are, what becomes of them, and the sentence that tells."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Floats
from engine.data.grid import Grid
from engine.errors import DataError, shown

LISTED_LINES, LISTED_COLUMNS = 3, 3

Mask = NDArray[np.bool_]


class Gaps:
    """Goes through the columns of a grid and remembers which rows are to be left out, and why.

    Raises DataError about the first gap where gaps are refused.
    """

    def __init__(self, grid: Grid, refuse: bool) -> None:
        self._grid, self._refuse = grid, refuse
        self.keep: Mask = np.ones(grid.m, np.bool_)
        self._left_out: list[str] = []
        self._filled: list[str] = []
        self._worst = (0, "", "")

    def leave_out(self, name: str, what: str, missing: Mask) -> None:
        """Rows (m,) in which a column has no number, class or category are left out."""
        count = self._count(name, what, missing)
        if count:
            self.keep &= ~missing
            self._left_out.append(f"{_rows(count)} no {what} in {shown(name)} ({self._lines(missing)})")
            self._worst = max(self._worst, (count, name, what))

    def fill(self, name: str, missing: Mask, value: float, how: str) -> None:
        """The number of a column where it is missing (m,) is that value, which is the `how` of the others."""
        count = self._count(name, "number", missing)
        if count:
            said = how if how == "zero" else f"the {how} of the others, {value:.4g}"
            rows = f"{_rows(count)} no number in {shown(name)} ({self._lines(missing)})"
            self._filled.append(f"{rows}; {'it was' if count == 1 else 'they were'} taken as {said}.")

    def notes(self) -> list[str]:
        """What was done, in plain sentences. Raises DataError where no row is left."""
        left = int(self.keep.sum())
        if not left:
            count, name, what = self._worst
            raise DataError(
                f'No row is complete: column "{shown(name)}" has no {what} in {count} of {self._grid.m}. '
                "Leave the column out, or choose what missing numbers are filled with."
            )
        notes = _shortened(self._filled, "Missing numbers of {} more columns were filled as well.")
        if self._left_out:
            gone = self._grid.m - left
            were = "It was" if gone == 1 else "They were"
            remain = "row remains" if left == 1 else "rows remain"
            reasons = _shortened(self._left_out, "rows lack something in {} more columns")
            notes.append(f"{'; '.join(reasons)}. {were} left out; {left:,} {remain}.")
        return notes

    def _count(self, name: str, what: str, missing: Mask) -> int:
        count = int(missing.sum())
        if count and self._refuse:
            raise self._grid.error(
                int(np.argmax(missing)), name, f"has no {what}; fill it in or remove the line"
            )
        return count

    def _lines(self, missing: Mask) -> str:
        rows = np.flatnonzero(missing)
        lines = [str(self._grid.lines[row]) for row in rows[:LISTED_LINES].tolist()]
        if len(rows) > LISTED_LINES:
            lines.append(f"{len(rows) - LISTED_LINES:,} more")
        listed = lines[0] if len(lines) == 1 else f"{', '.join(lines[:-1])} and {lines[-1]}"
        return f"{self._grid.place.lower()}{'' if len(rows) == 1 else 's'} {listed}"


def filling(values: Floats, how: str) -> float:
    """What missing numbers among these are filled with; NaN where none is there to tell."""
    known = values[~np.isnan(values)]
    if how == "zero" or not known.size:
        return 0.0 if how == "zero" else np.nan
    return float(known.mean() if how == "mean" else np.median(known))


def _rows(count: int) -> str:
    return "1 row has" if count == 1 else f"{count:,} rows have"


def _shortened(sentences: Sequence[str], more: str) -> list[str]:
    rest = len(sentences) - LISTED_COLUMNS
    return [*sentences[:LISTED_COLUMNS], *([more.format(rest)] if rest > 0 else [])]
