"""Story: how does it compute that? A layer's matrices are opened, a number spelled out, steps followed."""

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from engine.experiment import Experiment
from engine.layers import Dense
from playground.notation.markup import cell
from playground.reports import ReportDialog

NET = Experiment(layers=(Dense(4, keep_prob=0.8), Dense(3)))
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def learner(open_app):
    """Somebody who has trained for an epoch."""
    user = open_app(NET)
    user.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    user.until(lambda frame: frame.epoch == 1)
    user.bot.waitUntil(user.window.bottom.timeline.isVisible)
    return user


@pytest.fixture
def reader(learner):
    learner.press(Qt.Key.Key_1, CONTROL)
    learner.until(lambda frame: frame.workings is not None)
    learner.bot.waitUntil(lambda: learner.window.bottom.equations.page is not None)
    return learner


def hover(user, matrix, row, column):
    sheet = user.window.bottom.equations.sheet
    at = sheet.arrangement()
    user.bot.mouseMove(sheet, at.cell(matrix, row, column).center().toPoint())


def test_hidden_it_costs_nothing(learner):
    assert learner.frame.workings is None
    learner.press(Qt.Key.Key_1, CONTROL)
    learner.until(lambda frame: frame.workings is not None)
    learner.press(Qt.Key.Key_1, CONTROL)
    learner.until(lambda frame: frame.workings is None)
    assert not learner.window.bottom.equations.isVisible()


def test_a_number_is_spelled_out_under_the_mouse(reader):
    panel, parameters = reader.window.bottom.equations, reader.frame.parameters
    panel.show_layer(3)
    hover(reader, "Z", 0, 1)
    page = panel.page
    a = page.matrices["A"][:, 1]
    z = parameters["W3"][0].astype(float) @ a + float(parameters["b3"][0, 0])
    assert np.isclose(z, page.told.z, atol=1e-6)
    said = panel.sheet.accessibleDescription()
    assert f"z = {cell(z)} = " in said
    for weight, value in zip(parameters["W3"][0].tolist(), a.tolist(), strict=True):
        assert f"{cell(weight)}·{cell(value)}" in said


def test_the_next_step_does_what_was_shown(reader):
    panel, before = reader.window.bottom.equations, reader.frame
    panel.show_layer(2)
    hover(reader, "W", 1, 2)
    told = panel.back.steps[-1].split(" = ")[-1]
    reader.press(Qt.Key.Key_Right)
    after = reader.until(lambda frame: frame.iteration == before.iteration + 1)
    assert f"{after.parameters['W2'][1, 2]:.3g}" == f"{float(told.replace('−', '-')):.3g}"
    reader.bot.waitUntil(lambda: panel.page.workings is reader.frame.workings)
    assert "mini-batch 2 of" in panel.header.note.text()


def is_later(iteration, frame):
    return frame.iteration > iteration


def test_it_follows_while_training_runs(reader):
    panel = reader.window.bottom.equations
    seen = {panel.sheet.accessibleDescription()}
    reader.press(Qt.Key.Key_Space)
    while len(seen) < 4:
        reader.until(partial(is_later, reader.frame.iteration))
        seen.add(panel.sheet.accessibleDescription())
    reader.press(Qt.Key.Key_Space)
    reader.bot.waitUntil(lambda: panel.page.workings is reader.frame.workings)
    assert len(seen) >= 3


def test_the_layer_is_the_one_on_the_canvas_and_the_other_way_round(reader):
    panel, canvas = reader.window.bottom.equations, reader.window.network.canvas
    reader.press(Qt.Key.Key_2)
    assert panel.page.layer == 2
    assert panel.header.layers.current == "2"
    (third,) = (b for b in panel.header.layers.findChildren(QPushButton) if b.text() == "3")
    reader.click(third)
    assert canvas.selection.column == 3
    reader.press(Qt.Key.Key_Escape)
    assert panel.page.layer == 3  # nothing else is selected: it stays


def test_the_past_has_its_equations_too(reader):
    live = reader.frame.workings
    reader.press(Qt.Key.Key_Left)
    past = reader.until(lambda frame: frame.timeline is not None and not frame.timeline.live)
    assert past.workings is not None
    assert live is not None
    assert not np.array_equal(past.workings.parameters["W1"], live.parameters["W1"])
    assert "at epoch 0" in reader.window.bottom.equations.header.note.text()


def test_by_keys_alone_to_a_program_on_the_clipboard(reader):
    panel = reader.window.bottom.equations
    for _ in range(20):
        if panel.isAncestorOf(reader.window.focusWidget()):
            break
        reader.press(Qt.Key.Key_F6)
    for _ in range(20):
        if panel.sheet.hasFocus():
            break
        reader.press(Qt.Key.Key_Tab)
    reader.press(Qt.Key.Key_Down)
    reader.press(Qt.Key.Key_Right)
    assert panel.page.mark[::2] == (1, 1)
    reader.press(Qt.Key.Key_Return)
    assert "z = " in QGuiApplication.clipboard().text()
    assert reader.frame.iteration == reader.frame.steps_per_epoch  # Right was no step


def test_the_computation_graph_is_one_click_away(reader):
    panel = reader.window.bottom.equations
    reader.click(panel.graph_button)
    (dialog,) = reader.window.findChildren(ReportDialog)
    reader.bot.waitUntil(lambda: dialog.copy_button.isEnabled(), timeout=10_000)
    assert "dJ/dnode" in dialog.page.toPlainText()


def test_the_gradient_is_checked_while_training_goes_on(reader):
    box = reader.window.bottom.equations.gradient
    reader.press(Qt.Key.Key_Space)
    box.button.click()
    reader.bot.waitUntil(lambda: box.verdict.isVisible(), timeout=20_000)
    assert box.verdict.text() == "great"
    assert reader.window.session.running
    reader.press(Qt.Key.Key_Space)


def test_a_net_that_is_too_large_is_told_so(reader, monkeypatch):
    monkeypatch.setattr("playground.frames.workings.MOST_NUMBERS", 100)
    panel = reader.window.bottom.equations
    reader.press(Qt.Key.Key_Right)
    reader.bot.waitUntil(lambda: "too large" in panel.note.text())
    assert panel.note.isVisible()
    assert "31 parameters and mini-batches of 32" in panel.note.text()
