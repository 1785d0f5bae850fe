"""Story: somebody starts the app for the first time, presses Space, and watches it learn."""

import numpy as np
from PySide6.QtCore import Qt

from playground.frames import Frame

SHIFT = Qt.KeyboardModifier.ShiftModifier


def learned(frame):
    return frame.dev is not None and frame.dev.accuracy >= 0.97


def test_space_learns_the_circle_while_everything_moves(user):
    first = user.frame
    pictures: list[Frame] = []
    user.window.session.frame_ready.connect(pictures.append)
    user.press(Qt.Key.Key_Space)
    assert user.window.session.running
    last = user.until(learned)  # within ten seconds: the limit of every wait
    assert len(pictures) > 10
    assert last.epoch > 0
    assert (last.field != first.field).any()
    for before, after in zip(first.units[1:], last.units[1:], strict=True):
        assert (before != after).any()
    assert (last.parameters["W1"] != first.parameters["W1"]).any()
    assert last.curve.train[-1] < 0.5 * first.curve.train[0]
    assert last.curve.dev[-1] < 0.5 * first.curve.dev[0]
    user.press(Qt.Key.Key_Space)
    assert not user.window.session.running


def test_the_call_vanishes_with_the_first_epoch_and_never_comes_back(user, open_app):
    call = user.window.network.findChild(object, "first-call")
    assert call.isVisible()
    assert not user.window.run_bar.same_start.isVisible()
    user.press(Qt.Key.Key_Right, SHIFT)
    user.until(lambda frame: frame.epoch == 1)
    assert not call.isVisible()
    assert user.window.run_bar.same_start.isVisible()
    again = open_app()
    assert not again.window.network.findChild(object, "first-call").isVisible()
    again.window.commands["first_steps"].trigger()
    assert again.window.network.findChild(object, "first-call").isVisible()


def test_right_is_one_mini_batch_and_shift_right_one_epoch(user):
    user.press(Qt.Key.Key_Right)
    assert user.until(lambda frame: frame.iteration == 1).epoch == 0
    user.press(Qt.Key.Key_Right)
    user.until(lambda frame: frame.iteration == 2)
    user.press(Qt.Key.Key_Right, SHIFT)
    frame = user.until(lambda frame: frame.epoch == 1)
    assert frame.iteration == frame.steps_per_epoch == 10
    assert user.window.run_bar.epoch.value == "1"


def test_r_is_the_same_start_and_shift_r_another(user):
    first = user.frame.parameters
    user.press(Qt.Key.Key_Right, SHIFT)
    user.until(lambda frame: frame.epoch == 1)
    user.press(Qt.Key.Key_R)
    again = user.until(lambda frame: frame.epoch == 0).parameters
    assert all(np.array_equal(first[name], again[name]) for name in first)
    user.press(Qt.Key.Key_R, SHIFT)
    other = user.until(lambda frame: frame.experiment.seed == 2).parameters
    assert not np.array_equal(first["W1"], other["W1"])
    assert "Start seed 2" in user.window.status.findChild(object, "seeds").text()


def test_every_control_answers_while_it_trains_flat_out(user):
    user.window.session.set_pace(None)
    user.press(Qt.Key.Key_Space)
    user.until(lambda frame: frame.epoch > 50)
    user.click_card(1, "plus")
    assert user.units == (5, 2)
    user.until(lambda frame: frame.shapes[0] == (5, 2) and frame.epoch > 50)
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert user.units == (4, 2)
