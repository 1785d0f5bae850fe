"""Story: why does it not learn? The signals of every layer are opened, watched, followed into the past."""

from PySide6.QtCore import Qt

from engine.data import Spiral
from engine.experiment import Experiment
from engine.layers import Dense
from tests.journeys.conftest import User

CTRL, RIGHT = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Right


def test_signals_open_by_key_follow_the_training_and_close_again(open_app) -> None:
    user: User = open_app(Experiment(data=Spiral(), layers=(Dense(6), Dense(4))))
    bottom = user.window.bottom
    user.press(RIGHT, Qt.KeyboardModifier.ShiftModifier)
    user.until(lambda frame: frame.epoch == 1)
    assert user.frame.signals is None
    user.press(Qt.Key.Key_2, CTRL)
    user.until(lambda frame: frame.signals is not None)
    assert bottom.open_panel == "signals"
    assert bottom.signals.isVisible()
    first = bottom.signals.rows.accessibleDescription()
    assert "Layer 2, tanh" in first
    user.press(RIGHT, Qt.KeyboardModifier.ShiftModifier)
    user.until(lambda frame: frame.epoch == 2)
    assert bottom.signals.rows.accessibleDescription() != first
    user.press(Qt.Key.Key_2, CTRL)
    user.until(lambda frame: frame.signals is None)
    assert not bottom.signals.isVisible()


def test_signals_of_the_past_are_those_of_that_moment(open_app) -> None:
    user: User = open_app(Experiment(data=Spiral(), layers=(Dense(6), Dense(4))))
    user.press(Qt.Key.Key_2, CTRL)
    for _ in range(3):
        user.press(RIGHT, Qt.KeyboardModifier.ShiftModifier)
    user.until(lambda frame: frame.epoch == 3 and frame.signals is not None)
    now = user.frame.signals
    assert now is not None
    user.press(Qt.Key.Key_Left)
    shown = user.until(lambda frame: frame.epoch == 2 and frame.signals is not None)
    assert shown.signals is not None
    assert shown.signals.layers[0].W.norm == now.past[2].layers[0].W.norm
    assert [past.epoch for past in shown.signals.past] == [0, 1]


def test_the_tab_and_the_arrow_open_it_by_mouse(open_app) -> None:
    user: User = open_app()
    user.press(RIGHT, Qt.KeyboardModifier.ShiftModifier)
    user.until(lambda frame: frame.epoch == 1)
    bottom = user.window.bottom
    user.bot.waitUntil(bottom.arrow.isVisible)
    user.click(bottom._tabs["signals"])
    user.until(lambda frame: frame.signals is not None)
    user.click(bottom.arrow)
    user.until(lambda frame: frame.signals is None)
    user.click(bottom.arrow)
    user.until(lambda frame: frame.signals is not None)
