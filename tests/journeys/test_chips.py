"""Story: somebody puts layers, dropout, batch norm and activations into the network, by hand and by key."""

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtWidgets import QApplication, QMenu

from engine.activations import Relu
from engine.experiment import MAX_LAYERS, Experiment
from engine.layers import Dense
from playground.first_steps import SEEN

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def hint(user) -> str:
    return str(user.window.status.findChild(object, "hint").text())


def unit(user, column: int, slot: int = 0) -> QPoint:
    canvas = user.window.network.canvas
    point: QPoint = canvas.mapFromScene(canvas.layout_now.columns[column].units[slot].center())
    return point


def menu_entry(name: str):
    """An entry of the menu that is open, once it is."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return next(action for action in menu.actions() if name in (action.data(), action.text()))


def close_menu() -> None:
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()


def test_all_chips_are_in_sight_beside_the_open_settings_of_the_data(open_app):
    QSettings().setValue(SEEN, True)
    window = open_app().window
    window.resize(1440, 900)
    QApplication.processEvents()
    assert window.data.fold.is_open
    sight = window.side.panels.viewport()
    for chip in (
        window.layers.dense,
        window.layers.activation,
        window.layers.dropout,
        window.layers.batch_norm,
    ):
        assert sight.rect().contains(chip.mapTo(sight, chip.rect().center())), chip.accessibleName()


@pytest.mark.parametrize(
    ("chip", "gap", "name", "fields"),
    [
        ("dropout", 1, "layer 1: keep_prob 1 to 0.8", {"keep_prob": 0.8}),
        ("batch_norm", 2, "layer 2: batch norm on", {"batch_norm": True}),
    ],
)
def test_a_chip_in_a_gap_acts_on_the_layer_before_it_as_one_step(user, chip, gap, name, fields):
    before = msgspec.json.encode(user.experiment)
    user.drag_chip(chip, user.gap(gap))
    assert f"on {'A' if chip == 'dropout' else 'Z'}[{gap}]" in hint(user)
    assert user.window.document.history.count() == 0
    user.let_go()
    layer = user.experiment.layers[gap - 1]
    assert {field: getattr(layer, field) for field in fields} == fields
    assert user.window.document.history.undoText() == name
    assert user.window.network.canvas.selected_layer == gap
    user.press(Qt.Key.Key_Z, CTRL)
    assert msgspec.json.encode(user.experiment) == before


def test_a_chip_on_a_layer_acts_on_that_layer(user):
    user.drag_chip("dropout", unit(user, 2))
    assert "put dropout on A[2]" in hint(user)
    user.let_go()
    assert [layer.keep_prob for layer in user.experiment.layers] == [1.0, 0.8]


def test_dropout_on_the_input(user):
    user.drag_chip("dropout", unit(user, 0))
    user.let_go()
    assert user.experiment.input_keep_prob == 0.8


@pytest.mark.parametrize(
    ("chip", "column", "why"),
    [
        ("dropout", 3, "output is never dropped"),
        ("batch_norm", 3, "logits must be free to grow"),
        ("batch_norm", 0, "normalise it in the data panel"),
        ("activation", 0, "input has no activation"),
        ("activation", 3, "follows from data and loss"),
    ],
)
def test_where_a_chip_cannot_go_it_is_said_and_nothing_changes(user, chip, column, why):
    before = user.experiment
    assert user.drag_chip(chip, unit(user, column))  # so that Qt goes on telling where it is
    assert why in hint(user)
    user.let_go()
    assert user.experiment is before
    assert user.window.document.history.count() == 0


def test_the_same_chip_twice_is_refused_with_the_reason(user):
    for _ in range(2):
        user.drag_chip("batch_norm", unit(user, 1))
        said = hint(user)
        user.let_go()
    assert "Layer 1 has batch norm already." in said
    assert user.window.document.history.count() == 1


def test_an_activation_chip_asks_which_and_is_one_step(user):
    user.drag_chip("activation", unit(user, 1))
    assert "choose the activation of layer 1" in hint(user)
    user.let_go()
    user.bot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu_entry("relu").trigger()
    close_menu()
    assert user.experiment.layers[0].activation == Relu()
    assert user.window.document.history.count() == 1


def test_a_chip_taken_away_again_changes_nothing(user):
    before = user.experiment
    user.drag_chip("dropout", user.gap(1))
    user.leave()
    assert "dropout" not in hint(user)
    assert user.experiment is before
    assert not user.window.network.canvas._slots.isVisible()


def test_a_strange_drag_is_not_taken(user):
    assert not user.drag_chip("virus", user.gap(1))
    assert not user.drag_chip("dense", user.gap(1), mime="text/plain")
    assert user.units == (4, 2)


def test_a_full_network_refuses_a_layer_and_says_why(open_app):
    user = open_app(Experiment(layers=(Dense(2),) * MAX_LAYERS))
    user.drag_chip("dense", user.gap(3))
    assert f"at most {MAX_LAYERS} hidden layers" in hint(user)
    user.let_go()
    assert len(user.units) == MAX_LAYERS


def test_the_caret_puts_any_chip_anywhere(user):
    user.press(Qt.Key.Key_A)
    user.press(Qt.Key.Key_Down)  # activation
    user.press(Qt.Key.Key_Down)  # dropout
    assert "puts dropout on A[2]" in hint(user)
    user.press(Qt.Key.Key_Left)
    user.press(Qt.Key.Key_Return)
    assert [layer.keep_prob for layer in user.experiment.layers] == [0.8, 1.0]
    user.click(user.window.layers.batch_norm)
    assert "puts batch norm on Z[1]" in hint(user)
    user.press(Qt.Key.Key_Escape)
    assert not user.experiment.layers[0].batch_norm


def test_add_to_layer_by_key_and_menu(user):
    user.press(Qt.Key.Key_2)
    user.press(Qt.Key.Key_A, SHIFT)
    menu_entry("Batch norm").trigger()
    close_menu()
    user.press(Qt.Key.Key_A, SHIFT)
    assert menu_entry("Batch norm").isChecked()
    menu_entry("Dropout, keep_prob 0.8").trigger()
    close_menu()
    layer = user.experiment.layers[1]
    assert (layer.batch_norm, layer.keep_prob) == (True, 0.8)
    user.window.commands["dropout_layer"].trigger()
    user.window.commands["batch_norm_layer"].trigger()
    assert user.experiment.layers[1] == Dense(2)


def test_ctrl_and_a_dragged_card_make_a_copy(user):
    view, start, to = user.window.network.canvas.viewport(), user.card(1), user.gap(2)
    user.bot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    user.bot.mouseMove(view, start + QPoint(25, 3))
    user.bot.mouseMove(view, to)
    user.bot.mouseRelease(view, Qt.MouseButton.LeftButton, CTRL, pos=to)
    assert user.units == (4, 2, 4)


def test_escape_ends_the_drag_of_a_card(user):
    view, start = user.window.network.canvas.viewport(), user.card(1)
    before = user.experiment
    user.bot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    user.bot.mouseMove(view, start + QPoint(25, 3))
    user.bot.mouseMove(view, user.gap(2))
    user.press(Qt.Key.Key_Escape)
    user.bot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=user.gap(2))
    assert user.experiment is before


def test_columns_part_for_the_slot_and_close_again(user):
    canvas = user.window.network.canvas
    rest = canvas.layout_now
    user.drag_chip("dense", user.gap(1))
    wide = rest.gap(1).width() + 30
    user.bot.waitUntil(lambda: canvas.layout_now.gap(1).width() > wide)
    user.leave()
    assert canvas.layout_now == rest


def test_without_motion_they_jump(user):
    user.window.commands["reduce_motion"].trigger()
    canvas = user.window.network.canvas
    before = canvas.layout_now.gap(1).width()
    user.drag_chip("dense", user.gap(1))
    assert canvas.layout_now.gap(1).width() > before + 30
    user.leave()


def test_whether_they_jump_is_remembered(user, open_app):
    assert not user.window.commands["reduce_motion"].isChecked()
    user.window.commands["reduce_motion"].trigger()
    user.window.close()
    assert open_app().window.commands["reduce_motion"].isChecked()


def test_a_drop_point_between_cards_is_the_same_while_the_slot_is_open(user):
    """The target is judged by the columns at rest: else it would flicker where they part."""
    point = QPointF(user.gap(1))
    for dx in range(-20, 21, 4):
        user.drag_chip("dense", (point + QPointF(dx, 0)).toPoint())
        assert "between layer 1 and layer 2" in hint(user)
    user.leave()
