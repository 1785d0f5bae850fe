"""Story: show others how it learned. The recorded run is saved as an animation while training may go on."""

from pathlib import Path

import pytest
from PIL.GifImagePlugin import GifImageFile
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from playground.animation.window import AnimationWindow
from tests.journeys.conftest import User

X = Experiment(data=Circle(samples=60), layers=(Dense(3),))
SHIFT = Qt.KeyboardModifier.ShiftModifier


def choose(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "Animated GIF (*.gif)"))


def opened(user: User, epochs: int = 3) -> AnimationWindow:
    """The window, over a run of so many epochs."""
    for _ in range(epochs):
        user.press(Qt.Key.Key_Right, SHIFT)
    user.until(lambda frame: frame.epoch == epochs)
    user.window.commands["animation"].trigger()
    window = user.window.findChild(AnimationWindow)
    assert window is not None
    user.bot.waitUntil(lambda: window.reel is not None)
    return window


def rests(user: User, window: AnimationWindow) -> None:
    user.bot.waitUntil(lambda: not window.calculation.is_running)


def test_the_run_is_saved_and_the_file_has_all_of_it(open_app, out, monkeypatch) -> None:
    user: User = open_app(X)
    window = opened(user, 4)
    user.bot.waitUntil(lambda: not window.picture.pixmap().isNull())
    assert "5 recorded moments, from epoch 0 to 4" in window.note.text()
    rests(user, window)
    choose(monkeypatch, out / "run")
    window.size_choice.set_current(360)
    user.click(window.button)
    user.bot.waitUntil(lambda: window.written is not None and not window.calculation.is_running)
    assert window.note.text().startswith("run.gif: 5 pictures of the epochs 0 to 4, ")
    with GifImageFile(out / "run.gif") as animation:
        assert animation.n_frames == 5
        assert animation.size[0] == 360
    window.close()
    user.until(lambda frame: not frame.view.recorded and frame.recorded == ())


def test_saving_can_be_ended_and_leaves_no_file(open_app, out, monkeypatch) -> None:
    user: User = open_app(X)
    window = opened(user)
    rests(user, window)
    choose(monkeypatch, out / "run.gif")
    user.click(window.button)
    assert window.is_saving
    assert window.button.text() == "Cancel"
    assert not window.length.isEnabled()
    user.click(window.button)
    assert "no file was written" in window.note.text()
    assert window.button.text() == "Save as GIF…"
    assert list(out.iterdir()) == []
    window.close()


def test_what_cannot_be_written_is_said_in_one_sentence(open_app, out, monkeypatch) -> None:
    user: User = open_app(X)
    window = opened(user)
    rests(user, window)
    choose(monkeypatch, out / "nowhere" / "run.gif")
    user.click(window.button)
    user.bot.waitUntil(lambda: "There is no folder" in window.note.text())
    assert window.button.isEnabled()
    choose(monkeypatch, "")
    user.click(window.button)
    assert not window.is_saving
    window.close()


def test_nothing_is_recorded_yet(open_app) -> None:
    user: User = open_app(X)
    window = opened(user, 0)
    assert "Train an epoch or more" in window.note.text()
    assert not window.button.isEnabled()
    user.press(Qt.Key.Key_Escape)
    user.window.session.step_epoch()
    user.until(lambda frame: frame.epoch == 1)
    again = opened(user, 1)
    assert again.button.isEnabled()
    again.close()


def test_training_goes_on_while_it_is_saved(open_app, out, monkeypatch) -> None:
    user: User = open_app(X)
    window = opened(user)
    user.window.session.set_pace(None)
    user.window.session.play()
    before = user.frame.iteration
    user.until(lambda frame: frame.iteration > before and len(frame.recorded) > 5)
    rests(user, window)
    choose(monkeypatch, out / "run.gif")
    user.click(window.button)
    user.bot.waitUntil(lambda: window.written is not None, timeout=20_000)
    assert user.window.session.running
    user.window.session.pause()
    assert window.written is not None
    with GifImageFile(out / "run.gif") as animation:
        assert animation.n_frames == window.written.pictures
    window.close()


def test_there_is_one_window_and_it_closes_with_the_main_one(open_app) -> None:
    user: User = open_app(X)
    window = opened(user)
    user.window.commands["animation"].trigger()
    assert user.window.findChildren(AnimationWindow) == [window]
    user.window.themes.set_choice("light" if user.window.themes.theme.is_dark else "dark")
    assert window.look.theme is user.window.themes.theme
