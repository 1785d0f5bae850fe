"""From learned parameters to predictions and to a Model, of a Trainer or of a kept moment of it."""

import numpy as np

from engine import flat
from engine.activations import Array
from engine.batches import with_ones
from engine.blas import Threads
from engine.errors import EngineError
from engine.forward import Forward
from engine.model import Model, activation_name
from engine.network import Parameters
from engine.problem import Problem


def predict(problem: Problem, parameters: Parameters, X: Array, statistics: Parameters) -> Array:
    """Probabilities or values (n[L], m) for raw columns X (n, m), by the lowered forward pass.

    `statistics` are the running averages mean1, variance1, ... of the batch-normalised layers. Raises
    DataError for what is no number, EngineError where a prediction is not finite.
    """
    network = problem.network
    learned = flat.flatten(network, parameters)
    folded: Array = np.empty(network.inference.n_parameters, learned.dtype)
    flat.fold(network, learned, flat.averages_of(network, statistics, learned.dtype), folded)
    inputs = with_ones(problem.prepare(X), learned.dtype)
    with np.errstate(all="ignore"), Threads():
        predicted = problem.predictions(Forward(network.inference, folded, inputs, units=False)()).copy()
    if not np.isfinite(predicted).all():
        raise EngineError(
            "With these weights the predictions are beyond all numbers. Start anew, with smaller ones."
        )
    return predicted


def make_model(problem: Problem, parameters: Parameters, statistics: Parameters) -> Model:
    """The network with these parameters as a value that can be exported."""
    x, data = problem.experiment, problem.dataset
    return Model(
        parameters=parameters,
        statistics=statistics,
        activations=tuple(activation_name(layer.activation) for layer in x.layers),
        task=data.task,
        features=x.features,
        columns=data.columns,
        classes=data.classes,
        normalizer=problem.normalizer,
        target=problem.target_normalizer,
        seed=x.seed,
        dtype=x.dtype,
    )
