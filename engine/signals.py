"""Signals: how the numbers of every layer are spread, forward and backward, at one moment of the training.

They are measured on some of the training examples in float64, without dropout; batch norm takes them as one
mini-batch.
"""

import math

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.diagnostics import dead_units, saturated_units, signal
from engine.network import Network, Parameters

BINS = 32
# At most so many examples, fewer of a wide network: so many numbers in all layers, but never too few examples
# to tell how they are spread. And so many numbers in one histogram.
EXAMPLES, NUMBERS, ENOUGH, VALUES = 1000, 60_000, 128, 8192
LOW_POWER, HIGH_POWER = -8.0, 2.0  # of ten: what histograms of sizes span
SAME = 1e-9  # rows of W[l] that differ by less than this share of their size are the same


class Histogram(msgspec.Struct, frozen=True, eq=False):
    """`counts` (BINS,) of numbers from `low` to `high`; where `log`, of the powers of ten of their sizes.

    `zeros` is the share that is exactly 0, `norm` the root of the mean square.
    """

    low: float
    high: float
    counts: NDArray[np.int64]
    zeros: float
    norm: float
    log: bool = False


class Normalisation(msgspec.Struct, frozen=True, eq=False):
    """What batch norm does in a layer: z `before` it and `after`, with gamma and beta (n[l],).

    `mean` and `std` (n[l],) are those of the running averages, which predictions use.
    """

    before: Histogram
    after: Histogram
    gamma: Array
    beta: Array
    mean: Array
    std: Array


class LayerSignals(msgspec.Struct, frozen=True, eq=False):
    """Layer l: histograms of Z, A, dZ (sizes), W and dW (sizes).

    `dead` and `saturated` are shares of the units, None where the activation cannot be so; `growth` is the
    variance of A[l] over that of A[l-1], None where the latter is 0; `same`: whether all units are equal.
    """

    layer: int
    units: int
    function: str
    Z: Histogram
    A: Histogram
    dZ: Histogram
    W: Histogram
    dW: Histogram
    dead: float | None
    saturated: float | None
    growth: float | None
    same: bool
    normalisation: Normalisation | None


def sample_of(network: Network, inputs: Array, targets: Array) -> tuple[Array, Array]:
    """Some columns of inputs (n[0], m) and targets (n[L], m), evenly spread: enough, and affordable."""
    most = min(EXAMPLES, max(ENOUGH, NUMBERS // sum(network.sizes)))
    step = max(1, -(-inputs.shape[1] // most))
    return inputs[:, ::step], targets[:, ::step]


@np.errstate(all="ignore")
def signals(
    network: Network, parameters: Parameters, statistics: Parameters, X: Array, Y: Array
) -> tuple[LayerSignals, ...]:
    """The signals of layers 1 ... L for inputs X (n[0], m) and encoded targets Y (n[L], m)."""
    exact: Parameters = {name: array.astype(np.float64) for name, array in parameters.items()}
    caches = network.forward(exact, X)
    slopes = network.backward(exact, caches, Y)
    gradients = network.gradients_of(exact, caches, slopes)
    layers, before = [], X
    for l, (cache, slope) in enumerate(zip(caches, slopes, strict=True), start=1):
        last, g = l == network.depth, network.layers[l - 1].activation
        A, W = network.loss.output(cache.Z) if last else cache.A, exact[f"W{l}"]
        layers.append(
            LayerSignals(
                layer=l,
                units=network.sizes[l],
                function=network.loss.output_label if last else g.name,
                Z=spread(cache.Z),
                A=spread(A),
                dZ=sizes(slope.dZ),
                W=spread(W),
                dW=sizes(gradients[f"W{l}"]),
                dead=None if last else dead_units(g, cache.Z, cache.A),
                saturated=None if last else saturated_units(g, cache.A),
                growth=_growth(before, A),
                same=are_same(W),
                normalisation=_normalisation(l, cache.A_in, cache.Z, exact, statistics),
            )
        )
        before = A
    return tuple(layers)


def _normalisation(
    l: int, A_in: Array, Z: Array, parameters: Parameters, statistics: Parameters
) -> Normalisation | None:
    if f"gamma{l}" not in parameters:
        return None
    return Normalisation(
        before=spread(parameters[f"W{l}"] @ A_in),
        after=spread(Z),
        gamma=parameters[f"gamma{l}"][:, 0],
        beta=parameters[f"beta{l}"][:, 0],
        mean=statistics[f"mean{l}"][:, 0],
        std=np.sqrt(statistics[f"variance{l}"][:, 0]),
    )


def _growth(before: Array, after: Array) -> float | None:
    known = signal(before)
    return signal(after) / known if known else None


def are_same(W: Array) -> bool:
    """Whether all rows of W[l] (n[l], n[l-1]), two or more, are equal: their units stay so for ever."""
    if len(W) < 2:
        return False
    return bool((np.abs(W - W[0]) <= SAME * np.abs(W).max(initial=0)).all())


def _some(values: Array) -> Array:
    """At most VALUES numbers of a matrix, evenly spread, the finite ones."""
    flat = np.ravel(values)
    flat = flat[:: max(1, -(-flat.size // VALUES))]
    return np.asarray(flat[np.isfinite(flat)])


def spread(values: Array) -> Histogram:
    """Numbers from the least to the largest, with 0 among them."""
    some = _some(values)
    low, high = min(0.0, float(some.min(initial=0))), max(0.0, float(some.max(initial=0)))
    if not high > low:
        low, high = -1.0, 1.0
    counts, _ = np.histogram(some, BINS, (low, high))
    return Histogram(low, high, counts, _zeros(some), _norm(some))


def sizes(values: Array) -> Histogram:
    """The sizes of numbers as powers of ten; what is smaller or larger than is shown counts at the ends."""
    some = _some(values)
    powers = np.log10(np.abs(some[some != 0]))
    counts, _ = np.histogram(np.clip(powers, LOW_POWER, HIGH_POWER), BINS, (LOW_POWER, HIGH_POWER))
    return Histogram(LOW_POWER, HIGH_POWER, counts, _zeros(some), _norm(some), log=True)


def _zeros(some: Array) -> float:
    return float((some == 0).mean()) if some.size else 0.0


def _norm(some: Array) -> float:
    return math.sqrt(float(np.square(some).mean())) if some.size else 0.0
