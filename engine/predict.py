"""From learned parameters to predictions and to a Model, of a Trainer or of a kept moment of it."""

from engine.activations import Array
from engine.batches import with_ones
from engine.model import Model, activation_name
from engine.network import Parameters
from engine.plan import Forward
from engine.problem import Problem


def predict(problem: Problem, parameters: Parameters, X: Array) -> Array:
    """Probabilities or values (n[L], m) for raw columns X (n, m), by the lowered forward pass."""
    network = problem.network
    flat = network.flatten(parameters)
    inputs = with_ones(problem.prepare(X), flat.dtype)
    return network.loss.output(Forward(network, flat, inputs)()).copy()


def make_model(problem: Problem, parameters: Parameters) -> Model:
    """The network with these parameters as a value that can be exported."""
    x, data = problem.experiment, problem.dataset
    return Model(
        parameters=parameters,
        activations=tuple(activation_name(layer.activation) for layer in x.layers),
        task=data.task,
        features=x.features,
        columns=data.columns,
        classes=data.classes,
        normalizer=problem.normalizer,
        seed=x.seed,
        dtype=x.dtype,
    )
