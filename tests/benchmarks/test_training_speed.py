"""Mini-batch steps per second of the engine against PyTorch, scikit-learn and the textbook loop in NumPy.

Ours is the public Trainer: it shuffles anew each epoch, records the costs of train and dev, watches for
divergence and can be stopped after any epoch. The rivals' mini-batches are cut before, and but for
scikit-learn they record nothing.
"""

from typing import Any

import numpy as np
import pytest

from engine.network import Parameters
from tests.benchmarks.race import OURS, Runner, race, report, runner
from tests.benchmarks.rival_numpy import NumpyLoop
from tests.benchmarks.rival_pytorch import PyTorch
from tests.benchmarks.rival_sklearn import ScikitLearn
from tests.benchmarks.workloads import WORKLOADS, Start


def products_alone(parameters: Parameters, m: int) -> Runner:
    """The matrix products of one step and nothing else: Z, dW and, but for the first layer, dA."""
    rng = np.random.default_rng(0)
    calls: list[tuple[Any, Any, Any]] = []
    for l, W in enumerate((W for name, W in parameters.items() if name.startswith("W")), start=1):
        A, D = (rng.standard_normal((n, m)).astype(W.dtype) for n in W.shape[::-1])
        calls += [(W.dot, A, np.empty_like(D)), (A.dot, D.T, np.empty(W.shape[::-1], W.dtype))]
        if l > 1:
            calls.append((W.T.dot, D, np.empty_like(A)))

    def step() -> int:
        for dot, operand, out in calls:
            dot(operand, out)
        return 1

    return step


@pytest.mark.parametrize("name", list(WORKLOADS))
def test_training(name, benchmark):
    workload = WORKLOADS[name]
    trainer = workload.trainer()
    start = Start(trainer)
    runners: dict[str, Runner] = {
        OURS: runner(trainer),
        "PyTorch": PyTorch(start).epoch,
        "PyTorch fused": PyTorch(start, fused=True).epoch,
        "NumPy loop": NumpyLoop(start).epoch,
    }
    if name != "W3":  # scikit-learn has neither batch norm nor dropout
        runners["scikit-learn"] = ScikitLearn(start).epoch
    if name == "W5":
        runners["matrix products alone"] = products_alone(start.parameters, start.batch)
    speeds = race(benchmark, runners, workload.threads)
    below = report(benchmark, name, speeds)
    assert trainer.history.curve().epochs[-1] == trainer.epoch
    assert not below, "; ".join(below)
