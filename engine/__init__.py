"""The engine: the mathematics of the course in NumPy, without any window.

What is named here is the public interface. A module is loaded when the first of its names is asked for, so
that `import engine` costs nothing and no order of imports matters.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.activations import (
        Activation,
        Elu,
        Gelu,
        LeakyRelu,
        Linear,
        Relu,
        Sigmoid,
        Silu,
        Softplus,
        Tanh,
        hard_max,
        softmax,
    )
    from engine.averages import ewa
    from engine.data import Blobs, Circle, Dataset, Gauss, Iris, Spiral, Split, Table, Xor
    from engine.errors import DataError, DivergedError, EngineError, ExperimentError, ExportError
    from engine.evaluation import Metrics
    from engine.experiment import Experiment
    from engine.gradient_checking import GradientCheck, gradient_check
    from engine.graph import Graph, layer_graph, logistic_regression, network_graph, worked_example
    from engine.layers import Dense
    from engine.model import Model
    from engine.network import Network
    from engine.optimizers import AdaGrad, Adam, AdamW, GradientDescent, Momentum, Nesterov, RMSprop
    from engine.problem import Problem
    from engine.trainer import Trainer

__all__ = [
    "Activation",
    "AdaGrad",
    "Adam",
    "AdamW",
    "Blobs",
    "Circle",
    "DataError",
    "Dataset",
    "Dense",
    "DivergedError",
    "Elu",
    "EngineError",
    "Experiment",
    "ExperimentError",
    "ExportError",
    "Gauss",
    "Gelu",
    "GradientCheck",
    "GradientDescent",
    "Graph",
    "Iris",
    "LeakyRelu",
    "Linear",
    "Metrics",
    "Model",
    "Momentum",
    "Nesterov",
    "Network",
    "Problem",
    "RMSprop",
    "Relu",
    "Sigmoid",
    "Silu",
    "Softplus",
    "Spiral",
    "Split",
    "Table",
    "Tanh",
    "Trainer",
    "Xor",
    "ewa",
    "gradient_check",
    "hard_max",
    "layer_graph",
    "logistic_regression",
    "network_graph",
    "softmax",
    "worked_example",
]

_NAMES = {
    "activations": "Activation Elu Gelu LeakyRelu Linear Relu Sigmoid Silu Softplus Tanh hard_max softmax",
    "averages": "ewa",
    "data": "Blobs Circle Dataset Gauss Iris Spiral Split Table Xor",
    "errors": "DataError DivergedError EngineError ExperimentError ExportError",
    "experiment": "Experiment",
    "gradient_checking": "GradientCheck gradient_check",
    "graph": "Graph layer_graph logistic_regression network_graph worked_example",
    "layers": "Dense",
    "model": "Model",
    "network": "Network",
    "optimizers": "AdaGrad Adam AdamW GradientDescent Momentum Nesterov RMSprop",
    "problem": "Problem",
    "evaluation": "Metrics",
    "trainer": "Trainer",
}
_HOMES = {name: f"engine.{module}" for module, names in _NAMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """A public name, from its module. Raises AttributeError."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
