"""The columns that do not span the plane stand where their sliders are, and plane and units follow."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from engine.data import Circle, Digits, Iris, available
from engine.experiment import Experiment
from engine.layers import Dense

IRIS = Experiment(data=Iris(), features=available(4), layers=(Dense(3),))


@pytest.fixture
def user(open_app):
    user = open_app(IRIS)
    user.click(user.window.output.axis_choices.others)
    return user


def card_of(user):
    return user.window.output.axis_choices.card


def close(user) -> None:
    card_of(user).hide()


def test_a_slider_moves_the_cut_and_what_it_shows(user):
    card, before = card_of(user), user.frame
    assert before.scene.axes == (2, 3)
    assert [row.place for row in card.rows] == [0, 1]
    row = card.rows[0]
    assert row.slider.value == pytest.approx(before.scene.spread.mean[0], abs=0.01)
    assert not row.button.isEnabled()
    user.bot.keyClick(row.slider.slider, Qt.Key.Key_End)
    frame = user.until(lambda frame: bool(frame.scene.held))
    assert frame.scene.held == ((0, before.scene.spread.high[0]),)
    assert not np.array_equal(frame.field, before.field)
    assert not np.array_equal(frame.units[1], before.units[1])
    choices = user.window.output.axis_choices
    assert choices.note.text() == "sepal length (cm) at 7.9; the others at their training mean"
    assert "a cut at sepal length (cm) at 7.9" in user.window.output.plane.accessibleDescription()
    user.click(row.button)
    frame = user.until(lambda frame: not frame.scene.held)
    assert np.array_equal(frame.field, before.field)
    close(user)


def test_a_number_is_typed_and_all_are_reset(user):
    card = card_of(user)
    field = card.rows[1].slider.field
    field.setFocus()
    field.selectAll()
    user.bot.keyClicks(field, "2.5")
    user.bot.keyClick(field, Qt.Key.Key_Return)
    user.until(lambda frame: frame.scene.held == ((1, 2.5),))
    user.click(card.reset_all)
    user.until(lambda frame: not frame.scene.held)
    close(user)


def test_a_column_that_spans_the_plane_is_not_held(user):
    user.bot.keyClick(card_of(user).rows[0].slider.slider, Qt.Key.Key_Home)
    user.until(lambda frame: bool(frame.scene.held))
    user.window.session.show(axes=(0, 3))
    frame = user.until(lambda frame: frame.scene.axes == (0, 3))
    assert frame.scene.held == ()
    assert [row.place for row in card_of(user).rows] == [1, 2]
    user.window.session.show(pca=True)
    user.until(lambda frame: frame.scene.components is not None)
    assert not user.window.output.axis_choices.others.isVisible()
    close(user)


def test_other_data_begin_at_their_mean(user):
    user.bot.keyClick(card_of(user).rows[0].slider.slider, Qt.Key.Key_Home)
    close(user)
    user.window.document.edit(Experiment(data=Circle(samples=50), layers=()), "data")
    user.until(lambda frame: True)
    assert user.window.session.view.held == ()


def test_of_many_columns_a_word_finds_one(open_app):
    user = open_app(Experiment(data=Digits(), features=available(64), layers=()))
    user.window.session.show(pca=False)
    user.until(lambda frame: frame.scene.components is None)
    user.click(user.window.output.axis_choices.others)
    card = card_of(user)
    assert len(card.rows) == 24
    assert card.more.text().endswith("more: type a name above")
    user.bot.keyClicks(card.search, "8,5")
    assert [row.place for row in card.rows] == [60]
    user.bot.keyClicks(card.search, "x")
    assert card.rows == []
    assert card.more.text() == "No such column"
    close(user)


def test_where_no_column_is_left_out_that_is_said(open_app):
    user = open_app(Experiment(data=Circle(samples=50), layers=()))
    user.window.commands["other_columns"].trigger()
    assert (
        user.window.status.findChild(QLabel, "hint").text().startswith("No column is left out of this plane.")
    )
    user.window.document.edit(IRIS, "data")
    user.until(lambda frame: True)
    user.window.commands["other_columns"].trigger()
    assert card_of(user).isVisible()
    close(user)
