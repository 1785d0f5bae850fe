"""The workings of the next step come with the frames that are asked for them, and only where affordable."""

import numpy as np
import pytest

from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from engine.workings import next_step
from playground.frames import FrameBuilder, View
from playground.frames.workings import is_affordable

WIDE = Experiment(layers=(Dense(800), Dense(800)))


def builder(experiment: Experiment, workings: bool = False) -> FrameBuilder:
    return FrameBuilder(Trainer(experiment), View(workings=workings))


def test_they_are_those_of_the_engine_and_follow_the_training() -> None:
    source = builder(Experiment(layers=(Dense(3, keep_prob=0.5),)), workings=True)
    for _ in range(3):
        frame, known = source.build(0.0), next_step(source.trainer)
        assert frame.workings is not None
        assert frame.workings.number == frame.position + 1
        np.testing.assert_array_equal(frame.workings.Z[1], known.Z[1])
        np.testing.assert_array_equal(frame.workings.gradients["W1"], known.gradients["W1"])
        source.trainer.step()


def test_nobody_asked_for_them() -> None:
    assert builder(Experiment()).build(0.0).workings is None


def test_no_step_is_compiled_for_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    source = builder(Experiment(), workings=True)
    monkeypatch.delattr("engine.workings.update_of")
    workings = source.build(0.0).workings
    assert workings is not None
    assert workings.updates == {}


@pytest.mark.parametrize("experiment", [WIDE, Experiment(data=Circle(samples=5000), batch_size=None)])
def test_what_would_take_too_long_is_left_out(experiment: Experiment) -> None:
    trainer = Trainer(experiment)
    assert is_affordable(trainer) == (experiment is not WIDE)
    workings = FrameBuilder(trainer, View(workings=True)).build(0.0).workings
    assert (workings is None) == (experiment is WIDE)


def test_the_outcome_of_a_step_comes_while_training_rests() -> None:
    source = FrameBuilder(Trainer(Experiment(layers=(Dense(3, keep_prob=0.5),))), View(explained=True))
    frame = source.build(0.0)
    assert frame.workings is not None
    assert frame.foretold is not None
    source.trainer.step()
    for name, array in source.trainer.parameters.items():
        np.testing.assert_allclose(frame.foretold.after[name], array, atol=1e-5)
    moving = source.build(1000.0)
    assert (moving.workings, moving.foretold) == (None, None)


def test_the_outcome_of_what_would_take_too_long_is_left_out() -> None:
    frame = FrameBuilder(Trainer(WIDE), View(explained=True)).build(0.0)
    assert (frame.workings, frame.foretold) == (None, None)
