"""Losses of single examples: by hand, as parts of the cost, and never of the test part."""

import numpy as np
import pytest

from engine.data import Blobs, Circle, Iris, Plane, Split
from engine.examples import answers, class_probabilities
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer


def trained(data, epochs=5, **fields):
    trainer = Trainer(Experiment(data=data, dtype="float64", **fields))
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer


@pytest.mark.parametrize("data", [Circle(), Blobs(), Plane()])
def test_their_mean_is_the_cost(data):
    trainer = trained(data)
    found = answers(trainer)
    for code, part in enumerate(("train", "dev")):
        assert found.losses[found.codes == code].mean() == pytest.approx(trainer.evaluate(part).cost)


def test_the_loss_of_one_example_by_hand():
    trainer = trained(Circle(samples=20))
    found, i = answers(trainer), 3
    x = trainer.problem.dataset.X[:, [found.places[i]]]
    p = float(trainer.predict(x)[0, 0])
    assert found.outputs[0, i] == pytest.approx(p)
    y = trainer.problem.dataset.y[found.places[i]]
    assert found.labels[i] == y
    assert found.losses[i] == pytest.approx(-np.log(p if y else 1 - p))


def test_of_several_classes_the_label_alone_counts():
    trainer = trained(Blobs(samples=30))
    found = answers(trainer)
    own = found.probabilities[found.labels, np.arange(len(found))]
    np.testing.assert_allclose(found.losses, -np.log(own), rtol=1e-10)


def test_smoothed_labels_are_not_what_is_asked_for():
    trainer = trained(Circle(samples=50), label_smoothing=0.2)
    found = answers(trainer)
    own = found.probabilities[found.labels, np.arange(len(found))]
    np.testing.assert_allclose(found.losses, -np.log(own), rtol=1e-10)


def test_the_test_part_stays_locked():
    trainer = trained(Circle(), 0)
    found = answers(trainer)
    np.testing.assert_array_equal(found.places, np.flatnonzero(trainer.problem.codes != 2))
    np.testing.assert_array_equal(found.codes, trainer.problem.codes[found.places])


def test_without_a_dev_part_there_is_train_alone():
    found = answers(trained(Circle(samples=30), 1, split=Split(train=1, dev=0, test=0)))
    assert len(found) == 30
    assert not found.codes.any()


def test_values_of_a_regression_are_in_the_units_of_y():
    trainer = trained(Plane(samples=60), 30)
    found = answers(trainer)
    X = trainer.problem.dataset.X[:, found.places]
    np.testing.assert_allclose(found.outputs, trainer.predict(X))


def test_the_hardest_come_first_and_equal_ones_as_in_the_data():
    found = answers(trained(Iris(), features=("x1", "x2", "x3", "x4"), layers=(Dense(3),)))
    order = found.hardest(10)
    expected = np.lexsort((found.places, -found.losses))[:10]
    np.testing.assert_array_equal(order, expected)
    np.testing.assert_array_equal(found.take(order).losses, found.losses[order])
    assert len(found.hardest(10_000)) == len(found)


def test_one_unit_answers_for_two_classes():
    np.testing.assert_array_equal(class_probabilities(np.array([[0.25]])), [[0.75], [0.25]])
