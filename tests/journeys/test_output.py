"""Somebody looks closely at the output: at mistakes and residuals, at all metrics, and in a large window."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from engine.data import Blobs, Bumps, Sine, Spiral
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


def open_metrics(user):
    user.click(user.window.output.metrics.dev)
    user.until(lambda frame: bool(frame.measures))
    return opened(user, MeasuresWindow)


def at(matrix, spot):
    return matrix.area(spot).center().toPoint()


# Mistakes


def test_mistakes_are_crossed_and_follow_the_training(blobs):
    output = blobs.window.output
    assert blobs.frame.verdicts is None
    blobs.click(output.showing.mistakes)
    blobs.until(lambda frame: frame.verdicts is not None)
    assert crosses(blobs).isVisible()
    assert np.array_equal(crosses(blobs).points, wrong_points(blobs))
    before = crosses(blobs).points
    train(blobs, 3)
    assert np.array_equal(crosses(blobs).points, wrong_points(blobs))
    assert crosses(blobs).points.shape[1] < before.shape[1]


def test_crosses_are_seen(blobs):
    output = blobs.window.output
    plain = output.plane.grab().toImage()
    blobs.press(Qt.Key.Key_E)
    blobs.until(lambda frame: frame.verdicts is not None)
    assert output.plane.grab().toImage() != plain
    assert blobs.window.commands["mistakes"].isChecked()


def test_only_parts_that_are_shown_are_crossed(blobs):
    output = blobs.window.output
    blobs.press(Qt.Key.Key_E)
    blobs.until(lambda frame: frame.verdicts is not None)
    blobs.press(Qt.Key.Key_V)
    assert np.array_equal(crosses(blobs).points, wrong_points(blobs, (TRAIN,)))
    blobs.click(output.train_box)
    assert not crosses(blobs).isVisible()


def test_switched_off_nothing_is_computed_any_more(blobs):
    for _ in range(2):
        blobs.press(Qt.Key.Key_E)
    assert not blobs.window.session.view.verdicts
    blobs.until(lambda frame: not frame.view.verdicts)
    assert blobs.frame.verdicts is None
    assert not crosses(blobs).isVisible()


def test_the_revealed_test_part_has_crosses_too(blobs):
    blobs.press(Qt.Key.Key_E)
    blobs.press(Qt.Key.Key_T)
    blobs.bot.keyClick(blobs.window.output.test.reveal, Qt.Key.Key_Return)
    blobs.until(lambda frame: frame.verdicts is not None and 2 in frame.verdicts.codes)
    assert np.array_equal(crosses(blobs).points, wrong_points(blobs, (0, 1, 2)))


# Residuals


def test_residuals_point_up_where_the_network_says_too_much(open_app):
    user = open_app(Experiment(data=Bumps()))
    output = user.window.output
    assert output.showing.mistakes.isHidden()
    user.click(output.showing.residuals)
    frame = user.until(lambda frame: frame.verdicts is not None)
    judged, found = output.plane.judged, frame.verdicts
    too_much = found.errors > 0.15**2 * frame.scene.dataset.y[frame.scene.codes == 0].std()
    assert np.array_equal(judged.too_much.points, frame.scene.points[:, found.places[too_much]])
    assert judged.too_little.points.shape[1] > 10
    assert judged.too_much.sizes.max() <= 1
    assert output.plane.points.items[0].opacity() == DIMMED
    assert [sign.text for sign in output.legend.signs][1:] == ["ŷ too high", "ŷ too low"]
    user.click(output.showing.residuals)
    assert output.plane.points.items[0].opacity() == 1.0
    assert len(output.legend.signs) == 1


def test_beside_a_curve_residuals_are_lines_to_it(open_app):
    user = open_app(Experiment(data=Sine(), features=("x1",)))
    user.press(Qt.Key.Key_E)
    frame = user.until(lambda frame: frame.verdicts is not None)
    whiskers = user.window.output.plane.judged.whiskers
    assert whiskers.isVisible()
    assert np.array_equal(whiskers.points[1], frame.verdicts.labels)
    assert np.array_equal(whiskers.answers, frame.verdicts.answers)
    assert user.window.output.plane.points.items[0].opacity() == 1.0


def test_other_data_have_other_boxes_and_ask_for_nothing(open_app):
    user = open_app(Experiment(data=Bumps()))
    user.press(Qt.Key.Key_E)
    user.until(lambda frame: frame.verdicts is not None)
    user.choose_data("circle")
    user.until(lambda frame: frame.scene.dataset.n_classes == 2)
    assert user.window.output.showing.residuals.isHidden()
    assert not user.window.output.showing.mistakes.isHidden()
    user.until(lambda frame: frame.verdicts is None)


# Metrics


def test_a_tile_opens_all_metrics_which_are_live(blobs):
    window = open_metrics(blobs)
    assert window.table.headings == ("", "Train", "Dev")
    before = window.table.rows
    assert before[0][2] == blobs.window.output.metrics.dev.value
    assert int(window.matrix._counts.sum()) == 100
    train(blobs, 2)
    assert window.table.rows != before
    assert window.table.rows[0][1] == blobs.window.output.metrics.train.value


def test_closed_it_costs_nothing(blobs):
    window = open_metrics(blobs)
    blobs.bot.keyClick(window, Qt.Key.Key_Escape)
    assert not blobs.window.session.view.measures
    blobs.until(lambda frame: not frame.measures)
    assert blobs.window.output.measures_window is None


def test_a_cell_that_is_clicked_lights_up_its_points(blobs):
    window, output = open_metrics(blobs), blobs.window.output
    spot = Spot(*map(int, np.unravel_index(window.matrix._counts.argmax(), (3, 3))))
    blobs.click(window.matrix, at(window.matrix, spot))
    frame = blobs.until(lambda frame: frame.verdicts is not None)
    assert output.showing.cell == Cell("dev", *spot)
    lit = output.plane.judged.lit[DEV]
    found = frame.verdicts
    chosen = (found.codes == DEV) & (found.labels == spot.label) & (found.answers == spot.answer)
    assert np.array_equal(np.stack(lit.getData()), frame.scene.points[:, found.places[chosen]])
    assert output.plane.points.items[TRAIN].opacity() == DIMMED
    assert window.matrix.sentence(spot) == window.words.text()
    blobs.click(window.matrix, at(window.matrix, spot))
    assert output.plane.points.items[TRAIN].opacity() == 1.0
    assert not output.plane.judged.lit
    assert not blobs.window.session.view.verdicts


def test_by_keyboard_and_esc_first_puts_out_the_light(blobs):
    window = open_metrics(blobs)
    window.activateWindow()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        blobs.bot.keyClick(window.matrix, key)
    assert blobs.window.output.showing.cell == Cell("dev", 2, 1)
    blobs.bot.keyClick(window.matrix, Qt.Key.Key_Escape)
    assert blobs.window.output.showing.cell is None
    assert window.isVisible()
    blobs.bot.keyClick(window.matrix, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_the_part_is_chosen_and_the_test_part_only_when_revealed(blobs):
    window = open_metrics(blobs)
    train_button, _, test_button = window.part._group.buttons()
    assert not test_button.isVisible()
    blobs.click(train_button)
    assert int(window.matrix._counts.sum()) == 300
    blobs.press(Qt.Key.Key_T)
    blobs.bot.keyClick(blobs.window.output.test.reveal, Qt.Key.Key_Return)
    blobs.until(lambda frame: "test" in frame.measures)
    assert test_button.isVisible()
    assert window.table.headings == ("", "Train", "Dev", "Test")


def test_numbers_have_no_matrix(open_app):
    user = open_app(Experiment(data=Bumps()))
    window = open_metrics(user)
    assert [row[0] for row in window.table.rows] == ["R²", "RMSE, as y", "MAE, as y", "Examples", "Cost J"]
    assert not window.matrix.isVisible()


def test_closing_the_metrics_puts_out_the_light(blobs):
    window = open_metrics(blobs)
    blobs.click(window.matrix, at(window.matrix, Spot(1, 1)))
    window.close()
    assert blobs.window.output.showing.cell is None


# In a window of its own


def test_the_enlarged_output_shows_the_same_frames_and_boxes(blobs):
    output = blobs.window.output
    blobs.click(output.enlarge_button)
    large = opened(blobs, EnlargedOutput)
    train(blobs)
    assert large.plane._frame is output.plane._frame is blobs.frame
    assert large.plane.width() > 1.5 * output.plane.width()
    train_twin, dev_twin, _ = large._twins[:3]
    blobs.click(dev_twin)
    assert not output.dev_box.isChecked()
    assert not large.plane.points.items[DEV].isVisible()
    assert not output.plane.points.items[DEV].isVisible()
    blobs.click(output.train_box)
    assert not train_twin.isChecked()
    assert not large.plane.points.items[TRAIN].isVisible()


def test_a_point_that_is_clicked_there_is_looked_at_in_both(blobs):
    output = blobs.window.output
    blobs.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    large = opened(blobs, EnlargedOutput)
    places, points = large.plane.shown()
    view = large.plane.view
    where = large.plane.mapFromScene(view.mapToScene(*points[:, 5].tolist()))
    blobs.click(large.plane.viewport(), QPoint(where))
    frame = blobs.until(lambda frame: frame.example is not None)
    assert frame.example.place in places
    assert large.plane.ring.at == output.plane.ring.at == tuple(frame.scene.points[:, frame.example.place])


def test_it_can_be_closed_and_opened_again_with_the_mistakes_that_were_asked_for(blobs):
    output = blobs.window.output
    blobs.press(Qt.Key.Key_E)
    output.enlarge()
    large = opened(blobs, EnlargedOutput)
    blobs.until(lambda frame: frame.verdicts is not None)
    assert np.array_equal(large.plane.judged.mistakes.points, wrong_points(blobs))
    blobs.bot.keyClick(large, Qt.Key.Key_Escape)
    assert output.enlarged is None
    assert output.showing.planes == [output.plane]
    train(blobs)


def test_the_theme_reaches_it(open_app):
    user = open_app(Experiment(data=Spiral()))
    user.window.output.enlarge()
    large = opened(user, EnlargedOutput)
    user.window.themes.set_choice("light")
    assert large.plane.theme.name == "light"
    user.window.themes.set_choice("dark")
    assert large.plane.theme.name == "dark"


# From near


def turn(user, plane, notches, at):
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


def test_the_wheel_looks_from_near_and_the_field_is_computed_there(blobs):
    plane = blobs.window.output.plane
    turn(blobs, plane, 4, (2.0, 1.0))
    seen = plane.seen
    assert seen[1] - seen[0] < 0.5 * (blobs.frame.scene.extent[1] - blobs.frame.scene.extent[0])
    frame = blobs.until(lambda frame: frame.close is not None)
    assert frame.close.extent == pytest.approx(seen)
    assert plane.field._surface is frame.close
    blobs.bot.mouseDClick(plane.viewport(), Qt.MouseButton.LeftButton, pos=plane.viewport().rect().center())
    assert plane.seen == pytest.approx(frame.scene.extent)
    blobs.until(lambda frame: frame.close is None)


def test_by_keyboard_and_by_a_drag(blobs):
    plane = blobs.window.output.plane
    plane.setFocus()
    for _ in range(3):
        blobs.press(Qt.Key.Key_Plus)
    assert blobs.units == tuple(layer.units for layer in blobs.experiment.layers)
    near = plane.seen
    blobs.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert plane.seen[0] > near[0]
    middle = plane.viewport().rect().center()
    blobs.bot.mousePress(plane.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    blobs.bot.mouseMove(plane.viewport(), middle + QPoint(40, 0))
    blobs.bot.mouseRelease(plane.viewport(), Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 0))
    assert plane.seen[0] == pytest.approx(near[0], abs=0.3 * (near[1] - near[0]))
    blobs.press(Qt.Key.Key_Minus)
    assert plane.seen[1] - plane.seen[0] > near[1] - near[0]
    blobs.press(Qt.Key.Key_Home)
    assert plane.extent is None


def test_other_data_are_seen_as_a_whole(blobs):
    plane = blobs.window.output.plane
    turn(blobs, plane, 3, (0.0, 0.0))
    blobs.until(lambda frame: frame.close is not None)
    blobs.choose_data("iris")
    blobs.until(lambda frame: frame.scene.dataset.n == 4 and frame.close is None)
    assert plane.extent is None
    assert plane.seen == pytest.approx(blobs.frame.scene.extent)


def test_both_windows_show_the_same_part_and_the_large_one_more_finely(blobs):
    output = blobs.window.output
    output.enlarge()
    large = opened(blobs, EnlargedOutput)
    frame = blobs.until(lambda frame: frame.close is not None)
    assert large.plane.field._surface is frame.close
    assert output.plane.field._surface.field is frame.field
    turn(blobs, large.plane, 3, (0.0, 0.0))
    assert output.plane.seen == pytest.approx(large.plane.seen)
    large.close()
    turn(blobs, output.plane, -9, (0.0, 0.0))
    blobs.until(lambda frame: frame.close is None)
