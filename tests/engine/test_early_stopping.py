"""Early stopping ends a training whose dev cost rises, and brings the best weights back."""

import numpy as np
import pytest

from engine.activations import Relu
from engine.data import Circle, Split, Xor
from engine.early_stopping import EarlyStopping
from engine.errors import DataError, ExperimentError
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import Momentum
from engine.trainer import Trainer
from tests.engine.textbook import assert_same_parameters, metrics

OVERFITTER = Experiment(
    data=Xor(samples=60, noise=0.4),
    split=Split(train=0.4, dev=0.6, test=0),
    layers=(Dense(40, Relu(), batch_norm=True), Dense(40, Relu())),
    early_stopping=EarlyStopping(5),
    seed=3,
)


def train_until_stopped(trainer, limit=500):
    """Epochs until it stops; the parameters and dev cost at the end of each."""
    seen = {0: (trainer.parameters, metrics(trainer, "dev").cost)}
    for _ in range(limit):
        trainer.run_epoch()
        if trainer.early_stop is not None:
            break
        seen[trainer.epoch] = trainer.parameters, metrics(trainer, "dev").cost
    return seen


def test_the_weights_of_the_lowest_dev_cost_come_back():
    trainer = Trainer(OVERFITTER)
    seen = train_until_stopped(trainer)
    stop = trainer.early_stop
    assert stop is not None
    best = min(seen, key=lambda epoch: seen[epoch][1])
    assert stop.best_epoch == best
    assert stop.best_cost == pytest.approx(seen[best][1])
    assert stop.epoch == trainer.epoch == best + 5
    assert_same_parameters(trainer.parameters, seen[best][0])
    assert metrics(trainer, "dev").cost == pytest.approx(seen[best][1])


def test_one_may_go_on_from_there():
    trainer = Trainer(OVERFITTER)
    train_until_stopped(trainer)
    stopped_at = trainer.epoch
    trainer.run_epoch()
    assert (trainer.early_stop, trainer.epoch) == (None, stopped_at + 1)
    seen = train_until_stopped(trainer)
    assert max(seen) > stopped_at + 1
    assert trainer.epoch > max(seen)


def test_without_it_nothing_stops():
    trainer = Trainer(OVERFITTER.with_(early_stopping=None))
    for _ in range(100):
        trainer.run_epoch()
    assert trainer.early_stop is None


def test_it_can_be_switched_on_later_and_then_counts_from_there():
    trainer = Trainer(OVERFITTER.with_(early_stopping=None))
    for _ in range(60):
        trainer.run_epoch()
    trainer.retune(trainer.experiment.with_(early_stopping=EarlyStopping(2)))
    train_until_stopped(trainer)
    assert trainer.early_stop is not None
    assert trainer.early_stop.best_epoch >= 60


def test_it_is_the_same_every_time():
    first, again = Trainer(OVERFITTER), Trainer(OVERFITTER)
    train_until_stopped(first)
    train_until_stopped(again)
    assert first.early_stop == again.early_stop
    np.testing.assert_array_equal(first.history.rows, again.history.rows)


def test_without_a_dev_part_it_is_refused():
    experiment = Experiment(
        data=Circle(), split=Split(train=1, dev=0, test=0), early_stopping=EarlyStopping()
    )
    with pytest.raises(DataError, match=r"no dev example\. Give the dev part a share"):
        Trainer(experiment)
    trainer = Trainer(experiment.with_(early_stopping=None))
    with pytest.raises(DataError, match=r"no dev example"):
        trainer.retune(experiment)


def test_a_patience_of_nothing_is_refused():
    with pytest.raises(ExperimentError, match="at least 1 epoch, not 0"):
        EarlyStopping(0)


def test_a_patience_that_is_no_number_is_refused():
    with pytest.raises(ExperimentError, match="at least 1 epoch, not nan"):
        EarlyStopping(float("nan"))  # type: ignore[arg-type]


def test_going_on_never_ends_with_worse_weights():
    trainer = Trainer(OVERFITTER)
    costs = []
    for _ in range(4):
        train_until_stopped(trainer)
        assert trainer.early_stop is not None
        costs.append(trainer.early_stop.best_cost)
    assert costs == sorted(costs, reverse=True)


@pytest.mark.parametrize(
    "changes", [{"learning_rate": 1e-6}, {"batch_size": 7}, {"optimizer": Momentum()}, {"l2": 0.1}], ids=str
)
def test_a_live_change_does_not_forget_the_best_weights(changes):
    trainer = Trainer(OVERFITTER.with_(early_stopping=EarlyStopping(30)))
    for _ in range(20):
        trainer.run_epoch()
    assert trainer.best_dev is not None
    cost, moment = trainer.best_dev
    assert moment.epoch < 20
    trainer.retune(trainer.experiment.with_(**changes))
    assert trainer.best_dev is not None
    assert (trainer.best_dev[0], trainer.best_dev[1].epoch) == (cost, moment.epoch)
    trainer.keep_best()
    assert metrics(trainer, "dev").cost == pytest.approx(cost)
    trainer.run_epoch()
