"""Somebody asks whether more data would help, watches the curve grow, cancels, and takes the numbers away."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from engine.data import Gauss, Split
from engine.experiment import Experiment
from engine.layers import Dense
from engine.learning_curve import conclusion, plan, trace
from playground.cli import main
from playground.commands.learning_curve import csv_text
from playground.learning_curve import LearningCurveWindow
from playground.learning_curve.plot import reading
from playground.learning_curve.window import STALE

QUICK = Experiment(data=Gauss(samples=60, noise=0.3), layers=(Dense(2),))
WAIT = 10_000


def opened_by(user):
    user.window.commands["learning_curve"].trigger()
    (window,) = user.window.findChildren(LearningCurveWindow)
    return window


def whole(user, window):
    """Wait for the last point."""
    user.bot.waitUntil(lambda: not window.calculation.is_running, timeout=WAIT)
    assert window.curve is not None
    return window.curve


@pytest.fixture
def quick(open_app):
    return open_app(QUICK)


def test_the_window_shows_the_numbers_of_the_shell(quick, capsys):
    window = opened_by(quick)
    curve = whole(quick, window)
    main(
        [
            "learning-curve",
            *["--data", "gauss", "--samples", "60", "--noise", "0.3", "--layers", "2", "--quiet", "--json"],
        ]
    )
    shell = json.loads(capsys.readouterr().out)
    assert [(p["m"], p["train"], p["dev"], p["dev_cost"]) for p in shell["points"]] == [
        (p.m, p.train, p.dev, p.dev_cost) for p in curve.points
    ]
    assert window.conclusion.text() == shell["conclusion"] == conclusion(curve)
    assert window.plot.accessibleDescription() == "; ".join(map(reading, curve.points))


def test_the_points_come_one_after_another_while_the_training_goes_on(quick):
    window = opened_by(quick)
    counts = []
    window.calculation.came.connect(lambda result: counts.append(len(result[1].points)))
    quick.window.activateWindow()
    quick.bot.keyClick(quick.window, Qt.Key.Key_Space)
    whole(quick, window)
    assert counts == sorted(counts)
    assert counts[-1] == len(window.curve.points)
    quick.until(lambda frame: frame.epoch > 0)
    quick.bot.keyClick(quick.window, Qt.Key.Key_Space)


def test_one_that_ends_after_the_design_was_changed_says_so(quick):
    window = opened_by(quick)
    quick.window.document.edit(quick.experiment.with_(layers=(Dense(3),)), "units", "")
    whole(quick, window)
    assert window.note.text() == STALE


def test_cancelled_it_keeps_the_points_so_far_and_draws_no_conclusion(open_app):
    user = open_app(Experiment(data=Gauss(samples=2000), layers=(Dense(32), Dense(32))))
    window = opened_by(user)
    user.bot.waitUntil(lambda: window.curve is not None, timeout=WAIT)
    assert window.button.text() == "Cancel"
    user.click(window.button)
    assert not window.calculation.is_running
    assert window.note.text().startswith("Ended after")
    assert window.conclusion.text() == ""
    assert window.button.text() == "Start"


def test_other_epochs_and_sizes_by_keyboard(quick):
    window = opened_by(quick)
    whole(quick, window)
    window.epochs.setFocus()
    window.epochs.selectAll()
    quick.bot.keyClicks(window.epochs, "3")
    window.count.set_current(4)
    window.button.setFocus()
    quick.bot.keyClick(window.button, Qt.Key.Key_Space)
    curve = whole(quick, window)
    problem = quick.frame.problem
    *_, expected = trace(problem, plan(problem, 3, 4))
    assert curve == expected


def test_copied_as_csv_it_is_what_the_window_shows(quick):
    window = opened_by(quick)
    curve = whole(quick, window)
    quick.click(window.copy_button)
    assert QGuiApplication.clipboard().text() == csv_text(curve)


def test_points_are_read_by_pointer_and_arrows(quick):
    window = opened_by(quick)
    curve = whole(quick, window)
    window.plot.hovered.emit(0.0, 0.0)
    assert window.read_out.text() == reading(curve.points[0])
    window.plot.left.emit()
    assert window.read_out.text() == ""
    window.activateWindow()
    window.plot.setFocus()
    quick.bot.keyClick(window.plot, Qt.Key.Key_Left)
    assert window.read_out.text() == reading(curve.points[-1])
    quick.bot.keyClick(window.plot, Qt.Key.Key_Left)
    assert window.read_out.text() == reading(curve.points[-2])


def test_without_dev_examples_it_says_what_is_missing(open_app):
    user = open_app(QUICK.with_(split=Split(train=1, dev=0, test=0)))
    window = opened_by(user)
    user.bot.waitUntil(lambda: not window.calculation.is_running, timeout=WAIT)
    assert "no example is dev" in window.note.text()
    assert not window.copy_button.isEnabled()


def test_another_design_makes_the_curve_an_old_one(quick):
    window = opened_by(quick)
    whole(quick, window)
    quick.window.document.edit(quick.experiment.with_(layers=()), "layers", "")
    assert "has changed" in window.note.text()
    quick.until(lambda frame: True)
    quick.click(window.button)
    whole(quick, window)
    assert "has changed" not in window.note.text()


@pytest.mark.parametrize("close", [LearningCurveWindow.close, lambda window: window.parent().close()])
def test_closed_while_it_trains_it_ends(open_app, close):
    user = open_app(Experiment(data=Gauss(samples=2000), layers=(Dense(32),)))
    window = opened_by(user)
    user.bot.waitUntil(lambda: window.curve is not None, timeout=WAIT)
    close(window)
    assert user.window.findChildren(LearningCurveWindow) in ([], [window])


def test_it_opens_once(quick):
    window = opened_by(quick)
    assert opened_by(quick) is window
