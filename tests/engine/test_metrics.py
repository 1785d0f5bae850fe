"""Accuracy, precision, recall, F1, R^2 and RMSE against examples worked by hand and against scikit-learn."""

import numpy as np
import pytest

from engine.data import Bumps, Circle, Digits, Iris, Split
from engine.experiment import Experiment
from engine.metrics import Classification, ClassScores, Regression, answers_of, confusion, measure, r_squared
from engine.trainer import Trainer

# 3 of class 0 (2 right), 2 of class 1 (1 right), 5 of class 2 (3 right, 2 called 0).
COUNTS = np.array([[2, 1, 0], [0, 1, 1], [2, 0, 3]])


def trained(data, epochs=2, **fields):
    trainer = Trainer(Experiment(data=data, **fields))
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer


def measured(trainer, part):
    return measure(trainer.problem, part, trainer.evaluator.logits(part))


def drawn(n_classes, m=400, seed=0):
    rng = np.random.default_rng(seed)
    return rng.integers(n_classes, size=m), rng.integers(n_classes, size=m)


def test_the_matrix_counts_labels_down_and_answers_across():
    labels, answers = np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 2, 0])
    assert confusion(labels, answers, 3).tolist() == [[2, 1, 0], [0, 1, 1], [1, 0, 0]]


def test_scores_by_hand():
    found = Classification(COUNTS)
    assert (found.m, found.accuracy) == (10, 0.6)
    assert found.scores[0] == ClassScores(2 / 4, 2 / 3, 4 / 7, 3)
    assert found.scores[1] == ClassScores(1 / 2, 1 / 2, 1 / 2, 2)
    assert found.scores[2] == ClassScores(3 / 4, 3 / 5, 6 / 9, 5)
    assert found.macro.recall == pytest.approx((2 / 3 + 1 / 2 + 3 / 5) / 3)
    assert found.summary == found.macro


def test_of_two_classes_that_of_class_1_stands_for_all():
    found = Classification(np.array([[50, 10], [5, 35]]))
    assert found.summary == ClassScores(35 / 45, 35 / 40, 70 / 85, 40)


def test_a_class_that_is_never_named_has_the_precision_0_and_no_warning():
    found = Classification(np.array([[3, 0], [2, 0]]))
    assert found.summary == ClassScores(0.0, 0.0, 0.0, 2)


def test_a_class_that_does_not_occur_is_left_out_of_the_mean():
    found = Classification(np.array([[2, 0, 0], [0, 2, 0], [0, 0, 0]]))
    assert found.macro == ClassScores(1.0, 1.0, 1.0, 4)


def test_r_squared_by_hand():
    assert r_squared(np.array([1.0, 2.0, 4.0]), np.array([1.0, 2.0, 3.0])) == pytest.approx(0.5)
    assert r_squared(np.array([2.0, 2.0, 2.0]), np.array([1.0, 2.0, 3.0])) == 0.0


@pytest.mark.parametrize("y", [[], [1.0], [2.0, 2.0], [0.0, 1e200]])
def test_r_squared_is_unknown_where_y_does_not_vary_or_is_too_large(y):
    with np.errstate(over="ignore"):
        assert r_squared(np.zeros(len(y)), np.array(y)) is None


@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_the_same_as_scikit_learn(n_classes):
    metrics = pytest.importorskip("sklearn.metrics")
    labels, answers = drawn(n_classes)
    found = Classification(confusion(labels, answers, n_classes))
    assert np.array_equal(found.confusion, metrics.confusion_matrix(labels, answers))
    expected = np.array(metrics.precision_recall_fscore_support(labels, answers)).T
    np.testing.assert_allclose([(s.precision, s.recall, s.f1, s.support) for s in found.scores], expected)
    macro = metrics.precision_recall_fscore_support(labels, answers, average="macro")[:3]
    np.testing.assert_allclose((found.macro.precision, found.macro.recall, found.macro.f1), macro)


def test_r_squared_is_that_of_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(0)
    y, predicted = rng.normal(size=(2, 200))
    assert r_squared(predicted, y) == pytest.approx(metrics.r2_score(y, predicted))


@pytest.mark.parametrize(("data", "n"), [(Circle(), 2), (Iris(), 4), (Digits(), 64)])
@pytest.mark.parametrize("part", ["train", "dev", "test"])
def test_the_accuracy_is_that_of_the_trainer(data, n, part):
    trainer = trained(data, features=tuple(f"x{i + 1}" for i in range(n)))
    found = measured(trainer, part)
    assert found.accuracy == pytest.approx(trainer.evaluate(part).accuracy)
    assert found.m == trainer.problem.targets[part].shape[1]


def test_labels_that_are_smoothed_for_learning_are_counted_as_they_are():
    trainer = trained(Circle(), label_smoothing=0.2)
    assert measured(trainer, "train").accuracy == trainer.evaluate("train").accuracy


@pytest.mark.parametrize("standardize", [True, False])
def test_numbers_are_compared_in_the_units_of_y(standardize):
    trainer = trained(Bumps(), standardize_targets=standardize)
    X = trainer.problem.dataset.X[:, trainer.problem.codes == 1]
    y = trainer.problem.dataset.y[trainer.problem.codes == 1]
    errors = trainer.predict(X)[0] - y
    found = measured(trainer, "dev")
    assert isinstance(found, Regression)
    assert found.rmse == pytest.approx(np.sqrt((errors**2).mean()), rel=1e-5)
    assert found.mae == pytest.approx(np.abs(errors).mean(), rel=1e-5)
    assert found.r2 == pytest.approx(1 - (errors**2).sum() / ((y - y.mean()) ** 2).sum(), rel=1e-5)
    assert trainer.evaluate("dev").r2 == pytest.approx(found.r2, rel=1e-5)


def test_classes_have_no_r_squared():
    assert trained(Circle(), split=Split(train=0.8, dev=0.2, test=0.0)).evaluate("dev").r2 is None


def test_one_unit_answers_for_two_classes():
    assert answers_of(np.array([[-1.0, 0.0, 2.0]])).tolist() == [0, 0, 1]
    assert answers_of(np.array([[1.0, 0.0], [3.0, -1.0], [2.0, -2.0]])).tolist() == [1, 0]


def test_logits_are_not_computed_twice():
    trainer = trained(Circle())
    evaluator = trainer.evaluator
    trainer.evaluate("train")
    before = evaluator.last_logits("train").copy()
    trainer.run_epoch()
    assert np.array_equal(evaluator.last_logits("train"), before)
    evaluator.rest()
    assert not np.array_equal(evaluator.last_logits("train"), before)
