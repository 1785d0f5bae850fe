"""The same gradient three ways, timed: loops over examples and units, loops over units, and matrices.

All three give the same numbers; how much sooner the last one does is the reason to vectorise. Source: course,
Vectorisation.
"""

from collections.abc import Callable, Mapping
from statistics import median
from timeit import Timer
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine import flat
from engine.activations import Array
from engine.errors import EngineError
from engine.loops import ExampleLoops, UnitLoops
from engine.network import Network, Parameters
from engine.trainer import Trainer

NAMES = ("loops over examples and units", "loops over units", "matrices")
RUNS = 5
# A run of the slowest takes about so long, and all RUNS of it a few seconds. The others are repeated within a
# run until the clock can tell.
SECONDS, SHORT = 0.6, 0.015
# Two examples, so that batch norm has something to do, then take the loops about a second.
MAX_PARAMETERS = 500_000
LEAST = 2
# The three add up in different orders, and nothing else may differ.
TOLERANCE = 1e-12


class Contender(msgspec.Struct, frozen=True):
    """One way, and the median of its seconds for one gradient; `speed_up` is the slowest one's over it."""

    name: str
    seconds: float
    speed_up: float


class Race(msgspec.Struct, frozen=True):
    """The three in the order of NAMES. `difference` is the largest one of any component of the gradients.

    It is relative to the largest component. `examples` is how many there was time for.
    """

    contenders: tuple[Contender, ...]
    difference: float
    examples: int
    parameters: int

    @property
    def is_equal(self) -> bool:
        """Whether all three gave the same gradient but for rounding."""
        return self.difference <= TOLERANCE


def race_loops(trainer: Trainer, examples: int | None = None, seconds: float = SECONDS) -> Race:
    """Race on a trainer's network at its present weights, with its penalty and without dropout, in float64.

    Of the train set at most `examples` are used, evenly spread, and so many that a run of the loops takes
    about `seconds`, but at least two. Raises EngineError where the network is too large for the loops, a
    gradient is not finite or no example is asked for.
    """
    network, X, Y = trainer.network, trainer.problem.inputs["train"], trainer.problem.targets["train"]
    if examples is not None and examples < 1:
        raise EngineError(f"A race is run on at least 1 example, not {examples}.")
    if network.n_parameters > MAX_PARAMETERS:
        raise EngineError(
            f"The loops would take too long for {network.n_parameters} parameters; they race with at most "
            f"{MAX_PARAMETERS}. Take fewer units or layers."
        )
    parameters = flat.unpack(network, trainer.theta())
    most = min(examples or X.shape[1], X.shape[1])
    chosen = _spread(_affordable(network, parameters, X[:, :most], Y[:, :most], seconds), X.shape[1])
    return race_network(network, parameters, X[:, chosen], Y[:, chosen])


def race_network(network: Network, parameters: Parameters, X: Array, Y: Array) -> Race:
    """The same for all of the inputs X (n[0], m) and encoded targets Y (n[L], m), float64."""
    with np.errstate(all="ignore"):
        matrices = network.gradients(parameters, X, Y)
    size = max(float(np.abs(g).max()) for g in matrices.values())
    if not np.isfinite(size):
        raise EngineError("The gradient is not finite at these weights, so there is nothing to compare.")
    ways = (
        ExampleLoops(network, parameters, X, Y).gradients,
        UnitLoops(network, parameters, X, Y).gradients,
        lambda: network.gradients(parameters, X, Y),
    )
    gap = max(_gap(way(), matrices) for way in ways)
    times = [_seconds(way) for way in ways]
    contenders = (Contender(name, t, times[0] / t) for name, t in zip(NAMES, times, strict=True))
    return Race(tuple(contenders), gap / (size or 1.0), X.shape[1], network.n_parameters)


def _gap(found: Mapping[str, Any], expected: Parameters) -> float:
    """The largest difference between two gradients of the same names."""
    gaps = [np.abs(np.subtract(found[name], g)).max() for name, g in expected.items()]
    return float(np.max(gaps))


def _affordable(network: Network, parameters: Parameters, X: Array, Y: Array, seconds: float) -> int:
    """How many of these examples the loops manage in that time, told from ever more of them."""
    most: int = X.shape[1]
    m = min(LEAST, most)
    while True:
        loops = ExampleLoops(network, parameters, X[:, :m], Y[:, :m])
        took = Timer(loops.gradients).timeit(1)
        if m == most or took > seconds / 8:
            return min(most, max(LEAST, int(m * seconds / took)))
        m = min(4 * m, most)


def _spread(examples: int, m: int) -> NDArray[np.int64]:
    """That many of m columns, evenly spread."""
    return np.linspace(0, m - 1, examples).round().astype(np.int64)


def _seconds(way: Callable[[], object]) -> float:
    """The median time of one call; a short one is called so often in a run that the clock can tell."""
    timer = Timer(way)
    first = timer.timeit(1)
    if first > SHORT:
        return median([first, *timer.repeat(RUNS - 1, 1)])
    calls = int(SHORT / first) + 1
    return median(timer.repeat(RUNS, calls)) / calls
