"""W6: the output of every unit at every point of a grid, as the pictures of the network need it."""

import numpy as np
import pytest

from engine.activations import Array
from engine.batches import with_ones
from engine.forward import Forward
from engine.trainer import Trainer
from tests.benchmarks.race import OURS, Runner, race, report
from tests.benchmarks.rival_pytorch import Pictures
from tests.benchmarks.workloads import W1, W1C, W3, Start

WARM_EPOCHS = 20


def grid(trainer: Trainer, resolution: int) -> Array:
    """The plane from -6 to 6 as normalised inputs (2, G*G)."""
    line = np.linspace(-6, 6, resolution)
    points = np.stack(np.meshgrid(line, line)).reshape(2, -1)
    return trainer.problem.prepare(points).astype(trainer.experiment.dtype)


def pictures(trainer: Trainer, flat: Array, forward: Forward) -> Runner:
    """As a frame does: the weights of this moment, batch norm folded in, then every unit."""

    def picture() -> int:
        trainer.copy_inference(flat)
        forward()
        forward.hidden()
        return 1

    return picture


@pytest.mark.parametrize("resolution", [100, 256])
@pytest.mark.parametrize("workload", [W1, W1C, W3], ids=lambda w: w.name)
def test_pictures(workload, resolution, benchmark):
    trainer = workload.trainer()
    for _ in range(WARM_EPOCHS):
        trainer.run_epoch()
    X = grid(trainer, resolution)
    network = trainer.network.inference
    flat = np.empty(network.n_parameters, X.dtype)
    forward = Forward(network, flat, with_ones(X, X.dtype))
    ours, theirs = pictures(trainer, flat, forward), Pictures(Start(trainer), trainer.statistics, X)
    ours()
    for left, right in zip((*forward.hidden(), forward.logits), theirs.outputs(), strict=True):
        np.testing.assert_allclose(left, right.T, rtol=1e-3, atol=1e-3)
    speeds = race(benchmark, {OURS: ours, "PyTorch": theirs.epoch})
    below = report(benchmark, f"W6 {workload.name} {resolution}x{resolution}", speeds)
    assert not below, "; ".join(below)
