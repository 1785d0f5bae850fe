"""Two lanes take the steps of one thread, in every run with the same bits, and neither is left waiting."""

import threading
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.activations import ACTIVATIONS, Elu, Relu, Tanh
from engine.denormals import IS_POSSIBLE
from engine.initializers import Constant
from engine.lanes import WIDE, Lanes, gain
from engine.layers import Dense, Output
from engine.optimizers import OPTIMIZERS, Adam, AdamW
from engine.problem import Problem
from engine.step import BLOCK, Step
from engine.trainer import Trainer
from tests.engine.textbook import make_dataset, make_trainer, run

ODD = (Dense(WIDE + 1, Relu()), Dense(WIDE + 44, Elu()))


def trainer_of(threads, layers=ODD, task="multiclass", **fields):
    """On 50 examples in mini-batches of 16: the last one has 2."""
    dataset = make_dataset(task, n=5, m=70, train=50)
    usual = {"layers": layers, "batch_size": 16, "learning_rate": 1e-3}
    experiment = make_trainer(dataset, **usual | fields).experiment
    return Trainer(experiment, Problem(experiment, dataset), threads=threads)


def trained(threads, epochs=3, **fields):
    trainer = trainer_of(threads, **fields)
    assert isinstance(trainer.runner.whole_step, Lanes if threads == 2 else Step)
    run(trainer, epochs)
    return trainer


def assert_alike(**fields):
    one, two = (trained(threads, **fields) for threads in (1, 2))
    tolerance: dict[str, Any] = {"rtol": 1e-10, "atol": 1e-10}
    np.testing.assert_allclose(two.snapshot().parameters, one.snapshot().parameters, **tolerance)
    np.testing.assert_allclose(two.snapshot().moments, one.snapshot().moments, **tolerance)
    np.testing.assert_allclose(two.history.curve().train, one.history.curve().train, **tolerance)


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda rule: rule.name)
def test_every_optimiser_takes_the_same_steps(optimizer):
    assert_alike(optimizer=optimizer)


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=lambda g: g.name)
def test_every_activation_takes_the_same_steps(activation):
    assert_alike(layers=(Dense(WIDE, activation), Dense(WIDE + 3, activation)), optimizer=Adam())


@pytest.mark.parametrize("task", ["binary", "regression"])
@pytest.mark.parametrize("sizes", [(WIDE,), (WIDE + 1, WIDE + 2, WIDE + 3)])
def test_every_task_and_depth_takes_the_same_steps(task, sizes):
    assert_alike(layers=tuple(Dense(n, Tanh()) for n in sizes), task=task, optimizer=AdamW())


def test_a_half_longer_than_a_block_is_updated_as_a_whole():
    sizes = (512, 517)
    assert 2 * BLOCK < 512 * 517 / 2
    assert_alike(layers=tuple(Dense(n, Relu()) for n in sizes), optimizer=Adam(), epochs=1)


def test_same_bits_in_every_run():
    found = {trained(2, dtype="float32").snapshot().parameters.tobytes() for _ in range(3)}
    assert len(found) == 1


def test_steps_in_slices_are_those_of_whole_epochs():
    whole, sliced = trained(2, epochs=2), trainer_of(2)
    while sliced.epoch < 2:
        sliced.advance(1)
    assert (sliced.snapshot().parameters == whole.snapshot().parameters).all()


def test_a_live_change_keeps_the_lanes():
    one, two = (trainer_of(threads) for threads in (1, 2))
    for trainer in (one, two):
        run(trainer, 1)
        trainer.retune(trainer.experiment.with_(batch_size=8))
        run(trainer, 1)
    assert isinstance(two.runner.whole_step, Lanes)
    np.testing.assert_allclose(two.snapshot().parameters, one.snapshot().parameters, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize(
    "fields",
    [
        {"layers": (Dense(WIDE - 1, Relu()),)},
        {"layers": ()},
        {"layers": (Dense(WIDE, Relu(), batch_norm=True),)},
        {"layers": (Dense(WIDE, Relu(), keep_prob=0.9),)},
        {"layers": (Dense(WIDE, Relu(), frozen=True),)},
        {"layers": (Dense(WIDE, Relu(), l1=0.1),)},
        {"output": Output(frozen=True)},
        {"input_keep_prob": 0.9},
        {"l2": 0.1},
        {"clip_norm": 1.0},
    ],
    ids=lambda fields: ", ".join(fields),
)
def test_what_the_lanes_do_not_know_is_left_to_one_thread(fields):
    trainer = trainer_of(2, **fields)
    assert not gain(trainer.network, trainer.experiment.clip_norm)
    assert isinstance(trainer.runner.whole_step, Step)
    run(trainer, 1)


class Exploding(list):
    """Mini-batches of which one lane, the first or the second, cannot have the second."""

    def __init__(self, batches, second):
        super().__init__(batches)
        self.second = second

    def __iter__(self):
        for k, batch in enumerate(super().__iter__()):
            if k == 1 and (threading.current_thread().name == "second lane") == self.second:
                raise MemoryError("no room for mini-batch 2")
            yield batch


@pytest.mark.parametrize("second", [False, True])
def test_an_error_in_a_lane_comes_out_and_the_other_lane_ends(second):
    trainer = trainer_of(2)
    trainer.runner.begin_epoch(1)
    batches = trainer.runner._batches[:3]
    with pytest.raises(MemoryError, match="mini-batch 2"):
        trainer.runner.whole_step.run(Exploding(batches, second))
    assert all(thread.name != "second lane" for thread in threading.enumerate())


@pytest.mark.parametrize("second", [False, True])
def test_after_an_error_the_lanes_run_as_before(second):
    trainer, other = trainer_of(2), trainer_of(2)
    start = trainer.snapshot()
    for each in (trainer, other):
        each.runner.begin_epoch(1)
    with pytest.raises(MemoryError):
        trainer.runner.whole_step.run(Exploding(trainer.runner._batches[:3], second))
    trainer.restore(start)
    for each in (trainer, other):
        each.runner.whole_step.run(each.runner._batches[:3])
    np.testing.assert_array_equal(trainer.snapshot().parameters, other.snapshot().parameters)


@pytest.mark.skipif(not IS_POSSIBLE, reason="denormal numbers cannot be flushed here")
def test_denormal_moments_are_zero_in_both_lanes():
    """Both averages fade where a unit is dead, so that no derivative replaces them."""
    fields = {"layers": (Dense(WIDE, Relu(), initializer=Constant(-1.0)),), "optimizer": Adam(0.5, 0.5)}
    dataset = make_dataset("multiclass", n=5, m=50)
    dataset = replace(dataset, X=np.abs(dataset.X))
    experiment = make_trainer(dataset, normalize=False, dtype="float32", **fields).experiment
    trainer = Trainer(experiment, Problem(experiment, dataset), threads=2)
    trainer.runner.memory.moments[:] = 2e-38
    run(trainer, 5)
    moments = trainer.runner.memory.moments
    assert (moments == 0).any(axis=1).all()
    assert not ((moments > 0) & (moments < np.finfo(np.float32).tiny)).any()
