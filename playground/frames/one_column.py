"""Data of one column lie on a plane, too: the column goes across, and what is to be predicted of it up."""

import numpy as np

from engine.activations import Array
from engine.data import Dataset

MARGIN = 0.12
GOLDEN = (5**0.5 - 1) / 2  # its multiples, modulo 1, fill a lane evenly
LANE = 0.7  # of the height that a class has


def heights(data: Dataset) -> Array:
    """Where each example stands (m,): at its number, or spread over the lane of its class."""
    if not data.n_classes:
        return np.asarray(data.y, np.float64)
    spread = GOLDEN * np.arange(data.m) % 1 - 0.5
    return np.asarray(data.y + 0.5 + LANE * spread)


def reach(data: Dataset) -> tuple[float, float]:
    """From where to where the plane goes upwards."""
    if data.n_classes:
        return 0.0, float(data.n_classes)
    low, high = float(data.y.min()), float(data.y.max())
    margin = MARGIN * (high - low) if high > low else 1.0
    return low - margin, high + margin
