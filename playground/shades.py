"""From the network's output to colours, the same for the window, the film and the report."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data import Dataset
from playground.tokens import Theme

Floats = NDArray[np.floating[Any]]
LAST = 255


def value_range(y: Floats) -> tuple[float, float]:
    """What the diverging map spans for regression: even to both sides of 0 where targets have both signs."""
    low, high = float(y.min()), float(y.max())
    if low < 0 < high:
        high = max(-low, high)
        low = -high
    return (low, high) if high > low else (low - 1, high + 1)


class Shades:
    """From the output (n[L], G, G) to colours 0xFFRRGGBB (G, G), for one data set and theme.

    Two classes: p on the field map. More: the winner's colour, stronger with its confidence above chance.
    Regression: the value on the diverging map. `flat` keeps one colour per class.
    """

    def __init__(self, dataset: Dataset, theme: Theme, flat: bool = False) -> None:
        self.n_classes = dataset.n_classes
        self.low, self.high = 0.0, 1.0
        if dataset.task == "multiclass":
            self.table = theme.class_field(dataset.n_classes)
            if flat:
                self.table = np.repeat(self.table[:, -1:], LAST + 1, axis=1)
        elif dataset.task == "binary":
            self.table = theme.map("field").argb
            if flat:
                self.table = self.table[np.where(np.arange(LAST + 1) * 2 < LAST, 0, LAST)]
        else:
            self.low, self.high = value_range(dataset.y.astype(np.float64))
            self.table = theme.map("diverging").argb

    def index(self, values: Floats) -> NDArray[np.intp]:
        """Rows of the table for values between `low` and `high`."""
        scaled = (values - self.low) * (LAST / (self.high - self.low))
        return np.asarray(np.rint(np.clip(scaled, 0, LAST)), dtype=np.intp)

    def pixels(self, field: Floats) -> NDArray[np.uint32]:
        """The colours of the plane."""
        if len(field) == 1:
            return np.ascontiguousarray(self.table[self.index(field[0])])
        chance = 1 / self.n_classes
        confidence = (field.max(axis=0) - chance) / (1 - chance)
        return np.ascontiguousarray(self.table[field.argmax(axis=0), self.index(confidence)])
