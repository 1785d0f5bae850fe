"""The gradient check of every activation, loss, penalty and batch norm combined, and with dropout."""

import itertools

import numpy as np
import pytest

from engine.activations import ACTIVATIONS, Elu, LeakyRelu
from engine.errors import EngineError
from engine.gradient_checking import gradient_check
from engine.layers import Dense
from engine.losses import LOSSES, Huber
from tests.engine.textbook import assert_same_parameters, make_dataset, make_trainer, run

PENALTIES = [{}, {"l1": 0.6}, {"l2": 0.6}, {"l1": 0.4, "l2": 0.5}]
BATCH_NORM = [(False, False), (True, True), (False, True)]


@pytest.mark.parametrize("loss", [*LOSSES.values(), Huber(0.3)], ids=str)
@pytest.mark.parametrize("activation", [*ACTIVATIONS.values(), LeakyRelu(0.3), Elu(2.0)], ids=str)
def test_every_combination_is_within_one_in_ten_million(activation, loss):
    data = make_dataset(loss.tasks[0], n=3, m=25)
    for penalty, norms in itertools.product(PENALTIES, BATCH_NORM):
        layers = tuple(Dense(3, activation, batch_norm=norm) for norm in norms)
        check = gradient_check(make_trainer(data, layers=layers, loss=loss, seed=4, **penalty))
        assert max(check.difference, check.readable_difference) < 1e-7, (penalty, norms)
        assert check.verdict == "great"


@pytest.mark.parametrize("smoothing", [0.1, 0.5])
@pytest.mark.parametrize("task", ["binary", "multiclass"])
def test_smoothed_labels_too(task, smoothing):
    trainer = make_trainer(make_dataset(task), label_smoothing=smoothing)
    assert gradient_check(trainer).difference < 1e-7


def test_a_layers_own_lambdas_too():
    layers = (Dense(3, l1=0.5, l2=0.0), Dense(3, batch_norm=True, l1=0.0), Dense(3))
    assert (
        gradient_check(make_trainer(make_dataset("binary"), layers=layers, l1=0.2, l2=0.3)).difference < 1e-7
    )


DROPPING = [
    {"layers": (Dense(6, keep_prob=0.5), Dense(4))},
    {"layers": (Dense(6), Dense(4, batch_norm=True, keep_prob=0.9))},
    {"layers": (Dense(6),), "input_keep_prob": 0.8},
]


@pytest.mark.parametrize("fields", DROPPING)
def test_with_dropout_it_refuses_and_offers_to_go_on_without(fields):
    trainer, twin = (make_trainer(make_dataset("multiclass"), **fields) for _ in "ab")
    with pytest.raises(EngineError, match=r"^Dropout .* Check with dropout off\.$"):
        gradient_check(trainer)
    check = gradient_check(trainer, dropout_off=True)
    assert max(check.difference, check.readable_difference) < 1e-7
    assert check.parameters == trainer.network.n_parameters
    for each in (trainer, twin):  # the masks to come are those that would have come
        run(each, 2)
    assert_same_parameters(trainer.parameters, twin.parameters)


def test_batch_norm_takes_the_examples_as_one_mini_batch_and_keeps_its_averages():
    trainer = make_trainer(make_dataset("binary"), layers=(Dense(4, batch_norm=True),), batch_size=8)
    run(trainer, 2)
    before = trainer.statistics
    check = gradient_check(trainer)
    X, Y = trainer.problem.inputs["train"], trainer.problem.targets["train"]
    Z = trainer.network.logits(trainer.parameters, X)
    assert check.cost == pytest.approx(trainer.network.loss.total(Z, Y) / X.shape[1], rel=1e-13)
    assert np.isfinite(check.difference)
    assert_same_parameters(trainer.statistics, before)
