"""An epoch uses every example once, the smaller last mini-batch included: seen in the weights alone.

Example i has input e_i, so that only weight i learns from it. A Huber loss with targets far away pulls every
example by the same amount, however often it came: by rate / k in a mini-batch of k examples.
"""

import numpy as np
import pytest

from engine.data import Dataset
from engine.initializers import Zeros
from engine.layers import Output
from engine.losses import Huber
from engine.optimizers import GradientDescent
from tests.engine.textbook import make_trainer, run

RATE = 0.5


def one_weight_per_example(m, batch_size, dtype="float64", seed=1):
    columns = tuple(f"x{i + 1}" for i in range(m))
    data = Dataset(np.eye(m), np.full(m, 1e6), "regression", columns, split=np.zeros(m, np.int8))
    return make_trainer(
        data,
        layers=(),
        output=Output(initializer=Zeros()),
        loss=Huber(),
        normalize=False,
        batch_size=batch_size,
        optimizer=GradientDescent(),
        learning_rate=RATE,
        dtype=dtype,
        seed=seed,
    )


def pulls(m, batch):
    """rate / k of every example: all k = batch, but for those of the last mini-batch."""
    tail = m % batch
    return np.repeat([RATE / batch, RATE / max(tail, 1)], [m - tail, tail])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("m", "batch"), [(10, 3), (10, 5), (10, 7), (7, 1), (9, 9), (9, 100), (9, None)])
def test_every_example_is_seen_once_in_every_epoch(m, batch, dtype):
    trainer = one_weight_per_example(m, batch, dtype)
    before = np.zeros(m)
    for epoch in range(1, 6):
        run(trainer, 1)
        now = trainer.parameters["W1"][0].astype(np.float64)
        np.testing.assert_allclose(np.sort(now - before), np.sort(pulls(m, min(batch or m, m))), rtol=1e-5)
        before = now
        assert trainer.iteration == epoch * -(-m // (batch or m))


def test_over_time_every_example_comes_last():
    """What is in the smaller mini-batch is drawn anew in every epoch."""
    trainer, last = one_weight_per_example(7, 3), set()
    for _ in range(40):
        before = trainer.parameters["W1"][0]
        run(trainer, 1)
        last.add(int(np.argmax(trainer.parameters["W1"][0] - before)))
    assert last == set(range(7))


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_in_pieces_too(steps):
    trainer = one_weight_per_example(10, 4)
    while trainer.epoch < 3:
        trainer.advance(steps)
    assert trainer.parameters["W1"].sum() == pytest.approx(3 * pulls(10, 4).sum(), rel=1e-12)
    assert trainer.parameters["b1"].item() == pytest.approx(3 * 3 * RATE, rel=1e-12)


def test_a_new_batch_size_in_mid_epoch_begins_the_epoch_again_with_all_examples():
    trainer = one_weight_per_example(10, 4)
    trainer.advance(1)
    before = trainer.parameters["W1"][0]
    trainer.retune(trainer.experiment.with_(batch_size=5))
    run(trainer, 1)
    np.testing.assert_allclose(trainer.parameters["W1"][0] - before, np.full(10, RATE / 5), rtol=1e-12)
