"""Story: the network changes while somebody holds, points at or types into a part of it."""

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from engine.activations import Relu
from engine.data import Digits, Iris, Plane
from engine.experiment import Experiment
from engine.layers import Dense
from engine.losses import Huber
from playground.frames import Place

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
FOUR = Experiment(layers=(Dense(4), Dense(4), Dense(4)))


def canvas(user):
    return user.window.network.canvas


def edit(user, **changes) -> None:
    user.window.document.edit(user.experiment.with_(**changes), "change")


def hold_card(user, column: int, to: QPoint) -> None:
    view, start = canvas(user).viewport(), user.card(column)
    user.bot.mousePress(view, LEFT, pos=start)
    user.bot.mouseMove(view, start + QPoint(25, 3))
    user.bot.mouseMove(view, to)


def point_at_unit(user, column: int, slot: int) -> None:
    view = canvas(user)
    place = view.mapFromScene(view.layout_now.columns[column].units[slot].center())
    user.bot.mouseMove(view.viewport(), place + QPoint(1, 1))
    user.bot.mouseMove(view.viewport(), place)


def train(user) -> None:
    user.press(Qt.Key.Key_Right, SHIFT)
    user.until(lambda frame: frame.epoch == 1)


class TestGestures:
    def test_the_caret_ends_with_the_layers_it_stood_between(self, user):
        for key in (Qt.Key.Key_A, Qt.Key.Key_Return, Qt.Key.Key_A):
            user.press(key)
        user.press(Qt.Key.Key_Z, CTRL)
        user.window.grab()
        assert not canvas(user).has_caret
        assert user.units == (4, 2)

    def test_a_card_in_the_hand_is_let_go_when_its_layer_goes(self, open_app):
        user = open_app(FOUR)
        hold_card(user, 3, user.gap(1))
        edit(user, layers=(Dense(4),))
        user.window.grab()
        user.bot.mouseRelease(canvas(user).viewport(), LEFT, CTRL, pos=user.gap(0))
        assert user.units == (4,)

    def test_a_card_that_is_dragged_ends_the_caret(self, open_app):
        user = open_app(FOUR)
        user.press(Qt.Key.Key_A)
        hold_card(user, 1, user.gap(2))
        user.press(Qt.Key.Key_Escape)
        user.bot.mouseRelease(canvas(user).viewport(), LEFT, NONE, pos=user.gap(2))
        user.press(Qt.Key.Key_Return)
        assert user.units == (4, 4, 4)

    def test_only_the_left_button_drops(self, open_app):
        user = open_app(FOUR.with_(layers=(Dense(4), Dense(5), Dense(6))))
        view = canvas(user).viewport()
        hold_card(user, 1, user.gap(3))
        user.bot.mouseRelease(view, Qt.MouseButton.RightButton, NONE, pos=user.gap(3))
        assert user.units == (4, 5, 6)
        user.bot.mouseRelease(view, LEFT, NONE, pos=user.gap(3))
        assert user.units == (5, 6, 4)

    def test_a_press_acts_on_what_was_pressed_although_the_view_moves_to_show_it(self, open_app):
        user = open_app(Experiment(layers=(Dense(4),) * 8))
        user.window.resize(1100, 700)
        QApplication.processEvents()
        view, bar = canvas(user).viewport(), canvas(user).horizontalScrollBar()
        cut = next(
            number
            for number in range(1, 9)
            if user.card(number, "minus").x() < view.width() < user.card(number, "menu").x() + 30
        )
        user.click_card(cut, "minus")
        assert bar.value() > 0
        assert user.units[cut - 1] == 3

    def test_a_press_beside_and_a_release_over_a_link_is_no_click(self, user):
        view = canvas(user)
        user.bot.mousePress(view.viewport(), LEFT, pos=QPoint(5, view.height() - 8))
        link = view.mapFromScene(view._links[0].midpoint(3, 1))
        user.bot.mouseMove(view.viewport(), link)
        user.bot.mouseRelease(view.viewport(), LEFT, NONE, pos=link)
        assert user.window.network.weights_card is None

    def test_the_menu_key_opens_the_menu_of_the_selected_layer(self, open_app):
        user = open_app(FOUR)
        user.press(Qt.Key.Key_1)
        view = canvas(user).viewport()
        middle = view.rect().center()
        by_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, view.mapToGlobal(middle))
        QApplication.sendEvent(view, by_key)
        assert canvas(user).selected_layer == 1
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        menu.close()

    def test_the_card_menu_leaves_nothing_behind_and_keeps_its_activations(self, user):
        user.press(Qt.Key.Key_1)
        for _ in range(3):
            user.click_card(1, "menu")
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            entry = next(action for action in menu.actions() if action.text() == "Activation")
            submenu = entry.menu()
            assert isinstance(submenu, QMenu)
            submenu.popup(QPoint())
            submenu.close()
            QApplication.processEvents()
            assert entry in menu.actions()
            menu.close()
            QApplication.sendPostedEvents(None, 52)  # deferred deletions
            QApplication.processEvents()
        left = canvas(user).findChildren(QMenu)
        assert len(left) <= 1


