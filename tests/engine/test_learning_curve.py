"""The learning curve: its sizes, nested parts, equal bits, the last point as the training itself, words."""

import itertools

import numpy as np
import pytest

from engine.data import Blobs, Circle, Gauss, Plane, Split
from engine.early_stopping import EarlyStopping
from engine.errors import DataError, ExperimentError
from engine.experiment import Experiment
from engine.layers import Dense
from engine.learning_curve import (
    CurvePlan,
    CurvePoint,
    LearningCurve,
    conclusion,
    nested,
    plan,
    sizes,
    subset,
    trace,
)
from engine.optimizers import GradientDescent
from engine.problem import Problem
from engine.schedules import Exponential
from engine.trainer import Trainer

SMALL = Experiment(data=Gauss(samples=100, noise=0.3), layers=(Dense(3),))
DECAYING = SMALL.with_(schedule=Exponential(), batch_size=7)


def traced(experiment, epochs=3, count=4, **fields):
    problem = Problem(experiment)
    *_, curve = trace(problem, plan(problem, epochs, count, **fields))
    return curve


@pytest.mark.parametrize("spacing", ["log", "linear"])
@pytest.mark.parametrize("m", [2, 9, 10, 11, 60, 300, 100_000])
def test_sizes_grow_from_about_ten_to_all(m, spacing):
    found = sizes(m, 8, spacing)
    assert list(found) == sorted(set(found))
    assert found[-1] == m
    assert found[0] == min(10, max(1, m // 2))
    assert len(found) <= 8


def test_sizes_grow_by_the_same_factor_or_the_same_step():
    assert sizes(160, 5, "log") == (10, 20, 40, 80, 160)
    assert sizes(50, 5, "linear") == (10, 20, 30, 40, 50)


@pytest.mark.parametrize("count", [1, 51])
def test_too_few_or_too_many_sizes(count):
    with pytest.raises(ExperimentError, match="2 to 50 sizes"):
        sizes(100, count)


def test_parts_are_nested_and_hold_every_class_in_proportion():
    problem = Problem(Experiment(data=Blobs(samples=300)))
    order = nested(problem)
    assert sorted(order) == np.flatnonzero(problem.codes == 0).tolist()
    for m in (9, 30, 90):
        counts = np.bincount(problem.dataset.y[order[:m]])
        assert np.ptp(counts) <= 1


def test_a_part_is_normalised_by_itself_and_judged_on_the_same_dev_set():
    problem = Problem(SMALL)
    part = subset(problem, nested(problem)[:10])
    np.testing.assert_allclose(part.inputs["train"].mean(axis=1), 0, atol=1e-12)
    assert part.inputs["train"].shape[1] == 10
    assert part.inputs["test"].shape[1] == 0
    np.testing.assert_array_equal(part.targets["dev"], problem.targets["dev"])


def test_the_same_bits_each_time():
    assert traced(SMALL) == traced(SMALL)
    assert traced(SMALL) != traced(SMALL.with_(seed=2))


@pytest.mark.parametrize("x", [SMALL, DECAYING, SMALL.with_(data=Plane())])
def test_the_last_point_is_the_training_itself(x):
    curve, trainer = traced(x, epochs=4), Trainer(x)
    for _ in range(4):
        trainer.run_epoch()
    last = curve.points[-1]
    train, dev = trainer.evaluate("train"), trainer.evaluate("dev")
    assert train is not None
    assert dev is not None
    assert last.m == trainer.problem.inputs["train"].shape[1]
    assert (last.train_cost, last.dev_cost) == (train.cost, dev.cost)
    if train.accuracy is not None and dev.accuracy is not None:
        assert (last.train, last.dev) == (1 - train.accuracy, 1 - dev.accuracy)


def test_every_size_takes_the_same_iterations():
    problem = Problem(SMALL)
    planned = plan(problem, 5, 3)
    assert planned.iterations == 5 * Trainer(SMALL).steps_per_epoch
    part = subset(problem, nested(problem)[: planned.sizes[0]])
    trainer = Trainer(part.experiment, part)
    while trainer.iteration < planned.iterations:
        trainer.advance(1)
    metrics = trainer.evaluate("train")
    assert metrics is not None
    assert traced(SMALL, 5, 3).points[0].train_cost == metrics.cost


def test_a_falling_rate_falls_by_iterations_not_by_the_short_epochs_of_a_small_part():
    """By its own epochs the rate of ten examples would be almost 0 at once, and nothing be learned."""
    slow = Exponential(k=0.7)
    x = SMALL.with_(schedule=slow, layers=(), optimizer=GradientDescent(), learning_rate=0.1, batch_size=2)
    first = traced(x, epochs=10, count=2).points[0]
    problem = Problem(x)
    part = subset(problem, nested(problem)[:10])
    hasty = Trainer(part.experiment, part)
    while hasty.iteration < plan(problem, 10, 2).iterations:
        hasty.advance(1)
    metrics = hasty.evaluate("train")
    assert metrics is not None
    assert first.train_cost < 0.8 * metrics.cost


def test_early_stopping_is_off():
    patient = SMALL.with_(early_stopping=EarlyStopping(patience=1))
    assert traced(patient, 10) == traced(SMALL, 10)


def test_the_points_come_one_by_one_and_progress_is_told():
    heard: list[float] = []
    problem = Problem(SMALL)
    curves = list(trace(problem, plan(problem, 3, 3), heard.append))
    assert [len(curve.points) for curve in curves] == [1, 2, 3]
    assert heard == sorted(heard)
    assert heard[0] == 0
    assert all(0 <= share < 1 for share in heard)


def test_what_progress_raises_stops_it():
    class StoppedError(Exception):
        pass

    def stop(share):
        if share > 0.5:
            raise StoppedError

    problem = Problem(SMALL)
    curves = trace(problem, plan(problem, 50, 4), stop)
    assert len(list(itertools.islice(curves, 2))) == 2
    with pytest.raises(StoppedError):
        list(curves)


def test_a_part_that_diverges_says_so():
    x = SMALL.with_(data=Plane(samples=50), layers=(), optimizer=GradientDescent(), learning_rate=1e6)
    assert traced(x, 30).points[-1].diverged


def test_without_dev_examples_there_is_nothing_to_compare():
    problem = Problem(SMALL.with_(split=Split(train=1, dev=0, test=0)))
    with pytest.raises(DataError, match="no example is dev"):
        plan(problem)
    with pytest.raises(ExperimentError, match="at least 1 epoch"):
        plan(Problem(SMALL), 0)


def test_the_test_part_is_never_used():
    problem = Problem(Experiment(data=Circle(samples=50)))
    order = nested(problem)
    kept = np.sort(np.concatenate([order[:12], np.flatnonzero(problem.codes == 1)]))
    np.testing.assert_array_equal(subset(problem, order[:12]).dataset.X, problem.dataset.X[:, kept])
    assert subset(problem, order).dataset is problem.dataset


def curve_of(*rows):
    points = tuple(CurvePoint(m, train, dev, 0.1, 0.1) for m, train, dev in rows)
    return LearningCurve("misclassified", 100, 50, points)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(50, 0.0, 0.3), (100, 0.02, 0.2)], ("high variance", "probably help", "fell by 10.0 %", "18.0 %")),
        ([(50, 0.2, 0.25), (100, 0.22, 0.23)], ("high bias", "will not help", "bigger network")),
        ([(50, 0.2, 0.4), (100, 0.2, 0.4)], ("high bias and high variance", "stayed the same", "or train")),
        ([(50, 0.0, 0.02), (100, 0.01, 0.02)], ("low bias", "hardly help")),
        ([(50, 0.0, 0.05), (100, 0.01, 0.02)], ("low bias", "a little")),
        ([(50, 0.0, 0.05), (100, 0.0, 0.0)], ("low bias", "fell by 5.0 %", "No dev error is left")),
        ([(50, 0.0, 0.0), (100, 0.01, 0.0004)], ("dev error 0.0 %", "No dev error is left")),
    ],
)
def test_the_conclusion(rows, words):
    sentence = conclusion(curve_of(*rows))
    for word in ("m = 100", *words):
        assert word in sentence


def test_before_the_first_point_there_is_no_conclusion():
    assert conclusion(curve_of()) == ""
    assert CurvePlan((10,), 5).sizes == (10,)
