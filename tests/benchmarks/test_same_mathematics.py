"""Before they are raced: from the same start all systems have the same cost and go the same way, in float64.

Dropout is off here, since everybody draws other units.
"""

import msgspec
import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from engine.optimizers import Adam
from engine.trainer import Trainer
from tests.benchmarks.rival_numpy import NumpyLoop
from tests.benchmarks.rival_pytorch import PyTorch
from tests.benchmarks.rival_sklearn import ScikitLearn
from tests.benchmarks.workloads import W1, W1B, W1C, W2, W3, W4, Start, Workload

STEPS = 5
# scikit-learn adds Adam's epsilon before the bias correction: with a small one that makes no difference.
NEGLIGIBLE = Adam(eps=1e-15)


def in_float64(workload: Workload) -> Trainer:
    adam = {"optimizer": NEGLIGIBLE} if isinstance(workload.experiment.optimizer, Adam) else {}
    layers = tuple(
        msgspec.structs.replace(layer, keep_prob=1.0) if hasattr(layer, "keep_prob") else layer
        for layer in workload.experiment.layers
    )
    return workload.trainer(dtype="float64", layers=layers, **adam)


def plain_rivals(start: Start, workload: Workload) -> dict[str, NumpyLoop | PyTorch | ScikitLearn]:
    rivals: dict[str, NumpyLoop | PyTorch | ScikitLearn] = {
        "NumPy loop": NumpyLoop(start),
        "PyTorch": PyTorch(start),
        "PyTorch fused": PyTorch(start, fused=True),
    }
    return rivals if workload is W3 else rivals | {"scikit-learn": ScikitLearn(start)}


@pytest.mark.parametrize("workload", [W1, W1B, W1C, W2, W3, W4], ids=lambda w: w.name)
@threadpool_limits.wrap(limits=1)
def test_all_systems_go_the_same_way(workload):
    trainer = in_float64(workload)
    first = trainer.parameters
    trainer.advance(STEPS)
    start = Start(trainer, trainer.runner.buffers.order, most=STEPS)
    start.parameters = first
    rivals = plain_rivals(start, workload)
    costs = [rival.cost() for rival in rivals.values()]
    np.testing.assert_allclose(costs, costs[0], rtol=1e-12)
    for name, rival in rivals.items():
        assert rival.epoch() == STEPS
        for key, value in trainer.parameters.items():
            np.testing.assert_allclose(rival.parameters[key], value, 1e-9, 1e-9, err_msg=f"{name}, {key}")
