"""Story: what happened when? The run is seen again, from a moment of it another one is tried, and kept."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QInputDialog

from engine.trainer import Trainer
from playground.frames import Frame
from tests.journeys.conftest import User

LEFT, RIGHT = Qt.Key.Key_Left, Qt.Key.Key_Right
EPOCHS = 12


def is_live(frame: Frame) -> bool:
    return frame.timeline is not None and frame.timeline.live


def in_the_past(frame: Frame) -> bool:
    return frame.timeline is not None and not frame.timeline.live


@pytest.fixture
def trained(user: User) -> User:
    for _ in range(EPOCHS):
        user.press(RIGHT, Qt.KeyboardModifier.ShiftModifier)
    user.until(lambda frame: frame.epoch == EPOCHS and frame.timeline is not None)
    user.bot.waitUntil(user.window.timeline.isVisible)
    user.until(lambda frame: frame.timeline is not None and len(frame.timeline.stills) == EPOCHS)
    return user


def until_past(user: User, epoch: int) -> None:
    user.until(lambda frame: in_the_past(frame) and frame.epoch == epoch)


def drag_to(user: User, epoch: int) -> None:
    strip = user.window.timeline.strip
    middle = strip.height() // 2
    start, end = (QPoint(round(strip.place_of(at)), middle) for at in (EPOCHS, epoch))
    user.bot.mousePress(strip, Qt.MouseButton.LeftButton, pos=start)
    user.bot.mouseMove(strip, end)
    user.bot.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=end)


def weights(experiment, epochs: int):
    trainer = Trainer(experiment)
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer.parameters["W1"]


def test_the_first_start_has_no_timeline_until_there_is_something_to_see(user: User) -> None:
    assert not user.window.timeline.isVisible()
    user.press(RIGHT, Qt.KeyboardModifier.ShiftModifier)
    user.bot.waitUntil(user.window.timeline.isVisible)


def test_the_playhead_is_dragged_to_any_moment(trained: User) -> None:
    strip = trained.window.timeline.strip
    trained.click(strip, QPoint(round(strip.place_of(4)), 20))
    shown = trained.until(in_the_past)
    assert shown.epoch == 4
    np.testing.assert_array_equal(shown.parameters["W1"], weights(trained.experiment, 4))
    assert trained.window.timeline.state.text() == "Epoch 4"
    assert trained.window.run_bar.epoch.value == "4"
    assert "Epoch 4 of 12, a recorded moment" in strip.accessibleDescription()


def test_arrow_keys_walk_through_the_run_and_back(trained: User) -> None:
    for key, epochs in ((LEFT, (11, 10, 9)), (RIGHT, (10, 11))):
        for epoch in epochs:
            trained.press(key)
            until_past(trained, epoch)
    trained.press(RIGHT)
    live = trained.until(is_live)
    assert (live.epoch, live.iteration) == (EPOCHS, EPOCHS * live.steps_per_epoch)
    trained.press(RIGHT)  # and on: one mini-batch
    trained.until(lambda frame: frame.iteration == live.iteration + 1)


def test_the_strip_has_keys_of_its_own(trained: User) -> None:
    strip = trained.window.timeline.strip
    strip.setFocus()
    trained.press(Qt.Key.Key_Home)
    assert trained.until(in_the_past).epoch == 0
    trained.press(RIGHT, Qt.KeyboardModifier.ShiftModifier)
    trained.until(lambda frame: frame.epoch == 10)
    trained.press(Qt.Key.Key_Escape)
    trained.until(is_live)


def test_play_in_the_past_branches_and_the_other_run_is_kept(trained: User) -> None:
    trained.press(LEFT)
    trained.press(LEFT)
    trained.until(lambda frame: in_the_past(frame) and frame.epoch == 10)
    trained.press(Qt.Key.Key_Space)
    trained.until(lambda frame: is_live(frame) and frame.epoch >= 11)
    trained.press(Qt.Key.Key_Space)
    panel = trained.window.timeline
    trained.bot.waitUntil(panel.rejoin_button.isVisible)
    assert panel.strip.words()[10] == "branch"
    trained.click(panel.rejoin_button)
    run = trained.until(lambda frame: is_live(frame) and frame.epoch == EPOCHS)
    np.testing.assert_array_equal(run.parameters["W1"], weights(trained.experiment, EPOCHS))


def test_a_change_in_the_past_tries_something_else_from_there(trained: User) -> None:
    before = trained.experiment
    trained.press(LEFT)
    trained.until(lambda frame: in_the_past(frame) and frame.epoch == 11)
    trained.window.document.edit(before.with_(learning_rate=0.001), "learning rate")
    shown = trained.until(is_live)
    assert shown.epoch == 11
    trained.bot.keyClick(trained.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    run = trained.until(lambda frame: frame.epoch == EPOCHS)
    np.testing.assert_array_equal(run.parameters["W1"], weights(before, EPOCHS))


def test_a_change_leaves_its_mark_on_the_strip(trained: User) -> None:
    trained.window.document.edit(trained.experiment.with_(learning_rate=0.001), "learning rate")
    trained.until(lambda frame: True)
    assert trained.window.timeline.strip.words() == {EPOCHS: "α 0.001"}


def test_the_run_is_seen_again(trained: User) -> None:
    seen: list[int] = []
    trained.window.session.frame_ready.connect(lambda frame: seen.append(frame.epoch))
    trained.click(trained.window.timeline.replay_button)
    trained.until(in_the_past)
    trained.until(is_live)
    again = seen[seen.index(0) :]
    assert len(set(again)) >= 4
    assert again == sorted(again)


def test_go_to_epoch_by_menu(trained: User) -> None:
    trained.window.commands["go_to_epoch"].trigger()
    dialog = trained.window.findChild(QInputDialog)
    assert dialog is not None
    dialog.setIntValue(3)
    dialog.accept()
    assert trained.until(in_the_past).epoch == 3
    trained.window.commands["newest"].trigger()
    trained.until(is_live)


def test_a_new_start_is_a_new_film(trained: User) -> None:
    trained.press(LEFT)
    trained.until(in_the_past)
    trained.press(Qt.Key.Key_R)
    fresh = trained.until(lambda frame: frame.iteration == 0 and is_live(frame))
    assert fresh.timeline is not None
    assert fresh.timeline.newest == 0
