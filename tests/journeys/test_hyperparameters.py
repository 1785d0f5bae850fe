"""Story: somebody tunes while it learns: optimizer, learning rate, mini-batch, speed."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt

from engine.experiment import Experiment
from engine.optimizers import OPTIMIZERS

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def training(user):
    """A user whose network trains, past the first start."""
    user.press(Qt.Key.Key_Space)
    user.until(lambda frame: frame.epoch >= 1)
    return user


def choose(box, index):
    """Pick an entry of a combo box as a click in its list does."""
    box.setCurrentIndex(index)
    box.activated.emit(index)


@pytest.mark.parametrize("name", [name for name in OPTIMIZERS if name != "adam"])
def test_the_optimizer_changes_while_it_trains_and_keeps_the_weights(training, name):
    bar = training.window.run_bar
    choose(bar.optimizer, bar.optimizer.findData(name))
    assert training.experiment.optimizer.name == name
    frame = training.until(lambda frame: True)
    assert frame.epoch >= 1
    assert training.window.session.running


def test_the_learning_rate_by_typing_leaves_a_mark_on_the_curve(training):
    field = training.window.run_bar.rate.field
    field.setFocus()
    field.selectAll()
    training.bot.keyClicks(field, "0.004")
    training.press(Qt.Key.Key_Return)
    assert training.experiment.learning_rate == 0.004
    training.until(lambda frame: True)
    assert training.window.session.running
    assert "α 0.004" in training.window.cost.marks.marks.texts.values()
    training.window.setFocus()
    training.press(Qt.Key.Key_R)
    training.until(lambda frame: frame.iteration == 0 or frame.epoch >= 0)
    training.bot.waitUntil(lambda: not training.window.cost.marks.marks.texts, timeout=5000)


def test_ctrl_space_pauses_from_within_a_field(training):
    training.window.run_bar.rate.field.setFocus()
    training.press(Qt.Key.Key_Space, CTRL)
    assert not training.window.session.running


@pytest.mark.parametrize(("text", "size"), [("8", 8), ("all", None), ("1", 1)])
def test_the_mini_batch_can_be_typed(training, text, size):
    batch = training.window.run_bar.batch
    batch.lineEdit().setFocus()
    batch.lineEdit().selectAll()
    training.bot.keyClicks(batch.lineEdit(), text)
    training.bot.keyClick(batch.lineEdit(), Qt.Key.Key_Return)
    assert training.experiment.batch_size == size
    per_epoch = 300 if size == 1 else 38 if size == 8 else 1
    training.until(lambda frame: frame.steps_per_epoch == per_epoch)


def test_flat_out_is_faster_than_five_epochs_a_second(training):
    speed = training.window.run_bar.speed
    choose(speed, speed.findText("Flat out"))
    training.until(lambda frame: frame.epoch > 500 and frame.steps_per_second > 1000)


def test_in_slow_motion_every_single_step_is_seen(training):
    choose(training.window.run_bar.speed, 0)
    seen = [training.until(lambda frame: True).iteration]
    training.window.session.frame_ready.connect(lambda frame: seen.append(frame.iteration))
    training.until(lambda frame: frame.iteration >= seen[0] + 3)
    assert all(after - before <= 1 for before, after in pairwise(seen[1:]))


def test_undo_names_its_step_and_takes_the_rate_back_without_losing_the_training(training):
    training.window.document.edit(training.experiment.with_(learning_rate=0.1), "learning rate 0.03 to 0.1")
    assert "learning rate 0.03 to 0.1" in training.window.status.findChild(object, "hint").text()
    training.until(lambda frame: frame.epoch >= 2)
    training.press(Qt.Key.Key_Z, CTRL)
    assert training.experiment.learning_rate == Experiment().learning_rate
    assert training.until(lambda frame: True).epoch >= 2


def test_the_curve_goes_forward_after_the_mini_batch_size_changed(training):
    """The place within an epoch is the trainer's own, not what is left of the iteration."""
    training.window.document.edit(training.experiment.with_(batch_size=100), "mini-batch 32 to 100")
    training.window.session.pause()
    ends = []
    for _ in range(7):
        iteration = training.until(lambda frame: frame.steps_per_epoch == 3).iteration
        training.window.session.step()
        frame = training.until(lambda frame, before=iteration: frame.iteration == before + 1)
        ends.append(frame.costs.lines[0].x[-1])
    assert ends == sorted(ends)
    assert len(set(ends)) == 7
