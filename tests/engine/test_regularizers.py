"""L1 and L2: the price of the course, weights that cross zero and come back, sparse ones that stay there."""

import numpy as np
import pytest

from engine.data import Dataset
from engine.initializers import Zeros
from engine.layers import Dense, Output
from engine.losses import SquaredError
from engine.optimizers import Adam, GradientDescent, Momentum
from engine.regularizers import gradient, lines, penalty
from tests.engine.textbook import make_dataset, make_trainer, run

W = np.array([[1.0, -2.0], [0.0, 3.0]])


def test_the_penalties_of_the_course():
    """(lambda / 2m) sum W^2 and (lambda / 2m) sum |W| over m = 5 examples."""
    assert penalty(W, 0.0, 0.7, 5) == pytest.approx(0.7 / 10 * 14)
    assert penalty(W, 0.3, 0.0, 5) == pytest.approx(0.3 / 10 * 6)
    assert penalty(W, 0.3, 0.7, 5) == pytest.approx(0.3 / 10 * 6 + 0.7 / 10 * 14)


def test_the_gradient_is_that_of_the_penalty_and_zero_at_zero():
    np.testing.assert_allclose(gradient(W, 0.3, 0.7, 5), 0.7 / 5 * W + 0.3 / 10 * np.sign(W))
    assert gradient(W, 0.3, 0.7, 5)[1, 0] == 0
    assert lines(False, False) == ()


