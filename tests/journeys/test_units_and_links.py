"""Story: somebody looks into the network: units, links, weights and gradients; and sets a weight by hand."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from engine.activations import Relu
from engine.data import Iris
from engine.experiment import Experiment
from engine.initializers import Zeros
from engine.layers import Dense
from engine.losses import Huber
from playground.frames import Place

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WIDE = Experiment(layers=(Dense(256, Relu()), Dense(64, Relu())))


def canvas(user):
    return user.window.network.canvas


def unit(user, column: int, slot: int) -> QPoint:
    point: QPoint = canvas(user).mapFromScene(canvas(user).layout_now.columns[column].units[slot].center())
    return point


def point_at(user, place: QPoint) -> None:
    """Move the pointer there, from somewhere else."""
    view = canvas(user).viewport()
    user.bot.mouseMove(view, place + QPoint(1, 1))
    user.bot.mouseMove(view, place)


def point_at_link(user, l: int, row: int, column: int) -> None:
    point_at(user, canvas(user).mapFromScene(canvas(user)._links[l - 1].midpoint(row, column)))


def editor(card) -> QLineEdit:
    """The field in which a weight is typed over."""
    fields: list[QLineEdit] = card.table.findChildren(QLineEdit)
    return fields[-1]  # the one before may be on its way out


def hint(user) -> str:
    return str(user.window.status.findChild(object, "hint").text())


def train(user, to: int = 1) -> None:
    """One epoch more, the last of so many."""
    user.press(Qt.Key.Key_Right, SHIFT)
    user.until(lambda frame: frame.epoch == to)


class TestUnits:
    def test_the_details_of_the_unit_under_the_pointer_are_live(self, user):
        card = user.window.network.unit_card
        point_at(user, unit(user, 1, 2))
        user.bot.waitUntil(lambda: bool(card.lines))
        assert card.isVisible()
        assert card.place == Place(1, 2)
        W, b = user.frame.parameters["W1"][2], float(user.frame.parameters["b1"][2, 0])
        for number in (*map(float, W), b):
            assert f"{abs(number):.2f}" in " ".join(card.lines)
        before = list(card.lines)
        train(user)
        user.bot.waitUntil(lambda: card.lines != before)
        point_at(user, QPoint(5, 500))
        user.bot.waitUntil(lambda: not card.isVisible())
        user.until(lambda frame: frame.detail is None)

    def test_the_keyboard_opens_the_same_details(self, user):
        user.press(Qt.Key.Key_1)
        canvas(user).setFocus()
        user.press(Qt.Key.Key_Down)
        card = user.window.network.unit_card
        user.bot.waitUntil(lambda: bool(card.lines))
        assert card.place == Place(1, 0)
        assert "Unit 1 of layer 1" in card.accessibleDescription()
        user.press(Qt.Key.Key_Escape)
        assert not card.isVisible()

    def test_units_are_pinned_compared_and_let_go(self, user):
        pins = user.window.output.pins
        point_at(user, unit(user, 1, 0))
        user.press(Qt.Key.Key_P)
        point_at(user, unit(user, 2, 1))
        user.press(Qt.Key.Key_P)
        user.until(lambda frame: len(frame.pins) == 2)
        assert [view.name.toolTip() or view.name.text() for view in pins.views if view.isVisible()]
        assert [view.place for view in pins.views] == [(1, 0), (2, 1)]
        user.bot.mouseMove(pins.views[0].picture, QPoint(20, 20))
        assert pins.views[0].name.text().startswith("a = ")
        user.click(pins.views[0]._close)
        user.until(lambda frame: len(frame.pins) == 1)
        assert canvas(user).pinned == (Place(2, 1),)
        point_at(user, unit(user, 2, 1))
        user.press(Qt.Key.Key_P)
        user.until(lambda frame: not frame.pins)
        user.bot.waitUntil(lambda: not pins.isVisible())

    def test_a_third_pin_takes_the_place_of_the_first(self, user):
        for slot in (0, 1, 2):
            point_at(user, unit(user, 1, slot))
            user.press(Qt.Key.Key_P)
        assert canvas(user).pinned == (Place(1, 1), Place(1, 2))

    def test_pin_without_a_unit_says_how(self, user):
        user.press(Qt.Key.Key_P)
        assert "select one with the arrow keys" in hint(user)

    def test_dropped_units_are_ghosted_until_masks_are_off(self, open_app):
        user = open_app(Experiment(layers=(Dense(8, keep_prob=0.5), Dense(2))))
        user.press(Qt.Key.Key_Right)
        user.until(lambda frame: frame.iteration == 1 and 1 in frame.dropped)
        user.press(Qt.Key.Key_M)
        user.until(lambda frame: not frame.dropped)
        user.press(Qt.Key.Key_M)
        user.until(lambda frame: 1 in frame.dropped)

    def test_any_number_of_features_has_a_plane(self, open_app):
        user = open_app(Experiment(data=Iris(), features=("x1", "x2", "x3", "x4")))
        choices = user.window.output.axis_choices
        assert user.frame.scene.components is None
        user.click(choices.plane._group.button(1))
        frame = user.until(lambda frame: frame.scene.components is not None)
        assert "variance" in choices.note.text()
        assert frame.units[1].shape == (4, 50, 50)
        user.click(choices.plane._group.button(0))
        user.until(lambda frame: frame.scene.components is None)


class TestWideLayers:
    def test_256_units_fold_into_the_most_active_ones_and_their_matrix(self, open_app):
        user = open_app(WIDE)
        user.until(lambda frame: len(frame.shown[1]) < 256)
        frame, column = user.frame, canvas(user).layout_now.columns[1]
        assert len(frame.shown[1]) == len(column.units)
        assert frame.maps[1].shape == (256, 2)
        assert frame.maps[2].shape == (64, 256)
        assert all(unit.height() >= 22 for unit in column.units)

    def test_the_arrows_walk_over_the_units_that_are_shown(self, open_app):
        user = open_app(WIDE)
        user.until(lambda frame: len(frame.shown[1]) < 256)
        user.press(Qt.Key.Key_1)
        canvas(user).setFocus()
        shown = canvas(user).shown(1).tolist()
        for expected in shown[:3]:
            user.press(Qt.Key.Key_Down)
            assert canvas(user).selection.unit == expected

    def test_units_up_to_256_can_be_asked_for_by_key(self, open_app):
        user = open_app(Experiment(layers=(Dense(255),)))
        user.press(Qt.Key.Key_1)
        for _ in range(3):
            user.press(Qt.Key.Key_Plus)
        assert user.units == (256,)

    def test_zoom_and_fit(self, open_app):
        user = open_app(Experiment(layers=(Dense(4),) * 12))
        view = canvas(user)
        assert view.layout_now.width > view.viewport().width()
        user.press(Qt.Key.Key_0, CTRL)
        assert view.layout_now.width * view.zoom <= view.viewport().width() + 1
        assert user.window.network.heading.zoom.text() == f"{100 * view.zoom:.0f} %"
        user.press(Qt.Key.Key_Plus, CTRL)
        user.press(Qt.Key.Key_Minus, CTRL)
        user.click(user.window.network.heading.zoom)
        assert view.zoom == 1
        assert user.window.document.history.count() == 0


class TestLinks:
    def test_the_number_at_the_link_under_the_pointer_is_live(self, user):
        label = canvas(user)._label
        train(user)
        point_at_link(user, 1, 3, 1)
        first = float(user.frame.parameters["W1"][3, 1])
        assert label.text == f"W[1] (4, 2) = {first:.3f}".replace("-", "−")
        assert "set this weight" in hint(user)
        train(user, 2)
        now = float(user.frame.parameters["W1"][3, 1])
        assert now != first
        user.bot.waitUntil(lambda: label.text.endswith(f"{now:.3f}".replace("-", "−")))

    def test_a_click_on_a_link_sets_the_weight_and_undo_takes_it_back(self, user):
        train(user)
        before = user.frame.parameters
        point_at_link(user, 1, 3, 1)
        user.click(canvas(user).viewport(), canvas(user).mapFromScene(canvas(user)._links[0].midpoint(3, 1)))
        card = user.window.network.weights_card
        assert card is not None
        assert card.isVisible()
        field = editor(card)
        user.bot.keyClicks(field, "1.5")
        user.bot.keyClick(field, Qt.Key.Key_Return)
        user.until(lambda frame: frame.parameters["W1"][3, 1] == 1.5)
        changed = user.frame.parameters
        assert np.flatnonzero(changed["W1"] != before["W1"]).tolist() == [7]
        assert "W[1] (4, 2)" in user.window.document.history.undoText()
        card.hide()
        user.press(Qt.Key.Key_Z, CTRL)
        user.until(lambda frame: frame.parameters["W1"][3, 1] == before["W1"][3, 1])
        user.press(Qt.Key.Key_Z, CTRL, SHIFT)
        user.until(lambda frame: frame.parameters["W1"][3, 1] == 1.5)

    def test_the_keyboard_reaches_every_weight_and_a_bias(self, user):
        user.press(Qt.Key.Key_2)
        user.press(Qt.Key.Key_W)
        card = user.window.network.weights_card
        assert card is not None
        assert [card.model.data(card.model.index(r, 0)) for r in range(5)] == [
            *(f"unit {k} of layer 1" for k in range(1, 5)),
            "bias b",
        ]
        card.table.setCurrentIndex(card.model.index(4, 1))
        card.begin()
        field = editor(card)
        user.bot.keyClicks(field, "-0,25")
        user.bot.keyClick(field, Qt.Key.Key_Return)
        user.until(lambda frame: frame.parameters["b2"][0, 0] == -0.25)
        card.hide()

    @pytest.mark.parametrize("typed", ["nan", "1e9", "seven", ""])
    def test_what_is_no_weight_is_refused_in_words(self, user, typed, monkeypatch):
        monkeypatch.setattr("PySide6.QtWidgets.QToolTip.showText", lambda *_: None)
        user.press(Qt.Key.Key_1)
        user.press(Qt.Key.Key_W)
        card = user.window.network.weights_card
        before = user.frame.parameters["W1"]
        field = editor(card)
        field.setText(typed)
        user.bot.keyClick(field, Qt.Key.Key_Return)
        user.bot.waitUntil(lambda: "A weight must be a number from" in hint(user))
        assert user.window.document.history.count() == 0
        card.hide()
        np.testing.assert_array_equal(user.frame.parameters["W1"], before)

    def test_gradients_and_weights_on_links_and_thumbnails(self, user):
        train(user)
        user.press(Qt.Key.Key_G)
        frame = user.until(lambda frame: frame.view.show == "gradients")
        assert frame.largest > 0
        assert frame.units[1].shape == (4, 2, 1)
        point_at_link(user, 2, 1, 3)
        gradient = float(frame.links["W2"][1, 3])
        assert canvas(user)._label.text == f"dW[2] (2, 4) = {gradient:.3f}".replace("-", "−")
        user.press(Qt.Key.Key_W, SHIFT)
        user.until(lambda frame: frame.view.show == "weights")
        user.press(Qt.Key.Key_W, SHIFT)
        user.until(lambda frame: frame.view.show == "output")

    def test_the_inspector_tells_the_last_gradient_norm(self, user):
        user.press(Qt.Key.Key_1)
        norm = user.window.network.inspector.norm
        assert norm.text() == ""
        train(user)
        user.bot.waitUntil(lambda: "last step" in norm.text())
        assert f"{user.frame.norms[1]:.3f}"[:4] in norm.text()


class TestAdvice:
    def test_a_mark_says_why_and_one_click_mends_it_as_one_step(self, user):
        user.press(Qt.Key.Key_1)
        user.press(Qt.Key.Key_A, SHIFT)
        menu = QApplication.activePopupWidget()
        assert menu is not None
        next(action for action in menu.actions() if action.data() == "linear").trigger()
        menu.close()
        assert [item.column for item in canvas(user).advice] == [1]
        assert user.window.network.heading.advice.isVisible()
        before = user.experiment
        user.click_card(1, "mark")
        card = user.window.network.advice_card
        assert card.isVisible()
        user.click(card.rows[0].button)
        assert canvas(user).advice == ()
        assert not user.window.network.heading.advice.isVisible()
        user.press(Qt.Key.Key_Z, CTRL)
        assert user.experiment is before

    def test_all_advice_by_key(self, open_app):
        user = open_app(Experiment(layers=(Dense(4, initializer=Zeros()), Dense(4)), learning_rate=5))
        user.press(Qt.Key.Key_I, CTRL)
        card = user.window.network.advice_card
        assert len(card.rows) == len(canvas(user).advice) >= 2
        user.press(Qt.Key.Key_Escape)
        assert not card.isVisible()

    def test_it_never_keeps_anybody_from_trying(self, open_app):
        user = open_app(Experiment(layers=(Dense(4, initializer=Zeros()),)))
        train(user)
        assert user.frame.epoch == 1

    def test_an_impossible_design_says_so_at_the_output_with_its_cure(self, open_app):
        user = open_app()
        user.window.document.edit(user.experiment.with_(loss=Huber()), "loss")
        assert [(item.column, item.severity) for item in canvas(user).advice] == [(3, "error")]
        user.click_card(3, "mark")
        user.click(user.window.network.advice_card.rows[0].button)
        assert canvas(user).advice == ()
        train(user)
