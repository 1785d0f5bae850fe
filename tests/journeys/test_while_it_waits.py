"""Story: there are too few painted points to learn from, and nothing shows or writes the data of before."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from engine.data import Circle, Painted
from engine.data.painted import Point
from engine.experiment import Experiment
from engine.layers import Dense
from engine.presets import PRESETS
from playground.actions import REPORTS
from playground.actions.saved import SAVED
from playground.augmenting import AugmentingWindow
from playground.digit_pad import DigitPad
from playground.hardest import HardestWindow
from playground.learning_curve import LearningCurveWindow
from playground.morph import MorphWindow
from playground.normalisation import NormalisationWindow
from playground.panels.export_dialog import ExportDialog
from playground.presence import WAITS
from playground.reports import ReportDialog

START = Experiment(data=Circle(samples=100), layers=(Dense(3),))
ONE_CLASS = Painted(points=tuple(Point(1.0 + k, 1.0, 0.0, k) for k in range(3)))
TWO = Painted(points=(*ONE_CLASS.points, *(Point(-1.0 - k, -1.0, 1.0, k) for k in range(5))))
LACK = "Paint points of another class too"


def paint(user, data=ONE_CLASS):
    user.window.document.edit(user.experiment.with_(data=data), "paint", "")


def said(user) -> str:
    return str(user.window.status.findChild(QLabel, "hint").text())


@pytest.fixture
def asked(monkeypatch, out):
    """Which files were asked for."""
    names: list[str] = []

    def choose(*asked):
        names.append(asked[1])
        return str(out / "data.csv"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    return names


def test_nothing_of_the_data_before_is_written(open_app, out, asked):
    user = open_app(START)
    paint(user)
    for name in ("export_data", "export", *(spec.name for spec in SAVED)):
        user.window.status.hint("")
        user.window.commands[name].trigger()
        assert LACK in said(user), name
    assert asked == list(out.iterdir()) == []
    assert user.window.findChild(ExportDialog) is None
    paint(user, TWO)
    user.until(lambda frame: True)
    user.window.commands["export_data"].trigger()
    user.bot.waitUntil(lambda: "holds 8 examples" in said(user))


def test_no_report_is_of_the_data_before(open_app):
    user = open_app(START)
    paint(user)
    for name in REPORTS:
        user.window.status.hint("")
        user.window.commands[name].trigger()
        assert LACK in said(user), name
    assert user.window.findChild(ReportDialog) is None


@pytest.mark.parametrize("first", ["open", "paint"])
def test_windows_that_look_into_the_data_say_that_they_wait(open_app, first):
    user = open_app(START)
    kinds = {
        "normalisation": NormalisationWindow,
        "hardest": HardestWindow,
        "morph": MorphWindow,
        "augmentation": AugmentingWindow,
    }
    if first == "paint":
        paint(user)
    for name in kinds:
        user.window.commands[name].trigger()
    if first == "open":
        paint(user)
    opened = [user.window.findChild(kind) for kind in kinds.values()]
    for window in opened:
        assert window.veil.isVisible(), window
        assert window.veil.accessibleName() == WAITS
    assert opened[-1].picture.draws is None
    paint(user, TWO)
    user.until(lambda frame: True)
    assert not any(window.veil.isVisible() for window in opened)
    assert opened[-1].picture.draws is not None


def test_the_output_in_its_own_window_is_covered_as_well(open_app):
    user = open_app(START)
    user.window.commands["enlarge"].trigger()
    paint(user)
    assert any(
        child.accessibleName() == WAITS
        for child in user.window.output.enlarged.children()
        if child.isWidgetType()
    )


def test_no_learning_curve_is_traced(open_app):
    user = open_app(START)
    paint(user)
    user.window.commands["learning_curve"].trigger()
    window = user.window.findChild(LearningCurveWindow)
    user.bot.waitUntil(lambda: not window.calculation.is_running)
    assert LACK in window.note.text()
    assert window.curve is None


def test_the_digit_pad_asks_no_network_of_other_data(open_app):
    user = open_app(PRESETS["digits"].experiment)
    user.window.commands["draw_digit"].trigger()
    pad = user.window.findChild(DigitPad)
    assert pad.paper.isEnabled()
    user.window.document.edit(START.with_(data=ONE_CLASS), "paint", "")
    assert not pad.paper.isEnabled()
    assert pad.other.isVisible()
    user.bot.mousePress(pad.paper, Qt.MouseButton.LeftButton)
    assert user.window.session.view.probe is None
