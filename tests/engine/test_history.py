"""The cost curve: bounded, evenly thinned, the newest point always there."""

import numpy as np
import pytest

from engine.data import Circle
from engine.experiment import Experiment
from engine.history import CAPACITY, History, StepHistory
from engine.trainer import Trainer


def recorded(epochs, dev=0.5):
    history = History()
    for epoch in range(epochs):
        history.record(epoch, float(epoch), dev)
    return history


def test_every_epoch_is_kept_while_there_is_room():
    curve = recorded(CAPACITY).curve()
    np.testing.assert_array_equal(curve.epochs, np.arange(CAPACITY))
    np.testing.assert_array_equal(curve.train, curve.epochs)
    assert curve.dev.tolist() == [0.5] * CAPACITY


@pytest.mark.parametrize("epochs", [CAPACITY + 1, CAPACITY + 2, 3 * CAPACITY + 7, 100_000])
def test_a_long_curve_is_thinned_evenly_and_ends_with_the_newest(epochs):
    curve = recorded(epochs).curve()
    assert curve.epochs[0] == 0
    assert curve.epochs[-1] == epochs - 1
    steps = np.diff(curve.epochs)[:-1]
    assert np.ptp(steps) == 0
    assert CAPACITY // 2 <= len(curve.epochs) <= CAPACITY + 1
    np.testing.assert_array_equal(curve.train, curve.epochs)


def test_a_million_epochs_are_no_more_than_the_capacity():
    curve = recorded(1_000_000).curve()
    assert len(curve.epochs) <= CAPACITY + 1
    assert curve.epochs[[0, -1]].tolist() == [0, 999_999]


@pytest.mark.parametrize("epochs", [1, 5, 600, 601, 5000])
def test_a_curve_for_the_screen_has_at_most_about_the_points_asked_for(epochs):
    curve = recorded(epochs).curve(600)
    assert min(epochs, 300) <= len(curve.epochs) <= 601
    assert curve.epochs[-1] == epochs - 1
    assert np.all(np.diff(curve.epochs) > 0)


def test_without_a_dev_set_there_is_no_dev_curve():
    curve = recorded(4, dev=np.nan).curve()
    assert len(curve.train) == 4
    assert curve.dev.size == 0


def test_an_empty_history_has_an_empty_curve():
    assert History().curve().epochs.size == 0


def test_a_curve_is_a_copy():
    history = recorded(3)
    history.curve().train[:] = 99
    assert history.curve().train.tolist() == [0, 1, 2]


def test_a_copy_goes_on_alone():
    history = recorded(3)
    other = history.copy()
    other.record(3, 3.0, 0.5)
    assert history.curve().epochs.tolist() == [0, 1, 2]
    assert other.curve().epochs.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "pieces", [(5,), (1, 1, 1, 2), (CAPACITY,), (CAPACITY, 1), (3, CAPACITY, 7 * CAPACITY + 5, 11)]
)
def test_costs_of_steps_are_averaged_evenly(pieces):
    costs = np.random.default_rng(1).random(sum(pieces))
    history = StepHistory()
    end = 0
    for part in np.split(costs, np.cumsum(pieces)[:-1]):
        end += len(part)
        history.record(part, end)
    ends, means = history.curve()
    assert len(ends) <= CAPACITY
    whole = len(ends) * history.stride
    assert len(costs) - whole < history.stride
    np.testing.assert_allclose(means, costs[:whole].reshape(-1, history.stride).mean(axis=1))
    np.testing.assert_array_equal(ends, history.stride * np.arange(1, len(ends) + 1))


def test_a_million_steps_take_no_more_memory_than_a_few():
    history = StepHistory()
    for k in range(1, 1001):
        history.record(np.ones(1000), 1000 * k)
    ends, means = history.curve()
    assert CAPACITY / 2 <= len(ends) <= CAPACITY
    assert ends[-1] > 1_000_000 - history.stride
    assert (means == 1).all()


def test_the_trainer_records_what_each_step_saw():
    experiment = Experiment(
        data=Circle(samples=100), batch_size=25, dtype="float64"
    )  # 60 examples: 25, 25, 10
    trainer, costs = Trainer(experiment), []
    for _ in range(6):
        before = trainer.parameters
        start = trainer.position * 25
        trainer.step()
        order = trainer.runner.buffers.order[start : start + 25]
        X, Y = (part["train"][:, order] for part in (trainer.problem.inputs, trainer.problem.targets))
        Z = trainer.network.logits(before, X)
        costs.append(trainer.network.loss.total(Z, Y) / X.shape[1])
    ends, means = trainer.steps.curve()
    np.testing.assert_array_equal(ends, [1, 2, 3, 4, 5, 6])
    np.testing.assert_allclose(means, costs)


def test_a_branch_goes_on_from_what_was_before():
    history = StepHistory()
    history.record(np.arange(10.0), 10)
    branch = history.until(6)
    branch.record(np.array([100.0]), 7)
    assert branch.curve()[1].tolist() == [0, 1, 2, 3, 4, 5, 100]
    assert branch.curve()[0].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert history.curve()[1].tolist() == list(range(10))


def test_dev_costs_are_known_by_iteration_and_bounded():
    trainer = Trainer(Experiment(data=Circle(samples=100), batch_size=25))
    for _ in range(4):
        trainer.run_epoch()
    at, costs = trainer.steps.dev()
    assert at.tolist() == [3, 6, 9, 12]
    np.testing.assert_array_equal(costs, trainer.history.rows[1:, 2])
    history = StepHistory()
    for k in range(5 * CAPACITY):
        history.record_dev(k, float(k))
    at, costs = history.dev()
    assert len(at) <= CAPACITY
    assert costs[-1] == 5 * CAPACITY - 1


def test_costs_stand_at_their_true_iterations_after_an_epoch_that_was_not_finished():
    trainer = Trainer(Experiment(data=Circle(samples=100), batch_size=10))  # 6 mini-batches an epoch
    trainer.run_epoch()
    trainer.advance(4)
    trainer.retune(trainer.experiment.with_(batch_size=20))  # the epoch begins again, with 3
    trainer.run_epoch()
    at, _ = trainer.steps.curve()
    assert at.tolist() == [1, 2, 3, 4, 5, 6, 11, 12, 13]
    assert trainer.iteration == 13
