"""Story: somebody changes the network, by mouse and by keyboard, while it learns, and takes steps back."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from engine.activations import ACTIVATIONS

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def test_a_layer_by_drop_then_undo_and_redo(user):
    user.drop_chip(1)
    assert user.units == (4, 4, 2)
    user.until(lambda frame: len(frame.shapes) == 4)
    user.press(Qt.Key.Key_Z, CTRL)
    assert user.units == (4, 2)
    user.press(Qt.Key.Key_Z, CTRL, SHIFT)
    assert user.units == (4, 4, 2)
    assert user.window.document.history.undoText() == "add dense layer 2"


def test_everything_by_keyboard(user):
    user.press(Qt.Key.Key_A)
    user.press(Qt.Key.Key_Left)
    user.press(Qt.Key.Key_Return)
    assert user.units == (4, 4, 2)
    user.press(Qt.Key.Key_1)
    assert user.window.network.canvas.selected_layer == 1
    for _ in range(3):
        user.press(Qt.Key.Key_Plus)
    user.press(Qt.Key.Key_Minus)
    assert user.units == (6, 4, 2)
    user.press(Qt.Key.Key_Right, ALT)
    assert user.units == (4, 6, 2)
    user.press(Qt.Key.Key_D, CTRL)
    assert user.units == (4, 6, 6, 2)
    user.press(Qt.Key.Key_Delete)
    assert len(user.units) == 3
    for _ in range(20):
        user.press(Qt.Key.Key_Z, CTRL)
    assert user.units == (4, 2)


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_each_activation_can_be_chosen_by_key_and_learns(user, name):
    user.press(Qt.Key.Key_1)
    user.press(Qt.Key.Key_A, SHIFT)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    chosen = next(action for action in menu.actions() if action.data() == name)
    chosen.trigger()
    menu.close()
    assert user.experiment.layers[0].activation == ACTIVATIONS[name]
    user.press(Qt.Key.Key_Right, SHIFT)
    assert user.until(lambda frame: frame.epoch == 1).train.cost < 10


def test_a_card_dragged_elsewhere_and_one_dragged_off(user):
    view = user.window.network.canvas.viewport()
    for to, expected in ((user.gap(2), (2, 4)), (QPoint(300, 2000), (4,))):
        start = user.card(1)
        user.bot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        user.bot.mouseMove(view, start + QPoint(25, 3))
        user.bot.mouseMove(view, to)
        user.bot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=to)
        assert user.units == expected


def test_the_last_hidden_layer_may_go_and_logistic_regression_learns(user):
    for _ in range(2):
        user.press(Qt.Key.Key_1)
        user.press(Qt.Key.Key_Delete)
    assert user.units == ()
    user.press(Qt.Key.Key_Right, SHIFT)
    assert user.until(lambda frame: frame.epoch == 1).shapes == [(1, 2)]


def test_an_edit_while_training_keeps_the_weights_that_fit_and_undo_brings_all_back(user):
    user.press(Qt.Key.Key_Right, SHIFT)
    trained = user.until(lambda frame: frame.epoch == 1).parameters
    user.click_card(1, "plus")
    wider = user.until(lambda frame: frame.shapes[0] == (5, 2))
    assert np.array_equal(wider.parameters["W1"][:4], trained["W1"])
    assert wider.epoch == 1
    user.press(Qt.Key.Key_Z, CTRL)
    back = user.until(lambda frame: frame.shapes[0] == (4, 2)).parameters
    assert all(np.array_equal(back[name], trained[name]) for name in trained)


def test_the_palette_button_opens_the_same_slot_as_the_key(user):
    user.click(user.window.layers.dense)
    assert "Enter adds a dense layer" in user.window.status.findChild(object, "hint").text()
    user.press(Qt.Key.Key_Return)
    assert len(user.units) == 3
