"""Story: somebody starts from a preset, reads what to see, tries it, and takes everything back."""

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from engine.presets import PRESETS

CTRL = Qt.KeyboardModifier.ControlModifier
FIRST, FAILING = "logistic-regression", "zero-initialisation"


@pytest.fixture
def banner(user):
    return user.window.banner


def written(user) -> bytes:
    return msgspec.json.encode(user.experiment)


def choose(user, name: str) -> None:
    """Open the list by its key, walk to a preset and take it."""
    user.press(Qt.Key.Key_P, CTRL)
    presets, card = user.window.layers.presets, user.window.layers.popover
    user.bot.waitUntil(lambda: presets.hasFocus() and QGuiApplication.focusWindow() is card.windowHandle())
    user.bot.keyClick(presets, Qt.Key.Key_Home)
    for _ in range(list(PRESETS).index(name)):
        user.bot.keyClick(presets, Qt.Key.Key_Down)
    assert presets.current == name
    user.bot.keyClick(presets, Qt.Key.Key_Return)
    assert not user.window.layers.popover.isVisible()


def test_the_button_opens_the_list_and_escape_leaves_everything_as_it_was(user):
    before = written(user)
    user.click(user.window.layers.preset_button)
    layers = user.window.layers
    assert layers.popover.isVisible()
    user.bot.keyClick(layers.presets, Qt.Key.Key_Down)
    user.bot.keyClick(layers.presets, Qt.Key.Key_Escape)
    assert not layers.popover.isVisible()
    assert written(user) == before
    assert not user.window.document.history.count()


def test_the_menu_opens_the_same_list(user):
    action = user.window.commands["presets"]
    assert action in user.window.menus.actions()[0].menu().actions()
    assert "Undo brings yours back" in action.toolTip()
    action.trigger()
    assert user.window.layers.popover.isVisible()
    user.click(user.window.layers.presets.viewport(), user.window.layers.presets.place(FIRST).center())
    assert user.experiment == PRESETS[FIRST].experiment


def test_one_undo_brings_back_the_same_bytes(user, banner):
    user.click_card(1, "plus")
    before, steps = written(user), user.window.document.history.index()
    user.window.network.canvas.select(1)
    choose(user, FAILING)
    assert user.experiment == PRESETS[FAILING].experiment
    assert user.window.document.history.index() == steps + 1
    assert user.window.document.history.undoText() == "preset: Zero initialisation"
    assert user.window.network.canvas.selected_layer == 0
    assert banner.isVisible()
    user.press(Qt.Key.Key_Z, CTRL)
    assert written(user) == before
    assert not banner.isVisible()
    user.press(Qt.Key.Key_Y, CTRL)
    assert user.experiment == PRESETS[FAILING].experiment


def test_the_sentence_stays_while_it_trains_and_goes_with_the_network_that_it_is_about(user, banner):
    choose(user, FAILING)
    assert banner.title.text() == "Zero initialisation: fails on purpose"
    assert banner.sentence.text() == PRESETS[FAILING].sentence
    assert PRESETS[FAILING].sentence in banner.accessibleName()
    user.press(Qt.Key.Key_Space)
    user.until(lambda frame: frame.epoch >= 2)
    assert banner.isVisible()
    user.window.document.edit(user.experiment.with_(learning_rate=0.01), "learning rate 0.03 to 0.01")
    assert banner.isVisible()
    user.click_card(1, "plus")
    assert not banner.isVisible()


def test_the_sentence_can_be_closed_and_another_preset_says_its_own(user, banner):
    choose(user, FIRST)
    user.click(banner.close_button)
    assert not banner.isVisible()
    choose(user, "rate-too-high")
    assert banner.sentence.text() == PRESETS["rate-too-high"].sentence


def test_a_preset_begins_with_its_own_weights_whatever_was_learned_before(user):
    user.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    user.until(lambda frame: frame.epoch == 1)
    choose(user, "first-network")
    user.until(lambda frame: frame.epoch == 0)
    user.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    user.until(lambda frame: frame.epoch == 1)
    choose(user, "rate-too-high")  # the same network, only the steps differ
    fresh = user.until(lambda frame: frame.epoch == 0)
    assert fresh.iteration == 0


def test_an_early_stop_before_does_not_take_the_sentence_along(user, banner):
    choose(user, "early-stopping")
    user.window.session.set_pace(None)
    user.press(Qt.Key.Key_Space)
    user.until(lambda frame: frame.early_stop is not None)
    assert banner.title.text().startswith("Early stopping")
    choose(user, FIRST)
    user.until(lambda frame: frame.early_stop is None)
    assert banner.isVisible()
    assert banner.sentence.text() == PRESETS[FIRST].sentence


def test_the_list_opens_where_the_palette_is_folded_away(user):
    user.window.resize(1100, 700)
    user.bot.waitUntil(lambda: user.window.side.folded)
    choose(user, FIRST)
    assert user.experiment == PRESETS[FIRST].experiment
    assert not user.window.side.panels.isVisible()


def test_every_preset_starts_and_trains_without_a_failure(user, banner):
    failures: list[object] = []
    user.window.session.failed.connect(failures.append)
    user.window.session.set_pace(None)
    for name, preset in PRESETS.items():
        choose(user, name)
        fresh = user.until(lambda frame: frame.epoch == 0)
        assert fresh.experiment == preset.experiment
        user.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        user.until(lambda frame: frame.epoch == 1)
        assert banner.sentence.text() == preset.sentence
    assert failures == []
    assert user.window.document.history.count() == len(PRESETS)


def test_undo_brings_back_the_weights_too_where_only_hyperparameters_differ(user):
    """ "Rate too high" is the first network with another rate: it must not take its weights along."""
    user.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    trained = user.until(lambda frame: frame.epoch == 1).parameters
    other = user.experiment.with_(learning_rate=1.0)  # what another preset may differ in
    user.window.session.edit_anew(other, "preset")
    user.until(lambda frame: frame.epoch == 0)
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    back = user.until(lambda frame: frame.epoch == 1).parameters
    assert all(np.array_equal(back[name], trained[name]) for name in trained)


def test_the_same_preset_again_begins_anew(user):
    user.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    user.until(lambda frame: frame.epoch == 1)
    user.window.session.edit_anew(user.experiment, "preset")
    user.until(lambda frame: frame.epoch == 0)
    assert user.window.document.history.count() == 0
