"""Story: somebody copies layers and whole networks, from place to place, from window to window, as text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from engine.activations import Relu
from engine.data import Spiral
from engine.experiment import MAX_LAYERS, Experiment
from engine.layers import Dense, Output
from engine.optimizers import Momentum
from playground.canvas import clipboard

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
THREE = Experiment(layers=(Dense(3), Dense(4, Relu(), keep_prob=0.8), Dense(5)))


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp):
    QGuiApplication.clipboard().clear()


def on_clipboard() -> str:
    return QGuiApplication.clipboard().text()


def hint(user) -> str:
    text: str = user.window.status.findChild(object, "hint").text()
    return text


def come_to(user) -> None:
    user.window.activateWindow()
    user.bot.waitUntil(user.window.isActiveWindow)


def undo_name(user) -> str:
    text: str = user.window.document.history.undoText()
    return text


def test_a_layer_goes_behind_another_one_and_back_again(open_app):
    user = open_app(THREE)
    user.press(Qt.Key.Key_2)
    user.press(Qt.Key.Key_C, CTRL)
    assert "Layer 2 is on the clipboard" in hint(user)
    user.press(Qt.Key.Key_3)
    user.press(Qt.Key.Key_V, CTRL)
    assert user.units == (3, 4, 5, 4)
    assert user.experiment.layers[3] == THREE.layers[1]
    assert user.window.network.canvas.selected_layer == 4
    assert undo_name(user) == "paste layer 4"
    user.until(lambda frame: len(frame.shapes) == 5)
    user.press(Qt.Key.Key_Z, CTRL)
    assert user.experiment == THREE


def test_with_nothing_selected_a_layer_goes_before_the_output_and_behind_the_input_with_that(open_app):
    user = open_app(THREE)
    user.press(Qt.Key.Key_1)
    user.press(Qt.Key.Key_C, CTRL)
    user.press(Qt.Key.Key_Escape)
    user.press(Qt.Key.Key_V, CTRL)
    assert user.units == (3, 4, 5, 3)
    user.press(Qt.Key.Key_Z, CTRL)
    user.window.network.canvas.select(0)
    user.press(Qt.Key.Key_V, CTRL)
    assert user.units == (3, 3, 4, 5)


def test_a_cut_layer_can_be_pasted_where_it_was_or_elsewhere(open_app):
    user = open_app(THREE)
    user.press(Qt.Key.Key_2)
    user.press(Qt.Key.Key_X, CTRL)
    assert user.units == (3, 5)
    assert undo_name(user) == "cut layer 2"
    user.press(Qt.Key.Key_V, CTRL)
    assert user.experiment == THREE
    user.press(Qt.Key.Key_1)
    user.press(Qt.Key.Key_X, CTRL)
    user.press(Qt.Key.Key_Escape)
    user.press(Qt.Key.Key_V, CTRL)
    assert user.units == (4, 5, 3)
    for _ in range(4):
        user.press(Qt.Key.Key_Z, CTRL)
    assert user.experiment == THREE
    user.press(Qt.Key.Key_Escape)
    user.press(Qt.Key.Key_X, CTRL)
    assert user.experiment == THREE


@pytest.mark.parametrize("keys", [(CTRL,), (CTRL, SHIFT)])
def test_a_network_goes_from_window_to_window(open_app, keys):
    network = THREE.with_(output=Output(l2=0.5), input_keep_prob=0.9)
    one, other = open_app(network), open_app(Experiment(learning_rate=0.5))
    come_to(one)
    if SHIFT in keys:
        one.press(Qt.Key.Key_2)
    one.press(Qt.Key.Key_C, *keys)
    assert "The network is on the clipboard" in hint(one)
    come_to(other)
    other.press(Qt.Key.Key_V, CTRL)
    assert other.experiment == network.with_(learning_rate=0.5)
    assert undo_name(other) == "paste network"
    other.until(lambda frame: len(frame.shapes) == 4)
    other.press(Qt.Key.Key_V, CTRL)
    assert hint(other) == "The network on the clipboard is the one you have already"
    other.press(Qt.Key.Key_Z, CTRL)
    assert other.units == (4, 2)


def test_an_experiment_goes_from_window_to_window_as_text(open_app):
    shared = THREE.with_(data=Spiral(samples=80, seed=5), learning_rate=0.5, optimizer=Momentum(), seed=9)
    one, other = open_app(shared), open_app(Experiment())
    come_to(one)
    one.window.commands["copy_experiment"].trigger()
    assert "The experiment is on the clipboard" in hint(one)
    assert '"learning_rate": 0.5' in on_clipboard()
    come_to(other)
    other.press(Qt.Key.Key_V, CTRL)
    assert other.experiment == shared
    assert undo_name(other) == "paste experiment"
    other.until(lambda frame: frame.experiment == shared)
    other.press(Qt.Key.Key_V, CTRL)
    assert hint(other) == "The experiment on the clipboard is the one you have already"
    other.press(Qt.Key.Key_Z, CTRL)
    assert other.experiment == Experiment()


def test_an_experiment_that_does_not_fit_together_says_so_and_can_be_undone(user):
    before = user.experiment
    text = clipboard.experiment_text(before).replace('"x1",', '"x9",')
    QGuiApplication.clipboard().setText(text)
    user.press(Qt.Key.Key_V, CTRL)
    user.bot.waitUntil(user.window.banner.isVisible)
    assert '"x9"' in user.window.banner.sentence.text()
    user.press(Qt.Key.Key_Z, CTRL)
    assert user.experiment == before
    user.bot.waitUntil(lambda: not user.window.banner.isVisible())


@pytest.mark.parametrize(
    "text", ["", "Dear all,\nplease find", '{"neural-playground": "layer", "format": 2}']
)
def test_other_text_changes_nothing_and_the_status_bar_says_why(user, text):
    before = user.experiment
    QGuiApplication.clipboard().setText(text)
    user.press(Qt.Key.Key_V, CTRL)
    assert user.experiment is before
    assert hint(user).startswith("Nothing was pasted. ")
    assert not user.window.document.history.canUndo()


def test_a_thirteenth_layer_is_refused(open_app):
    user = open_app(Experiment(layers=(Dense(2),) * MAX_LAYERS))
    user.press(Qt.Key.Key_1)
    user.press(Qt.Key.Key_C, CTRL)
    user.press(Qt.Key.Key_V, CTRL)
    assert len(user.units) == MAX_LAYERS
    assert hint(user).endswith("There are 12 hidden layers already, and at most 12 fit.")


def test_in_a_text_field_the_keys_are_the_fields(user):
    """Copying a number from the learning rate must not copy a layer."""
    before = user.experiment
    user.press(Qt.Key.Key_Right, SHIFT)
    user.until(lambda frame: frame.epoch == 1)  # from then on the hyperparameters are shown
    field = user.window.run_bar.rate.findChild(QLineEdit)
    user.press(Qt.Key.Key_1)
    field.setFocus()
    field.selectAll()
    user.press(Qt.Key.Key_C, CTRL)
    assert on_clipboard() == field.text() == "0.03"
    user.press(Qt.Key.Key_X, CTRL)
    assert field.text() == ""
    user.press(Qt.Key.Key_V, CTRL)
    assert field.text() == "0.03"
    assert user.experiment is before


def test_the_menu_has_them_too_and_cutting_needs_a_layer(user):
    commands = user.window.commands
    assert not commands["cut_layer"].isEnabled()
    user.press(Qt.Key.Key_2)
    assert commands["cut_layer"].isEnabled()
    commands["copy_layer"].trigger()
    commands["paste"].trigger()
    assert user.units == (4, 2, 2)
