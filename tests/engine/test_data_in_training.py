"""What happens to examples on the way into training: augmentation, smoothed labels, standardised targets."""

import numpy as np
import pytest

from engine.data import Circle, Dataset, Iris
from engine.data.augmentation import Jitter, Reflection, Rotation, Shift
from engine.errors import DataError, ExperimentError
from engine.experiment import Experiment
from engine.layers import Dense
from engine.losses import LOSSES, Huber, SquaredError
from engine.problem import Problem
from engine.trainer import Trainer
from tests.engine.textbook import make_dataset, metrics, run

CIRCLE = Experiment(data=Circle(samples=60, noise=0.1), batch_size=10)


class TestAugmentation:
    def test_every_epoch_sees_other_inputs_and_the_same_labels(self):
        trainer = Trainer(CIRCLE.with_(augmentation=(Jitter(0.3),)))
        clean = trainer.problem.inputs["train"]
        seen = []
        for _ in range(3):
            trainer.run_epoch()
            order = trainer.runner.buffers.order
            back = np.empty_like(clean)
            back[:, order] = trainer.runner.buffers.X[:, :-1].T
            seen.append(back)
        assert not np.array_equal(seen[0], seen[1])
        for inputs in seen:
            assert 0 < np.abs(inputs - clean).mean() < 0.5
        np.testing.assert_array_equal(trainer.problem.inputs["train"], clean)

    def test_dev_test_and_predictions_are_untouched(self):
        plain, jittered = (
            Trainer(CIRCLE.with_(augmentation=a)) for a in ((), (Jitter(2.0), Reflection(), Rotation(180)))
        )
        for part in ("train", "dev", "test"):
            assert plain.evaluate(part) == jittered.evaluate(part)

    def test_features_are_computed_from_the_augmented_columns(self):
        trainer = Trainer(CIRCLE.with_(augmentation=(Jitter(1.0),), features=("x1", "x1^2"), normalize=False))
        trainer.advance(1)
        inputs = trainer.runner.buffers.X
        np.testing.assert_allclose(inputs[:, 1], inputs[:, 0] ** 2, rtol=1e-5)

    def test_it_can_be_switched_off_again(self):
        trainer = Trainer(CIRCLE.with_(augmentation=(Jitter(1.0),)))
        trainer.run_epoch()
        trainer.retune(CIRCLE)
        trainer.run_epoch()
        order = trainer.runner.buffers.order
        clean = trainer.problem.inputs["train"][:, order].T
        np.testing.assert_allclose(trainer.runner.buffers.X[:, :-1], clean, rtol=1e-6)

    def test_more_varied_examples_close_the_gap_to_dev(self):
        """A ring turned about its middle is the same ring: many more examples for nothing."""
        few = Experiment(
            data=Circle(samples=40, noise=0.2), layers=(Dense(30), Dense(30)), learning_rate=0.01, seed=2
        )
        gaps = []
        for augmentation in ((), (Rotation(180.0),)):
            trainer = Trainer(few.with_(augmentation=augmentation))
            run(trainer, 300)
            gaps.append(metrics(trainer, "dev").cost - metrics(trainer, "train").cost)
        assert gaps[1] < gaps[0]

    @pytest.mark.parametrize("augmentation", [Shift(), Rotation()], ids=lambda a: a.name)
    def test_what_does_not_fit_the_data_is_one_sentence(self, augmentation):
        experiment = Experiment(data=Iris(), features=("x1", "x2"), augmentation=(augmentation,))
        with pytest.raises(DataError):
            Trainer(experiment)
        trainer = Trainer(experiment.with_(augmentation=()))
        with pytest.raises(DataError):
            trainer.retune(experiment)


