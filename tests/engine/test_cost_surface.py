"""The cost over two weights: slopes against finite differences, the lowest point against a trained unit."""

import numpy as np
import pytest

from engine.cost_surface import (
    GRID,
    MOST,
    RIDGE,
    UnitCost,
    compare,
    fit,
    scales,
    surface,
)
from engine.data import Circle, Digits, Gauss, Iris, Plane, Split
from engine.errors import DataError
from engine.experiment import Experiment
from engine.losses import BinaryCrossEntropy, SquaredError
from engine.optimizers import GradientDescent
from engine.problem import Problem
from engine.trainer import Trainer

IRIS = Experiment(data=Iris(), features=("x1", "x2", "x3", "x4"))
RNG = np.random.default_rng(0)


def unit(loss):
    X = RNG.normal(3, [[1], [5]], (2, 40))
    y = (RNG.random(40) < 0.5) if isinstance(loss, BinaryCrossEntropy) else RNG.normal(size=40)
    return UnitCost(X, loss.encode(y.astype(float), 2), 0.3, X.std(axis=1, keepdims=True), loss)


@pytest.mark.parametrize("loss", [BinaryCrossEntropy(), SquaredError()])
def test_slope_and_curvature_against_finite_differences(loss):
    cost, w, eps = unit(loss), np.array([0.4, -0.2]), 1e-5
    step = eps * np.eye(2)
    slope = (cost.value(w + step) - cost.value(w - step)) / (2 * eps)
    np.testing.assert_allclose(cost.gradient(w[None, :])[0], slope, rtol=1e-7, atol=1e-9)
    bend = (cost.gradient(w + step) - cost.gradient(w - step)) / (2 * eps)
    np.testing.assert_allclose(cost.curvature(w), bend, rtol=1e-7, atol=1e-9)


def test_one_value_by_hand():
    cost = UnitCost(np.array([[1.0], [2.0]]), np.array([[1.0]]), 0.5, np.ones((2, 1)), BinaryCrossEntropy())
    z = 0.3 * 1 - 0.1 * 2 + 0.5
    expected = np.log1p(np.exp(-z)) + RIDGE / 2 * (0.3**2 + 0.1**2)
    assert cost.value(np.array([[0.3, -0.1]]))[0] == pytest.approx(expected)


def test_the_lowest_point_is_that_of_a_trained_logistic_regression():
    data = Gauss(samples=100, noise=0.5)
    m = Problem(Experiment(data=data)).inputs["train"].shape[1]
    x = Experiment(
        data=data,
        layers=(),
        l2=RIDGE * m,
        optimizer=GradientDescent(),
        learning_rate=2.0,
        batch_size=None,
        dtype="float64",
    )
    trainer = Trainer(x)
    for _ in range(400):
        trainer.run_epoch()
    found = compare(trainer.problem, (0, 1), 1).normalised
    np.testing.assert_allclose(found.best, trainer.parameters["W1"][0], atol=1e-6)
    metrics = trainer.evaluate("train")
    assert metrics is not None
    assert found.lowest == pytest.approx(metrics.cost, abs=1e-9)


def test_of_numbers_it_is_that_of_least_squares():
    problem = Problem(Experiment(data=Plane(samples=200, noise=0.3)))
    found = compare(problem, (0, 1)).normalised
    Z, y = problem.inputs["train"], problem.dataset.y[problem.codes == 0]
    y = (y - y.mean()) / y.std()
    m = len(y)
    expected = np.linalg.solve(Z @ Z.T / m + RIDGE * np.eye(2), Z @ y / m)
    np.testing.assert_allclose(found.best, expected, atol=1e-10)


@pytest.mark.parametrize("features", [(0, 1), (2, 3), (3, 0)])
def test_both_pictures_have_the_same_lowest_point(features):
    found = compare(Problem(IRIS), features, 2)
    assert found.raw.lowest == pytest.approx(found.normalised.lowest, abs=1e-12)
    std = scales(Problem(IRIS)).std[list(features)]
    np.testing.assert_allclose(found.raw.best * std, found.normalised.best)


def test_the_lowest_point_is_the_lowest_of_the_surface():
    for bowl in (compare(Problem(IRIS), (0, 1)).raw, compare(Problem(IRIS), (0, 1)).normalised):
        assert bowl.surface.shape == (GRID, GRID)
        assert bowl.surface.min() >= bowl.lowest
        row, column = np.unravel_index(bowl.surface.argmin(), bowl.surface.shape)
        step = 2 * bowl.half / (GRID - 1)
        at = [bowl.centre[0] - bowl.half + column * step, bowl.centre[1] + bowl.half - row * step]
        assert np.abs(np.array(at) - bowl.best).max() < 12 * step  # the floor of a valley is nearly level