class TestWhatIsPointedAt:
    def test_a_unit_that_goes_is_no_longer_selected_nor_asked_for(self, open_app):
        user = open_app(Experiment(layers=(Dense(4),)))
        canvas(user).select(1, 3)
        user.press(Qt.Key.Key_Minus)
        assert canvas(user).selection.unit == -1
        user.press(Qt.Key.Key_W)
        user.press(Qt.Key.Key_P)
        assert canvas(user).pinned == ()

    def test_units_that_no_frame_knows_yet_have_no_weights(self, open_app):
        user = open_app(Experiment(layers=(Dense(4),)))
        edit(user, loss=Huber(), layers=(Dense(7),))
        canvas(user).select(1, 6)
        user.press(Qt.Key.Key_W)
        assert user.window.network.weights_card is None

    def test_a_column_that_goes_under_the_pointer_is_pointed_at_no_more(self, open_app):
        user = open_app(FOUR)
        point_at_unit(user, 4, 0)
        edit(user, layers=(Dense(4),))
        user.press(Qt.Key.Key_P)
        assert canvas(user).pinned == ()

    def test_pins_go_with_layers_that_come_and_go(self, open_app):
        user = open_app(FOUR)
        canvas(user).set_pinned((Place(3, 0),))
        user.press(Qt.Key.Key_1)
        user.press(Qt.Key.Key_Delete)
        assert canvas(user).pinned == ()
        user.until(lambda frame: not frame.pins)

    def test_a_link_is_marked_only_while_it_is_pointed_at(self, user):
        view = canvas(user)
        link = view.mapFromScene(view._links[0].midpoint(3, 1))
        user.bot.mouseMove(view.viewport(), link + QPoint(1, 1))
        user.bot.mouseMove(view.viewport(), link)
        assert view._links[0]._marked == (3, 1)
        user.window.resize(1400, 880)
        QApplication.processEvents()
        assert view._links[0]._marked is None
        assert "set this weight" not in user.window.status.findChild(object, "hint").text()

    def test_w_is_about_the_unit_whose_card_says_so(self, open_app):
        user = open_app(FOUR)
        user.press(Qt.Key.Key_1)
        point_at_unit(user, 2, 1)
        user.press(Qt.Key.Key_W)
        card = user.window.network.weights_card
        assert card is not None
        assert card._title.text() == "Unit 2 of layer 2"
        card.hide()

    def test_the_norm_in_the_inspector_is_that_of_the_layer_that_is_shown(self, open_app):
        user = open_app(FOUR)
        train(user)
        seen = set()
        for number in (1, 2, 3, 4):
            canvas(user).select(number)
            norms = user.until(lambda frame: bool(frame.norms)).norms  # they come while a layer is selected
            text = user.window.network.inspector.norm.text()
            assert f"{norms[number]:.3f}"[:4] in text
            seen.add(text)
        assert len(seen) > 1
        canvas(user).select(0)
        assert user.window.network.inspector.norm.text() == ""


