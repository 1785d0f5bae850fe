"""Worked numbers and named defaults of the course that no other test holds, each through the engine.

The others are where their subject is: shapes in test_network, softmax in test_activations, J = 3(a + bc) in
test_graph, averages in test_averages, decay in test_schedules, theta^3 in test_gradient_checking.
"""

import numpy as np
import pytest

from engine import gradient_checking
from engine.activations import LeakyRelu, Linear, hard_max, softmax
from engine.averages import ewa, memory
from engine.batch_norm import normalize
from engine.data import Normalizer, Split, Xor
from engine.experiment import Experiment
from engine.initializers import Normal
from engine.layers import Dense
from engine.losses import DEFAULT_LOSSES
from engine.network import Network
from engine.optimizers import Adam, GradientDescent, Momentum, RMSprop
from engine.schedules import TimeDecay
from tests.engine.textbook import make_dataset, make_trainer, metrics, train

X = np.array([[1.0, 2, 3], [4, 5, 6]])
FOOD = np.array([[56, 0, 4.4, 68], [1.2, 104, 52, 8], [1.8, 135, 99, 0.9]])


def layer(W, b):
    """Z = W X + b of one layer."""
    n_out, n_in = W.shape
    network = Network.plain((n_in, n_out), (), DEFAULT_LOSSES["multiclass"])
    return lambda inputs: network.logits({"W1": W, "b1": b}, inputs)


class TestBroadcasting:
    def test_a_column_is_added_to_every_column(self):
        """[[1,2,3],[4,5,6]] + [[100],[200]]: what b does in Z = W X + b."""
        Z = layer(np.eye(2), np.array([[100.0], [200.0]]))(X)
        assert Z.tolist() == [[101, 102, 103], [204, 205, 206]]

    def test_a_row_is_added_to_every_row(self):
        """[[1,2,3],[4,5,6]] + [100,200,300], by NumPy and as a product with a column of ones."""
        row = np.array([100.0, 200, 300])
        expected = [[101, 202, 303], [104, 205, 306]]
        assert (X + row).tolist() == expected
        with_ones = np.hstack([np.eye(2), np.ones((2, 1))])
        assert layer(with_ones, np.zeros((2, 1)))(np.vstack([X, row])).tolist() == expected

    def test_the_food_table(self):
        """cal = [59, 239, 155.4, 76.9]; 100 A / cal, which is what softmax makes of logarithms."""
        cal = FOOD.sum(axis=0)
        np.testing.assert_allclose(cal, [59, 239, 155.4, 76.9], rtol=1e-12)
        with np.errstate(divide="ignore"):
            percentages = 100 * softmax(np.log(FOOD))
        np.testing.assert_allclose(percentages, 100 * FOOD / cal, rtol=1e-12)
        assert percentages[0, 0] == pytest.approx(94.9, abs=0.05)
        assert hard_max(FOOD).argmax(axis=0).tolist() == [0, 2, 2, 0]

    def test_no_array_has_rank_one(self):
        layers = (Dense(3, batch_norm=True), Dense(2))
        trainer = make_trainer(make_dataset("multiclass"), layers=layers)
        arrays = trainer.parameters | trainer.gradients() | trainer.statistics
        assert {array.ndim for array in arrays.values()} == {2}
        assert all(arrays[name].shape[1] == 1 for name in ("b2", "gamma1", "beta1", "mean1", "variance1"))


class TestInitialisation:
    @pytest.mark.parametrize("factor", [1.5, 0.5])
    def test_a_signal_grows_or_shrinks_with_the_power_of_the_depth(self, factor):
        """W = 1.5 I and 0.5 I over L layers: 1.5^L and 0.5^L."""
        for depth in (1, 5, 12):
            network = Network.plain(
                (2,) * (depth + 1), (Linear(),) * (depth - 1), DEFAULT_LOSSES["multiclass"]
            )
            start = network.initial(np.random.default_rng(0))
            named = {k: factor * np.eye(2) if k[0] == "W" else np.zeros_like(p) for k, p in start.items()}
            np.testing.assert_allclose(network.logits(named, np.ones((2, 1))), factor**depth, rtol=1e-12)

    def test_small_random_numbers_are_of_size_a_hundredth(self):
        assert Normal().scale == 0.01


