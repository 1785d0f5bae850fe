"""Story: somebody who does not see the canvas, or finds it too full, reads and edits it as a list."""

import time
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from engine.experiment import Experiment
from engine.layers import Dense
from playground.canvas.drag import Selection
from playground.canvas.key import Key
from playground.outline import Outline

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def opened(user) -> Outline:
    user.press(Qt.Key.Key_L, CTRL)
    listed = user.window.findChild(Outline)
    assert isinstance(listed, Outline)
    user.bot.waitUntil(listed.isActiveWindow)
    user.bot.waitUntil(listed.tree.hasFocus)
    return listed


def current(listed: Outline) -> str:
    text: str = listed.model.data(listed.tree.currentIndex())
    return text


def test_arrows_walk_over_layers_units_and_weights_and_the_canvas_follows(user):
    listed, canvas = opened(user), user.window.network.canvas
    for _ in range(3):
        user.press(Qt.Key.Key_Down)
    assert current(listed) == "Layer 2 of 3, dense, 2 units, tanh, W 2 by 4"
    assert canvas.selection == Selection(2)
    user.press(Qt.Key.Key_Right)
    user.press(Qt.Key.Key_Down)
    user.press(Qt.Key.Key_Down)
    assert current(listed).startswith("Layer 2 unit 2, bias ")
    assert canvas.selection == Selection(2, 1)
    user.press(Qt.Key.Key_Right)
    user.press(Qt.Key.Key_Right)
    assert current(listed).startswith("Weight from layer 1 unit 1 to layer 2 unit 2, ")
    assert canvas.selection == Selection(2, 1)
    assert user.frame.iteration == 0  # Right was the list's, no step was taken


def test_what_is_selected_on_the_canvas_is_selected_in_the_list(user):
    user.press(Qt.Key.Key_1)
    listed, canvas = opened(user), user.window.network.canvas
    assert current(listed).startswith("Layer 1 of 3")
    canvas.select(1, 3)
    assert current(listed).startswith("Layer 1 unit 4")
    canvas.select(None)
    assert not listed.tree.currentIndex().isValid()


def test_numbers_follow_the_training_at_most_twice_a_second(user, monkeypatch):
    listed = opened(user)
    listed.tree.setCurrentIndex(listed.model.at(Key(1, 0)))
    before, looks = current(listed), []

    def look() -> None:
        looks.append(time.monotonic())
        Outline._show(listed)

    monkeypatch.setattr(listed, "_show", look)
    user.window.session.set_pace(None)
    user.window.session.play()
    user.bot.waitUntil(lambda: len(looks) >= 3, timeout=10_000)
    user.window.session.pause()
    assert current(listed) != before
    assert min(later - sooner for sooner, later in pairwise(looks)) > 0.4


def test_a_closed_list_looks_at_nothing(user):
    listed = opened(user)
    user.press(Qt.Key.Key_Escape)
    user.bot.waitUntil(lambda: user.window.findChild(Outline) is None)
    user.window.session.step_epoch()
    user.until(lambda frame: frame.epoch == 1)
    assert opened(user) is not listed


def test_edits_by_the_usual_keys_show_at_once_and_keep_what_is_unfolded(user):
    listed = opened(user)
    tree, model = listed.tree, listed.model
    for key in (Key(1), Key(2), Key(2, 1)):
        tree.setExpanded(model.at(key), True)
    tree.setCurrentIndex(model.at(Key(1)))
    user.press(Qt.Key.Key_Plus)
    assert user.units == (5, 2)
    assert current(listed).startswith("Layer 1 of 3, dense, 5 units")
    assert [tree.isExpanded(model.at(key)) for key in (Key(1), Key(2), Key(2, 1))] == [True] * 3
    user.until(lambda frame: frame.shapes[0] == (5, 2))
    user.press(Qt.Key.Key_D, CTRL)
    assert user.units == (5, 5, 2)
    user.press(Qt.Key.Key_Delete)
    user.press(Qt.Key.Key_Z, CTRL)
    user.press(Qt.Key.Key_Z, CTRL)
    user.press(Qt.Key.Key_Z, CTRL)
    assert user.units == (4, 2)
    assert model.rowCount(model.at(Key(1))) == 4


def test_after_an_edit_no_number_of_the_network_before_is_read(user):
    listed = opened(user)
    user.window.document.edit(user.experiment.with_(layers=(Dense(4), Dense(7))), "seven")
    assert listed.model.data(listed.model.at(Key(2, 6))) == "Layer 2 unit 7"
    user.until(lambda frame: frame.shapes[1] == (7, 4))
    user.bot.waitUntil(lambda: "bias" in listed.model.data(listed.model.at(Key(2, 6))), timeout=5000)


def test_a_selected_unit_may_go(user):
    listed = opened(user)
    listed.tree.setCurrentIndex(listed.model.at(Key(1, 3)))
    user.window.document.edit(user.experiment.with_(layers=(Dense(2),)), "fewer")
    assert listed.model.rowCount(listed.model.at(Key(1))) == 2
    assert current(listed).startswith("Layer 1 of 2")  # what it was a unit of
    user.until(lambda frame: frame.shapes == [(2, 2), (1, 2)])
    user.press(Qt.Key.Key_Up)
    assert current(listed).startswith("Input, 2 features")


def test_enter_opens_the_settings_of_the_layer(user):
    listed = opened(user)
    listed.tree.setCurrentIndex(listed.model.at(Key(2)))
    user.press(Qt.Key.Key_Return)
    user.bot.waitUntil(user.window.isActiveWindow)
    inspector = user.window.network.inspector
    assert inspector is not None
    user.bot.waitUntil(lambda: inspector.isAncestorOf(QApplication.focusWidget()))


def test_it_opens_once_and_closes_with_the_window(user):
    listed = opened(user)
    user.window.activateWindow()
    user.bot.waitUntil(user.window.isActiveWindow)
    assert opened(user) is listed
    user.window.close()
    assert not listed.isVisible()


def test_wide_layers_are_listed_whole_though_the_canvas_folds_them(open_app):
    user = open_app(Experiment(layers=(Dense(200), Dense(2))))
    listed, canvas = opened(user), user.window.network.canvas
    listed.tree.setCurrentIndex(listed.model.at(Key(1, 199)))
    assert canvas.selection == Selection(1, 199)
    assert current(listed).startswith("Layer 1 unit 200, bias")
    assert listed.model.rowCount(listed.model.at(Key(2, 0))) == 200