def test_the_first_row_of_the_surface_is_at_the_top():
    cost = unit(SquaredError())
    found = surface(cost, np.array([1.0, 2.0]), 0.5, 3)
    assert found[0, 2] == pytest.approx(cost.value(np.array([[1.5, 2.5]]))[0])
    assert found[2, 0] == pytest.approx(cost.value(np.array([[0.5, 1.5]]))[0])


def test_raw_inputs_on_different_scales_make_a_valley_in_which_descent_is_slow():
    found = compare(Problem(Experiment(data=Iris(), features=("x1", "x2"))), (0, 1))
    assert found.raw.condition > 10 * found.normalised.condition
    behind = [bowl.costs[-1] - bowl.lowest for bowl in (found.raw, found.normalised)]
    assert behind[0] > 100 * behind[1]


def test_both_ways_begin_at_zero_and_take_as_many_steps_at_their_best_rate():
    found = compare(Problem(IRIS), (0, 2), steps=10)
    for bowl in (found.raw, found.normalised):
        assert bowl.path.shape == (11, 2)
        assert (bowl.path[0] == 0).all()
        assert bowl.costs.max() == bowl.costs[0]
        assert np.abs(bowl.path - bowl.centre).max() <= bowl.half


def test_every_step_goes_down_the_slope_by_the_rate():
    problem = Problem(IRIS)
    found = compare(problem, (0, 1), 1).normalised
    Z = problem.inputs["train"][:2]
    y = (problem.dataset.y[problem.codes == 0] == 1).astype(float)
    loss = BinaryCrossEntropy()
    w, b = fit(Z, loss.encode(y, 2), loss)
    cost = UnitCost(Z, loss.encode(y, 2), b, np.ones((2, 1)), loss)
    np.testing.assert_allclose(w, found.best)
    for before, after in zip(found.path[:-1], found.path[1:], strict=True):
        np.testing.assert_allclose(after, before - found.rate * cost.gradient(before[None, :])[0], atol=1e-12)


def test_the_same_bits_each_time():
    first, second = (compare(Problem(IRIS), (0, 1)) for _ in range(2))
    for name in ("raw", "normalised"):
        a, b = getattr(first, name), getattr(second, name)
        np.testing.assert_array_equal(a.surface, b.surface)
        np.testing.assert_array_equal(a.path, b.path)


def test_large_data_are_thinned():
    assert compare(Problem(Experiment(data=Circle(samples=5000))), (0, 1), steps=1).examples <= MOST


@pytest.mark.parametrize(
    ("x", "features", "words"),
    [
        (Experiment(data=Digits(), features=("x1", "x2")), (0, 1), "pixels"),
        (Experiment(features=("x1",)), (0, 0), "only one is on"),
        (Experiment(), (1, 1), "two different"),
        (Experiment(), (0, 2), "two different"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(x, features, words):
    with pytest.raises(DataError, match=words):
        compare(Problem(x), features)


def test_a_line_that_tells_the_classes_apart_leaves_a_lowest_point():
    found = compare(Problem(IRIS), (2, 3), 0)
    assert np.isfinite(found.normalised.best).all()
    assert found.normalised.lowest > 0


@pytest.mark.parametrize("normalize", [True, False])
def test_mu_and_sigma_come_from_train_alone(normalize):
    problem = Problem(IRIS.with_(normalize=normalize))
    found = scales(problem)
    train = problem.dataset.X[:, problem.codes == 0]
    np.testing.assert_allclose(found.mean, train.mean(axis=1))
    np.testing.assert_allclose(found.std, train.std(axis=1))
    np.testing.assert_allclose(found.train_mean, 0, atol=1e-12)
    np.testing.assert_allclose(found.train_std, 1)
    dev = (problem.dataset.X[:, problem.codes == 1].T - found.mean) / found.std
    np.testing.assert_allclose(found.dev_mean, dev.mean(axis=0))
    np.testing.assert_allclose(found.dev_std, dev.std(axis=0))


def test_without_dev_examples_there_is_nothing_to_say_of_them():
    found = scales(Problem(IRIS.with_(split=Split(train=1, dev=0, test=0))))
    assert np.isnan(found.dev_mean).all()
