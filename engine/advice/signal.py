"""How large z and the signal are in every layer of a network with fresh weights, and where they are no use.

In a wide layer each z is a sum of many terms, so it is nearly normal, and two numbers say all: its mean
square, and how much of that varies from example to example. Source: Poole et al. 2016, Exponential
expressivity in deep neural networks through transient chaos.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from math import erfc, sqrt
from typing import NamedTuple

import numpy as np

from engine import batch_norm
from engine.activations import Activation, Sigmoid, Tanh
from engine.advice.design import Advice, Design, rounded, warning
from engine.advice.symmetry import is_alike
from engine.initializers import usual
from engine.layers import Dense
from engine.network import Network

# Gauss-Hermite: sum of WEIGHTS * f(NODES) is E[f] of a standard normal number.
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(16)
WEIGHTS /= WEIGHTS.sum()
# Larger squares would overflow on their way through an activation.
CEILING = 1e90
# Beyond this |z| the slope is less than a tenth of the steepest one, as in engine.diagnostics.
FLAT = {Sigmoid: 3.66, Tanh: 1.83}
# Measured on points, with gradient descent and Adam: training suffers where two thirds of the units start
# there, and where z starts so large before an activation without bounds; logits may be larger.
SATURATED, LARGE_Z, LARGE_LOGIT = 2 / 3, 15.0, 100.0
# So weak against the inputs a signal is no more found by gradient descent, and hardly by Adam. In a shallow
# network it is: the course's small random numbers are right there.
WEAKEST, DEEP = 1e-3, 3
# Weights that keep less than this of the mean square are small; 1 by Xavier, but for rounding.
SMALL = 0.99


class Signal(NamedTuple):
    """Standard deviations in one layer: of all z, and of a unit's output from example to example."""

    z: float
    output: float


def signals(network: Network) -> list[Signal]:
    """Those of every layer, for inputs of standard deviation 1 and without dropout."""
    square = varying = 1.0
    found = []
    for layer, shape in zip(network.layers, network.shapes, strict=True):
        gain = layer.first_weights.mean_square(shape) * shape[1]
        total, part = min(gain * square, CEILING), min(gain * varying, CEILING)
        if layer.batch_norm:
            total = part = part / (part + batch_norm.EPS)
        square, varying = _passed(layer.activation, total, part)
        found.append(Signal(sqrt(total), sqrt(varying)))
    return found


@lru_cache(maxsize=1024)
def _passed(g: Activation, total: float, part: float) -> tuple[float, float]:
    """E[A^2] and the variance over examples of A = g(z), z being c + d: c of the unit, d of the example."""
    c, d = sqrt(max(0.0, total - part)) * NODES[:, None], sqrt(part) * NODES
    with np.errstate(over="ignore"):
        A = g.value(c + d)
    squares, means = np.square(A) @ WEIGHTS, A @ WEIGHTS
    return float(WEIGHTS @ squares), max(0.0, float(WEIGHTS @ (squares - np.square(means))))


def huge_weights(design: Design) -> Iterator[Advice]:
    """Layers whose own first weights make z so large that they start saturated, or the cost out of reach.

    Source: Glorot and Bengio 2010; course, Initialisation: exploding.
    """
    found = zip(design.network.layers, design.network.shapes, signals(design.network), strict=True)
    for l, (layer, shape, signal) in enumerate(found, start=1):
        effect = _effect(design, l, layer, signal.z)
        if effect and not layer.batch_norm and _gain(layer, shape) > layer.activation.weight_variance:
            start = f"With {_words(layer)} z of {design.name(l)} starts at about ±{rounded(signal.z)}"
            cure = f"Use {usual(layer.activation).label}", design.with_layers(l, initializer=None)
            yield warning(l, "huge first weights", f"{start}: {effect}.", cure)


def _effect(design: Design, l: int, layer: Dense, z: float) -> str:
    """What so large z do, nothing where they are bearable."""
    g = layer.activation
    if l > design.depth:
        return "the cost starts very high, and the first steps are spent on that" if z > LARGE_LOGIT else ""
    if type(g) in FLAT:
        share = erfc(FLAT[type(g)] / max(z, 1e-9) / sqrt(2))
        far = f"most of its outputs are where {g.label} is nearly flat, so it learns slowly"
        return far if share > SATURATED else ""
    return "the layers behind it get numbers far too large to learn from" if z > LARGE_Z else ""


def fading(design: Design) -> Iterator[Advice]:
    """The first hidden layer of a deep network that what tells the examples apart does not reach.

    The gradient fades alike on its way back. Source: course, Initialisation: vanishing; Glorot and Bengio
    2010 on deep networks of sigmoid units.
    """
    network, k = design.network, design.depth
    if k < DEEP:
        return
    found = signals(network)[:k]
    l = next((l for l in range(DEEP, k + 1) if found[l - 1].output < WEAKEST), 0)
    if not l or any(is_alike(layer.first_weights) for layer in network.layers[:l]):
        return
    start = f"Only {found[l - 1].output:.1g} of the input's spread is left behind layer {l}"
    gains = [_gain(*pair) for pair in zip(network.layers[:l], network.shapes, strict=False)]
    small = [l for l, gain in enumerate(gains, start=1) if gain < SMALL]
    if small:
        sentence = f"{start}, since each layer's first weights are too small: the gradient fades as much."
        cure = "Use usual first weights", design.with_layers(*small, initializer=None)
        yield warning(l, "small: signal fades", sentence, cure)
    else:
        g = _weakest(network, found[:l])
        sentence = f"{start}, since each {g} flattens it: the gradient fades as much on its way back."
        cure = "Use batch norm", design.with_layers(*range(1, k + 1), batch_norm=True)
        yield warning(l, f"{g}: signal fades", sentence, cure)


def _weakest(network: Network, found: list[Signal]) -> str:
    """The label of the activation that takes most of the signal."""
    shares = [after.output / max(before.output, WEAKEST**2) for before, after in pairwise(found)]
    return network.layers[1 + int(np.argmin(shares))].activation.label


def _gain(layer: Dense, shape: tuple[int, int]) -> float:
    """By how much the weights change the mean square: 1 under Xavier, 2 under He."""
    return layer.first_weights.mean_square(shape) * shape[1]


def _words(layer: Dense) -> str:
    """ "normal 3", or "He" where there is nothing to set."""
    first = layer.first_weights
    return " ".join([first.label, *(f"{getattr(first, name):g}" for name in first.__struct_fields__)])
