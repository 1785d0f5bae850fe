"""The course's learning loop, written as plainly as possible: what the fast engine is held against."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import dropout
from engine.activations import Array
from engine.data import Dataset, Task
from engine.evaluation import Metrics
from engine.experiment import Experiment
from engine.network import Cache, Network, Parameters
from engine.optimizers import Adam, AnyOptimizer, Momentum
from engine.problem import Part, Problem
from engine.trainer import Trainer

CLASSES: dict[Task, tuple[str, ...]] = {
    "binary": ("no", "yes"),
    "multiclass": ("a", "b", "c"),
    "regression": (),
}


def make_dataset(task: Task, n: int = 2, m: int = 40, seed: int = 0, train: int | None = None) -> Dataset:
    """Random examples; the first `train` are for training (all of them when None), the others for dev."""
    rng = np.random.default_rng(seed)
    X, classes = rng.standard_normal((n, m)), CLASSES[task]
    y: Any = rng.integers(0, len(classes), m) if classes else X.sum(axis=0) + rng.standard_normal(m)
    split = (np.arange(m) >= (m if train is None else train)).astype(np.int8)
    return Dataset(X, y, task, tuple(f"x{i + 1}" for i in range(n)), classes, split)


def make_trainer(dataset: Dataset, **fields: Any) -> Trainer:
    """A trainer in float64 on these examples; features are all raw columns."""
    features = tuple(f"x{i + 1}" for i in range(dataset.n))
    usual: dict[str, Any] = {"features": features, "dtype": "float64", "standardize_targets": False}
    experiment = Experiment(**usual | fields)
    return Trainer(experiment, Problem(experiment, dataset))


class Textbook:
    """Parameters and one update a call, by the rules of the course's table of optimisers."""

    def __init__(self, network: Network, parameters: Parameters, experiment: Experiment) -> None:
        self.network, self.clip_norm = network, experiment.clip_norm
        self.masks = dropout.generator(experiment.seed)
        self.statistics: Parameters = {}
        self.parameters: Parameters = {k: p.astype(np.float64) for k, p in parameters.items()}
        self.use(experiment.optimizer, experiment.learning_rate)
        self.v = {name: np.zeros_like(p) for name, p in self.parameters.items()}
        self.s = {name: np.zeros_like(p) for name, p in self.parameters.items()}
        self.t, self.seen, self.batch = 0, 0.0, 0

    def use(self, optimizer: AnyOptimizer, rate: float) -> None:
        self.optimizer, self.rate = optimizer, rate

    def step(self, X: Array, Y: Array) -> None:
        """One mini-batch: X (n[0], m), Y (n[L], m) encoded targets."""
        self.t += 1
        masks = self.network.draw_masks(X.shape[1], self.masks)
        self._average(
            self.network.forward(self.parameters, X, masks), X.shape[1] / (self.batch or X.shape[1])
        )
        trained = {name: not self.network.layers[int(name[-1]) - 1].frozen for name in self.parameters}
        gradients = self.network.gradients(self.parameters, X, Y, masks)
        norm = np.sqrt(sum(np.sum(g**2) for name, g in gradients.items() if trained[name]))
        scale = min(1.0, self.clip_norm / norm) if self.clip_norm and norm else 1.0
        for name, g in gradients.items():
            if trained[name]:
                self.parameters[name] = self.parameters[name] - self.rate * self._direction(name, scale * g)

    def _average(self, caches: list[Cache], part: float) -> None:
        """v = beta v + (1 - beta) theta from 0, divided by 1 - beta^t; half a mini-batch is half a t."""
        look_back = 0.9**part
        before, now = 1 - 0.9**self.seen, 1 - 0.9**self.seen * look_back
        self.seen += part
        for l, cache in enumerate(caches, start=1):
            if cache.normalized is not None:
                for name, seen in (
                    (f"mean{l}", cache.normalized.mean),
                    (f"variance{l}", cache.normalized.variance),
                ):
                    v = self.statistics.get(name, np.zeros_like(seen)) * before
                    self.statistics[name] = (look_back * v + (1 - look_back) * seen) / now

    def epoch(self, X: Array, Y: Array, order: NDArray[np.int64], batch: int) -> None:
        """All examples in that order, the smaller last mini-batch included."""
        self.batch = min(batch, len(order))
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            self.step(X[:, chosen], Y[:, chosen])

    def _direction(self, name: str, g: Array) -> Array:
        match self.optimizer:
            case Momentum(beta):
                self.v[name] = beta * self.v[name] + (1 - beta) * g
                return self.v[name]
            case Adam(beta1, beta2, eps):
                self.v[name] = beta1 * self.v[name] + (1 - beta1) * g
                self.s[name] = beta2 * self.s[name] + (1 - beta2) * g**2
                v, s = self.v[name] / (1 - beta1**self.t), self.s[name] / (1 - beta2**self.t)
                return np.asarray(v / (np.sqrt(s) + eps))
        return g


def follow(trainer: Trainer) -> Textbook:
    """A textbook loop that starts where the trainer is."""
    return Textbook(trainer.network, trainer.parameters, trainer.experiment)


def assert_same_parameters(left: Parameters, right: Parameters, tolerance: float = 0.0) -> None:
    assert left.keys() == right.keys()
    for name in left:
        np.testing.assert_allclose(left[name], right[name], rtol=tolerance, atol=tolerance, err_msg=name)


def metrics(trainer: Trainer, part: Part) -> Metrics:
    found = trainer.evaluate(part)
    assert found is not None
    return found


def run(trainer: Trainer, epochs: int) -> None:
    for _ in range(epochs):
        trainer.run_epoch()


def train(experiment: Experiment, epochs: int = 3) -> Trainer:
    trainer = Trainer(experiment)
    run(trainer, epochs)
    return trainer
