"""What frames say of the points on the plane and of whole parts: true of that moment, and only if asked."""

import numpy as np
import pytest

from engine.data import Blobs, Bumps, Circle, Split
from engine.experiment import Experiment
from engine.layers import Dense
from engine.metrics import Regression
from engine.trainer import Trainer
from playground.frames import FrameBuilder, View, thinned
from playground.frames import verdicts as module


def frame_of(data, epochs=3, view=None, **fields):
    trainer = Trainer(Experiment(data=data, **fields))
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer, FrameBuilder(trainer, view or View(verdicts=True, measures=True)).build(0)


def test_nothing_is_computed_that_nobody_asked_for():
    frame = frame_of(Circle(), view=View())[1]
    assert frame.verdicts is None
    assert frame.measures == {}


@pytest.mark.parametrize("data", [Circle(), Blobs()])
def test_the_answers_are_those_of_the_trainer(data):
    trainer, frame = frame_of(data)
    found, problem = frame.verdicts, trainer.problem
    outputs = trainer.predict(problem.dataset.X[:, found.places])
    expected = outputs[0] > 0.5 if len(outputs) == 1 else outputs.argmax(axis=0)
    assert np.array_equal(found.answers, expected)
    assert np.array_equal(found.labels, problem.dataset.y[found.places])
    assert np.array_equal(found.codes, problem.codes[found.places])
    for code, metrics in ((0, frame.train), (1, frame.dev)):
        wrong = found.errors[found.codes == code] != 0
        assert wrong.mean() == pytest.approx(1 - metrics.accuracy)


@pytest.mark.parametrize("standardize", [True, False])
def test_of_numbers_the_errors_are_in_the_units_of_y(standardize):
    trainer, frame = frame_of(Bumps(), standardize_targets=standardize)
    found = frame.verdicts
    X, y = (a[..., found.places] for a in (trainer.problem.dataset.X, trainer.problem.dataset.y))
    np.testing.assert_allclose(found.errors, trainer.predict(X)[0] - y, rtol=1e-4, atol=1e-5)


def test_batch_norm_predicts_with_its_averages():
    trainer, frame = frame_of(Circle(), layers=(Dense(8, batch_norm=True),))
    outputs = trainer.predict(trainer.problem.dataset.X[:, frame.verdicts.places])
    assert np.array_equal(frame.verdicts.answers, outputs[0] > 0.5)


@pytest.mark.parametrize("test", [True, False])
def test_the_test_part_is_there_once_it_is_revealed(test):
    _, frame = frame_of(Circle(), view=View(verdicts=True, measures=True, test=test))
    assert (2 in frame.verdicts.codes) == test
    assert list(frame.measures) == ["train", "dev", "test"][: 3 if test else 2]
    assert frame.measures["train"].accuracy == pytest.approx(frame.train.accuracy)


def test_parts_without_examples_are_left_out():
    _, frame = frame_of(Circle(), split=Split(train=1.0, dev=0.0, test=0.0))
    assert list(frame.measures) == ["train"]
    assert not frame.verdicts.codes.any()


def test_of_very_many_points_those_that_are_drawn(monkeypatch):
    monkeypatch.setattr(module, "MOST", 70)
    trainer, frame = frame_of(Circle())
    codes = trainer.problem.codes
    assert np.array_equal(frame.verdicts.places, np.concatenate([thinned(codes == 0), thinned(codes == 1)]))
    assert (np.bincount(frame.verdicts.codes) <= 70).all()


def test_measures_of_numbers():
    _, frame = frame_of(Bumps())
    assert isinstance(frame.measures["dev"], Regression)
    assert frame.measures["dev"].r2 == pytest.approx(frame.dev.r2, rel=1e-5)


def test_they_follow_the_training():
    trainer = Trainer(Experiment())
    builder = FrameBuilder(trainer, View(verdicts=True))
    before = builder.build(0).verdicts
    assert before is not None
    for _ in range(10):
        trainer.run_epoch()
    after = builder.build(0).verdicts
    assert after is not None
    assert (after.errors != 0).sum() < (before.errors != 0).sum()
