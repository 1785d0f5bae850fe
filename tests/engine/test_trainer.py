"""The Trainer: same experiment same bits, costs and accuracy, and the edges of data."""

import numpy as np
import pytest

from engine.activations import ACTIVATIONS, LeakyRelu, Tanh
from engine.data import Blobs, Circle, Dataset, Gauss, Split, Xor
from engine.errors import DivergedError
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import Adam, GradientDescent, Momentum
from engine.problem import Part
from engine.trainer import Trainer
from tests.engine.textbook import assert_same_parameters, make_dataset, make_trainer, metrics, train

SMALL = Experiment(data=Circle(samples=85), batch_size=10)


def accuracy(trainer: Trainer, part: Part = "dev") -> float:
    found = metrics(trainer, part).accuracy
    assert found is not None
    return found


class TestDeterminism:
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_same_experiment_same_bits(self, dtype):
        first, again = (train(SMALL.with_(dtype=dtype)) for _ in range(2))
        assert first.parameters["W1"].dtype == dtype
        assert_same_parameters(first.parameters, again.parameters)
        np.testing.assert_array_equal(first.history.curve().train, again.history.curve().train)

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    @pytest.mark.parametrize("chunks", [[1], [3, 1, 2], [4, 100]])
    def test_odd_chunks_are_the_same_as_whole_epochs(self, chunks, dtype):
        whole, pieces = train(SMALL.with_(dtype=dtype)), Trainer(SMALL.with_(dtype=dtype))
        turn = 0
        while pieces.epoch < 3:
            pieces.advance(chunks[turn % len(chunks)])
            turn += 1
        assert_same_parameters(whole.parameters, pieces.parameters)
        np.testing.assert_array_equal(whole.history.curve().train, pieces.history.curve().train)

    def test_another_seed_is_another_start_and_another_order(self):
        first, other = Trainer(SMALL), Trainer(SMALL.with_(seed=2))
        assert not np.array_equal(first.parameters["W1"], other.parameters["W1"])
        first.step()
        other.step()
        assert first.runner.buffers.order.tolist() != other.runner.buffers.order.tolist()

    def test_a_restart_is_the_start(self):
        elder = train(SMALL)
        assert_same_parameters(Trainer(SMALL, elder.problem).parameters, Trainer(SMALL).parameters)
        again = Trainer(SMALL, elder.problem)
        for _ in range(3):
            again.run_epoch()
        assert_same_parameters(again.parameters, elder.parameters)

    def test_looking_changes_nothing(self):
        watched, alone = Trainer(SMALL), train(SMALL, 2)
        while watched.epoch < 2:
            watched.step()
            watched.evaluate("train")
            watched.predict(watched.problem.dataset.X)
            watched.parameters["W1"][:] = 0
        assert_same_parameters(watched.parameters, alone.parameters)


class TestCounting:
    def test_an_epoch_is_all_mini_batches(self):
        trainer = Trainer(SMALL)
        assert trainer.steps_per_epoch == 6  # 51 training examples
        assert trainer.advance(4) == 4
        assert (trainer.epoch, trainer.iteration, trainer.position) == (0, 4, 4)
        assert trainer.advance(100) == 2
        assert (trainer.epoch, trainer.iteration, trainer.position) == (1, 6, 0)
        trainer.step()
        trainer.run_epoch()
        assert (trainer.epoch, trainer.iteration, trainer.position) == (2, 12, 0)

    def test_history_begins_with_the_start_and_has_a_point_per_epoch(self):
        trainer = Trainer(SMALL)
        start = metrics(trainer, "train").cost, metrics(trainer, "dev").cost
        trainer.run_epoch()
        curve = trainer.history.curve()
        assert curve.epochs.tolist() == [0, 1]
        assert (curve.train[0], curve.dev[0]) == pytest.approx(start)
        assert curve.dev[1] == pytest.approx(metrics(trainer, "dev").cost)

    def test_the_train_cost_of_an_epoch_is_the_mean_over_its_examples_as_they_came(self):
        trainer = make_trainer(make_dataset("multiclass", m=23), batch_size=7, l2=0.3)
        total = 0.0
        while trainer.epoch == 0:
            before, k = trainer.parameters, 7 * trainer.position
            trainer.step()
            chosen = trainer.runner.buffers.order[k : k + 7]
            Z = trainer.network.logits(before, trainer.problem.inputs["train"][:, chosen])
            total += trainer.network.loss.total(Z, trainer.problem.targets["train"][:, chosen])
        expected = total / 23 + metrics(trainer, "train").penalty
        assert trainer.history.curve().train[-1] == pytest.approx(expected, rel=1e-12)