class TestSettingUp:
    def test_inputs_are_normalised_with_their_own_mean_and_deviation(self):
        """mu = 2 and 5, sigma^2 = 2/3."""
        fitted = Normalizer.fit(X)
        assert fitted.mean.tolist() == [[2], [5]]
        np.testing.assert_allclose(fitted.std**2, [[2 / 3], [2 / 3]], rtol=1e-12)
        np.testing.assert_allclose(fitted.apply(X), np.sqrt(1.5) * np.array([[-1, 0, 1], [-1, 0, 1]]))

    def test_batch_norm_takes_the_same_mean_and_variance_of_a_mini_batch(self):
        _, mean, variance = normalize(X)
        assert mean.tolist() == [[2], [5]]
        np.testing.assert_allclose(variance, 2 / 3, rtol=1e-12)

    def test_the_parts_are_three(self):
        assert (Split().train, Split().dev, Split().test) == (0.6, 0.2, 0.2)


class TestDefaults:
    def test_hyperparameters_are_those_of_the_table(self):
        assert LeakyRelu().alpha == 0.01
        assert Momentum().beta == RMSprop().beta == 0.9
        assert (Adam().beta1, Adam().beta2, Adam().eps, RMSprop().eps) == (0.9, 0.999, 1e-8, 1e-8)
        assert RMSprop(beta=0.999).beta == 0.999

    def test_the_nudge_of_gradient_checking(self):
        assert gradient_checking.EPS == 1e-7

    def test_decay(self):
        """alpha_0 = 0.2, rate 1: epochs 1 to 4 are trained with 0.1, 0.0667, 0.05 and 0.04."""
        fields = {"schedule": TimeDecay(), "learning_rate": 0.2, "optimizer": GradientDescent()}
        trainer, rates = make_trainer(make_dataset("binary"), batch_size=None, **fields), []
        for _ in range(4):
            before, gradients = trainer.parameters["W1"], trainer.gradients()["W1"]
            trainer.run_epoch()
            rates.append(((before - trainer.parameters["W1"]) / gradients).mean())
        np.testing.assert_allclose(rates, [0.1, 0.2 / 3, 0.05, 0.04], rtol=1e-9)


class TestAverages:
    @pytest.mark.parametrize(("beta", "values"), [(0.9, 10), (0.98, 50), (0.5, 2)])
    def test_an_average_looks_back_over_so_many_values(self, beta, values):
        """What is older weighs about 1/e of the newest: 0.9^10 = 0.35."""
        assert memory(beta) == pytest.approx(values)
        weights = ewa(np.eye(200), beta)[-1]
        assert weights[-1 - values] / weights[-1] == pytest.approx(beta**values, rel=1e-9)
        assert 0.2 < beta**values < 0.37

    def test_the_second_average_without_its_start_at_zero(self):
        """v_2 = 0.0196 theta_1 + 0.02 theta_2, divided by 0.0396."""
        weights = ewa(np.eye(2), 0.98)[1]
        np.testing.assert_allclose(weights, [0.0196, 0.02], rtol=1e-12)
        np.testing.assert_allclose(ewa(np.eye(2), 0.98, corrected=True)[1], weights / 0.0396, rtol=1e-12)


def test_xor_shows_why_depth_pays():
    """Logistic regression guesses; one hidden layer knows."""
    accuracies = []
    for layers in ((), (Dense(6),)):
        found = metrics(train(Experiment(data=Xor(), layers=layers), 100), "dev").accuracy
        assert found is not None
        accuracies.append(found)
    assert accuracies[0] < 0.7
    assert accuracies[1] > 0.95
