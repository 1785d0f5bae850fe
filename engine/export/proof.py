"""The proof that a file holds what was learned: read back, it predicts what the app predicts."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.activations import Array
from engine.data.dataset import Floats
from engine.errors import ExportError
from engine.model import Model, weights_sha256

# Two orders of summation differ by some rounding steps of the largest number in play.
ROUNDING_STEPS = 1000


@dataclass(frozen=True)
class Proof:
    """The largest difference between the file's and the app's predictions on that many `examples`."""

    path: Path
    largest_difference: float
    examples: int


def check_finite(model: Model) -> None:
    """Raises ExportError for weights that are inf or NaN."""
    for name, tensor in model.parameters.items():
        if not np.isfinite(tensor).all():
            raise ExportError(
                f"{name} holds a number that is not finite, so nothing was written; train anew first."
            )


def prove(path: Path, read: Model, written: Model, X: Floats, predicted: Array) -> Proof:
    """Compare the model that was read back with the written one, and its predictions for X (n, m) too.

    Raises ExportError when a weight differs at all or a prediction by more than rounding.
    """
    if weights_sha256(read.parameters) != weights_sha256(written.parameters):
        raise ExportError(f"{path.name} was not written: read back, it holds other weights.")
    logits = read.logits(X)
    again = read.output(logits)
    difference = float(np.abs(again.astype(np.float64) - predicted).max(initial=0))
    scale = max(1.0, float(np.abs(logits).max(initial=0)))
    if not difference <= ROUNDING_STEPS * float(np.finfo(read.dtype).eps) * scale:
        raise ExportError(
            f"{path.name} was not written: read back, its predictions are off by {difference:.2g}."
        )
    return Proof(path, difference, X.shape[1])
