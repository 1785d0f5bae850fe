"""Story: somebody wants to see how the layers pull apart what lies inside one another."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from engine.activations import Tanh
from engine.data import Circle, Iris
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import Adam
from playground.frames import Frame, Morph
from playground.morph import MorphWindow
from playground.widgets.themed import reduce_motion

CONTROL = Qt.KeyboardModifier.ControlModifier
X = Experiment(
    data=Circle(), layers=(Dense(4, Tanh()), Dense(2, Tanh())), optimizer=Adam(), learning_rate=0.03
)
WAIT = 10_000


def windows(user) -> list[MorphWindow]:
    return [window for window in user.window.findChildren(MorphWindow) if window.isVisible()]


def open_morph(user) -> MorphWindow:
    """By its key, and until the first picture is there."""
    user.press(Qt.Key.Key_M, CONTROL)
    (window,) = windows(user)
    user.until(lambda frame: frame.morph is not None)
    user.bot.waitUntil(lambda: window.last > 0)
    return window


def morph_of(frame: Frame) -> Morph:
    assert frame.morph is not None
    return frame.morph


def told_apart(frame: Frame) -> float:
    """The share of examples on the right side of the line, in the picture that the output sees."""
    morph = morph_of(frame)
    shown, y = morph.stations[-3], frame.scene.dataset.y[morph.places]
    start, end = shown.separators[:, :, 0].T
    normal = np.array([start[1] - end[1], end[0] - start[0]])
    side = normal @ (shown.points - start[:, None]) > 0
    share = float((side == (y == 1)).mean())
    return max(share, 1 - share)


@pytest.fixture
def learned(open_app):
    """A user in front of a circle that is told from its ring."""
    user = open_app(X)
    user.press(Qt.Key.Key_Space)
    user.until(lambda frame: frame.dev is not None and (frame.dev.accuracy or 0) >= 0.98)
    user.press(Qt.Key.Key_Space)
    return user


def test_a_disc_inside_of_a_ring_ends_on_two_sides_of_a_line(learned):
    window = open_morph(learned)
    assert not window.isModal()
    learned.bot.waitUntil(lambda: window.position == window.last and not window.walk.running, timeout=WAIT)
    assert window.formula.text() == "A[3] = sigmoid(Z[3])"
    learned.bot.keyClick(window.rail.slider, Qt.Key.Key_Left)
    learned.bot.keyClick(window.rail.slider, Qt.Key.Key_Left)
    assert window.count.text() == "Station 5 of 7"
    assert window.formula.text() == "A[2] = tanh(Z[2])"
    assert told_apart(learned.frame) >= 0.97


def test_closing_it_ends_the_computing(learned):
    window = open_morph(learned)
    learned.bot.keyClick(window, Qt.Key.Key_Escape)
    assert windows(learned) == []
    learned.until(lambda frame: frame.morph is None)
    before = learned.frame.iteration
    learned.window.activateWindow()
    learned.bot.waitUntil(lambda: QApplication.activeWindow() is learned.window)
    learned.press(Qt.Key.Key_Right)
    learned.until(lambda frame: frame.iteration > before)
    assert learned.frame.morph is None


def test_it_follows_the_training_at_the_same_place(open_app):
    user = open_app(X)
    window = open_morph(user)
    window.go_to(4)
    first = morph_of(user.frame).stations[4].points
    user.window.activateWindow()
    user.window.session.play()
    user.until(lambda frame: frame.epoch >= 5 and frame.morph is not None)
    assert window.position == 4
    assert not np.array_equal(morph_of(user.frame).stations[4].points, first)
    assert window.canvas.frame is user.frame


def test_the_key_brings_an_open_window_to_the_front(user):
    window = open_morph(user)
    user.window.activateWindow()
    user.bot.waitUntil(lambda: QApplication.activeWindow() is user.window)
    user.press(Qt.Key.Key_M, CONTROL)
    assert windows(user) == [window]
    user.bot.waitUntil(lambda: QApplication.activeWindow() is window)


def test_keys_in_it_do_not_train(user):
    window = open_morph(user)
    window.activateWindow()
    user.bot.waitUntil(lambda: QApplication.activeWindow() is window)
    before = user.frame.iteration
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_Left):
        user.press(key)
    assert not user.window.session.running
    user.until(lambda frame: True)
    assert user.frame.iteration == before


def test_edits_of_the_network_and_of_the_plane_reach_it(open_app):
    user = open_app(Experiment(data=Iris(), features=("x1", "x2", "x3", "x4")))
    window = open_morph(user)
    stations = window.last
    user.window.document.edit(user.experiment.with_(layers=(*user.experiment.layers, Dense(3))), "layer")
    user.until(lambda frame: frame.morph is not None)
    user.bot.waitUntil(lambda: window.last == stations + 2)
    user.window.session.show(axes=(0, 1))
    user.until(lambda frame: frame.morph is not None and frame.scene.axes == (0, 1))
    assert window.canvas.frame is user.frame


def test_without_motion_it_waits_at_the_input(user):
    reduce_motion(True)
    window = open_morph(user)
    assert not window.walk.running
    assert window.position == 0
    user.click(window.rail.names, window.rail.names.rect().center())
    assert window.position > 0


def test_it_stops_and_goes_on_as_the_menu_says(user):
    window = open_morph(user)
    user.bot.waitUntil(lambda: window.walk.running)
    user.window.commands["reduce_motion"].trigger()
    assert not window.walk.running
    assert not window.play.isEnabled()
    user.window.commands["reduce_motion"].trigger()
    user.click(window.play)
    assert window.walk.running


def test_closing_the_main_window_closes_it(user):
    window = open_morph(user)
    user.window.close()
    assert not window.isVisible()
