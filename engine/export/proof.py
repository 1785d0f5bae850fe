"""The proof that a file holds what was learned: read back, it predicts what the app predicts."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.activations import Array
from engine.batch_norm import EPS
from engine.data import Normalizer
from engine.data.dataset import Floats
from engine.errors import ExportError
from engine.export.consumers import Consumer
from engine.model import Model, weights_sha256

# Two orders of summation differ by some rounding steps of the largest number in play.
ROUNDING_STEPS = 1000
MOST_EXAMPLES = 1000  # that are handed to another program


@dataclass(frozen=True)
class Proof:
    """The largest difference between the file's and the app's predictions on that many `examples`.

    `by` is who predicted with the file: its own consumer, or "" where this program read it back itself.
    """

    path: Path
    largest_difference: float
    examples: int
    by: str = ""


def check_finite(model: Model, there: str = "", remedy: str = "train anew first") -> None:
    """Raises ExportError for weights that are inf or NaN, and says where and what to do."""
    for name, tensor in model.tensors.items():
        if not np.isfinite(tensor).all():
            raise ExportError(
                f"{name} holds a number that is not finite{there}, so nothing was written; {remedy}."
            )


def largest_number(model: Model, logits: Array) -> float:
    """The largest in play: a logit, or gamma mu / sigma, which batch normalisation takes away."""
    layers = (l for l in range(1, model.depth + 1) if model.batch_norm(l))
    folded = (batch_norm_offset(model, l) for l in layers)
    return max(1.0, *(float(np.abs(numbers).max(initial=0)) for numbers in (logits, *folded)))


def batch_norm_offset(model: Model, l: int) -> Array:
    """gamma mu / sqrt(sigma^2 + eps) of a batch-normalised layer, (n[l], 1)."""
    gamma, _, mean, variance = model.batch_norm_columns(l)
    return np.asarray(gamma * mean / np.sqrt(variance + EPS))


def rounding(model: Model, logits: Array, dtype: str) -> float:
    """By how much two honest computations of the model's predictions may differ, in the target's units.

    One is made in the model's precision and the other in `dtype`.
    """
    target = model.target or Normalizer.identity(1)
    coarsest = max(float(np.finfo(precision).eps) for precision in (model.dtype, dtype))
    network = coarsest * largest_number(model, logits) * float(target.std.max())
    # The way back to the target's units is computed in float64.
    return ROUNDING_STEPS * (network + float(np.finfo(np.float64).eps * np.abs(target.mean).max()))


def prove(path: Path, read: Model, written: Model, X: Floats, predicted: Array, dtype: str) -> Proof:
    """Compare the model that was read back with the written one, and its predictions for X (n, m) too.

    What is to be predicted was computed in `dtype`. Raises ExportError when a weight differs at all or a
    prediction by more than rounding.
    """
    if weights_sha256(read.tensors) != weights_sha256(written.tensors):
        raise ExportError(f"{path.name} was not written: read back, it holds other weights.")
    logits = read.logits(X)
    again = read.output(logits)
    difference = float(np.abs(again.astype(np.float64) - predicted).max(initial=0))
    if not difference <= rounding(read, logits, dtype):
        raise ExportError(
            f"{path.name} was not written: read back, its predictions are off by {difference:.2g}."
        )
    return Proof(path, difference, X.shape[1])


def prove_by(
    consumer: Consumer, path: Path, file: Path, written: Model, X: Floats, predicted: Array, dtype: str
) -> Proof:
    """Compare what the consumer predicts with the file for some of X, evenly spread. Raises ExportError."""
    chosen = np.linspace(0, X.shape[1] - 1, min(X.shape[1], MOST_EXAMPLES)).round().astype(int)
    X, predicted = X[:, chosen], predicted[:, chosen]
    found = consumer.predict(file, path.name, X)
    refused = f"{path.name} was not written: run by {consumer.label}, its predictions are"
    if found.shape != predicted.shape:
        raise ExportError(f"{refused} of shape {found.shape}, not {predicted.shape}.")
    difference = float(np.abs(found.astype(np.float64) - predicted).max(initial=0))
    if not difference <= rounding(written, written.logits(X), dtype):
        raise ExportError(f"{refused} off by {difference:.2g}.")
    return Proof(path, difference, len(chosen), consumer.label)
