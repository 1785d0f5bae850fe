"""Somebody looks closely at the output: at mistakes, at all metrics, in a large window, and from near."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from engine.data import Blobs
from engine.experiment import Experiment
from playground.panels.output.confusion import Spot
from playground.panels.output.enlarged import EnlargedOutput
from playground.panels.output.judged import Cell
from playground.panels.output.measures_window import MeasuresWindow
from playground.panels.output.points import DEV, DIMMED, TRAIN


@pytest.fixture
def blobs(open_app):
    return open_app(Experiment(data=Blobs(noise=0.5)))


def train(user, epochs=1):
    for _ in range(epochs):
        wanted = user.frame.epoch + 1
        user.window.session.step_epoch()
        user.until(lambda frame, wanted=wanted: frame.epoch == wanted)


def crosses(user):
    return user.window.output.plane.judged.mistakes


def wrong_points(user, parts=(TRAIN, DEV)):
    found = user.frame.verdicts
    chosen = (found.errors != 0) & np.isin(found.codes, parts)
    return user.frame.scene.points[:, found.places[chosen]]


def opened(user, kind):
    (window,) = user.window.findChildren(kind)
    return window


def reveal_test(user):
    user.press(Qt.Key.Key_T)
    user.bot.keyClick(user.window.output.test.reveal, Qt.Key.Key_Return)


def turn(plane, notches, at):
    """The wheel over a point of the plane."""
    where = plane.mapFromScene(plane.view.mapViewToScene(QPointF(*at)))
    event = QWheelEvent(
        QPointF(where),
        QPointF(plane.viewport().mapToGlobal(where)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plane.viewport(), event)


def test_mistakes_follow_training_and_boxes_and_cost_nothing_when_off(blobs):
    output = blobs.window.output
    assert blobs.frame.verdicts is None
    plain = output.plane.grab().toImage()
    blobs.click(output.showing.mistakes)
    blobs.until(lambda frame: frame.verdicts is not None)
    assert blobs.window.commands["mistakes"].isChecked()
    assert output.plane.grab().toImage() != plain
    before = crosses(blobs).points
    train(blobs, 3)
    assert np.array_equal(crosses(blobs).points, wrong_points(blobs))
    assert crosses(blobs).points.shape[1] < before.shape[1]
    blobs.press(Qt.Key.Key_V)
    assert np.array_equal(crosses(blobs).points, wrong_points(blobs, (TRAIN,)))
    blobs.press(Qt.Key.Key_V)
    reveal_test(blobs)
    blobs.until(lambda frame: frame.verdicts is not None and 2 in frame.verdicts.codes)
    assert np.array_equal(crosses(blobs).points, wrong_points(blobs, (0, 1, 2)))
    blobs.press(Qt.Key.Key_E)
    assert not crosses(blobs).isVisible()
    blobs.until(lambda frame: frame.verdicts is None)


def test_all_metrics_are_a_click_away_live_and_light_up_points(blobs):
    output = blobs.window.output
    blobs.click(output.metrics.dev)
    window = opened(blobs, MeasuresWindow)
    blobs.until(lambda frame: bool(frame.measures))
    before = window.table.rows
    assert before[0][2] == output.metrics.dev.value
    train(blobs, 2)
    assert window.table.rows != before
    assert window.table.rows[0][1] == output.metrics.train.value
    spot = Spot(*map(int, np.unravel_index(window.matrix._counts.argmax(), (3, 3))))
    blobs.click(window.matrix, window.matrix.area(spot).center().toPoint())
    frame = blobs.until(lambda frame: frame.verdicts is not None)
    found = frame.verdicts
    chosen = (found.codes == DEV) & (found.labels == spot.label) & (found.answers == spot.answer)
    lit = np.stack(output.plane.judged.lit[DEV].scatter.getData())
    assert np.array_equal(lit, frame.scene.points[:, found.places[chosen]])
    assert output.plane.points.items[TRAIN].opacity() == DIMMED
    assert window.matrix.sentence(spot) == window.words.text()
    blobs.bot.keyClick(window.matrix, Qt.Key.Key_Escape)
    assert output.plane.points.items[TRAIN].opacity() == 1.0
    assert window.isVisible()
    blobs.bot.keyClick(window.matrix, Qt.Key.Key_Escape)
    blobs.until(lambda frame: not frame.measures and frame.verdicts is None)
    assert output.measures_window is None


def test_a_cell_is_chosen_by_keyboard_and_closing_puts_out_its_light(blobs):
    mods = Qt.KeyboardModifier
    blobs.press(Qt.Key.Key_M, mods.ControlModifier, mods.ShiftModifier)
    window = opened(blobs, MeasuresWindow)
    blobs.until(lambda frame: bool(frame.measures))
    test_button = window.part._group.buttons()[2]
    assert not test_button.isVisible()
    reveal_test(blobs)
    blobs.until(lambda frame: "test" in frame.measures)
    assert test_button.isVisible()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        blobs.bot.keyClick(window.matrix, key)
    assert blobs.window.output.showing.cell == Cell("dev", 2, 1)
    window.close()
    assert blobs.window.output.showing.cell is None


def test_the_enlarged_output_shows_the_same_and_more_finely(blobs):
    output, mods = blobs.window.output, Qt.KeyboardModifier
    blobs.press(Qt.Key.Key_O, mods.ControlModifier, mods.ShiftModifier)
    large = opened(blobs, EnlargedOutput)
    blobs.press(Qt.Key.Key_E)
    blobs.until(lambda frame: frame.close is not None and frame.verdicts is not None)
    train(blobs)
    assert large.plane._frame is output.plane._frame is blobs.frame
    assert large.plane.field._surface is blobs.frame.close
    assert output.plane.field._surface.field is blobs.frame.field
    assert np.array_equal(large.plane.judged.mistakes.points, wrong_points(blobs))
    assert large.plane.width() > 1.5 * output.plane.width()
    _, points = large.plane.shown()
    where = large.plane.mapFromScene(large.plane.view.mapToScene(*points[:, 5].tolist()))
    blobs.click(large.plane.viewport(), QPoint(where))
    frame = blobs.until(lambda frame: frame.example is not None)
    assert large.plane.ring.at == output.plane.ring.at == tuple(frame.scene.points[:, frame.example.place])
    turn(large.plane, 3, (0.0, 0.0))
    assert output.plane.seen == pytest.approx(large.plane.seen)
    large.close()
    assert output.showing.planes == [output.plane]
    blobs.press(Qt.Key.Key_E)
    turn(output.plane, -9, (0.0, 0.0))
    blobs.until(lambda frame: frame.close is None)


def test_the_wheel_looks_from_near_and_the_field_is_computed_there(blobs):
    plane = blobs.window.output.plane
    turn(plane, 4, (2.0, 1.0))
    seen, whole = plane.seen, blobs.frame.scene.extent
    assert seen[1] - seen[0] < 0.5 * (whole[1] - whole[0])
    frame = blobs.until(lambda frame: frame.close is not None)
    assert frame.close.extent == pytest.approx(seen)
    assert plane.field._surface is frame.close
    blobs.bot.mouseDClick(plane.viewport(), Qt.MouseButton.LeftButton, pos=plane.viewport().rect().center())
    assert plane.seen == pytest.approx(whole)
    turn(plane, 3, (0.0, 0.0))
    blobs.choose_data("iris")
    blobs.until(lambda frame: frame.scene.dataset.n == 4 and frame.close is None)
    assert plane.extent is None
    assert plane.seen == pytest.approx(blobs.frame.scene.extent)
