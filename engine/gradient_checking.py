"""Gradient checking: the derivative of J by its definition, against backpropagation, for every parameter.

What is checked is the lowered step, the very lines that training runs, and the readable mathematics beside
it. Everything is computed in float64, whatever the precision of the experiment: float32 has too few digits.
"""

from collections.abc import Callable
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine import dropout, flat
from engine.activations import Activation, Array
from engine.batches import EpochBuffers
from engine.errors import EngineError
from engine.memory import Memory
from engine.network import Network
from engine.optimizers import GradientDescent
from engine.step import Step
from engine.trainer import Trainer

Progress = Callable[[float], None]  # hears the share that is done, 0 to 1; what it raises stops the check
Verdict = Literal["great", "look closer", "a bug"]
VERDICTS: tuple[Verdict, ...] = ("great", "look closer", "a bug")

EPS = 1e-7
# A smaller nudge is lost in the last places of a parameter around 1.
SMALLEST_EPS = 1e-12
# The course: about 1e-7 is great, 1e-5 wants a closer look, 1e-3 is a bug. "About" ends half-way, in powers.
GREAT, DOUBTFUL = 1e-6, 1e-4
# The cost is right to a few units in its last place; nothing finer than that can be told from its changes.
UNITS_IN_LAST_PLACE = 4


class Component(msgspec.Struct, frozen=True):
    """One parameter, such as W2[3, 0], with both its derivatives."""

    name: str
    numeric: float
    analytic: float


class LayerCheck(msgspec.Struct, frozen=True):
    """One layer's share. `largest` is where both derivatives differ most, None where none was compared."""

    layer: int
    difference: float
    verdict: Verdict
    largest: Component | None

    @property
    def only_rounding(self) -> bool:
        """Whether the derivatives are so small that their difference is no more than the rounding of J."""
        return self.verdict == "great" and self.difference > GREAT


class GradientCheck(msgspec.Struct, frozen=True, kw_only=True):
    """difference = ||approx - dtheta|| / (||approx|| + ||dtheta||), dtheta by the lowered step.

    `readable_difference` is the same for `Network.gradients`. The verdict is that of the worse one; what the
    rounding of J explains is taken off before it is judged. `kinks` are the parameters where theta - eps and
    theta + eps lie on different sides of the kink of a ReLU, or of |w| under L1: there is no one derivative
    between them, so they are named here and left out of the comparison. `cost` is J (with its penalty) of
    the `examples`.
    """

    difference: float
    readable_difference: float
    verdict: Verdict
    layers: tuple[LayerCheck, ...]
    kinks: tuple[Component, ...]
    cost: float
    examples: int
    parameters: int
    eps: float


def gradient_check(
    trainer: Trainer,
    examples: int | None = None,
    eps: float = EPS,
    dropout_off: bool = False,
    progress: Progress | None = None,
) -> GradientCheck:
    """Check a trainer's gradient, its penalty included, at its present weights; nothing of it changes.

    At most `examples` of the train set are used, evenly spread, as one mini-batch; None takes all. Two
    forward passes per parameter. Frozen layers are checked too. Raises EngineError where dropout is on and
    may not be switched off, J is not finite or no example is asked for. Source: course, Gradient checking.
    """
    if trainer.network.drops and not dropout_off:
        raise EngineError(
            "Dropout makes every forward pass different, so a gradient check would compare two different "
            "nets. Check with dropout off."
        )
    X, Y = trainer.problem.inputs["train"], trainer.problem.targets["train"]
    if examples is not None:
        chosen = _spread(examples, X.shape[1])
        X, Y = X[:, chosen], Y[:, chosen]
    return check_network(trainer.network, trainer.theta(), X, Y, eps, progress)


def check_network(
    network: Network,
    theta: Array,
    X: Array,
    Y: Array,
    eps: float = EPS,
    progress: Progress | None = None,
) -> GradientCheck:
    """The same for a flat parameter vector, inputs X (n[0], m) and encoded targets Y (n[L], m), float64.

    Whatever dropout the network has is off. Raises EngineError for an eps outside SMALLEST_EPS ... 1.
    """
    if not SMALLEST_EPS <= eps <= 1:
        raise EngineError(f"A nudge is from {SMALLEST_EPS:g} to 1, not {eps:g}. The usual one is {EPS:g}.")
    with np.errstate(all="ignore"):
        slope = Slope(network, theta, X, Y)
        cost, _ = slope.cost()
        if not np.isfinite(cost):
            raise EngineError("The cost is not finite at these weights, so there is no gradient to check.")
        numeric, smooth = slope.everywhere(eps, progress)
        lowered = lowered_gradient(network, theta, X, Y)
        readable = flat.flatten(network, network.gradients(flat.unpack(network, theta), X, Y))
    rounding = UNITS_IN_LAST_PLACE * np.finfo(np.float64).eps * abs(cost) / eps
    whole, again = (_judge(numeric, g, smooth, rounding) for g in (lowered, readable))
    names = parameter_names(network)
    return GradientCheck(
        difference=whole[0],
        readable_difference=again[0],
        verdict=max(whole[1], again[1], key=VERDICTS.index),
        layers=tuple(_layers(network, names, numeric, lowered, smooth, rounding)),
        kinks=tuple(
            Component(names[i], float(numeric[i]), float(lowered[i])) for i in np.flatnonzero(~smooth)
        ),
        cost=cost,
        examples=X.shape[1],
        parameters=theta.size,
        eps=eps,
    )


