"""Inverted dropout: in each step a unit is kept with probability keep_prob and then divided by it.

The chance is a 16-bit threshold, and a kept unit is divided by exactly that chance, so that the expectation
of A does not change. Source: course, Dropout (inverted); Srivastava et al. 2014.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.activations import Array

LEVELS = 2**16
STREAM = 2
PER_DRAW = 4  # 16-bit numbers in one draw of the generator


def generator(seed: int) -> np.random.Generator:
    """The generator of all masks of a training: small, fast, and apart from the others of this seed."""
    return np.random.Generator(np.random.SFC64([seed, STREAM]))


def threshold(keep_prob: float) -> int:
    """How many of the LEVELS keep a unit."""
    return max(1, round(keep_prob * LEVELS))


def draw_mask(keep_prob: float, shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """D / keep_prob (n, m), float64: 0 for a dropped unit, 1 / keep_prob for a kept one.

    The lowered lines draw the same bits.
    """
    if keep_prob == 1:
        return np.ones(shape)
    bits = rng.bit_generator.random_raw(_draws(shape)).view(np.uint16)[: shape[0] * shape[1]]
    return np.asarray((bits < threshold(keep_prob)) * (LEVELS / threshold(keep_prob))).reshape(shape)


def _draws(shape: tuple[int, int]) -> int:
    return -(-shape[0] * shape[1] // PER_DRAW)


def lines(l: int, source: str, target: str) -> Iterator[str]:
    """A new mask for layer l, and `target` = `source` with its units dropped."""
    yield f"less(bits(draws{l}).view(uint16), kept{l}, coins{l})"
    yield f"multiply(coins{l}, inverse{l}, coins{l})"
    yield f"multiply({source}, mask{l}, {target})"


def names(l: int, keep_prob: float, A: Array, rng: np.random.Generator) -> dict[str, Any]:
    """What the lines of layer l with outputs A (n, m) work with."""
    draws = _draws(A.shape)
    coins: Array = np.empty(draws * PER_DRAW, A.dtype)
    return {
        "bits": rng.bit_generator.random_raw,
        "uint16": np.uint16,
        f"draws{l}": draws,
        f"kept{l}": np.array(threshold(keep_prob), np.uint16),
        f"inverse{l}": np.array(LEVELS / threshold(keep_prob), A.dtype),
        f"coins{l}": coins,
        f"mask{l}": coins[: A.size].reshape(A.shape),
    }
