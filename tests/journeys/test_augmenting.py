"""Story: somebody switches augmentation on, and sees what the training examples become."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from engine.data.augmentation import Jitter, Shift
from engine.presets import PRESETS
from playground.augmenting import AugmentingWindow
from playground.augmenting.draws import ImageDraws, PointDraws

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def user(open_app):
    return opened(open_app())


def opened(user):
    user.window.commands["augmentation"].trigger()
    user.preview = user.window.findChild(AugmentingWindow)
    user.bot.waitExposed(user.preview)
    return user


def offered(user) -> list[str]:
    switches = user.preview.editor.switches
    return [tag for tag, switch in switches.items() if switch.isVisible()]


def test_jitter_is_seen_learned_and_undone(user):
    draws = user.preview.picture.draws
    assert isinstance(draws, PointDraws)
    assert np.array_equal(draws.moved, draws.originals)
    assert offered(user) == ["jitter", "rotation", "reflection"]
    user.click(user.preview.editor.switches["jitter"].toggle)
    assert user.experiment.augmentation == (Jitter(),)
    moved = user.preview.picture.draws.moved
    assert 0.05 < (moved - draws.originals).std() < 0.15
    user.window.session.play()
    user.until(lambda frame: frame.epoch >= 2)
    user.window.document.history.undo()
    assert user.experiment.augmentation == ()
    assert not user.preview.editor.switches["jitter"].toggle.isChecked()
    assert np.array_equal(user.preview.picture.draws.moved, draws.originals)


def test_a_number_is_typed_and_taken_by_enter(user):
    switch = user.preview.editor.switches["jitter"]
    user.click(switch.toggle)
    field = switch.findChild(QLineEdit)
    field.setFocus()
    field.selectAll()
    user.bot.keyClicks(field, "0.5")
    user.bot.keyClick(field, Qt.Key.Key_Return)
    assert user.experiment.augmentation == (Jitter(0.5),)
    assert user.preview.isVisible()
    draws = user.preview.picture.draws
    assert 0.3 < (draws.moved - draws.originals).std() < 0.7


def test_other_draws_vary_the_same_examples_anew(user):
    user.click(user.preview.editor.switches["jitter"].toggle)
    before = user.preview.picture.draws
    user.click(user.preview.again)
    after = user.preview.picture.draws
    assert np.array_equal(before.originals, after.originals)
    assert not np.array_equal(before.moved, after.moved)
    assert user.window.document.history.count() == 1


def test_images_have_augmentations_of_their_own(open_app):
    user = opened(open_app(PRESETS["digits"].experiment))
    user.bot.waitUntil(lambda: isinstance(user.preview.picture.draws, ImageDraws))
    assert offered(user) == ["rotation", "reflection", "shift", "noise"]
    user.click(user.preview.editor.switches["shift"].toggle)
    assert user.experiment.augmentation == (Shift(),)
    draws = user.preview.picture.draws
    assert (draws.copies != draws.originals[:, None]).any()
    user.window.data.gallery.chosen.emit("circle")
    user.until(lambda frame: frame.scene.dataset.n == 2)
    assert user.experiment.augmentation == ()
    assert isinstance(user.preview.picture.draws, PointDraws)
    assert "jitter" in offered(user)


def test_it_closes_and_opens_again(user):
    user.click(user.preview.close_button)
    user.bot.waitUntil(lambda: user.window.findChild(AugmentingWindow) is None)
    opened(user)
    assert user.preview.picture.draws is not None
