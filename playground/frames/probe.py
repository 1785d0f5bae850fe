"""What the network answers to an example that is in no data set, such as a digit that is being drawn."""

import numpy as np

from engine.activations import Array
from engine.errors import EngineError
from engine.predict import predict
from engine.trainer import Trainer


def answer(trainer: Trainer, columns: tuple[float, ...] | None) -> Array | None:
    """Probabilities, or a value in the units of y, (n[L],) for raw columns; None where there is no answer.

    That is where nothing is asked, or what was asked before the data changed and has other columns.
    """
    if columns is None or len(columns) != trainer.problem.dataset.n:
        return None
    X = np.array(columns, np.float64)[:, None]
    try:
        return predict(trainer.problem, trainer.parameters, X, trainer.statistics)[:, 0]
    except EngineError:
        return None
