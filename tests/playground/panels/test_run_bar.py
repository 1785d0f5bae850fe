"""The run bar: what it shows of an experiment and of a frame, what it asks for, and how it folds."""

from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QMainWindow, QWidget

from engine.data import Circle
from engine.experiment import Experiment
from engine.optimizers import OPTIMIZERS
from playground.frames import Frame
from playground.panels.run_bar.bar import BATCHES, USUAL_PACE, RunBar
from playground.panels.run_bar.words import read_batch, summary, write_batch
from playground.theme import DARK, LIGHT, apply
from playground.widgets.number_field import NumberField
from playground.widgets.play_button import PlayState
from playground.widgets.slider import Slider

SCENE = SimpleNamespace(dataset=Circle().load())
NAMES = ("play", "step", "step_epoch", "same_start", "new_start")


@pytest.fixture
def window(qtbot, qapp) -> QMainWindow:
    apply(qapp, LIGHT)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QWidget())
    return window


@pytest.fixture
def bar(qtbot, window: QMainWindow) -> RunBar:
    actions = {name: QAction(name, window) for name in NAMES}
    bar = RunBar(actions)
    tools = window.addToolBar("run")
    tools.setMovable(False)
    tools.addWidget(bar)
    window.resize(1440, 200)
    with qtbot.waitExposed(window):
        window.show()
    return bar


def edits(bar: RunBar) -> list[tuple[Experiment, str, str]]:
    heard: list[tuple[Experiment, str, str]] = []
    bar.edited.connect(lambda *edit: heard.append(cast(tuple[Experiment, str, str], edit)))
    return heard


@pytest.mark.parametrize("name", NAMES)
def test_every_button_triggers_its_action(qtbot, bar: RunBar, window: QMainWindow, name: str) -> None:
    action = next(a for a in window.findChildren(QAction) if a.text() == name)
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(getattr(bar, name), Qt.MouseButton.LeftButton)


def test_showing_an_experiment_is_silent(qtbot, bar: RunBar) -> None:
    experiment = Experiment(optimizer=OPTIMIZERS["momentum"], learning_rate=1.0, batch_size=None)
    with qtbot.assertNotEmitted(bar.edited), qtbot.assertNotEmitted(bar.pace_changed):
        bar.show_experiment(experiment)
    assert bar.optimizer.currentText() == "Momentum"
    assert bar.rate.field.text() == "1"
    assert bar.batch.currentText() == "all"
    assert summary(experiment) == "Momentum, α 1, mini-batch all"


def test_an_optimizer_of_the_same_kind_keeps_its_settings(qtbot, bar: RunBar) -> None:
    heard = edits(bar)
    bar.optimizer.setFocus()
    bar.optimizer.chosen.emit("adam")
    assert heard == []
    bar.optimizer.chosen.emit("gd")
    after, text, merge = heard[0]
    assert after.optimizer == OPTIMIZERS["gd"]
    assert (text, merge) == ("optimizer Adam to Gradient descent", "")


def test_the_rate_slider_merges_and_typing_does_not(qtbot, bar: RunBar) -> None:
    heard = edits(bar)
    qtbot.keyClick(bar.rate.slider, Qt.Key.Key_PageUp)
    assert heard[0][1].startswith("learning rate 0.03 to 0.1")
    assert heard[0][2]
    bar.rate.field.setFocus()
    bar.rate.field.selectAll()
    qtbot.keyClicks(bar.rate.field, "0.5")
    qtbot.keyClick(bar.rate.field, Qt.Key.Key_Return)
    assert heard[1][0].learning_rate == 0.5
    assert heard[1][2] == ""


def test_a_batch_size_is_chosen(bar: RunBar) -> None:
    heard = edits(bar)
    bar.batch.chosen.emit(None)
    assert heard[0][0].batch_size is None
    assert heard[0][1] == "mini-batch 32 to all"


@pytest.mark.parametrize("size", [1, 32, 1000, None])
def test_batch_sizes_are_read_back(size: int | None) -> None:
    assert read_batch(write_batch(size)) == size


@pytest.mark.parametrize("text", ["0", "-4", "1.5", "some", ""])
def test_impossible_batch_sizes_get_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r'Mini-batch must be a whole number from 1 to .*; or type "all"'):
        read_batch(text)


