"""The canvas driven as a user drives it: clicks, drags, drops and keys become edits."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetricsF,
    QHelpEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from engine.activations import ACTIVATIONS
from engine.experiment import MAX_LAYERS, Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.canvas.designer import NetworkCanvas
from playground.canvas.layout import Part
from playground.frames import FrameBuilder, View
from playground.theme import DARK, LIGHT, font
from playground.widgets.palette_chip import MIME

THREE = Experiment(layers=(Dense(4), Dense(5), Dense(6)))


class Desk:
    """A shown canvas whose edits take effect, with the last one kept."""

    def __init__(self, qtbot, experiment):
        self.bot = qtbot
        self.canvas = NetworkCanvas(LIGHT, experiment)
        qtbot.addWidget(self.canvas)
        self.canvas.resize(900, 640)
        self.canvas.show()
        qtbot.waitExposed(self.canvas)
        self.experiment = experiment
        self.texts: list[str] = []
        self.hints: list[str] = []
        self.canvas.edited.connect(self.take)
        self.canvas.hint_changed.connect(self.hints.append)

    def take(self, experiment, text, merge_id):
        self.experiment = experiment
        self.texts.append(text)
        self.canvas.show_experiment(experiment)

    @property
    def units(self):
        return tuple(layer.units for layer in self.experiment.layers)

    def at(self, point: QPointF) -> QPoint:
        return self.canvas.mapFromScene(point)

    def part(self, column: int, part: Part) -> QPoint:
        return self.at(self.canvas.layout_now.columns[column].area(part).center())

    def card(self, column: int) -> QPoint:
        return self.at(self.canvas.layout_now.columns[column].card.topLeft() + QPointF(45, 20))

    def gap(self, gap: int) -> QPoint:
        return self.at(self.canvas.layout_now.gap(gap).center())

    def click(self, point: QPoint, **more):
        self.bot.mouseClick(self.canvas.viewport(), Qt.MouseButton.LeftButton, pos=point, **more)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.bot.keyClick(self.canvas, key, modifier)

    def drag_card(self, column: int, to: QPoint, release=True, modifier=Qt.KeyboardModifier.NoModifier):
        view = self.canvas.viewport()
        start = self.card(column)
        self.bot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        self.bot.mouseMove(view, start + QPoint(30, 5))
        self.bot.mouseMove(view, to)
        if release:
            self.bot.mouseRelease(view, Qt.MouseButton.LeftButton, modifier, pos=to)

    def drag_chip(self, *points: QPoint, drop=True, data=b"dense", mime=MIME):
        """Enter, move over the points, and drop: as Qt sends them to the viewport."""
        what = QMimeData()
        what.setData(mime, data)
        view, buttons = self.canvas.viewport(), Qt.MouseButton.LeftButton
        none, action = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
        QApplication.sendEvent(view, QDragEnterEvent(points[0], action, what, buttons, none))
        for point in points:
            QApplication.sendEvent(view, QDragMoveEvent(point, action, what, buttons, none))
        last = QDropEvent(QPointF(points[-1]), action, what, buttons, none) if drop else QDragLeaveEvent()
        QApplication.sendEvent(view, last)


@pytest.fixture
def desk(qtbot):
    return Desk(qtbot, THREE)


@pytest.mark.parametrize("gap", [0, 1, 2, 3])
def test_a_chip_dropped_into_a_gap_adds_a_layer_there(desk, gap):
    desk.drag_chip(desk.gap(0), desk.gap(gap))
    assert desk.units == (*(4, 5, 6)[:gap], 4, *(4, 5, 6)[gap:])
    assert desk.canvas.selected_layer == gap + 1
    assert len(desk.texts) == 1


def test_while_a_chip_is_over_a_gap_the_slot_is_open_and_the_hint_says_what_a_drop_does(desk):
    desk.drag_chip(desk.gap(1), drop=False)
    assert "between layer 1 and layer 2" in "".join(desk.hints)
    assert desk.hints[-1] == ""
    assert desk.experiment is THREE


def test_something_else_dropped_on_the_canvas_is_ignored(desk):
    desk.drag_chip(desk.gap(1), mime="text/plain", data=b"dense")
    assert desk.experiment is THREE


def test_a_full_network_refuses_and_says_why(qtbot):
    desk = Desk(qtbot, Experiment(layers=(Dense(2),) * MAX_LAYERS))
    desk.drag_chip(desk.gap(1))
    assert len(desk.experiment.layers) == MAX_LAYERS
    assert f"at most {MAX_LAYERS}" in "".join(desk.hints)


def test_plus_minus_and_a_quick_second_click(desk):
    desk.click(desk.part(2, "plus"))
    assert desk.units == (4, 6, 6)
    view = desk.canvas.viewport()
    desk.bot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=desk.part(2, "plus"))
    desk.bot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=desk.part(2, "plus"))
    desk.click(desk.part(1, "minus"))
    assert desk.units == (3, 7, 6)


@pytest.mark.parametrize(
    ("column", "gap", "units"), [(1, 3, (5, 6, 4)), (3, 0, (6, 4, 5)), (2, 3, (4, 6, 5))]
)
def test_a_card_is_dragged_elsewhere(desk, column, gap, units):
    desk.drag_card(column, desk.gap(gap))
    assert desk.units == units


def test_resting_on_a_part_of_a_card_tells_what_it_does(desk):
    view, seen = desk.canvas.viewport(), []
    for part in ("plus", "activation"):
        at = desk.part(1, part)
        QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
        seen.append(QToolTip.text())
    assert all(seen)
    assert seen[0] != seen[1]
    QToolTip.hideText()


def test_a_pointer_that_leaves_lights_nothing_up(desk):
    desk.bot.mouseMove(desk.canvas.viewport(), desk.card(1))
    desk.bot.waitUntil(lambda: desk.canvas._hover is not None)
    QApplication.sendEvent(desk.canvas, QEvent(QEvent.Type.Leave))
    assert desk.canvas._hover is None


def test_a_card_dragged_with_ctrl_is_copied(desk):
    desk.drag_card(1, desk.gap(3), modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.units == (4, 5, 6, 4)


def test_a_card_dragged_off_the_canvas_is_removed(desk):
    desk.drag_card(2, QPoint(300, 900))
    assert desk.units == (4, 6)


def test_escape_cancels_a_drag(desk):
    desk.drag_card(1, desk.gap(3), release=False)
    desk.press(Qt.Key.Key_Escape)
    desk.bot.mouseRelease(desk.canvas.viewport(), Qt.MouseButton.LeftButton, pos=desk.gap(3))
    assert desk.experiment is THREE


def test_a_small_tremble_of_the_hand_is_a_click(desk):
    start = desk.card(1)
    desk.bot.mousePress(desk.canvas.viewport(), Qt.MouseButton.LeftButton, pos=start)
    desk.bot.mouseMove(desk.canvas.viewport(), start + QPoint(2, 1))
    desk.bot.mouseRelease(desk.canvas.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(2, 1))
    assert desk.experiment is THREE
    assert desk.canvas.selected_layer == 1


def test_the_caret_adds_by_keyboard(desk):
    desk.canvas.begin_caret()
    assert "Enter adds a dense layer between layer 3 and the output" in desk.hints[-1]
    desk.press(Qt.Key.Key_Left)
    desk.press(Qt.Key.Key_Return)
    assert desk.units == (4, 5, 4, 6)
    desk.canvas.begin_caret()
    desk.press(Qt.Key.Key_Escape)
    assert len(desk.units) == 4


def test_arrows_walk_over_layers_and_units(desk):
    desk.canvas.select(1)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        desk.press(key)
    assert (desk.canvas.selection.column, desk.canvas.selection.unit) == (2, 0)
    for _ in range(9):
        desk.press(Qt.Key.Key_Right)
    assert desk.canvas.selection.column == 4
    assert desk.canvas.selected_layer == 0


def test_commands_on_the_selected_layer(desk):
    desk.canvas.select(2)
    desk.canvas.more_units()
    desk.canvas.move_left()
    desk.canvas.set_activation("relu")
    desk.canvas.duplicate_selected()
    assert desk.units == (6, 6, 4, 6)
    assert desk.experiment.layers[0].activation.name == "relu"
    desk.canvas.remove_selected()
    assert len(desk.texts) == 5


def test_without_a_selected_layer_commands_do_nothing(desk):
    desk.canvas.select(None)
    for command in (desk.canvas.remove_selected, desk.canvas.more_units, desk.canvas.move_left):
        command()
    desk.canvas.select(0)
    desk.canvas.remove_selected()
    assert desk.experiment is THREE


def test_a_click_on_the_activation_offers_all_of_them(desk):
    desk.click(desk.part(1, "activation"))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    labels = [action.text() for action in menu.actions()]
    assert labels == [g.label for g in ACTIVATIONS.values()]
    menu.actions()[2].trigger()
    menu.close()
    assert desk.experiment.layers[0].activation.name == "relu"


def test_a_screen_reader_hears_the_selected_layer(desk):
    desk.canvas.select(2)
    words = desk.canvas.accessibleDescription()
    assert words == "Layer 2 of 4, dense, 5 units, tanh, W 5 by 4, selected"
    desk.canvas.select(None)
    assert "Input, 2 features" in desk.canvas.accessibleDescription()


def test_it_paints_in_both_themes_without_and_with_strips(desk):
    desk.canvas.set_theme(DARK)
    desk.take(Experiment(layers=(Dense(60), Dense(3))), "wide", "")
    picture = desk.canvas.grab().toImage()
    assert picture.pixelColor(2, picture.height() - 2).lightness() < 60
    desk.canvas.set_theme(LIGHT)
    assert desk.canvas.grab().toImage().pixelColor(2, picture.height() - 2).lightness() > 200


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_a_card_names_its_activation_without_cutting_it(desk, name, monkeypatch):
    written = []
    monkeypatch.setattr(
        "playground.canvas.painting.write", lambda p, rect, text, *more: written.append((text, rect))
    )
    desk.take(Experiment(layers=(Dense(4, ACTIVATIONS[name]),)), "one", "")
    desk.canvas.grab()
    label = ACTIVATIONS[name].label
    texts = {text: rect for text, rect in written}
    shown = next(text for text in (label, label.split()[0]) if text in texts)
    metrics = QFontMetricsF(font("label", 500))
    assert metrics.horizontalAdvance(shown) <= texts[shown].width()


def test_links_that_waited_for_their_turn_are_drawn_when_the_frames_stop(qtbot):
    experiment = Experiment(layers=(Dense(8),) * 6)
    canvas = Desk(qtbot, experiment).canvas
    trainer = Trainer(experiment)
    builder = FrameBuilder(trainer, View())
    for _ in range(5):
        trainer.run_epoch()
        canvas.show_frame(builder.build(0.0))
    assert any(links.is_waiting for links in canvas._links)
    qtbot.waitUntil(lambda: not any(links.is_waiting for links in canvas._links))
    last = float(trainer.parameters["W2"][0, 0])
    assert canvas._links[1].strength_of(0, 0) == pytest.approx(last / 2.2, abs=0.02)


def test_a_window_that_goes_away_while_links_wait_lets_them_go(qtbot):
    for _ in range(5):
        experiment = Experiment(layers=(Dense(8), Dense(8)))
        canvas = Desk(qtbot, experiment).canvas
        builder = FrameBuilder(Trainer(experiment), View())
        for _ in range(3):
            builder.trainer.run_epoch()
            canvas.show_frame(builder.build(0.0))
        canvas.show_experiment(Experiment(layers=(Dense(2),)))
    qtbot.wait(250)
