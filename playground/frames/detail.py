"""The details of one unit: how its outputs are spread over the training examples, and what it computes."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine import flat
from engine.activations import Array
from engine.network import Network, Parameters
from engine.trainer import Trainer
from playground.frames.view import Place

BINS = 25
ENOUGH = 2000  # examples that tell how a unit's outputs are spread


class Detail(msgspec.Struct, frozen=True, eq=False):
    """A unit over `m` training examples: `counts` (BINS,) from `low` to `high`, `zeros` of them exactly 0.

    It computes z = `weights` (n[l-1],) a + `bias`, batch norm and the scale of a regression's targets folded
    in; for an input that is x = (raw - mean) / std written the same way, with one weight.
    """

    place: Place
    activation: str
    counts: NDArray[np.int64]
    low: float
    high: float
    zeros: int
    mean: float
    m: int
    weights: Array
    bias: float


def look_at(trainer: Trainer, place: Place) -> Detail | None:
    """The details of a unit, or None where the network has no such unit."""
    sizes = trainer.network.sizes
    if not (0 <= place.column < len(sizes) and 0 <= place.unit < sizes[place.column]):
        return None
    name, outputs = function_of(trainer.network, place.column), _outputs(trainer, place)
    low, high = _range(name, outputs)
    counts, _ = np.histogram(outputs, BINS, (low, high))
    weights, bias = _numbers(trainer, place)
    zeros = int((outputs == 0).sum())
    mean = float(outputs.mean())
    return Detail(place, name, counts, low, high, zeros, mean, len(outputs), weights, bias)


def function_of(network: Network, column: int) -> str:
    """The name of what a column puts its z through; the inputs are taken as they are."""
    if column == 0:
        return "linear"
    return network.loss.output_label if column == network.depth else network.activations[column - 1].name


def _outputs(trainer: Trainer, place: Place) -> Array:
    """a of the unit for some of the training examples, (m,), float64."""
    inputs = trainer.problem.inputs["train"]
    X = inputs[:, :: -(-inputs.shape[1] // ENOUGH)]
    if place.column == 0:
        return np.asarray(X[place.unit])
    parameters: Parameters = {name: a.astype(np.float64) for name, a in trainer.parameters.items()}
    statistics = {name: a.astype(np.float64) for name, a in trainer.statistics.items()}
    with np.errstate(all="ignore"):
        caches = trainer.network.forward(parameters, X, statistics=statistics)
        last = place.column == trainer.network.depth
        A = trainer.problem.predictions(caches[-1].Z) if last else caches[place.column - 1].A
    return np.asarray(np.nan_to_num(A[place.unit]))


def _numbers(trainer: Trainer, place: Place) -> tuple[Array, float]:
    """The weights and the bias of the unit, as the network predicts with them."""
    if place.column == 0:
        known = trainer.problem.normalizer
        mean, std = float(known.mean[place.unit, 0]), float(known.std[place.unit, 0])
        return np.array([1 / std]), -mean / std
    network = trainer.network.inference
    theta: Array = np.empty(network.n_parameters)
    trainer.copy_inference(theta)
    block = flat.blocks(network, theta)[place.column - 1]
    weights, bias = block[:-1, place.unit].copy(), float(block[-1, place.unit])
    targets = trainer.problem.target_normalizer
    if place.column < network.depth or targets is None:
        return weights, bias
    # The output of a regression is told in the units of y.
    mean, std = float(targets.mean[0, 0]), float(targets.std[0, 0])
    return weights * std, bias * std + mean


def _range(activation: str, outputs: Array) -> tuple[float, float]:
    """What the histogram spans: the range of the function, or that of the outputs with 0 in it."""
    if activation == "tanh":
        return -1.0, 1.0
    if activation in ("sigmoid", "softmax"):
        return 0.0, 1.0
    low, high = min(0.0, float(outputs.min())), max(0.0, float(outputs.max()))
    return (low, high) if high > low else (low - 0.5, high + 0.5)
