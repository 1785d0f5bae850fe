"""Story: why do the weights move? The next step is taken apart, stage by stage, and then done as foretold."""

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.activations import Relu
from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import GradientDescent
from engine.trainer import Trainer
from playground.canvas.spotlight import Spot
from playground.explained import StepPanel
from playground.frames import Frame
from playground.notation.markup import cell
from tests.journeys.conftest import User

KEY = Qt.Key
X = Experiment(
    data=Circle(samples=120),
    batch_size=16,
    layers=(Dense(6, Relu(), batch_norm=True, keep_prob=0.7), Dense(4, keep_prob=0.8)),
)


def at_epoch(epoch: int, frame: Frame) -> bool:
    return frame.epoch == epoch


def explain(user: User) -> StepPanel:
    """Open it, and wait until it is there."""
    user.press(KEY.Key_N)
    panel = user.window.bottom.explained
    user.bot.waitUntil(lambda: panel.told is not None)
    return panel


@pytest.fixture
def user(open_app) -> User:
    window: User = open_app(X)
    return window


def test_a_step_is_followed_to_its_end_and_done_exactly_as_foretold(user: User) -> None:
    panel, canvas, plane = explain(user), user.window.network.canvas, user.window.output.plane
    assert not user.window.session.running
    foretold, workings = user.frame.foretold, user.frame.workings
    assert foretold is not None
    assert workings is not None
    assert plane.batch.points.shape == (2, 16)
    titles, spots = [], []
    for _ in panel.stages:
        assert panel.told is not None
        titles.append(panel.told.title)
        spots.append(canvas.spot)
        if panel.place < len(panel.stages) - 1:
            user.press(KEY.Key_Right)
    assert titles[1] == "Forward, layer 1 of 3"
    assert titles[4:6] == ["Cost of the mini-batch", "Backward, layer 3 of 3"]
    assert titles[-1] == "Update by Adam"
    assert spots[1] == Spot(1, "forward", "W")
    assert spots[-2] == Spot(1, "backward", "dW")
    assert user.frame.iteration == 0  # nothing has been done yet
    user.press(KEY.Key_Return)
    user.until(lambda frame: frame.iteration == 1)
    for name, after in foretold.after.items():
        np.testing.assert_allclose(user.frame.parameters[name], after, atol=1e-5)
    assert panel.difference is not None
    assert panel.difference == max(
        np.abs(user.frame.parameters[name] - after).max() for name, after in foretold.after.items()
    )
    assert panel.proof.isVisible()
    assert "as foretold" in panel.proof.text()
    assert panel.place == 0
    assert panel.told is not None
    assert panel.told.title == "Mini-batch"
    assert panel.header.note.text().startswith("mini-batch 2 of 5, m = 16")


def test_the_numbers_on_the_screen_are_those_of_the_example_that_is_chosen(user: User) -> None:
    panel, plane = explain(user), user.window.output.plane
    user.press(KEY.Key_Right)
    user.press(KEY.Key_Down)
    user.press(KEY.Key_Down)
    workings = user.frame.workings
    assert workings is not None
    assert panel.told is not None
    assert panel.told.equations[0].numbers.startswith(f"z = {cell(workings.Z[0][0, 2])} = ")
    assert plane.batch.chosen == 2
    assert workings.masks is not None
    shown = user.window.network.canvas.frame
    assert shown is not None
    np.testing.assert_array_equal(shown.dropped[1], workings.masks[1][:, 2] == 0)
    user.press(KEY.Key_Up)
    assert plane.batch.chosen == 1


def test_esc_ends_it_and_all_is_as_before(user: User) -> None:
    canvas, plane = user.window.network.canvas, user.window.output.plane
    panel = explain(user)
    user.press(KEY.Key_End)
    assert "ΔW" in str(canvas.spot)
    user.press(KEY.Key_Escape)
    assert not user.window.bottom.open_panel
    assert canvas.spot is None
    assert not plane.batch.isVisible()
    user.until(lambda frame: not frame.view.explained and frame.foretold is None)
    assert canvas.frame is user.frame
    user.press(KEY.Key_Right)  # the key is the training's again
    user.until(lambda frame: frame.iteration == 1)
    assert explain(user) is panel
    assert panel.place == 0


