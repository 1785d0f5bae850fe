"""Mistakes, residuals, lit cells, the large window and the view from near, of frames made before."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmapCache

from engine.data import Blobs, Bumps, Circle, Sine
from engine.experiment import Experiment
from engine.metrics import Classification
from engine.trainer import Trainer
from playground.app import KEPT_KB
from playground.frames import FrameBuilder, View
from playground.panels.output import OutputPanel
from playground.panels.output.confusion import ConfusionMatrix, Spot, ink_on
from playground.panels.output.judged import Cell
from playground.panels.output.measures_window import MeasuresWindow
from playground.panels.output.points import DEV, DIMMED, TRAIN, Dots
from playground.panels.output.stamps import sizes_of
from playground.theme import DARK, LIGHT

ALL = View(verdicts=True, measures=True)
COUNTS = np.array([[30, 2, 1], [4, 0, 0], [0, 5, 1200]])


@pytest.fixture
def panel(qtbot):
    panel = OutputPanel()
    qtbot.addWidget(panel)
    panel.set_theme(DARK)
    panel.resize(344, 600)
    panel.show()
    return panel


@pytest.fixture
def matrix(qtbot):
    matrix = ConfusionMatrix()
    qtbot.addWidget(matrix)
    matrix.resize(360, 320)
    matrix.show_counts(Classification(COUNTS), ("ant", "bee", "cat"))
    matrix.show()
    return matrix


def frame_of(data, epochs=2, view=ALL, **fields):
    trainer = Trainer(Experiment(data=data, **fields))
    for _ in range(epochs):
        trainer.run_epoch()
    return FrameBuilder(trainer, view).build(0)


# Mistakes and residuals


def test_what_is_asked_is_told_once(panel, qtbot):
    panel.show_frame(frame_of(Blobs(), view=View()))
    asked: list[dict[str, object]] = []
    panel.wanted.connect(asked.append)
    panel.showing.mistakes.click()
    panel.showing.light(Cell("dev", 0, 0))
    panel.showing.mistakes.click()
    assert asked == [{"verdicts": True}]
    panel.showing.light(None)
    assert asked == [{"verdicts": True}, {"verdicts": False}]


def test_crosses_wait_for_answers_and_hide_with_their_part(panel):
    panel.show_frame(frame_of(Blobs(), view=View()))
    panel.showing.mistakes.click()
    assert not panel.plane.judged.mistakes.isVisible()
    panel.show_frame(frame_of(Blobs()))
    assert panel.plane.judged.mistakes.isVisible()
    panel.train_box.click()
    panel.dev_box.click()
    assert not panel.plane.judged.mistakes.isVisible()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_cross_is_in_the_colour_of_errors_on_a_rim(panel, theme):
    panel.set_theme(theme)
    panel.showing.mistakes.click()
    panel.show_frame(frame_of(Blobs(), 0))
    image = panel.plane.grab().toImage()
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    found = {image.pixelColor(x, y).name() for x, y in places}
    assert theme.bad.lower() in found


def test_residuals_point_up_where_the_network_says_too_much(panel):
    panel.show_frame(frame_of(Bumps()))
    assert panel.showing.mistakes.isHidden()
    panel.showing.residuals.click()
    frame = frame_of(Bumps())
    panel.show_frame(frame)
    judged, found = panel.plane.judged, frame.verdicts
    assert found is not None
    spread = frame.scene.dataset.y[frame.scene.codes == 0].std()
    too_much = found.errors > 0.15**2 * spread
    assert np.array_equal(judged.too_much.points, frame.scene.points[:, found.places[too_much]])
    assert judged.too_little.points.shape[1] > 10
    assert judged.too_much.sizes.max() <= 1
    assert panel.plane.points.items[0].opacity() == DIMMED
    assert [sign.text for sign in panel.legend.signs][1:] == ["ŷ too high", "ŷ too low"]
    panel.plane.grab()
    panel.showing.residuals.click()
    assert panel.plane.points.items[0].opacity() == 1.0
    assert len(panel.legend.signs) == 1


def test_areas_are_as_errors_are():
    sizes = sizes_of(np.array([0.25, -1.0, 8.0]), 1.0)
    assert sizes.tolist() == [0.5, 1.0, 1.0]


def test_beside_a_curve_residuals_are_lines_to_it(panel):
    frame = frame_of(Sine(), features=("x1",))
    panel.show_frame(frame)
    panel.showing.residuals.click()
    whiskers = panel.plane.judged.whiskers
    assert whiskers.isVisible()
    assert np.array_equal(whiskers.points[1], frame.verdicts.labels)
    assert np.array_equal(whiskers.answers, frame.verdicts.answers)
    assert panel.plane.points.items[0].opacity() == 1.0
    panel.plane.grab()


def test_other_data_have_other_boxes_and_ask_for_nothing(panel):
    panel.show_frame(frame_of(Bumps()))
    panel.showing.residuals.click()
    asked: list[dict[str, object]] = []
    panel.wanted.connect(asked.append)
    panel.show_frame(frame_of(Circle()))
    assert panel.showing.residuals.isHidden()
    assert not panel.showing.mistakes.isHidden()
    assert asked == [{"verdicts": False}]


def test_lit_points_follow_the_network_and_go_out_with_other_data(panel):
    panel.show_frame(frame_of(Blobs()))
    panel.showing.light(Cell("train", 0, 0))
    first = panel.plane.judged.lit[TRAIN]
    assert set(panel.plane.judged.lit) == {TRAIN}
    panel.show_frame(frame_of(Blobs(), 8))
    assert panel.plane.judged.lit[TRAIN] is not first
    panel.show_frame(frame_of(Circle()))
    assert not panel.plane.judged.lit
    assert panel.showing.cell is None
    assert panel.plane.points.items[DEV].opacity() == 1.0


# The matrix


def test_every_cell_is_said_in_words(matrix):
    assert matrix.sentence(Spot(0, 1)) == "Label ant, answer bee: 2 of 33 examples, 6.1\u2009%"
    assert matrix.share(Spot(1, 1)) == 0.0
    assert "cat" in matrix.sentence(Spot(2, 2))


def test_cells_by_mouse_and_by_arrows(matrix, qtbot):
    chosen: list[Spot | None] = []
    matrix.chosen.connect(chosen.append)
    matrix.chosen.connect(matrix.light)
    where = matrix.area(Spot(1, 2)).center().toPoint()
    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=where)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        qtbot.keyClick(matrix, key)
    assert chosen == [Spot(1, 2), None, Spot(2, 1), None]
    assert matrix.spot_at(QPoint(2, 2).toPointF()) is None


def test_ten_classes_stay_legible(qtbot):
    matrix = ConfusionMatrix()
    qtbot.addWidget(matrix)
    matrix.show_counts(Classification(np.eye(10, dtype=np.intp) * 36), tuple("0123456789"))
    matrix.resize(matrix.minimumSizeHint())
    assert matrix.cell >= 26
    assert matrix.area(Spot(9, 9)).right() <= matrix.width()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_counts_can_be_read_on_every_colour(theme):
    def luminance(color):
        shares = (color.redF(), color.greenF(), color.blueF())
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    from PySide6.QtGui import QColor

    for argb in theme.map("sequential").argb.tolist():
        ground = QColor(argb)
        low, high = sorted((luminance(ground), luminance(QColor(ink_on(ground)))))
        assert (high + 0.05) / (low + 0.05) >= 4.5


# Windows


def test_metrics_of_numbers_have_no_matrix(panel, qtbot):
    frame = frame_of(Bumps())
    panel.show_frame(frame)
    with qtbot.waitSignal(panel.wanted) as signal:
        panel.open_measures()
    assert signal.args == [{"measures": True}]
    panel.show_frame(frame)
    window = panel.findChild(MeasuresWindow)
    assert [row[0] for row in window.table.rows] == ["R²", "RMSE, as y", "MAE, as y", "Examples", "Cost J"]
    assert not window.matrix.isVisible()
    with qtbot.waitSignal(panel.wanted) as signal:
        window.close()
    assert signal.args == [{"measures": False}]


def test_metrics_of_two_classes_name_class_1(panel):
    panel.open_measures()
    frame = frame_of(Circle())
    panel.show_frame(frame)
    window = panel.measures_window
    assert [row[0] for row in window.table.rows][1:3] == ["Precision, y = 1", "Recall, y = 1"]
    assert window.table.sentence(window.table.rows[0]).startswith("Accuracy: Train ")
    assert [row[0] for row in window.classes.rows] == ["0", "1"]
    window.part._group.buttons()[0].click()
    assert int(window.matrix._counts.sum()) == 300
    window.grab()
    window.close()


def test_twins_do_what_the_boxes_do(panel, qtbot):
    panel.show_frame(frame_of(Blobs()))
    panel.enlarge()
    large = panel.enlarged
    train_twin, dev_twin = large._twins[:2]
    dev_twin.click()
    assert not panel.dev_box.isChecked()
    assert not large.plane.points.items[DEV].isVisible()
    panel.train_box.click()
    assert not train_twin.isChecked()
    assert not large.plane.points.items[TRAIN].isVisible()
    panel.set_theme(LIGHT)
    assert large.plane.theme is LIGHT
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert panel.enlarged is None


def test_an_enlarged_plane_is_painted_from_kept_pixels(panel, qtbot, monkeypatch):
    """All that Qt keeps of it has room: else points would be drawn anew thirty times a second."""
    painted, paint = [], Dots.paint

    def counted(dots: Dots, *how: Any) -> None:
        painted.append(dots)
        paint(dots, *how)

    monkeypatch.setattr(Dots, "paint", counted)
    QPixmapCache.setCacheLimit(KEPT_KB)  # as the app does
    panel.show_frame(frame_of(Blobs()))
    panel.enlarge()
    large = panel.enlarged
    large.resize(2000, 1900)
    qtbot.waitUntil(lambda: large.plane.points.items[DEV] in painted)
    large.plane.viewport().repaint()
    painted.clear()
    large.plane.viewport().repaint()
    assert not painted
    large.close()


# From near


def test_by_keyboard_and_by_a_drag(panel, qtbot):
    panel.show_frame(frame_of(Blobs()))
    plane = panel.plane
    for _ in range(3):
        qtbot.keyClick(plane, Qt.Key.Key_Plus)
    near = plane.seen
    assert near[1] - near[0] == pytest.approx(12 / 1.25**3)
    qtbot.keyClick(plane, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert plane.seen[0] > near[0]
    moved, middle = plane.seen, plane.viewport().rect().center()
    qtbot.mousePress(plane.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(plane.viewport(), middle + QPoint(30, 0))
    qtbot.mouseRelease(plane.viewport(), Qt.MouseButton.LeftButton, pos=middle + QPoint(30, 0))
    assert plane.seen[0] < moved[0]
    qtbot.keyClick(plane, Qt.Key.Key_Minus)
    assert plane.seen[1] - plane.seen[0] > near[1] - near[0]
    qtbot.keyClick(plane, Qt.Key.Key_Home)
    assert plane.extent is None
    assert panel.picker.place is None


def test_a_part_of_the_same_plane_stays_and_of_another_goes(panel):
    panel.show_frame(frame_of(Circle()))
    panel.showing.zoom((0.0, 1.0, 0.0, 1.0))
    panel.show_frame(frame_of(Circle(seed=2)))
    assert panel.plane.seen == pytest.approx((0.0, 1.0, 0.0, 1.0))
    asked: list[dict[str, object]] = []
    panel.wanted.connect(asked.append)
    panel.show_frame(frame_of(Sine(), features=("x1",)))
    assert {"extent": None} in asked
    assert panel.showing.extent is None
