"""The Equations panel shows the numbers of the next step, spells out the marked one, asks while seen."""

from functools import partial
from threading import Event

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QWheelEvent

from engine.activations import Relu
from engine.data import Blobs, Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import OPTIMIZERS
from engine.spelling import spell_out
from engine.trainer import Trainer
from engine.weight_step import weight_step
from playground.colormaps import parse
from playground.frames import FrameBuilder, View
from playground.notation.markup import cell, exact
from playground.panels.equations import EquationsPanel
from playground.panels.equations.forward import forward
from playground.panels.equations.gradient_box import look
from playground.panels.equations.marking import Mark
from playground.panels.equations.painting import table
from playground.panels.equations.stepping import stepping
from playground.theme import DARK, LIGHT

NET = Experiment(
    data=Circle(samples=80),
    layers=(Dense(5, batch_norm=True), Dense(4, Relu(), keep_prob=0.6), Dense(3)),
    l2=0.1,
)


def builder(experiment=NET):
    return FrameBuilder(Trainer(experiment), View(workings=True))


@pytest.fixture
def panel(qtbot, said):
    panel = EquationsPanel()
    qtbot.addWidget(panel)
    panel.set_theme(DARK)
    panel.resize(1050, 332)
    panel.show()
    return panel


@pytest.fixture
def shown(panel):
    panel.show_frame(builder().build(0.0))
    return panel


def move(panel, matrix, row, column, qtbot):
    at = panel.sheet.arrangement()
    qtbot.mouseMove(panel.sheet, at.cell(matrix, row, column).center().toPoint())


def press(panel, key, modifier=Qt.KeyboardModifier.NoModifier):
    panel.sheet.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, key, modifier))


def test_it_asks_for_the_workings_only_while_it_is_seen(panel, qtbot):
    asked: list[dict] = []
    panel.wanted.connect(asked.append)
    panel.hide()
    panel.show()
    assert asked == [{"workings": False}, {"workings": True}]


def test_the_matrices_are_those_of_the_frame(shown):
    w = shown.page.workings
    for layer in range(1, 5):
        shown.show_layer(layer)
        found = shown.page.matrices
        np.testing.assert_array_equal(found["Z"], w.Z[layer - 1])
        np.testing.assert_array_equal(found["W"], w.parameters[f"W{layer}"])
        np.testing.assert_allclose(found["W"] @ found["A"] + found.get("b", 0), found["Z"], atol=1e-9)
    assert "b" in shown.page.matrices
    shown.show_layer(1)
    assert "b" not in shown.page.matrices  # batch norm


def test_the_mouse_marks_a_number_and_the_sum_is_spelled_out(shown, qtbot):
    shown.show_layer(3)
    move(shown, "Z", 2, 1, qtbot)
    assert shown.page.mark[::2] == (2, 1)
    W, A, b = (shown.page.matrices[name] for name in "WAb")
    pairs = " + ".join(f"{cell(u)}·{cell(v)}" for u, v in zip(W[2], A[:, 1], strict=True))
    bias = cell(b[2, 0])
    bias = f"({bias})" if bias.startswith("−") else bias
    assert forward(shown.page.workings, shown.page.told)[0].numbers.endswith(f"{pairs} + {bias}")
    assert cell(shown.page.matrices["Z"][2, 1]) in shown.sheet.accessibleDescription()
    assert "unit 3, example 2 of" in shown.sheet.accessibleDescription()


def test_a_weight_under_the_mouse_shows_its_step(shown, qtbot):
    shown.show_layer(2)
    move(shown, "W", 1, 3, qtbot)
    step = weight_step(shown.page.workings, "W2", 1, 3)
    text = "\n".join(shown.back.steps)
    assert f"= {exact(step.after)}" in text
    assert step.v_new is not None
    assert exact(step.v_new) in text
    assert "W[2] (2, 4)" in shown.back.accessibleDescription()
    assert "full colour of W[2] is ±" in shown.sheet.toolTip()


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_every_optimiser_is_spelled_out(name):
    source = builder(NET.with_(optimizer=OPTIMIZERS[name], clip_norm=0.01))
    source.trainer.step()
    w = source.build(0.0).workings
    lines = stepping(w, 2, Mark(1, 2, 0, "W"))
    step = weight_step(w, "W2", 1, 2)
    assert lines[0].startswith("dw := ")
    assert lines[-1].endswith(f"= {exact(step.after)}")
    for number in (step.v_new, step.s_new, step.v_hat, step.s_hat):
        assert number is None or f"= {exact(number)}" in "\n".join(lines)


def test_a_frozen_layer_has_no_step():
    frozen = builder(NET.with_(layers=(Dense(3, frozen=True),)))
    (line,) = stepping(frozen.build(0.0).workings, 1, Mark())
    assert "frozen" in line


