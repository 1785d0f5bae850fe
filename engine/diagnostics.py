"""Diagnostics: what a network at its present weights looks like from inside, layer by layer, and how it does.

Everything is measured on the training part in float64, without dropout; batch norm takes that part as one
mini-batch. The trainer does not change.
"""

import math
from collections.abc import Iterator
from typing import Literal

import msgspec
import numpy as np

from engine import bias_variance, flat
from engine.activations import Activation, Array
from engine.bias_variance import Measure, PartError, Verdict
from engine.errors import EngineError
from engine.network import layer_of
from engine.trainer import Trainer
from engine.updates import next_update

# A unit is dead when its output and its slope are smaller than this for every example: then no gradient comes
# through it. ReLU is exactly 0 there; SiLU, GELU and softplus only come close.
NOTHING = 1e-6
# Nearer to one of its bounds than this share of the way between them, sigmoid and tanh have less than a tenth
# of their steepest slope (tanh beyond 0.95). A unit is saturated when most examples are there.
MARGIN, MOST = 0.025, 0.5
# So far from 0 every activation is as good as at its bound, and none overflows.
FAR = 1e3
# A unit that is constant has a standard deviation of so much of its size, by rounding alone.
ROUNDING = 1e-12
# A few dead or saturated units are usual; a quarter of a layer is missed.
MANY = 0.25
# Updates of about a thousandth of the weights are usual (Karpathy, CS231n). A hundred times less hardly
# learns, a hundred times more overwrites what was learned.
SMALLEST_UPDATE, LARGEST_UPDATE = 1e-5, 1e-1
# Between inputs and last hidden layer a good start keeps the signal's size; this is a factor of 10 in its
# standard deviation, which the course's 0.5^L and 1.5^L reach after 4 and 6 layers.
WEAKEST, STRONGEST = 1e-2, 1e2

Trouble = Literal[
    "dead units",
    "saturated units",
    "small updates",
    "large updates",
    "vanishing signal",
    "exploding signal",
]


class Spread(msgspec.Struct, frozen=True):
    """Mean and standard deviation of all numbers of a matrix."""

    mean: float
    std: float

    @classmethod
    def of(cls, values: Array) -> "Spread":
        """That of any array."""
        return cls(float(values.mean()), float(values.std()))


class LayerState(msgspec.Struct, frozen=True, kw_only=True):
    """Layer l over the training part. `activation` is of A[l], `pre_activation` of what g is applied to.

    A[L] are the predictions. `gradient_norm` is that of all parameters of the layer, the penalty included;
    `weight_gradient` is of dW[l]. `dead` and `saturated` are shares of the units, None where the activation
    cannot be so. `update_ratio` is ||update of W[l]|| / ||W[l]|| for the update of `next_update`; None where
    all weights are 0. `growth` is the `signal` in A[l] over that in A[l-1], None where the latter is 0.
    """

    layer: int
    units: int
    activation: Spread
    pre_activation: Spread
    gradient_norm: float
    weight_gradient: Spread
    dead: float | None
    saturated: float | None
    update_ratio: float | None
    growth: float | None


class Finding(msgspec.Struct, frozen=True):
    """A layer with a number that lies outside the usual; the limits are this module's constants."""

    layer: int
    trouble: Trouble
    value: float


class Diagnostics(msgspec.Struct, frozen=True, kw_only=True):
    """The state of the weights of `epoch`. `signal` is that in the last hidden layer over that in the inputs.

    It is None without a hidden layer. `verdict` is None where all training targets are the same number.
    """

    epoch: int
    layers: tuple[LayerState, ...]
    signal: float | None
    findings: tuple[Finding, ...]
    measure: Measure
    errors: tuple[PartError, ...]
    verdict: Verdict | None


def diagnose(trainer: Trainer, test: bool = False, human_error: float = 0.0) -> Diagnostics:
    """Look at a trainer's present weights. The test part stays locked unless `test`.

    `human_error` is the error that the best possible prediction would leave over. Raises EngineError where a
    signal or a gradient is not finite.
    """
    with np.errstate(all="ignore"):
        inside = _Inside(trainer)
        layers = tuple(inside.layer(l) for l in range(1, trainer.network.depth + 1))
    through = inside.growth(0, trainer.network.depth - 1) if trainer.network.depth > 1 else None
    parts = bias_variance.errors(trainer, test)
    return Diagnostics(
        epoch=trainer.early_stop.best_epoch if trainer.early_stop else trainer.epoch,
        layers=layers,
        signal=through,
        findings=tuple(_findings(layers, through)),
        measure=bias_variance.measure(trainer),
        errors=parts,
        verdict=bias_variance.judge(parts, human_error),
    )