def lowered_gradient(network: Network, theta: Array, X: Array, Y: Array) -> Array:
    """dtheta (n_parameters,) as the training step computes it: one step of rate 0 on a copy of theta."""
    m, optimizer, network = X.shape[1], GradientDescent(), network.with_layers(frozen=False)
    memory = Memory(network, optimizer, np.array(theta, np.float64), dropout.generator(0))
    buffers = EpochBuffers(X, Y, m, np.float64, ones=not network.layers[0].batch_norm)
    buffers.gather()
    Step(network, optimizer, memory, m).run([(*buffers.views()[0], np.zeros(()))])
    return np.asarray(memory.GG[0] / (m * network.loss.delta_scale))


def parameter_names(network: Network) -> list[str]:
    """ "W1[0, 0]" ... in the order of the flat vector."""
    places = np.arange(network.n_parameters, dtype=np.float64)
    names = [""] * network.n_parameters
    for name, view in flat.views(network, places).items():
        for index, place in np.ndenumerate(view):
            names[int(place)] = f"{name}[{index[0]}, {index[1]}]"
    return names


class Slope:
    """J as a function of theta, by the readable forward pass, and its two-sided derivatives."""

    def __init__(self, network: Network, theta: Array, X: Array, Y: Array) -> None:
        self._network, self._X, self._Y = network, X, Y
        self._theta = np.array(theta, np.float64)
        self._kinked = [l for l, g in enumerate(network.activations) if has_kink(g)]
        self._parameters = flat.views(network, self._theta)  # a nudge shows in them
        prices = {f"W{l}": np.array(network.lambdas(l)[0]) for l in range(1, network.depth + 1)}
        self._has_l1 = flat.fill(network, prices, np.float64) > 0

    def cost(self) -> tuple[float, list[NDArray[np.bool_]]]:
        """J, and on which side of its kink every unit that has one is, per example."""
        caches = self._network.forward(self._parameters, self._X)
        m = self._X.shape[1]
        data = self._network.loss.total(caches[-1].Z, self._Y) / m
        return data + self._network.penalty(self._parameters, m), [caches[l].Z > 0 for l in self._kinked]

    def everywhere(self, eps: float, progress: Progress | None = None) -> tuple[Array, NDArray[np.bool_]]:
        """(J(theta + eps e_i) - J(theta - eps e_i)) / 2 eps for all i, and where no kink lies in between.

        A parameter above 1 is moved by as much more, so that the nudge keeps its digits. At 0 itself both
        derivatives of |w| are 0.
        """
        slopes, smooth = np.empty_like(self._theta), np.ones(self._theta.size, np.bool_)
        for i, value in enumerate(self._theta.tolist()):
            if progress is not None:
                progress(i / self._theta.size)
            above, below = (value + sign * eps * max(1.0, abs(value)) for sign in (1, -1))
            self._theta[i] = above
            right, right_sides = self.cost()
            self._theta[i] = below
            left, left_sides = self.cost()
            self._theta[i] = value
            slopes[i] = (right - left) / (above - below)
            smooth[i] = all(map(np.array_equal, right_sides, left_sides))
            if self._has_l1[i] and 0 < abs(value) < eps:
                smooth[i] = False
        return slopes, smooth


def has_kink(g: Activation) -> bool:
    """Whether the derivative of g jumps at 0, as that of ReLU does."""
    Z = np.array([-1e-9, 1e-9])
    left, right = g.derivative(Z, g.value(Z))
    return bool(abs(right - left) > 1e-6)


def _judge(
    numeric: Array, analytic: Array, smooth: NDArray[np.bool_], rounding: float
) -> tuple[float, Verdict]:
    """The course's difference over the smooth components, and what to think of it."""
    a, b = numeric[smooth], analytic[smooth]
    if not a.size:
        return 0.0, "look closer"
    distance, size = float(np.linalg.norm(a - b)), float(np.linalg.norm(a) + np.linalg.norm(b))
    if not np.isfinite(size):
        return np.inf, "a bug"
    beyond = max(distance - rounding * np.sqrt(a.size), 0.0)
    size = size or 1.0
    return distance / size, verdict(beyond / size)


def verdict(difference: float) -> Verdict:
    """The course's traffic light."""
    if difference <= GREAT:
        return "great"
    return "look closer" if difference <= DOUBTFUL else "a bug"


def _layers(
    network: Network,
    names: list[str],
    numeric: Array,
    analytic: Array,
    smooth: NDArray[np.bool_],
    rounding: float,
) -> list[LayerCheck]:
    rows, layers = [], flat.layer_numbers(network)
    for l in range(1, network.depth + 1):
        mine = np.flatnonzero(layers == l)
        difference, judged = _judge(numeric[mine], analytic[mine], smooth[mine], rounding)
        largest = _largest([names[i] for i in mine], numeric[mine], analytic[mine], smooth[mine])
        rows.append(LayerCheck(l, difference, judged, largest))
    return rows


def _largest(
    names: list[str], numeric: Array, analytic: Array, smooth: NDArray[np.bool_]
) -> Component | None:
    if not smooth.any():
        return None
    gaps = np.nan_to_num(np.abs(numeric - analytic), nan=np.inf)
    i = int(np.argmax(np.where(smooth, gaps, -1.0)))
    return Component(names[i], float(numeric[i]), float(analytic[i]))


def _spread(examples: int, m: int) -> NDArray[np.int64]:
    """That many of m columns, evenly spread."""
    if examples < 1:
        raise EngineError(f"A gradient is checked on at least 1 example, not {examples}.")
    return np.linspace(0, m - 1, min(examples, m)).round().astype(np.int64)
