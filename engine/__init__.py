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
    from engine.advice import Advice, advise
    from engine.averages import ewa
    from engine.checkpoint import CheckpointError, load_checkpoint, save_checkpoint
    from engine.crowd import Crowd
    from engine.data import (
        Blobs,
        Bumps,
        Circle,
        Dataset,
        Digits,
        Gauss,
        Images,
        Iris,
        Painted,
        Pasted,
        Plane,
        Spiral,
        Split,
        Table,
        Xor,
    )
    from engine.data.augmentation import Jitter, Noise, Reflection, Rotation, Shift
    from engine.diagnostics import Diagnostics, diagnose
    from engine.early_stopping import EarlyStopping
    from engine.errors import DataError, DivergedError, EngineError, ExperimentError, ExportError
    from engine.evaluation import Metrics
    from engine.experiment import Experiment
    from engine.gradient_checking import GradientCheck, gradient_check
    from engine.graph import Graph, layer_graph, logistic_regression, network_graph, worked_example
    from engine.initializers import He, Normal, Orthogonal, Uniform, Xavier, Zeros
    from engine.layers import Dense, Output
    from engine.losses import (
        BinaryCrossEntropy,
        CategoricalCrossEntropy,
        Huber,
        SigmoidSquaredError,
        SquaredError,
    )
    from engine.model import Model
    from engine.network import Network
    from engine.optimizers import AdaGrad, Adam, AdamW, GradientDescent, Momentum, Nesterov, RMSprop
    from engine.problem import Problem
    from engine.race import Race, race_loops
    from engine.schedules import ByHand, Cosine, Exponential, SquareRoot, Staircase, TimeDecay
    from engine.trainer import Trainer

__all__ = [
    "Activation",
    "AdaGrad",
    "Adam",
    "AdamW",
    "Advice",
    "BinaryCrossEntropy",
    "Blobs",
    "Bumps",
    "ByHand",
    "CategoricalCrossEntropy",
    "CheckpointError",
    "Circle",
    "Cosine",
    "Crowd",
    "DataError",
    "Dataset",
    "Dense",
    "Diagnostics",
    "Digits",
    "DivergedError",
    "EarlyStopping",
    "Elu",
    "EngineError",
    "Experiment",
    "ExperimentError",
    "Exponential",
    "ExportError",
    "Gauss",
    "Gelu",
    "GradientCheck",
    "GradientDescent",
    "Graph",
    "He",
    "Huber",
    "Images",
    "Iris",
    "Jitter",
    "LeakyRelu",
    "Linear",
    "Metrics",
    "Model",
    "Momentum",
    "Nesterov",
    "Network",
    "Noise",
    "Normal",
    "Orthogonal",
    "Output",
    "Painted",
    "Pasted",
    "Plane",
    "Problem",
    "RMSprop",
    "Race",
    "Reflection",
    "Relu",
    "Rotation",
    "Shift",
    "Sigmoid",
    "SigmoidSquaredError",
    "Silu",
    "Softplus",
    "Spiral",
    "Split",
    "SquareRoot",
    "SquaredError",
    "Staircase",
    "Table",
    "Tanh",
    "TimeDecay",
    "Trainer",
    "Uniform",
    "Xavier",
    "Xor",
    "Zeros",
    "advise",
    "diagnose",
    "ewa",
    "gradient_check",
    "hard_max",
    "layer_graph",
    "load_checkpoint",
    "logistic_regression",
    "network_graph",
    "race_loops",
    "save_checkpoint",
    "softmax",
    "worked_example",
]

_NAMES = {
    "activations": "Activation Elu Gelu LeakyRelu Linear Relu Sigmoid Silu Softplus Tanh hard_max softmax",
    "advice": "Advice advise",
    "averages": "ewa",
    "checkpoint": "CheckpointError load_checkpoint save_checkpoint",
    "crowd": "Crowd",
    "data": "Blobs Bumps Circle Dataset Digits Gauss Images Iris Painted Pasted Plane Spiral Split Table Xor",
    "data.augmentation": "Jitter Noise Reflection Rotation Shift",
    "diagnostics": "Diagnostics diagnose",
    "early_stopping": "EarlyStopping",
    "errors": "DataError DivergedError EngineError ExperimentError ExportError",
    "evaluation": "Metrics",
    "experiment": "Experiment",
    "gradient_checking": "GradientCheck gradient_check",
    "graph": "Graph layer_graph logistic_regression network_graph worked_example",
    "initializers": "He Normal Orthogonal Uniform Xavier Zeros",
    "layers": "Dense Output",
    "losses": "BinaryCrossEntropy CategoricalCrossEntropy Huber SigmoidSquaredError SquaredError",
    "model": "Model",
    "network": "Network",
    "optimizers": "AdaGrad Adam AdamW GradientDescent Momentum Nesterov RMSprop",
    "problem": "Problem",
    "race": "Race race_loops",
    "schedules": "ByHand Cosine Exponential SquareRoot Staircase TimeDecay",
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
