"""How well a network does is measured as often as can be afforded, and exactly as soon as training rests."""

import time

import numpy as np
import pytest

from engine.data import Circle
from engine.errors import DivergedError
from engine.experiment import Experiment
from engine.trainer import Trainer
from playground.frames import FrameBuilder, View
from playground.frames import scores as module

SMALL = Experiment(data=Circle(samples=100), batch_size=10)


@pytest.fixture
def trainer():
    trainer = Trainer(SMALL)
    trainer.run_epoch()
    return trainer


def test_at_rest_they_are_those_of_the_network_at_hand(trainer, monkeypatch):
    monkeypatch.setattr(module, "SHARE", 1e9)
    builder = FrameBuilder(trainer, View())
    builder.build(1000.0)
    trainer.advance(3)
    frame = builder.build(0.0)
    assert (frame.train, frame.dev) == (trainer.evaluate("train"), trainer.evaluate("dev"))
    assert frame.costs.lines[0].x[-1] == pytest.approx(1.5)


def test_while_training_runs_dear_ones_are_measured_now_and_then(trainer, monkeypatch):
    monkeypatch.setattr(module, "SHARE", 1e9)
    measured = []
    evaluate = Trainer.evaluate

    def count(self, part):
        measured.append(self.iteration)
        return evaluate(self, part)

    monkeypatch.setattr(Trainer, "evaluate", count)
    builder = FrameBuilder(trainer, View())
    first = builder.build(1000.0)
    for _ in range(5):
        trainer.advance(1)
        frame = builder.build(1000.0)
        assert frame.train is first.train
        assert not np.array_equal(frame.field, first.field)  # all else is of this moment
    assert measured == [6, 6]


def test_cheap_ones_are_measured_for_every_frame(trainer, monkeypatch):
    monkeypatch.setattr(module, "SHARE", 0)
    builder = FrameBuilder(trainer, View())
    builder.build(1000.0)
    trainer.advance(1)
    assert builder.build(1000.0).train == trainer.evaluate("train")


def test_the_share_of_the_time_that_they_take(trainer, monkeypatch):
    scorer = module.Scorer(trainer)
    evaluate = Trainer.evaluate

    def slowly(self, part):
        limit = time.thread_time() + 0.002
        while time.thread_time() < limit:
            pass
        return evaluate(self, part)

    monkeypatch.setattr(Trainer, "evaluate", slowly)
    first = scorer.score(moving=True)
    assert scorer.score(moving=True) is first
    assert scorer._due - time.perf_counter() > module.SHARE * 0.002
    assert scorer.score(moving=False) is not first


@pytest.mark.parametrize("unit", ["epoch", "iteration"])
def test_the_curve_has_no_point_that_is_older_than_what_is_recorded(trainer, monkeypatch, unit):
    monkeypatch.setattr(module, "SHARE", 1e9)
    builder = FrameBuilder(trainer, View(cost_over=unit))
    trainer.advance(3)
    builder.build(1000.0)
    for _ in range(3):
        trainer.run_epoch()
    for line in builder.build(1000.0).costs.lines:
        assert np.all(np.diff(line.x) > 0), line.name
        assert line.x[-1] >= (4 if unit == "epoch" else 9)


def test_weights_that_are_no_numbers_are_seen_between_two_measurements(trainer, monkeypatch):
    monkeypatch.setattr(module, "SHARE", 1e9)
    builder = FrameBuilder(trainer, View())
    builder.build(1000.0)
    trainer._P[:] = np.nan
    with pytest.raises(DivergedError):
        builder.build(1000.0)
