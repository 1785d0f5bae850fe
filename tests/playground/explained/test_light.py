"""What network and plane show of a stage."""

import numpy as np
import pytest

from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.canvas.spotlight import Spot
from playground.explained.light import light_of
from playground.explained.stages import Stage
from playground.frames import Frame, FrameBuilder, View

X = Experiment(data=Circle(samples=80), batch_size=16, layers=(Dense(6, keep_prob=0.5), Dense(4)))


@pytest.fixture
def frame() -> Frame:
    trainer = Trainer(X)
    trainer.step()
    return FrameBuilder(trainer, View(explained=True, show="gradients")).build(0.0)


def test_the_ringed_examples_are_those_of_the_mini_batch(frame: Frame) -> None:
    w = frame.workings
    assert w is not None
    light = light_of(frame, Stage("batch"), 3)
    raw = frame.problem.normalizer.apply(frame.scene.dataset.X[:, light.examples])
    np.testing.assert_allclose(raw, w.X)
    assert light.spot == Spot(0, links="W")
    assert light.example == 3


def test_forward_shows_weights_and_what_dropout_left_out_so_far(frame: Frame) -> None:
    w = frame.workings
    assert w is not None
    assert w.masks is not None
    light = light_of(frame, Stage("forward", 1), 2)
    shown = light.dress(frame)
    assert light.spot == Spot(1, "forward", "W")
    np.testing.assert_array_equal(shown.links["W1"], frame.parameters["W1"])
    np.testing.assert_array_equal(shown.dropped[1], w.masks[1][:, 2] == 0)
    assert light_of(frame, Stage("batch"), 2).dress(frame).dropped == {}


def test_gradients_come_layer_by_layer_and_then_the_changes(frame: Frame) -> None:
    w = frame.workings
    assert w is not None
    back = light_of(frame, Stage("backward", 2), 0)
    links = back.dress(frame).links
    assert back.spot == Spot(2, "backward", "dW")
    np.testing.assert_array_equal(links["W3"], w.gradients["W3"])
    np.testing.assert_array_equal(links["W2"], w.gradients["W2"])
    assert not links["W1"].any()
    shown = light_of(frame, Stage("update"), 0).dress(frame)
    np.testing.assert_array_equal(shown.links["W1"], -w.updates["W1"])
    assert shown.largest == max(np.abs(w.updates[name]).max() for name in ("W1", "W2", "W3"))


def test_a_frame_that_tells_no_step_stays_as_it_is(frame: Frame) -> None:
    light = light_of(frame, Stage("update"), 0)
    plain = FrameBuilder(Trainer(X), View()).build(0.0)
    assert light.dress(plain) is plain