def test_by_mouse_with_the_buttons_and_the_track(user: User) -> None:
    user.press(KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    user.until(lambda frame: frame.epoch == 1)
    bottom = user.window.bottom
    user.bot.waitUntil(bottom.arrow.isVisible)
    user.click(bottom._tabs["explained"])
    panel = bottom.explained
    user.bot.waitUntil(lambda: panel.told is not None)
    user.click(panel.header.next)
    assert panel.place == 1
    user.click(panel.track, panel.track.areas[6].center().toPoint())
    assert panel.stage.kind == "backward"
    user.click(panel.header.back)
    assert panel.place == 5
    user.click(panel.header.after)
    assert panel.example == 1
    user.click(panel.track, panel.track.areas[-1].center().toPoint())
    before = user.frame.iteration
    user.click(panel.header.next)
    user.until(lambda frame: frame.iteration == before + 1)
    user.bot.waitUntil(panel.proof.isVisible)
    user.click(panel.header.close_button)
    assert not panel.isVisible()


def test_training_that_runs_is_not_explained_until_it_rests(user: User) -> None:
    panel = explain(user)
    user.press(KEY.Key_Right)
    user.press(KEY.Key_Space, Qt.KeyboardModifier.ControlModifier)
    user.until(lambda frame: frame.epoch >= 1)
    assert panel.told is None
    assert "Pause" in panel.note.text()
    assert user.window.network.canvas.spot is None
    assert user.frame.workings is None
    user.press(KEY.Key_Space, Qt.KeyboardModifier.ControlModifier)
    user.bot.waitUntil(lambda: panel.told is not None)
    assert panel.place == 0


def test_an_edit_shows_at_once_what_it_does_to_the_step(user: User) -> None:
    panel = explain(user)
    user.press(KEY.Key_End)
    assert panel.told is not None
    before = panel.told.why
    document = user.window.document
    document.edit(document.experiment.with_(learning_rate=0.5), "rate")
    user.bot.waitUntil(lambda: panel.told is not None and panel.told.why != before)
    assert panel.stage.kind == "update"
    document.edit(document.experiment.with_(layers=(Dense(2),)), "layers")
    user.until(lambda frame: frame.foretold is not None)
    assert len(panel.stages) == 7
    assert panel.stage.kind == "update"


def test_a_moment_of_the_past_is_explained_and_left_by_its_own_step(user: User) -> None:
    for epoch in (1, 2):
        user.press(KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        user.until(partial(at_epoch, epoch))
    user.press(KEY.Key_Left)
    user.until(lambda frame: frame.epoch == 1)
    panel = explain(user)
    foretold, at = user.frame.foretold, user.frame.iteration
    assert foretold is not None
    user.press(KEY.Key_End)
    user.press(KEY.Key_Return)
    user.until(lambda frame: frame.iteration == at + 1)
    assert panel.difference is not None
    assert panel.difference < 1e-5


def test_what_is_too_large_says_so(open_app) -> None:
    user: User = open_app(X.with_(layers=(Dense(1000), Dense(1000), Dense(1000))))
    user.press(KEY.Key_N)
    panel = user.window.bottom.explained
    user.bot.waitUntil(lambda: "too large" in panel.note.text())
    user.press(KEY.Key_Right)  # no stage to go to, and nothing breaks
    user.press(KEY.Key_Return)
    assert panel.told is None


def test_the_focus_is_on_the_stages_and_they_are_spoken(user: User) -> None:
    panel = explain(user)
    assert panel.track.hasFocus()
    QTest.keyClick(panel.track, KEY.Key_Right)
    assert panel.track.accessibleDescription() == "Stage 2 of 9: Forward, layer 1"
    assert "Z[1] = W[1] A[0]" in panel.matter.accessibleDescription()


def test_what_has_no_room_is_scrolled_by_keys(user: User) -> None:
    user.window.resize(1100, 700)
    panel = explain(user)
    user.press(KEY.Key_End)
    bar = panel.area.verticalScrollBar()
    user.bot.waitUntil(lambda: bar.maximum() > 0)
    user.press(KEY.Key_PageDown)
    assert bar.value() > 0
    user.press(KEY.Key_PageUp)
    assert bar.value() == 0


def test_a_step_that_goes_much_too_far_is_told_and_what_follows_is_explained(open_app) -> None:
    user: User = open_app(X.with_(layers=(Dense(4, Relu()),), optimizer=GradientDescent(), learning_rate=1e6))
    panel = explain(user)
    for _ in range(6):
        user.press(KEY.Key_End)
        assert panel.told is not None
        before = user.frame
        user.press(KEY.Key_Return)
        user.bot.waitUntil(lambda before=before: user.frame is not before)
        user.bot.waitUntil(lambda: panel.told is not None)
        for _ in panel.stages:
            user.press(KEY.Key_Right)


def test_a_step_that_failed_can_be_asked_for_again(user: User, monkeypatch) -> None:
    panel, advance = explain(user), Trainer.advance

    def broken(_trainer: Trainer, _steps: int) -> int:
        raise RuntimeError("a step broke")

    monkeypatch.setattr(Trainer, "advance", broken)
    user.press(KEY.Key_End)
    user.press(KEY.Key_Return)
    user.bot.waitUntil(user.window.banner.isVisible)
    monkeypatch.setattr(Trainer, "advance", advance)
    user.press(KEY.Key_Return)
    user.until(lambda frame: frame.iteration == 1)
    user.bot.waitUntil(panel.proof.isVisible)
