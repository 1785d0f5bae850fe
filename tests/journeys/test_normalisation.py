"""Somebody asks what normalisation does: mu and sigma of every feature, and the cost before and after."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from engine.cost_surface import compare, scales
from engine.data import Circle, Digits, Iris, Plane
from engine.experiment import Experiment
from playground.normalisation import NormalisationWindow
from playground.normalisation.words import conclusion_of, words_of

IRIS = Experiment(data=Iris(), features=("x1", "x2", "x3", "x4"))
WAIT = 10_000


def opened_by(user):
    user.window.commands["normalisation"].trigger()
    (window,) = user.window.findChildren(NormalisationWindow)
    return computed(user, window)


def computed(user, window):
    user.bot.waitUntil(lambda: not window.calculation.is_running, timeout=WAIT)
    return window


def cells(window, column):
    model = window.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


@pytest.fixture
def iris(open_app):
    return open_app(IRIS)


def test_the_table_has_mu_and_sigma_of_train_for_every_feature(iris):
    window = opened_by(iris)
    found = scales(iris.frame.problem)
    assert cells(window, 0) == list(iris.frame.scene.dataset.columns)
    assert [float(text) for text in cells(window, 1)] == pytest.approx(found.mean, rel=1e-3)
    assert [float(text) for text in cells(window, 2)] == pytest.approx(found.std, rel=1e-3)
    assert set(cells(window, 3)) == {"0.00 ± 1.00"}
    assert all("±" in text for text in cells(window, 4))
    assert "are normalised" in window.state.text()


def test_the_pictures_are_those_of_the_engine(iris):
    window = opened_by(iris)
    expected = compare(iris.frame.problem, (0, 1), 1)
    for plot, words, bowl in (
        (window.raw, window.raw_words, expected.raw),
        (window.normalised, window.normalised_words, expected.normalised),
    ):
        shown = plot.item._drawing.bowl
        np.testing.assert_array_equal(shown.surface, bowl.surface)
        np.testing.assert_array_equal(shown.path, bowl.path)
        assert words.text().lower() == f"{words_of(bowl)}.".lower()
        assert words_of(bowl) in plot.accessibleDescription()
    assert window.conclusion.text() == conclusion_of(expected)
    assert "becomes a bowl" in window.conclusion.text()


def test_other_features_class_and_steps_by_keyboard(iris):
    window = opened_by(iris)
    for choice, key in ((window.second, Qt.Key.Key_End), (window.target, Qt.Key.Key_Home)):
        choice.setFocus()
        iris.bot.keyClick(choice, key)
        choice.chosen.emit(choice.currentData())
    window.steps.set_current(50)
    window.steps.chosen.emit(50)
    computed(iris, window)
    expected = compare(iris.frame.problem, (0, 3), 0, 50)
    assert window.comparison.asked == expected.asked
    np.testing.assert_array_equal(window.comparison.raw.path, expected.raw.path)


def test_the_same_feature_twice_is_refused_in_words(iris):
    window = opened_by(iris)
    window.second.set_current(0)
    window.second.chosen.emit(0)
    computed(iris, window)
    assert "two different features" in window.conclusion.text()
    assert not window.pictures.isVisible()
    window.second.set_current(2)
    window.second.chosen.emit(2)
    computed(iris, window)
    assert window.pictures.isVisible()


def test_images_have_a_table_and_the_reason_why_there_is_no_picture(open_app):
    user = open_app(Experiment(data=Digits(), features=tuple(f"x{i}" for i in range(1, 65))))
    window = opened_by(user)
    assert window.model.rowCount() == 64
    assert "pixels" in window.conclusion.text()
    assert not window.pictures.isVisible()


def test_it_follows_the_design(iris):
    window = opened_by(iris)
    iris.window.document.edit(iris.experiment.with_(normalize=False), "off", "")
    iris.until(lambda frame: True)
    assert "normalisation is off" in window.state.text()
    iris.window.document.edit(Experiment(data=Plane()), "data", "")
    iris.until(lambda frame: True)
    computed(iris, window)
    assert window.model.rowCount() == 2
    assert window.comparison.names == ("x1", "x2")
    assert not window.fields[2].isVisible(), "numbers have no classes to choose from"


def test_features_of_one_scale_have_little_to_gain(open_app):
    window = opened_by(open_app(Experiment(data=Circle())))
    assert "one scale already" in window.conclusion.text()


def test_light_and_dark(iris):
    window = opened_by(iris)
    before = window.raw.grab().toImage()
    iris.window.themes.set_choice("light" if iris.window.themes.theme.is_dark else "dark")
    assert window.raw.grab().toImage() != before


def test_closed_while_it_computes_it_ends_and_it_opens_once(iris):
    iris.window.commands["normalisation"].trigger()
    iris.window.commands["normalisation"].trigger()
    (window,) = iris.window.findChildren(NormalisationWindow)
    window.close()


def test_the_button_beside_the_toggle_opens_it_too(user):
    user.click(user.window.data.inputs.show_normalisation)
    (window,) = user.window.findChildren(NormalisationWindow)
    computed(user, window)
