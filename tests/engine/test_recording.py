"""A run is recorded within bounds, and any recorded moment can be seen and gone on from."""

import math

import numpy as np
import pytest

from engine.data import Circle
from engine.early_stopping import EarlyStopping
from engine.errors import DivergedError
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import GradientDescent, Momentum
from engine.recording import LEAST, MOST, Recording
from engine.snapshot import Snapshot
from engine.trainer import Trainer

SMALL = Experiment(data=Circle(samples=60), layers=(Dense(3, batch_norm=True),))


def state(epoch: int, size: int = 4) -> Snapshot:
    return Snapshot(
        epoch, epoch, np.full(size, epoch, np.float32), np.zeros((0, size)), epoch, np.zeros(0), 0.0
    )


def recorded(epochs: int, dev: float = math.nan, size: int = 4) -> Recording:
    recording = Recording()
    for epoch in range(epochs):
        recording.record(state(epoch, size), 1 / (epoch + 1), dev)
    return recording


def test_a_run_is_recorded_with_its_costs() -> None:
    trainer = Trainer(SMALL)
    for _ in range(5):
        trainer.run_epoch()
    moments = trainer.recording.moments
    assert [moment.epoch for moment in moments] == [0, 1, 2, 3, 4]  # the fifth is the present
    rows = trainer.history.rows
    assert [(m.train, m.dev) for m in moments] == [(row[1], row[2]) for row in rows[:5]]


def test_a_recorded_moment_predicts_what_the_run_did_then() -> None:
    trainer = Trainer(SMALL)
    seen = []
    for _ in range(6):
        seen.append((trainer.parameters, trainer.statistics))
        trainer.run_epoch()
    for moment, (parameters, statistics) in zip(trainer.recording.moments, seen, strict=True):
        again = Trainer(SMALL, trainer.problem)
        again.restore(moment.state)
        assert all(np.array_equal(again.parameters[k], v) for k, v in parameters.items())
        assert all(np.array_equal(again.statistics[k], v) for k, v in statistics.items())


@pytest.mark.parametrize("epochs", [MOST - 1, MOST, MOST + 1, 5 * MOST + 3])
def test_a_long_run_keeps_a_bounded_number_evenly(epochs: int) -> None:
    kept = [moment.epoch for moment in recorded(epochs).moments]
    assert len(kept) <= MOST
    assert len(kept) >= min(epochs, MOST // 2)
    assert kept[0] == 0
    assert len(set(np.diff(kept))) == 1


def test_large_networks_keep_fewer_moments() -> None:
    kept = recorded(40, size=2**20).moments
    assert LEAST <= len(kept) <= 16
    assert sum(moment.state.nbytes for moment in kept) <= 64 * 2**20


def test_the_best_moment_is_always_kept() -> None:
    recording = Recording()
    for epoch in range(3 * MOST):
        recording.record(state(epoch), 1.0, abs(epoch - 777) + 0.5)
    assert recording.best is not None
    assert recording.best.epoch == 777
    assert 777 % recording.stride
    assert 777 in [moment.epoch for moment in recording.moments]
    assert [m.epoch for m in recording.moments] == sorted(m.epoch for m in recording.moments)


def test_an_epoch_done_again_replaces_what_was_recorded_of_it() -> None:
    recording = Recording()
    for epoch in range(10):
        recording.record(state(epoch), 1.0, 10.0 - epoch)
    recording.record(state(6), 2.0, 20.0)
    assert [moment.epoch for moment in recording.moments] == [0, 1, 2, 3, 4, 5, 6]
    assert recording.moments[-1].train == 2.0
    assert recording.best is not None
    assert recording.best.epoch == 5


def test_the_moment_of_an_epoch_is_the_last_one_kept_up_to_it() -> None:
    recording = recorded(3 * MOST)
    asked = (0, recording.stride + 1, 10**9)
    found = [moment.epoch for epoch in asked if (moment := recording.at(epoch)) is not None]
    assert found == [0, recording.stride, recording.moments[-1].epoch]
    assert Recording().at(3) is None


def test_a_branch_has_what_was_before_it_left() -> None:
    recording = recorded(20)
    branch = recording.until(12)
    assert [moment.epoch for moment in branch.moments] == list(range(13))
    branch.record(state(13), 1.0, math.nan)
    assert len(recording.moments) == 20


def test_a_run_that_was_left_gives_most_of_its_memory_back() -> None:
    trainer = Trainer(Experiment(data=Circle(samples=20), layers=(Dense(128), Dense(128))))
    for _ in range(60):
        trainer.run_epoch()
    trainer.rest()
    held = sum(moment.state.nbytes for moment in trainer.recording.moments)
    assert held <= 4 * 2**20 + trainer.recording.moments[0].state.nbytes


def test_a_divergence_leaves_the_good_epochs_recorded() -> None:
    wild = Experiment(data=Circle(samples=60), learning_rate=1e6, optimizer=GradientDescent())
    trainer = Trainer(wild)

    def learn() -> None:
        for _ in range(50):
            trainer.run_epoch()

    with pytest.raises(DivergedError):
        learn()
    assert trainer.recording.moments[-1].epoch <= trainer.epoch


@pytest.mark.parametrize(
    "changes", [{"optimizer": GradientDescent()}, {"optimizer": Momentum(beta=0.8)}, {"batch_size": 30}]
)
def test_older_moments_go_on_after_a_change_of_hyperparameters(changes: dict) -> None:
    trainer = Trainer(SMALL.with_(batch_size=6, optimizer=Momentum()))
    for _ in range(5):
        trainer.run_epoch()
    moment = trainer.recording.at(3)
    assert moment is not None
    like = Trainer(SMALL.with_(batch_size=6, optimizer=Momentum()))
    like.restore(moment.state)
    like.retune(SMALL.with_(**({"batch_size": 6, "optimizer": Momentum()} | changes)))
    trainer.retune(like.experiment)
    known = trainer.recording.at(3)
    assert known is not None
    branch = Trainer(trainer.experiment, trainer.problem)
    branch.restore(known.state)
    np.testing.assert_allclose(branch.snapshot().moments, like.snapshot().moments, rtol=1e-6)
    branch.run_epoch()
    assert np.isfinite(branch.parameters["W1"]).all()


def test_the_moment_after_early_stopping_has_the_costs_of_its_weights() -> None:
    experiment = SMALL.with_(early_stopping=EarlyStopping(2), learning_rate=0.5)
    trainer = Trainer(experiment)
    while trainer.early_stop is None:
        trainer.run_epoch()
    stop = trainer.early_stop
    trainer.step()
    last = trainer.recording.moments[-1]
    assert (last.epoch, last.dev) == (stop.epoch, stop.best_cost)