class TestEvaluation:
    def test_cost_and_accuracy_by_hand(self):
        trainer = make_trainer(make_dataset("binary", m=20), layers=(), l2=0.5)
        trainer.load({"W1": np.array([[1.0, -2.0]]), "b1": np.array([[0.5]])})
        a = 1 / (1 + np.exp(-(np.array([[1.0, -2.0]]) @ trainer.problem.inputs["train"] + 0.5)))[0]
        y = trainer.problem.dataset.y
        cost = -(y * np.log(a) + (1 - y) * np.log(1 - a)).mean()
        found = metrics(trainer, "train")
        assert found.penalty == pytest.approx(0.5 / 40 * 5)
        assert found.cost == pytest.approx(cost + found.penalty)
        assert found.accuracy == np.mean((a > 0.5) == y)

    def test_the_penalty_counts_for_training_alone(self):
        trainer = Trainer(SMALL.with_(l2=1.0))
        assert metrics(trainer, "train").penalty > 0
        assert metrics(trainer, "dev").penalty == 0

    def test_predictions_are_those_of_the_readable_forward(self):
        trainer = train(SMALL.with_(data=Blobs(samples=60), dtype="float64", features=("x1", "x1*x2")))
        X = trainer.problem.dataset.X
        Z = trainer.network.logits(trainer.parameters, trainer.problem.prepare(X))
        A = trainer.predict(X)
        np.testing.assert_allclose(A, trainer.network.loss.output(Z), atol=1e-13)
        np.testing.assert_allclose(A.sum(axis=0), 1)

    def test_predictions_are_kept_when_training_goes_on(self):
        trainer = Trainer(SMALL)
        before = trainer.predict(trainer.problem.dataset.X)
        kept = before.copy()
        trainer.run_epoch()
        trainer.predict(trainer.problem.dataset.X)
        np.testing.assert_array_equal(before, kept)

    @pytest.mark.parametrize("activation", [*ACTIVATIONS.values(), LeakyRelu(0.25)], ids=repr)
    def test_the_model_predicts_what_the_trainer_predicts(self, activation):
        trainer = train(SMALL.with_(dtype="float64", layers=(Dense(5, activation),)))
        X = trainer.problem.dataset.X
        np.testing.assert_allclose(trainer.model().predict(X), trainer.predict(X), atol=1e-12)


class TestLearning:
    @pytest.mark.parametrize("optimizer", [GradientDescent(), Momentum(), Adam()], ids=lambda o: o.name)
    def test_the_circle_is_learned(self, optimizer):
        rate = 0.03 if optimizer == Adam() else 0.3
        trainer = train(Experiment(optimizer=optimizer, learning_rate=rate), 150)
        assert accuracy(trainer) >= 0.97

    def test_xor_needs_a_hidden_layer(self):
        flat, deep = (train(Experiment(data=Xor(), layers=h), 60) for h in ((), (Dense(6, Tanh()),)))
        assert accuracy(flat) < 0.75
        assert accuracy(deep) > 0.95

    def test_weight_decay_keeps_the_weights_small(self):
        free, held = (train(SMALL.with_(l2=l2), 60) for l2 in (0.0, 1.0))
        assert np.abs(held.parameters["W1"]).sum() < np.abs(free.parameters["W1"]).sum()

    def test_a_zero_start_is_fine_for_logistic_regression(self):
        trainer = Trainer(Experiment(data=Gauss(), layers=()))
        trainer.load({"W1": np.zeros((1, 2)), "b1": np.zeros((1, 1))})
        trainer.run_epoch()
        assert accuracy(trainer) == 1.0


class TestEdges:
    def test_without_a_dev_set(self):
        trainer = train(SMALL.with_(split=Split(train=1.0, dev=0.0, test=0.0)))
        assert trainer.evaluate("dev") is None
        assert trainer.history.curve().dev.size == 0
        assert trainer.history.curve().epochs.tolist() == [0, 1, 2, 3]

    @pytest.mark.parametrize("batch_size", [9, 10, 1000, None])
    def test_fewer_examples_than_a_mini_batch(self, batch_size):
        trainer = make_trainer(make_dataset("binary", m=9), batch_size=batch_size)
        trainer.run_epoch()
        assert trainer.iteration == trainer.steps_per_epoch == 1

    @pytest.mark.parametrize("task", ["binary", "multiclass"])
    def test_a_class_that_is_missing_in_training(self, task):
        data = make_dataset(task, m=30, train=20)
        y = data.y.copy()
        y[:20][y[:20] == 1] = 0
        trainer = make_trainer(Dataset(data.X, y, data.task, data.columns, data.classes, data.split))
        for _ in range(20):
            trainer.run_epoch()
        assert np.isfinite(metrics(trainer, "dev").cost)

    def test_one_feature_one_example_one_unit(self):
        trainer = make_trainer(make_dataset("binary", n=1, m=1), layers=(Dense(1, Tanh()),))
        trainer.run_epoch()
        assert trainer.predict(np.array([[0.5, 1.0]])).shape == (1, 2)

    def test_regression_has_a_cost_and_no_accuracy(self):
        trainer = make_trainer(make_dataset("regression", m=60, train=40), learning_rate=0.01)
        before = metrics(trainer, "dev")
        for _ in range(50):
            trainer.run_epoch()
        assert before.accuracy is None
        assert metrics(trainer, "dev").cost < before.cost

    def test_costs_that_are_beyond_numbers_never_reach_the_history(self):
        data = make_dataset("regression", m=20)
        y = np.where(np.arange(20) == 3, 1e200, data.y)
        trainer = make_trainer(Dataset(data.X, y, "regression", data.columns))
        assert trainer.history.curve().train.size == 0
        with pytest.raises(DivergedError):
            trainer.run_epoch()
        assert trainer.history.curve().train.size == 0


class TestGoingBack:
    def test_a_snapshot_brings_back_the_weights_the_moments_and_the_counters(self):
        trainer = train(SMALL, 2)
        moment, then = trainer.snapshot(), trainer.parameters
        trainer.run_epoch()
        trainer.restore(moment)
        assert (trainer.epoch, trainer.iteration, trainer.position) == (2, 12, 0)
        assert_same_parameters(trainer.parameters, then)
        np.testing.assert_array_equal(trainer.snapshot().moments, moment.moments)