def test_the_way_back_of_each_kind_of_layer(shown):
    def lines():
        return [f"{e.left} = {e.right}" for e in shown.back.equations]

    shown.show_layer(2)
    assert lines() == [
        "dA^{[2]} = W^{[3]T} dZ^{[3]}",
        "dZ^{[2]} = dA^{[2]} * D^{[2]} / 0.6 * g′(Z^{[2]})",
        "dW^{[2]} = 1/m dZ^{[2]} A^{[1]T} + λ/m W^{[2]}",
        "db^{[2]} = 1/m Σ dZ^{[2]}",
    ]
    shown.show_layer(1)
    assert [line.split(" = ")[0] for line in lines()][1:5] == ["dZ̃^{[1]}", "dγ^{[1]}", "dβ^{[1]}", "dZ^{[1]}"]
    shown.show_layer(4)
    assert lines()[0] == "dZ^{[4]} = A^{[4]} − Y"
    assert [e.left for e in shown.page.equations] == ["Z^{[4]}", "A^{[4]}", "ℒ", "J"]


def test_shapes_say_m():
    w = builder().build(0.0).workings
    assert forward(w, spell_out(w, 2, 0, 0))[0].shapes == "(4, 32) = (4, 5)(5, 32) + (4, 1)"


def test_arrows_move_the_mark_and_enter_copies_the_equations(shown, said):
    shown.show_layer(2)
    keys = Qt.Key
    for key in (keys.Key_Down, keys.Key_Down, keys.Key_Right):
        press(shown, key)
    assert shown.page.mark == Mark(2, 0, 1, "Z")
    press(shown, keys.Key_Right, Qt.KeyboardModifier.ControlModifier)
    press(shown, keys.Key_Right)
    assert shown.page.mark == Mark(2, 1, 1, "W")
    press(shown, keys.Key_End)
    assert shown.page.mark.source == 4
    press(shown, keys.Key_Return)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Z[2] = W[2] A[1] + b[2], here z = ")
    assert said == ["Copied."]
    press(shown, keys.Key_C, Qt.KeyboardModifier.ControlModifier)
    space: dict = {"np": np}
    exec(QGuiApplication.clipboard().text(), space)
    np.testing.assert_array_equal(space["W2"], shown.page.matrices["W"])


