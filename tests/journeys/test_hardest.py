"""Somebody asks for the hardest examples, follows them while it learns, and finds wrong labels."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from engine.data import Circle, Gauss, Plane
from engine.experiment import Experiment
from engine.optimizers import Adam
from playground.hardest import HardestWindow
from playground.hardest.window import NONE_FLIPPED, UNSURE

FLIPPED = Experiment(data=Gauss(flips=0.1), layers=(), optimizer=Adam(), learning_rate=0.1)


@pytest.fixture
def opened(user):
    return opened_by(user)


def opened_by(user):
    user.press(Qt.Key.Key_H)
    user.until(lambda frame: frame.hardest is not None)
    (window,) = user.window.findChildren(HardestWindow)
    return window


def texts(window, heading):
    model = window.model
    column = model.headings.index(heading)
    return [model.index(row, column).data() for row in range(model.rowCount())]


def train(user, epochs):
    first = user.frame.epoch
    for k in range(1, epochs + 1):
        user.window.session.step_epoch()
        user.until(lambda frame, wanted=first + k: frame.epoch == wanted)


def test_the_largest_losses_come_first(user, opened):
    losses = user.frame.hardest.rows.losses
    assert opened.model.rowCount() == len(losses) == 100
    assert (np.diff(losses) <= 0).all()
    assert "100 of 400" in opened.summary.text()
    assert opened.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) in ("train", "dev")


def test_it_is_live(user, opened):
    before = texts(opened, "Loss")
    train(user, 2)
    user.until(lambda frame: frame.hardest.iteration == frame.iteration)
    assert texts(opened, "Loss") != before


def test_a_row_that_is_clicked_is_ringed_on_the_plane(user, opened):
    at = opened.table.visualRect(opened.model.index(4, 3)).center()
    place = opened.model.place(4)
    user.click(opened.table.viewport(), at)
    frame = user.until(lambda frame: frame.example is not None)
    assert frame.example.place == place
    assert user.window.output.plane.ring.at == tuple(frame.scene.points[:, place])


def test_by_keyboard_and_the_row_stays_chosen_wherever_it_goes(user, opened):
    opened.activateWindow()
    user.bot.keyClick(opened.table, Qt.Key.Key_Down)
    user.bot.keyClick(opened.table, Qt.Key.Key_Down)
    place = opened.model.place(opened.selected_row)
    user.until(lambda frame: frame.example is not None and frame.example.place == place)
    train(user, 1)
    assert opened.selected_row == opened.model.row_of(place)
    assert user.frame.view.example == place


def test_an_example_chosen_on_the_plane_is_chosen_in_the_list(user, opened):
    place = opened.model.place(7)
    user.window.output.look_at(place)
    user.until(lambda frame: frame.view.example == place)
    assert opened.selected_row == 7


def test_flipped_labels_are_found(open_app):
    user = open_app(FLIPPED)
    opened = opened_by(user)
    train(user, 15)
    user.until(lambda frame: frame.hardest.doubts.is_judged)
    hardest = user.frame.hardest
    assert f"{hardest.n_doubtful} labels may be mistakes" in opened.findings.text()
    assert f"Of the {hardest.n_flipped} labels that the generator flipped" in opened.findings.text()
    assert texts(opened, "Note")[0].startswith("may be mislabelled")
    user.click(opened.which.findChildren(QAbstractButton)[1])
    assert opened.model.rowCount() == hardest.n_doubtful
    assert all(note.startswith("may be mislabelled") for note in texts(opened, "Note"))


def test_a_network_that_knows_nothing_yet_is_not_asked_for_mistakes(open_app):
    opened = opened_by(open_app(Experiment(data=Circle(samples=100, flips=0.1))))
    assert opened.findings.text() == UNSURE


def test_of_generated_labels_without_flips_none_is_called_a_mistake(open_app):
    user = open_app(FLIPPED)
    opened = opened_by(user)
    user.click(opened.which.findChildren(QAbstractButton)[1])
    user.window.document.edit(user.experiment.with_(data=Gauss(noise=0.4)), "data", "")
    user.until(lambda frame: frame.hardest is not None)
    train(user, 5)
    assert opened.findings.text() == NONE_FLIPPED
    assert opened.which.isHidden()
    assert opened.model.rowCount() == 100
    assert not any("mislabelled" in note for note in texts(opened, "Note"))


def test_numbers_to_predict_are_listed_with_their_errors(open_app):
    opened = opened_by(open_app(Experiment(data=Plane())))
    assert "Error" in opened.model.headings
    assert not opened.which.isVisible()


def test_it_opens_once_and_once_it_is_closed_nothing_is_computed_for_it(user, opened):
    user.window.commands["hardest"].trigger()
    assert user.window.findChildren(HardestWindow) == [opened]
    opened.close()
    user.until(lambda frame: frame.hardest is None)


def test_other_data_fill_it_anew(user, opened):
    user.window.document.edit(user.experiment.with_(data=Plane()), "data", "")
    user.until(lambda frame: frame.hardest is not None)
    assert opened.model.headings[3] == "Target"
