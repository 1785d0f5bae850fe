"""The workloads that engine and rivals are raced on, from TensorFlow Playground's default to 784-512-512-10.

Each is an Experiment; its rivals get the same examples, first weights and mathematics from `Start`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array, Relu, Tanh
from engine.data import Blobs, Circle, Dataset, Spiral, Split
from engine.experiment import Experiment
from engine.layers import Dense
from engine.network import Parameters
from engine.optimizers import Adam, GradientDescent
from engine.problem import Problem
from engine.trainer import Trainer


@dataclass(frozen=True)
class Workload:
    """What is learned, with how many threads; `examples` names the data that no generator of ours draws."""

    name: str
    about: str
    experiment: Experiment
    threads: int = 1
    examples: str | None = None

    def trainer(self, **changes: Any) -> Trainer:
        """A trainer at its start; `changes` are fields of the experiment."""
        experiment = self.experiment.with_(**changes)
        dataset = EXAMPLES[self.examples]() if self.examples else None
        return Trainer(experiment, Problem(experiment, dataset), self.threads)


class Start:
    """Where everybody starts: examples X (n, m) and labels y (m,) in order, first weights, the experiment.

    At most `most` whole mini-batches of the training part, in the order given, or else a random one.
    """

    def __init__(self, trainer: Trainer, order: NDArray[np.int64] | None = None, most: int = 100) -> None:
        self.experiment = trainer.experiment
        self.parameters: Parameters = trainer.parameters
        self.batch = int(self.experiment.batch_size or 0)
        problem, dtype = trainer.problem, self.experiment.dtype
        if order is None:
            order = np.random.default_rng(0).permutation(problem.inputs["train"].shape[1])
        order = order[: min(most, len(order) // self.batch) * self.batch]
        self.X: Array = problem.inputs["train"][:, order].astype(dtype)
        self.y: NDArray[np.int64] = problem.dataset.y[problem.codes == 0][order].astype(np.int64)
        self.n_classes = problem.dataset.n_classes
        self.rate, self.optimizer = self.experiment.learning_rate, self.experiment.optimizer
        self.layers = self.experiment.layers

    @property
    def steps(self) -> int:
        """Mini-batches in one pass."""
        return len(self.y) // self.batch

    @property
    def activation(self) -> str:
        """The name of the hidden layers' activation, which is the same in all."""
        return self.layers[0].activation.name


def digits() -> Dataset:
    """1,797 handwritten digits of 8 x 8 pixels."""
    from sklearn.datasets import load_digits

    data = load_digits()
    return _classes(data.data.T, data.target)


def images() -> Dataset:
    """60,000 x 784 uniform noise about ten class patterns: the shape of MNIST, and something to learn."""
    rng = np.random.default_rng(5)
    y = rng.integers(0, 10, 60_000)
    X = rng.random((784, 60_000))
    X += 0.2 * rng.random((784, 10))[:, y]
    return _classes(X, y)


def _classes(X: Any, y: Any) -> Dataset:
    columns = tuple(f"x{i + 1}" for i in range(len(X)))
    names = tuple(map(str, range(10)))
    return Dataset(np.ascontiguousarray(X, np.float64), y.astype(np.int64), "multiclass", columns, names)


EXAMPLES = {"digits": digits, "images": images}


def relu(*units: int, **fields: Any) -> tuple[Dense, ...]:
    return tuple(Dense(n, Relu(), **fields) for n in units)


def tanh(*units: int) -> tuple[Dense, ...]:
    return tuple(Dense(n, Tanh()) for n in units)


def columns(n: int) -> tuple[str, ...]:
    return tuple(f"x{i + 1}" for i in range(n))


# TensorFlow Playground's settings and its halving of the data; the others keep a tenth for dev.
PLAYGROUND: dict[str, Any] = {
    "split": Split(train=0.5, dev=0.5, test=0.0),
    "optimizer": GradientDescent(),
    "learning_rate": 0.03,
    "batch_size": 10,
}
USUAL: dict[str, Any] = {
    "split": Split(train=0.9, dev=0.1, test=0.0),
    "optimizer": Adam(),
    "learning_rate": 0.001,
}


def regularised() -> Experiment:
    """W3: batch norm, dropout and L2 in every hidden layer."""
    layers = relu(64, 64, 64, batch_norm=True, keep_prob=0.8)
    return Experiment(data=Spiral(samples=5000), layers=layers, batch_size=64, l2=0.1, **USUAL)


W1 = Workload("W1", "2-4-2-1 tanh", Experiment(data=Circle(), layers=tanh(4, 2), **PLAYGROUND))
W1B = Workload("W1b", "2-8-8-8-1 tanh", Experiment(data=Spiral(), layers=tanh(8, 8, 8), **PLAYGROUND))
W1C = Workload("W1c", "2-[8 x 6]-1 tanh", Experiment(data=Spiral(), layers=tanh(*[8] * 6), **PLAYGROUND))
W2 = Workload(
    "W2",
    "2-25-12-3 ReLU, Adam",
    Experiment(data=Blobs(samples=3000), layers=relu(25, 12), batch_size=64, **USUAL),
)
W4 = Workload(
    "W4",
    "64-128-64-10 ReLU, Adam",
    Experiment(features=columns(64), layers=relu(128, 64), batch_size=128, **USUAL),
    examples="digits",
)
W5 = Workload(
    "W5",
    "784-512-512-10 ReLU, Adam, 2 threads",
    Experiment(features=columns(784), layers=relu(512, 512), batch_size=128, **USUAL),
    threads=2,
    examples="images",
)
W3 = Workload("W3", "2-64-64-64-1 ReLU, batch norm, dropout, L2, Adam", regularised())

WORKLOADS = {w.name: w for w in (W1, W1B, W1C, W2, W3, W4, W5)}