def test_its_keys_are_no_shortcuts_of_the_window_while_it_has_the_focus(shown):
    def taken(key, modifier=Qt.KeyboardModifier.NoModifier):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifier)
        event.ignore()
        shown.sheet.event(event)
        return event.isAccepted()

    assert taken(Qt.Key.Key_Right)
    assert taken(Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert not taken(Qt.Key.Key_Space)
    assert not taken(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("view", ["numbers", "colours", "shapes"])
@pytest.mark.parametrize("size", [(1050, 332), (700, 200), (420, 240)])
def test_every_view_of_every_layer_can_be_painted(shown, theme, view, size):
    shown.set_theme(theme)
    shown.resize(*size)
    shown.sheet.set_view(view)
    for layer in range(1, 5):
        shown.show_layer(layer)
        image = shown.grab().toImage()
        colors = {image.pixel(x, y) for x in range(0, size[0], 7) for y in range(60, size[1], 3)}
        assert len(colors) > 3


def test_the_colour_of_a_cell_tells_the_sign(shown):
    shown.show_layer(2)
    at, W = shown.sheet.arrangement(), shown.page.matrices["W"]
    image = shown.sheet.grab().toImage()
    for (row, column), value in np.ndenumerate(W[: at.room.units, : at.room.sources]):
        if abs(value) > 0.3 * np.abs(W).max():
            corner = at.cell("W", row, column).topLeft() + QPointF(4, 3)
            color = QColor(image.pixel(corner.toPoint()))
            assert (color.blue() > color.red()) == (value > 0)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_numbers_can_be_read_on_every_cell(theme):
    def light(rgb):
        share = np.asarray(rgb) / 255
        parts = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
        return float(parts @ (0.2126, 0.7152, 0.0722))

    text = light(parse(theme.text))
    for value in table(theme, True).tolist():
        cell_light = light([value >> 16 & 255, value >> 8 & 255, value & 255])
        high, low = max(text, cell_light), min(text, cell_light)
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_another_network_has_other_layers_and_keeps_the_mark_inside(shown):
    shown.show_layer(2)
    shown.sheet.marked.emit(Mark(3, 4, 31, "W"))
    shown.show_frame(builder(Experiment(data=Blobs(samples=40), layers=(), batch_size=8)).build(0.0))
    assert shown.page.layer == 1
    assert shown.page.mark == Mark(2, 1, 7, "W")
    assert shown.header.layers.current == "1"


def test_many_layers_are_a_list_so_that_the_panel_stays_as_narrow(shown):
    narrow = shown.minimumSizeHint().width()
    shown.show_frame(builder(Experiment(layers=(Dense(2),) * 12)).build(0.0))
    assert shown.minimumSizeHint().width() <= narrow
    chosen: list[int] = []
    shown.layer_chosen.connect(chosen.append)
    shown.header.layers.chosen.emit("13")
    assert chosen == [13]
    assert shown.page.layer == 13
    assert shown.header.layers.currentText() == "13 of 13"


def test_what_is_too_large_is_said(shown):
    frame = builder().build(0.0)
    shown.show_frame(msgspec.structs.replace(frame, workings=None))
    assert "too large" in shown.note.text()
    assert shown.note.isVisible()
    shown.show_frame(frame)
    assert shown.sheet.isVisible()


def test_a_hidden_panel_shows_nothing(panel):
    panel.hide()
    panel.show_frame(builder().build(0.0))
    assert panel.page is None


def test_numbers_that_are_not_finite_are_shown(shown):
    frame = builder().build(0.0)
    w = frame.workings
    for array in (*w.Z, *(w.parameters[f"W{l}"] for l in range(1, 5))):
        array[0, 0] = np.nan
    for slopes in w.slopes:
        slopes.dZ[0, 0] = np.inf
    shown.show_frame(frame)
    for layer in range(1, 5):
        shown.show_layer(layer)
        shown.grab()
        assert "NaN" in shown.sheet.accessibleDescription()


def test_a_program_that_is_too_long_is_refused_in_words(panel, said, monkeypatch):
    panel.show_frame(builder().build(0.0))
    monkeypatch.setattr("playground.panels.equations.numpy_text.MOST", 100)
    panel.header.numpy.click()
    assert "too long to be pasted" in said[-1]
    panel.header.latex.click()
    assert QGuiApplication.clipboard().text().startswith("% Layer 1 of 4")


def test_the_gradient_check_gives_a_light_to_every_layer(shown, qtbot):
    box = shown.gradient
    box.button.click()
    assert not box.button.isEnabled()
    qtbot.waitUntil(lambda: box.button.isEnabled(), timeout=10_000)
    assert box.verdict.text() == "great"
    assert "dropout off" in box.note.text()
    assert box.lights.accessibleDescription().count("great") == 4
    box.grab()


def test_the_verdict_goes_with_the_network_that_was_checked(shown, qtbot):
    box = shown.gradient
    box.button.click()
    qtbot.waitUntil(lambda: box.button.isEnabled(), timeout=10_000)
    shown.show_frame(builder(NET.with_(layers=NET.layers[:1])).build(0.0))
    assert box.verdict.isHidden()
    assert box.note.text() == "every weight is nudged"
    assert box.lights.accessibleDescription() == ""
    assert box.lights.sizeHint().height() == 0


def test_a_check_ends_in_the_middle_when_the_panel_is_hidden(shown, qtbot):
    box, heard, go_on, ended = shown.gradient, Event(), Event(), Event()
    shares: list[float] = []

    def work(frame, progress):
        def hear(share):
            shares.append(share)
            heard.set()
            go_on.wait(5)
            progress(share)

        try:
            yield from look(frame, hear)
        finally:
            ended.set()

    box.calculation.start(partial(work, box._frame))
    assert heard.wait(5)
    shown.hide()
    assert not box.calculation.is_running
    assert box.button.isEnabled()
    go_on.set()
    assert ended.wait(5)
    assert len(shares) == 1  # and not as many as there are parameters


def test_a_network_that_is_too_large_for_the_check_is_told_why(panel, qtbot):
    panel.show_frame(builder(Experiment(layers=(Dense(150), Dense(150)))).build(0.0))
    panel.gradient.button.click()
    qtbot.waitUntil(lambda: panel.gradient.button.isEnabled(), timeout=10_000)
    assert "at most 20000" in panel.gradient.note.text()


def test_the_wheel_goes_on_where_not_all_rows_have_room(panel, qtbot):
    panel.show_frame(builder(Experiment(layers=(Dense(40),))).build(0.0))
    at = panel.sheet.arrangement()
    middle = at.areas["Z"].center()

    def turn(by):
        event = QWheelEvent(
            middle,
            panel.sheet.mapToGlobal(middle),
            QPoint(),
            QPoint(0, by),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        panel.sheet.wheelEvent(event)

    turn(-120)
    assert panel.sheet.arrangement().shown("Z")[0].start == 1
    turn(120)
    assert panel.sheet.arrangement().shown("Z")[0].start == 0