class _Inside:
    """What is computed once for all layers: the signals, the gradients, the next update."""

    def __init__(self, trainer: Trainer) -> None:
        self.network = trainer.network
        X, Y = trainer.problem.inputs["train"], trainer.problem.targets["train"]
        self.parameters = flat.unpack(self.network, trainer.theta())
        self.gradients = self.network.gradients(self.parameters, X, Y)
        self.caches = self.network.forward(self.parameters, X)
        predictions = self.network.loss.output(self.caches[-1].Z)
        self.signals = [X, *(cache.A for cache in self.caches[:-1]), predictions]
        if not all(np.isfinite(A).all() for A in (*self.signals, *self.gradients.values())):
            raise EngineError("A signal or gradient is not finite at these weights. Start from new ones.")
        self.updates = next_update(trainer)

    def layer(self, l: int) -> LayerState:
        """The state of layer l."""
        g, cache = self.network.layers[l - 1].activation, self.caches[l - 1]
        hidden = l < self.network.depth
        return LayerState(
            layer=l,
            units=self.network.sizes[l],
            activation=Spread.of(self.signals[l]),
            pre_activation=Spread.of(cache.Z),
            gradient_norm=math.sqrt(sum(float(np.square(G).sum()) for G in self._gradients_of(l))),
            weight_gradient=Spread.of(self.gradients[f"W{l}"]),
            dead=dead_units(g, cache.Z, cache.A) if hidden else None,
            saturated=saturated_units(g, cache.A) if hidden else None,
            update_ratio=_ratio(self.updates[f"W{l}"], self.parameters[f"W{l}"]),
            growth=self.growth(l - 1, l),
        )

    def _gradients_of(self, l: int) -> list[Array]:
        return [G for name, G in self.gradients.items() if layer_of(name) == l]

    def growth(self, start: int, end: int) -> float | None:
        """The signal in A[end] over that in A[start], None where the latter is 0."""
        before = signal(self.signals[start])
        return signal(self.signals[end]) / before if before else None


def signal(A: Array) -> float:
    """The variance of a unit (row of A (n, m)) from example to example, on average over the units.

    That the units differ from each other, by their biases say, tells nothing about the examples.
    """
    variance = float(A.var(axis=1).mean())
    return variance if variance > ROUNDING**2 * float(np.square(A).mean()) else 0.0


def _ratio(update: Array, W: Array) -> float | None:
    size = float(np.linalg.norm(W))
    return float(np.linalg.norm(update)) / size if size else None


def dead_units(g: Activation, Z: Array, A: Array) -> float | None:
    """The share of units (rows of Z, A = g(Z), both (n, m)) that are off for every example.

    None where g cannot switch off, as ReLU and its smooth relatives do.
    """
    far = np.array([-FAR, FAR])
    (low, high), (slope, _) = g.value(far), g.derivative(far, g.value(far))
    if low or slope or high <= 1:
        return None
    off = (np.abs(A) <= NOTHING) & (np.abs(g.derivative(Z, A)) <= NOTHING)
    return float(off.all(axis=1).mean())


def saturated_units(g: Activation, A: Array) -> float | None:
    """The share of units (rows of A (n, m)) near a bound of g for most examples; None where g has not two."""
    far = np.array([-FAR, FAR])
    low, high = g.value(far)
    if g.derivative(far, g.value(far)).any():
        return None
    near = np.minimum(A - low, high - A) <= MARGIN * (high - low)
    return float((near.mean(axis=1) > MOST).mean())


def _findings(layers: tuple[LayerState, ...], through: float | None) -> Iterator[Finding]:
    for state in layers:
        yield from _findings_of(state)
    if through is not None and not WEAKEST <= through <= STRONGEST:
        trouble: Trouble = "vanishing signal" if through < WEAKEST else "exploding signal"
        yield Finding(layers[-2].layer, trouble, through)


def _findings_of(state: LayerState) -> Iterator[Finding]:
    if state.dead is not None and state.dead >= MANY:
        yield Finding(state.layer, "dead units", state.dead)
    if state.saturated is not None and state.saturated >= MANY:
        yield Finding(state.layer, "saturated units", state.saturated)
    ratio = state.update_ratio
    if ratio is not None and not SMALLEST_UPDATE <= ratio <= LARGEST_UPDATE:
        yield Finding(state.layer, "small updates" if ratio < SMALLEST_UPDATE else "large updates", ratio)
