"""Which units of a wide layer are shown: the most active ones, and those that were asked for."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from playground.frames.view import View

Units = NDArray[np.intp]
# A unit that is shown stays until another one is so many times as active: else pictures would jump about.
LOYALTY = 1.3


class Folding:
    """The units that are shown of every column, from frame to frame."""

    def __init__(self) -> None:
        self._shown: dict[int, Units] = {}

    def choose(self, column: int, n: int, activity: Array | None, view: View) -> Units:
        """The units of a column of n, in their order; `activity` (n,) tells which are worth most."""
        room = view.room[column] if column < len(view.room) else n
        if n <= room or activity is None:
            return np.arange(n)
        worth = np.nan_to_num(activity.astype(np.float64))
        before = self._shown.get(column, np.arange(0))
        worth[before[before < n]] *= LOYALTY
        worth[[u for u in _asked(view, column) if u < n]] = np.inf
        best = np.argsort(-worth, kind="stable")[:room]
        self._shown[column] = np.sort(best)
        return self._shown[column]


def _asked(view: View, column: int) -> Iterable[int]:
    """Units that must be among them."""
    places = (view.selected, view.unit, *view.pinned)
    return {
        place.unit for place in places if place is not None and place.column == column and place.unit >= 0
    }