def test_the_pace_is_told(qtbot, bar: RunBar) -> None:
    assert bar.pace == USUAL_PACE
    bar.speed.set_current(20.0)
    bar.speed.setFocus()
    with qtbot.waitSignal(bar.pace_changed) as paced:
        qtbot.keyClick(bar.speed, Qt.Key.Key_Down)
    assert paced.args == [100.0]
    with qtbot.waitSignal(bar.pace_changed) as flat_out:
        qtbot.keyClick(bar.speed, Qt.Key.Key_Down)
    assert flat_out.args == [None]
    assert bar.pace is None


def test_a_frame_shows_how_far_it_is(bar: RunBar) -> None:
    bar.show_frame(
        cast(Frame, SimpleNamespace(epoch=214, iteration=2140, steps_per_second=203.4, scene=SCENE))
    )
    assert bar.epoch.value == "214"
    assert bar.iteration.value == "2\u2009140"
    assert bar.rate_of_steps.value == "200"


def test_the_play_button_follows_the_training(bar: RunBar) -> None:
    for running, state in ((True, PlayState.RUNNING), (False, PlayState.READY)):
        bar.set_running(running)
        assert bar.play.state is state


def test_the_first_start_shows_one_call_and_sums_up_the_rest(bar: RunBar) -> None:
    bar.set_first_start(True)
    for hidden in (
        bar.same_start,
        bar.iteration,
        bar.rate_of_steps,
        bar.speed,
        bar.optimizer,
        bar.rate,
        bar.batch,
    ):
        assert not hidden.isVisible()
    for shown in (bar.play, bar.step, bar.step_epoch, bar.new_start, bar.epoch, bar.settings):
        assert shown.isVisible()
    assert "Adam, α 0.03, mini-batch 32" in bar.settings.accessibleName()
    bar.set_first_start(False)
    assert bar.rate.isVisible()
    assert bar.settings.isVisible()
    assert bar.settings.width() < 40


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_first_start_opens_all_settings(qtbot, bar: RunBar) -> None:
    bar.set_first_start(True)
    qtbot.mouseClick(bar.settings, Qt.MouseButton.LeftButton)
    assert all(control.isVisible() for control in (bar.speed, bar.optimizer, bar.rate, bar.batch))
    bar.popover.hide()


@pytest.mark.parametrize("width", [1440, 1350, 1270, 1230, 1100])
def test_nothing_is_cut_at_any_width(qtbot, bar: RunBar, window: QMainWindow, width: int) -> None:
    window.resize(width, 200)
    qtbot.waitUntil(lambda: bar.width() == width)
    kinds = (QAbstractButton, QComboBox, QLabel, NumberField, Slider)
    inside = [child for child in bar.findChildren(QWidget) if isinstance(child, kinds)]
    for child in (child for child in inside if child.isVisible() and child.window() is window):
        right = child.mapTo(bar, child.rect().topRight()).x()
        assert right <= width, child.accessibleName()
        assert child.width() >= child.minimumSizeHint().width(), child.accessibleName()
    assert bar.speed.isVisible() == (width >= 1360)
    assert bool(bar.same_start.text()) == (width >= 1280)
    assert bar.iteration.isVisible() == (width >= 1240)


@pytest.mark.parametrize("size", [*BATCHES, 256, 512, None])
def test_every_usual_mini_batch_is_read_in_full(bar: RunBar, size: int | None) -> None:
    bar.show_experiment(Experiment(batch_size=size))
    assert bar.batch.shown_text == write_batch(size)


def test_growing_back_unfolds_in_reverse(qtbot, bar: RunBar, window: QMainWindow) -> None:
    for width in (1100, 1440):
        window.resize(width, 200)
        qtbot.waitUntil(lambda width=width: bar.width() == width)
    assert bar.speed.isVisible()
    assert bar.iteration.isVisible()


def test_the_theme_reaches_every_part(bar: RunBar) -> None:
    bar.set_theme(DARK)
    assert bar.play.theme is bar.rate.slider.theme is bar.settings.theme is bar.speed.theme is DARK


def test_folding_and_unfolding_keeps_the_order_of_the_fields(bar):
    for width in (1440, 1150, 1440, 1100):
        bar.resize(width, 60)
        places = [field.x() for field in bar._fields]
        assert places == sorted(places), width
