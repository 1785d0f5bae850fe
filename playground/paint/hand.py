"""The hand that paints: the tool in it, and what a press, a drag and a release do to the points.

Nothing here knows Qt: every step takes painted data and gives the painted data after it.
"""

from typing import Literal

import numpy as np

from engine.data import Painted
from engine.data.dataset import Floats
from playground.paint import edits
from playground.paint.edits import Mask

Tool = Literal["brush", "point", "select", "move", "flip", "erase"]

LEAST_RADIUS, MOST_RADIUS = 0.01, 0.25
REACH = 0.03  # of a click beside a point
CLICK = 0.01  # a lasso that is no larger is a click


def place(x: float, y: float) -> Floats:
    """A place on the paper, in shares of its sides."""
    return np.array([x, y])


class Hand:
    """Chosen tool, class or value, brush; and the stroke that is being made, with its `trail` on the paper.

    `density` is how many points a dab of the brush puts; `selected` is None where nothing is selected.
    """

    def __init__(self, seed: int = 0) -> None:
        self.tool: Tool = "brush"
        self.y = 0.0
        self.radius, self.density = 0.047, 6
        self.selected: Mask | None = None
        self.trail: list[Floats] = []
        self._rng = np.random.default_rng(seed)
        self._begin: Painted | None = None
        self._done = 0
        self._due = 0.0
        self._flipped: Mask | None = None
        self._held: Mask | None = None

    # One stroke

    def press(self, data: Painted, at: Floats, more: bool = False) -> Painted:
        """The stroke begins; `more` adds to what is selected."""
        self._begin, self.trail, self._done, self._due = data, [at], 0, 0.0
        if self.tool == "brush":
            return self._put(data, edits.folded(edits.spray(at, self.radius, self.density, self._rng)))
        if self.tool == "point":
            return self._put(data, at[:, None])
        if self.tool == "move":
            self._hold(data, at)
        if self.tool == "flip":
            self._flipped = edits.none_of(data)
        if self.tool == "select" and not more:
            self.selected = None
        return self._act(data, at)

    def drag(self, data: Painted, at: Floats) -> Painted:
        """The stroke goes on to another place."""
        if not self.trail or self._begin is None:
            return data
        before = self.trail[-1]
        self.trail.append(at)
        if self.tool == "brush":
            return self._spray_along(data, before, at)
        if self.tool == "move":
            return self._carry(data, at)
        for step in self._steps(before, at):
            data = self._act(data, step)
        return data

    def release(self, data: Painted) -> None:
        """The stroke ends; a lasso selects what is in it."""
        line, self.trail, self._begin, self._flipped = self.trail, [], None, None
        if self.tool == "select" and line:
            self._lasso(data, np.stack(line, axis=1))

    def drop(self) -> None:
        """The stroke is over without having ended."""
        self.trail, self._begin, self._flipped = [], None, None

    @property
    def busy(self) -> bool:
        """Whether a stroke is being made."""
        return bool(self.trail)

    def words(self, data: Painted) -> str:
        """The stroke so far as the history names it."""
        many = f"{self._done} point{'' if self._done == 1 else 's'}"
        of = "" if data.values else f" of class {round(self.y)}"
        return {
            "brush": f"paint {many}{of}",
            "point": f"paint {many}{of}",
            "erase": f"erase {many}",
            "move": f"move {many}",
            "flip": f"flip {many}",
        }.get(self.tool, f"select {many}")

    def _put(self, data: Painted, U: Floats) -> Painted:
        after = edits.put(data, U, self.y)
        self._done += len(after.points) - len(data.points)
        return after

    def _spray_along(self, data: Painted, before: Floats, at: Floats) -> Painted:
        """As many points as a row of dabs that just touch would have put, all along the way."""
        self._due += self.density * float(np.hypot(*(at - before))) / (2 * self.radius)
        k = int(self._due)
        self._due -= k
        along = before[:, None] + (at - before)[:, None] * self._rng.random(k)
        return self._put(data, edits.folded(edits.spray(along, self.radius, k, self._rng)))

    def _steps(self, before: Floats, at: Floats) -> list[Floats]:
        """Places on the way that the brush has not skipped over."""
        n = max(1, int(np.ceil(float(np.hypot(*(at - before))) / self.radius)))
        return [before + (at - before) * (i / n) for i in range(1, n + 1)]

    def _act(self, data: Painted, at: Floats) -> Painted:
        """What eraser and flip do to the points under the brush."""
        if self.tool == "erase":
            after = edits.erased(data, edits.within(data, at, self.radius))
            self._done += len(data.points) - len(after.points)
            return after
        if self.tool == "flip" and self._flipped is not None:
            new = edits.within(data, at, self.radius) & ~self._flipped
            self._flipped |= new
            self._done = int(self._flipped.sum())
            return edits.flipped(data, new)
        return data

    # What is selected and carried

    def _hold(self, data: Painted, at: Floats) -> None:
        """Take up the selection if the press is on it, else the one point there."""
        near = edits.nearest(data, at, REACH)
        under = edits.within(data, at, REACH)
        on_it = self.selected is not None and bool((self.selected & under).any())
        if not on_it:
            self.selected = near if near.any() else None
        self._held = self.selected

    def _carry(self, data: Painted, at: Floats) -> Painted:
        if self._held is None or self._begin is None:
            return data
        self._done = int(self._held.sum())
        return edits.moved(self._begin, self._held, at - self.trail[0])

    def _lasso(self, data: Painted, line: Floats) -> None:
        small = float(np.ptp(line, axis=1).max(initial=0)) <= CLICK
        found = edits.nearest(data, line[:, 0], REACH) if small else edits.inside(data, line)
        self.add_to_selection(found)

    def add_to_selection(self, found: Mask) -> None:
        """Select these points besides those that are selected."""
        if self.selected is not None and self.selected.size == found.size:
            found = found | self.selected
        self.selected = found if found.any() else None

    def fit_selection(self, before: Painted, after: Painted) -> None:
        """Keep what is selected while the same points are there; new ones behind them are not selected."""
        if self.selected is None or before is after:
            return
        old, new = before.table[:, 3], after.table[:, 3]
        if len(new) >= len(old) and np.array_equal(new[: len(old)], old):
            self.selected = np.append(self.selected, np.zeros(len(new) - len(old), np.bool_))
        else:
            self.selected = None
