"""What spoils drawn points: rare classes, flipped labels, shaken coordinates and outliers.

Each disturbance has draws of its own, one row for every example: moving it changes the same points further,
and leaves those of the others alone.
"""

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Floats

Labels = NDArray[np.int64]
GOLDEN = (5**0.5 - 1) / 2  # its multiples, modulo 1, fill the unit evenly
FAR = 9.0  # outliers are anywhere from -9 to 9
TOO_LARGE = 3.0  # an outlying value is up to three times as large as the largest true one


def unequal(turns: Labels, n_classes: int, share: float, rng: np.random.Generator) -> Labels:
    """`turns` (m,) in which class 0 takes this share of every other class's, spread evenly over them.

    Of every class the first example stays, so that none is without any.
    """
    rounds = np.arange(turns.size) // n_classes
    taken = (rng.random(n_classes)[turns] + GOLDEN * rounds) % 1 < share
    return np.where(taken & (rounds > 0), 0, turns)


def flipped(y: Labels, n_classes: int, share: float, rng: np.random.Generator) -> Labels:
    """Class indices (m,), of which this share is replaced by another class at random."""
    chance, other = rng.random((y.size, 2)).T
    step = 1 + (other * (n_classes - 1)).astype(np.int64)
    return np.where(chance < share, (y + step) % n_classes, y)


def shaken(X: Floats, deviation: float, rng: np.random.Generator) -> Floats:
    """Places X (n, m), each coordinate moved by a normal draw of that standard deviation."""
    shift: Floats = rng.standard_normal(X.T.shape).T
    return X + deviation * shift


def strewn(X: Floats, share: float, rng: np.random.Generator) -> Floats:
    """Places X (n, m), of which this share is anywhere on a plane larger than theirs."""
    chance, *places = rng.random((X.shape[1], 1 + X.shape[0])).T
    return np.where(chance < share, FAR * (2 * np.stack(places) - 1), X)


def exaggerated(y: Floats, share: float, rng: np.random.Generator) -> Floats:
    """Values (m,) around 0 up to about 1, of which this share is anything within TOO_LARGE."""
    chance, value = rng.random((y.size, 2)).T
    return np.where(chance < share, TOO_LARGE * (2 * value - 1), y)