def test_l2_is_weight_decay():
    """W := (1 - alpha lambda / m) W - alpha dW_backprop; b has no part in it. Source: course, Losses."""
    data, rate, lam = make_dataset("binary", m=20), 0.5, 3.0
    rest = {"batch_size": None, "optimizer": GradientDescent(), "learning_rate": rate}
    plain, decayed = (make_trainer(data, l2=l2, **rest) for l2 in (0.0, lam))
    W1, b1 = decayed.parameters["W1"], decayed.parameters["b1"]
    backprop = plain.gradients()
    decayed.run_epoch()
    expected = (1 - rate * lam / 20) * W1 - rate * backprop["W1"]
    np.testing.assert_allclose(decayed.parameters["W1"], expected, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(decayed.parameters["b1"], b1 - rate * backprop["b1"], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("fields", [{"l1": 5.0}, {"l2": 5.0}])
def test_biases_gamma_and_beta_are_free(fields):
    layers = (Dense(4, batch_norm=True), Dense(3))
    data = make_dataset("binary")
    found = make_trainer(data, layers=layers, **fields).gradients()
    free = make_trainer(data, layers=layers).gradients()
    for name in found:
        assert np.array_equal(found[name], free[name]) == (not name.startswith("W")), name


def linear(weights, m=60, l1=0.0, **fields):
    """Linear regression on y = weights x without noise, from inputs of variance 1 that do not go together."""
    columns = np.random.default_rng(7).standard_normal((m, len(weights) + 1))
    columns[:, 0] = 1  # what is orthogonal to it has mean 0
    X = np.sqrt(m) * np.linalg.qr(columns)[0].T[1:]
    names = tuple(f"x{i + 1}" for i in range(len(weights)))
    data = Dataset(X, np.asarray(weights) @ X, "regression", names, split=np.zeros(m, np.int8))
    usual = {"layers": (), "loss": SquaredError(), "batch_size": None, "optimizer": GradientDescent()}
    return make_trainer(data, l1=l1, learning_rate=0.1, normalize=False, **usual | fields)


def shrunk(weights, l1, m=60):
    """Where J = 1/2 ||w - weights||^2 + (lambda / 2m) sum |w| is lowest: weights lambda / 2m nearer 0."""
    w = np.asarray(weights, np.float64)
    return np.sign(w) * np.maximum(np.abs(w) - l1 / (2 * m), 0)


def start_at(trainer, *weights):
    trainer.load({"W1": np.array([weights], np.float64), "b1": np.zeros((1, 1))})
    return trainer


@pytest.mark.parametrize("optimizer", [GradientDescent(), Momentum(), Adam()], ids=lambda o: o.name)
def test_weights_cross_zero_and_recover(optimizer):
    """From the wrong side of 0 they reach the same place as from 0, where theory puts it.

    A subgradient of a fixed rate hops about the place by at most a step: rate 0.1 times twice lambda / 2m.
    """
    truth, l1 = (1.5, -1.0), 12.0
    ends = []
    for start in ((-2.0, 2.0), (0.0, 0.0)):
        trainer = start_at(linear(truth, l1=l1, optimizer=optimizer), *start)
        path = []
        for _ in range(600):
            trainer.run_epoch()
            path.append(trainer.parameters["W1"][0])
        ends.append(path[-1])
        if any(start):
            assert np.sign(path[0]).tolist() == [-1, 1]
        assert np.sign(path[-1]).tolist() == [1, -1]
    np.testing.assert_allclose(ends, [shrunk(truth, l1)] * 2, atol=0.1 * 2 * l1 / 120)


def test_a_start_at_exactly_zero_stays_trainable():
    trainer = make_trainer(
        make_dataset("binary", n=3), layers=(), output=Output(initializer=Zeros()), l1=0.5, batch_size=None
    )
    assert not trainer.parameters["W1"].any()
    run(trainer, 50)
    assert trainer.parameters["W1"].all()


def test_a_weight_that_nothing_asks_for_stays_exactly_zero():
    """An input that is always 0 has no gradient, and that of |w| is taken as 0 at 0."""
    data = make_dataset("binary", n=2)
    X = np.vstack([data.X, np.zeros(data.m)])
    data = Dataset(X, data.y, "binary", ("a", "b", "c"), data.classes, data.split)
    trainer = make_trainer(data, layers=(), output=Output(initializer=Zeros()), l1=5.0)
    run(trainer, 20)
    assert trainer.parameters["W1"][0, 2] == 0
    assert trainer.parameters["W1"][0, :2].all()


def test_strong_l1_leaves_only_the_features_that_matter():
    """Eight weights, two that matter: the six others hop about 0 by at most rate lambda / 2m = 0.02."""
    truth, l1 = (2.0, 0, 0, -1.5, 0, 0.1, 0, -0.05), 24.0
    trainer = start_at(linear(truth, l1=l1), *np.random.default_rng(2).standard_normal(8))
    run(trainer, 400)
    w = trainer.parameters["W1"][0]
    step = 0.1 * l1 / 120
    np.testing.assert_allclose(w, shrunk(truth, l1), atol=2 * step)
    others = np.delete(w, [0, 3])
    assert abs(others).max() <= 2 * step
    without = start_at(linear(truth), *np.random.default_rng(2).standard_normal(8))
    run(without, 400)
    np.testing.assert_allclose(without.parameters["W1"][0], truth, atol=1e-9)


def test_l2_shrinks_all_weights_in_proportion():
    """J is lowest at weights / (1 + lambda / m)."""
    trainer = linear((2.0, -1.0, 0.5), l2=30.0)
    run(trainer, 400)
    np.testing.assert_allclose(trainer.parameters["W1"][0], np.array([2.0, -1.0, 0.5]) / 1.5, atol=1e-9)


def test_a_layers_own_lambdas_win():
    layers = (Dense(4, l1=2.0, l2=0.0), Dense(3, l1=0.0, l2=3.0))
    data, whole = make_dataset("binary"), {"l1": 0.5, "l2": 0.7}
    trainer, free = (
        make_trainer(data, layers=layers, **whole),
        make_trainer(data, layers=(Dense(4), Dense(3))),
    )
    free.load(trainer.parameters)
    found, none = trainer.gradients(), free.gradients()
    for l, lambdas in enumerate(((2.0, 0.0), (0.0, 3.0), (0.5, 0.7)), start=1):
        expected = none[f"W{l}"] + gradient(trainer.parameters[f"W{l}"], *lambdas, 40)
        np.testing.assert_allclose(found[f"W{l}"], expected, rtol=1e-12, atol=1e-15)
