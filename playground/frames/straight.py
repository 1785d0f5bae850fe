"""A network over a plane on which all inputs are straight functions of the place: it needs only the place.

The first layer is then one of two inputs, however many there are: for 64 pixels half of all work is saved.
"""

from dataclasses import replace

import numpy as np

from engine.activations import Array
from engine.flat import blocks
from engine.network import Network

LEAST = 8  # inputs from which on it is worth it
STRAIGHT = 1e-5  # of the largest input, by which one may be off


def slopes_of(inputs: Array, places: Array) -> Array | None:
    """Inputs (n, m) as a matrix (n, 3) times places (3, m), whose last row is ones; None if they bend."""
    wide = places.astype(np.float64)
    slopes: Array = inputs @ (wide.T @ np.linalg.inv(wide @ wide.T)).astype(inputs.dtype)
    off = slopes @ places.astype(inputs.dtype)  # thousands of inputs take their room: none is kept twice
    off -= inputs
    largest = max(1.0, float(inputs.max()), -float(inputs.min()))
    return slopes if max(float(off.max()), -float(off.min())) <= STRAIGHT * largest else None


def grid(resolution: int) -> Array:
    """Places (3, G*G) of a plane, top row first: across and up from -1 to 1, and ones."""
    steps = np.linspace(-1, 1, resolution)
    across, up = np.meshgrid(steps, -steps)
    return np.stack([across.ravel(), up.ravel(), np.ones(across.size)]).astype(np.float32)


class Straight:
    """Keeps `flat`, the vector of `network` with two inputs, for `whole`, that of one with many.

    `slopes` (n + 1, 3) leads from places to the many inputs with their row of ones.
    """

    def __init__(self, network: Network, whole: Array, slopes: Array) -> None:
        self.network = replace(network, n_inputs=2)
        self.flat: Array = np.empty(self.network.n_parameters, whole.dtype)
        self._slopes = np.ascontiguousarray(slopes.T, whole.dtype)
        self._many, self._two = blocks(network, whole)[0], blocks(self.network, self.flat)[0]
        self._rest, self._same = whole[self._many.size :], self.flat[self._two.size :]

    def follow(self) -> None:
        """Take the parameters of this moment."""
        np.matmul(self._slopes, self._many, out=self._two)
        self._same[:] = self._rest
