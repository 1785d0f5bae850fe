"""From numbers to bytes: 0 is negative, 128 zero, 255 positive; a theme's colours come later."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.data.dataset import Image

Bytes = NDArray[np.uint8]


def to_bytes(values: Array) -> Bytes:
    """Values -1 ... 1 as 0 ... 255, 0 in the middle."""
    return _to_bytes(values * 127.5)


def _to_bytes(scaled: Array) -> Bytes:
    """The same from 127.5 times as much, in whose place it is worked out."""
    scaled += 128.0
    np.minimum(scaled, 255, out=scaled)
    np.maximum(scaled, 0, out=scaled)
    return scaled.astype(np.uint8)


def by_percentile(stack: Array) -> Bytes:
    """Each picture (n, h, w) divided by the 98th percentile of its size: for outputs without bounds."""
    sample = np.abs(stack.reshape(len(stack), -1)[:, ::7])
    place = int(0.98 * (sample.shape[1] - 1))
    scale = np.partition(sample, place, axis=1)[:, place]
    return _to_bytes(stack * (127.5 / np.maximum(scale, 1e-12))[:, None, None])


def by_largest(values: Array) -> Bytes:
    """All numbers divided by the largest size among them: for weights and gradients of one layer."""
    most = float(np.abs(values).max(initial=0.0))
    return to_bytes(values / most if most > 0 else values)


def mean_image(values: Array) -> Bytes:
    """Brightness (h, w) from 0 to the largest; colours (h, w, 3) as they are, from black to the brightest."""
    if values.ndim == 2:
        return by_largest(values)
    return np.asarray(np.clip(255 * values / max(float(values.max(initial=0.0)), 1e-12), 0, 255), np.uint8)


def picture(activation: str, stack: Array) -> Bytes:
    """Outputs (n, g, g) of one layer as bytes, by the range of its activation function."""
    if activation == "tanh":
        return to_bytes(stack)
    if activation in ("sigmoid", "softmax"):
        return to_bytes(2 * stack - 1)
    return by_percentile(stack)


def rows_as_pictures(W: Array, image: Image | None) -> Bytes:
    """Each row of W (n, n_in) as a picture: an image where the inputs are pixels, else a band per input.

    Images in colour have a depth, (n, h, w, 3): grey is zero, and each colour its own weight.
    """
    shape = (-1, 1) if image is None else image
    largest = np.abs(W).max(axis=1, initial=0.0)[:, None]
    stack: NDArray[Any] = W / np.where(largest > 0, largest, 1.0)
    return to_bytes(stack.reshape(len(W), *shape))