class TestLabelSmoothing:
    def test_it_moves_the_training_targets_alone(self):
        problem = Problem(CIRCLE.with_(label_smoothing=0.2))
        assert set(np.unique(problem.targets["train"])) == {-0.8, 0.8}
        assert set(np.unique(problem.targets["dev"])) == {-1.0, 1.0}

    def test_softmax_too(self):
        problem = Problem(Experiment(data=Iris(), features=("x1", "x2"), label_smoothing=0.3))
        np.testing.assert_allclose(np.unique(problem.targets["train"]), [0.1, 0.8])
        np.testing.assert_allclose(problem.targets["train"].sum(axis=0), 1)

    def test_the_net_gets_less_sure(self):
        sure, smooth = (Trainer(CIRCLE.with_(label_smoothing=s)) for s in (0.0, 0.2))
        for trainer in (sure, smooth):
            run(trainer, 150)
        X = sure.problem.dataset.X
        assert np.abs(smooth.predict(X) - 0.5).max() < np.abs(sure.predict(X) - 0.5).max()
        assert metrics(smooth, "train").accuracy == pytest.approx(1, abs=0.05)

    def test_it_belongs_to_cross_entropy(self):
        with pytest.raises(ExperimentError, match="Label smoothing belongs to cross-entropy"):
            Problem(CIRCLE.with_(label_smoothing=0.1, loss=LOSSES["sigmoid_squared_error"]))


class TestTargets:
    def make(self, **fields):
        data = make_dataset("regression", m=60, train=40)
        far = Dataset(data.X, 1000 + 50 * data.y, "regression", data.columns, split=data.split)
        experiment = Experiment(layers=(Dense(8),), learning_rate=0.01, dtype="float64", **fields)
        return Trainer(experiment, Problem(experiment, far))

    def test_they_are_standardised_by_the_training_part_and_predictions_come_back_in_their_units(self):
        trainer = self.make()
        y = trainer.problem.dataset.y
        train = trainer.problem.targets["train"]
        assert (train.mean(), train.std()) == pytest.approx((0, 1))
        mean, std = y[:40].mean(), y[:40].std()
        np.testing.assert_allclose(trainer.problem.targets["dev"][0], (y[40:] - mean) / std)
        run(trainer, 300)
        predicted = trainer.predict(trainer.problem.dataset.X)[0]
        assert np.corrcoef(predicted, y)[0, 1] > 0.7
        assert abs(predicted.mean() - y.mean()) < 30

    def test_far_targets_are_learned_sooner(self):
        with_it, without = self.make(), self.make(standardize_targets=False)
        for trainer in (with_it, without):
            run(trainer, 100)
        X, y = with_it.problem.dataset.X, with_it.problem.dataset.y
        errors = [np.square(trainer.predict(X)[0] - y).mean() for trainer in (with_it, without)]
        assert errors[0] < errors[1] / 100

    def test_the_model_predicts_the_same(self):
        trainer = self.make()
        run(trainer, 5)
        X = trainer.problem.dataset.X
        np.testing.assert_allclose(trainer.model().predict(X), trainer.predict(X), rtol=1e-12)

    def test_gradients_of_raw_labels_are_those_of_the_train_set(self):
        trainer = self.make()
        X, y = trainer.problem.dataset.X[:, :40], trainer.problem.dataset.y[:40]
        for name, value in trainer.gradients(X, y).items():
            np.testing.assert_allclose(value, trainer.gradients()[name])

    def test_huber_cares_less_for_outliers(self):
        data = make_dataset("regression", m=60, train=60)
        y = data.X.sum(axis=0)
        y[:3] += 100
        spoilt = Dataset(data.X, y, "regression", data.columns, split=data.split)
        errors = []
        for loss in (SquaredError(), Huber(0.1)):
            x = Experiment(layers=(), learning_rate=0.03, loss=loss, standardize_targets=False)
            trainer = Trainer(x, Problem(x, spoilt))
            run(trainer, 400)
            errors.append(np.abs(trainer.predict(data.X)[0] - y)[3:].mean())
        assert errors[1] < errors[0] / 5


@pytest.mark.parametrize(("loss", "data"), [("huber", Circle()), ("binary_cross_entropy", Iris())])
def test_a_loss_of_another_task_is_one_sentence(loss, data):
    with pytest.raises(ExperimentError, match=f"The loss {loss} is for .* Choose .*cross_entropy"):
        Trainer(Experiment(data=data, features=("x1", "x2"), loss=LOSSES[loss]))
