"""The moments of the recording come with the frames that are asked for them."""

import numpy as np

from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.frames import FrameBuilder, View

X = Experiment(data=Circle(samples=60), layers=(Dense(3),))


def test_all_moments_and_the_present_one_while_training_rests() -> None:
    trainer = Trainer(X)
    for _ in range(3):
        trainer.run_epoch()
    builder = FrameBuilder(trainer, View(recorded=True))
    frame = builder.build(0.0)
    assert [moment.epoch for moment in frame.recorded] == [0, 1, 2, 3]
    assert frame.recorded[:3] == trainer.recording.moments
    np.testing.assert_array_equal(frame.recorded[-1].state.parameters, trainer.snapshot().parameters)
    assert frame.recorded[-1].train == trainer.history.last[0]
    assert [moment.epoch for moment in builder.build(500.0).recorded] == [0, 1, 2]
    trainer.step()
    assert [moment.epoch for moment in builder.build(0.0).recorded] == [0, 1, 2, 3]


def test_what_was_given_away_does_not_change_with_the_training() -> None:
    trainer = Trainer(X)
    trainer.run_epoch()
    given = FrameBuilder(trainer, View(recorded=True)).build(0.0).recorded
    before = [moment.state.parameters.copy() for moment in given]
    for _ in range(5):
        trainer.run_epoch()
    for moment, parameters in zip(given, before, strict=True):
        np.testing.assert_array_equal(moment.state.parameters, parameters)


def test_nobody_asked_for_them() -> None:
    assert FrameBuilder(Trainer(X), View()).build(0.0).recorded == ()