class TestWeights:
    def test_a_card_that_is_closed_without_typing_changes_nothing_while_it_learns(self, user):
        user.window.session.set_pace(None)
        user.window.session.play()
        user.press(Qt.Key.Key_1)
        user.press(Qt.Key.Key_W)
        card = user.window.network.weights_card
        assert card is not None
        start = user.frame.iteration
        user.until(lambda frame: frame.iteration > start + 50)
        user.bot.keyClick(card.table.findChild(QLineEdit), Qt.Key.Key_Return)
        QApplication.processEvents()
        card.hide()
        QApplication.processEvents()
        assert user.window.document.history.count() == 0

    def test_a_weight_set_before_the_first_step_survives_edits_and_undo(self, user):
        user.press(Qt.Key.Key_2)
        user.press(Qt.Key.Key_W)
        card = user.window.network.weights_card
        field = card.table.findChild(QLineEdit)
        user.bot.keyClicks(field, "5")
        user.bot.keyClick(field, Qt.Key.Key_Return)
        user.until(lambda frame: frame.parameters["W2"][0, 0] == 5)
        card.hide()
        edit(user, learning_rate=0.01)
        assert user.until(lambda frame: True).parameters["W2"][0, 0] == 5
        user.press(Qt.Key.Key_Delete)
        user.until(lambda frame: len(frame.shapes) == 2)
        user.press(Qt.Key.Key_Z, CTRL)
        assert user.until(lambda frame: len(frame.shapes) == 3).parameters["W2"][0, 0] == 5


class TestPlanes:
    def test_the_plane_of_other_data_is_not_taken_along(self, open_app):
        user = open_app(Experiment(data=Iris(), features=("x1", "x2", "x3", "x4")))
        user.window.session.show(axes=(0, 2), pca=False)
        user.until(lambda frame: frame.scene.axes == (0, 2))
        edit(user, data=Digits(), features=tuple(f"x{i}" for i in range(1, 65)))
        user.until(lambda frame: frame.scene.dataset.n == 64 and frame.scene.components is not None)
        assert user.window.session.view.axes is None

    def test_a_new_draw_of_the_same_data_keeps_it(self, open_app):
        user = open_app(Experiment(data=Iris(), features=("x1", "x2", "x3", "x4")))
        user.window.session.show(axes=(0, 2), pca=False)
        edit(user, data=msgspec.structs.replace(user.experiment.data, seed=7))
        assert user.until(lambda frame: True).scene.axes == (0, 2)

    def test_the_card_of_a_regression_output_computes_in_the_units_of_y(self, open_app):
        user = open_app(Experiment(data=Plane(), layers=(), learning_rate=0.1))
        train(user)
        user.window.network._show_unit(Place(1, 0))
        detail = user.until(lambda frame: frame.detail is not None).detail
        problem = user.frame.problem
        told = detail.weights @ problem.inputs["train"] + detail.bias
        known = problem.target_normalizer
        predicted = problem.predictions((told - known.mean) / known.std)
        assert np.ptp(told) == pytest.approx(np.ptp(predicted), rel=1e-6)
        assert detail.mean == pytest.approx(float(told.mean()), rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("layers", [(Dense(256, Relu()),) * 6, (Dense(80),) * 12])
def test_deep_wide_networks_are_shown_and_learn(open_app, layers):
    user = open_app(Experiment(layers=layers, learning_rate=0.001))
    user.press(Qt.Key.Key_Right)
    user.until(lambda frame: frame.iteration == 1)
    assert not user.window.banner.isVisible()


def test_every_card_closes_with_the_window(user):
    user.press(Qt.Key.Key_1)
    user.press(Qt.Key.Key_W)
    card = user.window.network.weights_card
    assert card.isVisible()
    user.window.close()
    assert not card.isVisible()


def test_many_things_pointed_at_in_a_row_cost_one_frame(open_app):
    user = open_app(Experiment(data=Digits(), features=tuple(f"x{i}" for i in range(1, 65))))
    shown: list[object] = []
    worker = user.window.session._worker
    build, made = worker._show, shown.append
    worker._show = lambda: (made(None), build())[1]
    for unit in range(64):
        user.window.session.show(unit=Place(0, unit))
    user.until(lambda frame: frame.detail is not None and frame.detail.place == (0, 63))
    assert len(shown) < 20
