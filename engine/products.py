"""Products bound to their left side, and one of all numbers: of NumPy's ways the ones that cost least."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from engine.activations import Array


def product(left: Array) -> Callable[..., Any]:
    """`left @ right`, to be called with right and out; for a stack (K, n, m) all K products in one call."""
    return left.dot if left.ndim == 2 else partial(np.matmul, left)


def is_finite(numbers: Array) -> bool:
    """Whether all are. Their product looks at them in a fifth of the time, but overflows before they do."""
    flat = numbers.reshape(-1)
    with np.errstate(all="ignore"):
        square = flat.dot(flat)
    return math.isfinite(square) or bool(np.isfinite(flat).all())
