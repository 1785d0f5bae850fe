"""Numbers over the plane: the formulas of TensorFlow Playground, and noise that leaves the points alone."""

import numpy as np
import pytest

from engine.data import Bumps, Plane, Sine
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import Adam
from engine.trainer import Trainer
from tests.engine.textbook import run

SURFACES = [Plane, Bumps]


@pytest.mark.parametrize("kind", SURFACES)
def test_same_value_same_bits_and_a_prefix(kind):
    first, again, more = kind(noise=0.2).load(), kind(noise=0.2).load(), kind(noise=0.2, samples=900).load()
    assert first.y.tobytes() == again.y.tobytes()
    np.testing.assert_array_equal(more.X[:, :500], first.X)
    np.testing.assert_array_equal(more.y[:500], first.y)
    assert first.task == "regression"
    assert np.abs(first.X).max() <= 6


@pytest.mark.parametrize("kind", SURFACES)
def test_noise_moves_values_and_not_points(kind):
    clean, noisy = kind().load(), kind(noise=0.3).load()
    np.testing.assert_array_equal(clean.X, noisy.X)
    assert 0 < np.abs(clean.y - noisy.y).max() <= 1


def test_the_plane():
    data = Plane().load()
    np.testing.assert_allclose(data.y, (data.X[0] + data.X[1]) / 10)


def test_the_bumps():
    places = np.array([[-4, 2.5], [0, 2.5], [4, -2.5], [0, -1.5], [2, 0], [-3, 2.5]]).T
    np.testing.assert_allclose(Bumps().height(places), [1, -1, -1, 0.5, 0, 0.5])


def test_the_sine_has_one_column_and_its_noise_is_on_y():
    clean, noisy = Sine(samples=5000).load(), Sine(samples=5000, noise=0.3).load()
    assert (clean.columns, clean.X.shape, clean.task) == (("x1",), (1, 5000), "regression")
    np.testing.assert_allclose(clean.y, np.sin(clean.X[0]))
    np.testing.assert_array_equal(clean.X, noisy.X)
    assert (noisy.y - clean.y).std() == pytest.approx(0.3, rel=0.05)
    assert 5.9 < np.abs(clean.X).max() <= 6


def test_linear_regression_finds_the_plane():
    trainer = Trainer(Experiment(data=Plane(), layers=(), learning_rate=0.1))
    run(trainer, 60)
    X = np.array([[1.0, -3.0], [2.0, -5.0]])
    np.testing.assert_allclose(trainer.predict(X)[0], [0.3, -0.8], atol=0.01)


def test_a_hidden_layer_or_two_find_the_bumps():
    layers = (Dense(24), Dense(16))
    trainer = Trainer(
        Experiment(data=Bumps(samples=1500), layers=layers, optimizer=Adam(), learning_rate=0.02)
    )
    run(trainer, 150)
    data = trainer.problem.dataset
    missed = np.square(trainer.predict(data.X)[0] - data.y).mean() / data.y.var()
    assert missed < 0.1
