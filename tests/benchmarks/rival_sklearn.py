"""scikit-learn's MLPClassifier, one pass of partial_fit at a time, unshuffled."""

from typing import Any

import numpy as np
import pytest

from engine.network import Parameters
from engine.optimizers import Adam
from tests.benchmarks.workloads import Start

neural_network: Any = pytest.importorskip("sklearn.neural_network")


class ScikitLearn:
    """It records the cost of each pass, which it cannot leave out."""

    def __init__(self, start: Start) -> None:
        self.X, self.y = np.ascontiguousarray(start.X.T), start.y
        self.classes, self.steps = np.arange(start.n_classes), start.steps
        self.net = neural_network.MLPClassifier(
            tuple(layer.units for layer in start.layers),
            activation=start.activation,
            alpha=0,
            batch_size=start.batch,
            learning_rate_init=start.rate,
            shuffle=False,
            **solver(start),
        )
        self._begin_at(start.parameters)

    def _begin_at(self, parameters: Parameters) -> None:
        """It makes its arrays in the first pass; after that they take the given values and Adam forgets."""
        self.epoch()
        for l in range(1, len(self.net.coefs_) + 1):
            self.net.coefs_[l - 1][...] = parameters[f"W{l}"].T
            self.net.intercepts_[l - 1][...] = parameters[f"b{l}"][:, 0]
        for moments in ("ms", "vs", "velocities"):
            for array in getattr(self.net._optimizer, moments, []):
                array[...] = 0
        self.net._optimizer.t = self.net.t_ = 0

    def epoch(self) -> int:
        self.net.partial_fit(self.X, self.y, classes=self.classes)
        return self.steps

    def cost(self) -> float:
        from sklearn.metrics import log_loss

        return float(log_loss(self.y, self.net.predict_proba(self.X), labels=self.classes))

    @property
    def parameters(self) -> Parameters:
        """In course shapes and names."""
        pairs = enumerate(zip(self.net.coefs_, self.net.intercepts_, strict=True), start=1)
        return {k: v for l, (W, b) in pairs for k, v in ((f"W{l}", W.T), (f"b{l}", b[:, None]))}


def solver(start: Start) -> dict[str, Any]:
    """The settings of the optimiser."""
    if isinstance(start.optimizer, Adam):
        adam = start.optimizer
        return {"solver": "adam", "beta_1": adam.beta1, "beta_2": adam.beta2, "epsilon": adam.eps}
    return {"solver": "sgd", "momentum": 0.0}
