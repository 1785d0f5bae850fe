"""The Output panel shows each frame truly, sets its points once per data set, and hides the test part."""

import gc
import sys

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor

from engine.activations import Tanh
from engine.data import Blobs, Circle, Dataset, Iris, Split
from engine.experiment import Experiment
from engine.layers import Dense
from engine.problem import Problem
from engine.trainer import Trainer
from playground.frames import Frame, FrameBuilder, View, thinned
from playground.frames.verdicts import MOST
from playground.panels.output import OutputPanel
from playground.panels.output import points as plot_points
from playground.panels.output.plane import probe
from playground.shades import Shades
from playground.theme import DARK, LIGHT
from playground.widgets.plot_legend import Legend, class_signs
from playground.widgets.plot_numbers import number

FOUR = ("x1", "x2", "x3", "x4")


def builder(experiment: Experiment, dataset: Dataset | None = None, view: View | None = None) -> FrameBuilder:
    problem = Problem(experiment, dataset) if dataset else None
    return FrameBuilder(Trainer(experiment, problem), view or View())


def frames(source: FrameBuilder, n: int = 2) -> list[Frame]:
    result = [source.build(1.0)]
    for _ in range(n - 1):
        source.trainer.run_epoch()
        result.append(source.build(1.0))
    return result


def iris(view: View | None = None) -> Frame:
    return builder(Experiment(data=Iris(), features=FOUR), view=view).build(1.0)


def values() -> Dataset:
    X = np.random.default_rng(1).uniform(-6, 6, (2, 60))
    return Dataset(X=X, y=X[0] - 2 * X[1], task="regression", columns=("x1", "x2"))


@pytest.fixture
def panel(qtbot):
    panel = OutputPanel()
    qtbot.addWidget(panel)
    panel.set_theme(DARK)
    panel.resize(344, 560)
    panel.show()
    return panel


def pixel(panel: OutputPanel, x: float, y: float) -> QPoint:
    place: QPoint = panel.plane.mapFromScene(panel.plane.view.mapViewToScene(QPointF(x, y)))
    return place


def picture_color(panel: OutputPanel, x: float, y: float) -> tuple[int, int, int]:
    """The colour on the screen at a point of the plane, the points hidden."""
    for box in (panel.train_box, panel.dev_box):
        box.setChecked(False)
    color = QColor(panel.plane.grab().toImage().pixelColor(pixel(panel, x, y)))
    return color.red(), color.green(), color.blue()


def move_to(qtbot, panel: OutputPanel, x: float, y: float) -> None:
    qtbot.mouseMove(panel.plane.viewport(), pixel(panel, x, y))


def test_points_are_set_once_per_data_set(panel, monkeypatch):
    made = []
    scatter = plot_points.scatter

    def counted(plot, scene, theme, part):
        made.append(part)
        return scatter(plot, scene, theme, part)

    monkeypatch.setattr(plot_points, "scatter", counted)
    source = builder(Experiment())
    for frame in frames(source, 4):
        panel.show_frame(frame)
    assert len(made) == 2  # train and dev
    panel.show_frame(builder(Experiment(data=Circle(noise=0.2))).build(1.0))
    assert len(made) == 4


def test_points_show_train_and_dev_but_never_test(panel):
    frame = frames(builder(Experiment()))[-1]
    panel.show_frame(frame)
    codes, points = frame.scene.codes, frame.scene.points
    assert set(panel.plane.points.items) == {0, 1}
    for part, item in panel.plane.points.items.items():
        x, y = item.scatter.getData()
        assert np.array_equal(np.stack([x, y]), points[:, codes == part])


def test_classes_have_their_own_shapes(panel):
    frame = builder(Experiment(data=Blobs())).build(1.0)
    panel.show_frame(frame)
    symbols = panel.plane.points.items[0].scatter.data["symbol"]
    labels = frame.scene.dataset.y[frame.scene.codes == 0]
    assert [DARK.marker(c) for c in labels] == list(symbols)
    assert [s.text for s in panel.legend.signs] == ["y = 0", "y = 1", "y = 2"]


def test_field_is_coloured_by_p(panel):
    frame = frames(builder(Experiment()), 8)[-1]
    panel.show_frame(frame)
    p = probe(frame, 4.0, -4.0).output[0]
    expected = DARK.map("field").rgb[round(255 * p)]
    assert picture_color(panel, 4.0, -4.0) == pytest.approx(expected, abs=3)


def test_new_frame_changes_the_picture_and_a_theme_too(panel):
    first, *_, last = frames(builder(Experiment()), 12)
    pictures = []
    for frame, theme in ((first, DARK), (last, DARK), (last, LIGHT)):
        panel.set_theme(theme)
        panel.show_frame(frame)
        pictures.append(panel.plane.grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2]


def test_winner_takes_its_colour_and_certainty_its_strength():
    field = np.zeros((3, 1, 2))
    field[:, 0, 0] = 1.0, 0.0, 0.0
    field[:, 0, 1] = 0.3, 0.3, 0.4
    shades = Shades(builder(Experiment(data=Blobs())).scene.dataset, DARK)
    table = DARK.class_field(3)
    assert shades.pixels(field).tolist() == [[table[0, 255], table[2, round(255 * 0.1)]]]


def test_discretise_leaves_two_colours(panel):
    frame = frames(builder(Experiment()), 6)[-1]
    panel.show_frame(frame)
    table = DARK.map("field").argb
    pixels = Shades(frame.scene.dataset, DARK, flat=True).pixels(frame.field)
    assert np.array_equal(pixels, np.where(frame.field[0] >= 0.5, table[255], table[0]))
    shaded = picture_color(panel, 5.5, 5.5)
    panel.flat_box.click()
    assert picture_color(panel, 5.5, 5.5) != shaded


def test_check_boxes_hide_the_points(panel):
    panel.show_frame(builder(Experiment()).build(1.0))
    panel.dev_box.click()
    assert [panel.plane.points.items[part].isVisible() for part in (0, 1)] == [True, False]
    panel.show_frame(builder(Experiment(data=Circle(noise=0.3))).build(1.0))
    assert not panel.plane.points.items[1].isVisible(), "the choice outlives the data set"


def test_hover_reads_the_plane_and_follows_new_frames(panel, qtbot):
    first, *_, last = frames(builder(Experiment()), 12)
    panel.show_frame(first)
    move_to(qtbot, panel, 2.0, -1.0)
    before = panel.read_out.text()
    assert before.startswith("x₁ ")
    assert "x₂ −" in before
    assert before.endswith(f"p {probe(first, 2.0, -1.0).output[0]:.2f}")
    panel.show_frame(last)
    assert panel.read_out.text() != before
    assert panel.read_out.text().endswith(f"p {probe(last, 2.0, -1.0).output[0]:.2f}")
    qtbot.mouseMove(panel.plane.viewport(), QPoint(2, 2))
    assert panel.read_out.text() == ""


def test_probe_reads_the_nearest_sample():
    frame = builder(Experiment()).build(1.0)
    left, right, bottom, top = frame.scene.extent
    assert probe(frame, left, top).output[0] == frame.field[0, 0, 0]
    assert probe(frame, right, bottom).output[0] == frame.field[0, -1, -1]
    assert probe(frame, right + 5, top).output[0] == frame.field[0, 0, -1]


def test_iris_chooses_two_of_four_columns(panel, qtbot):
    panel.show_frame(iris(View(axes=(0, 1))))
    choices = panel.axis_choices
    assert choices.isVisible()
    assert "training mean" in choices.note.text()
    assert choices.across.count() == 4
    with qtbot.waitSignal(panel.wanted) as signal:
        choices.across.activated.emit(2)
    assert signal.args == [{"axes": (2, 1), "pca": False}]
    panel.show_frame(iris(View(axes=(2, 1))))
    assert choices.across.currentData() == 2
    assert panel.legend.signs[0].text == "setosa"


def test_equal_columns_swap(panel, qtbot):
    panel.show_frame(iris(View(axes=(0, 1))))
    with qtbot.waitSignal(panel.wanted) as signal:
        panel.axis_choices.across.activated.emit(1)
    assert signal.args == [{"axes": (1, 0), "pca": False}]
    assert panel.axis_choices.up.currentData() == 0


def test_the_plane_of_principal_components_says_how_much_it_shows(panel, qtbot):
    panel.show_frame(iris(View()))
    with qtbot.waitSignal(panel.wanted) as signal:
        panel.axis_choices.plane.chosen.emit("pca")
    assert signal.args == [{"pca": True}]
    panel.show_frame(iris(View(pca=True)))
    assert "of the training part's variance" in panel.axis_choices.note.text()
    assert panel.plane.axes["bottom"].name.startswith("PC1")
    assert not panel.axis_choices.across.isVisible()


def test_two_columns_need_no_choice(panel):
    panel.show_frame(builder(Experiment()).build(1.0))
    assert not panel.axis_choices.isVisible()


def test_regression_shows_values_and_r_squared(panel, qtbot):
    frame = builder(Experiment(), values()).build(1.0)
    panel.show_frame(frame)
    assert not panel.flat_box.isVisible()
    assert panel.metrics.train.name == "Train R²"
    assert frame.dev is not None
    assert frame.dev.r2 is not None
    assert panel.metrics.dev.value == number(frame.dev.r2, 3)
    assert panel.plane.accessibleDescription().endswith(f"dev R² {number(frame.dev.r2, 3)}")
    shades = Shades(frame.scene.dataset, DARK)
    assert shades.low == -shades.high
    assert len({b.color().name() for b in panel.plane.points.items[0].scatter.data["brush"]}) > 5
    move_to(qtbot, panel, 1.0, 1.0)
    assert "ŷ" in panel.read_out.text()


def test_accuracy_tiles(panel):
    frame = builder(Experiment()).build(1.0)
    train = replace(frame.train, accuracy=0.9567)
    panel.show_frame(replace(frame, train=train, dev=replace(train, accuracy=0.95)))
    assert panel.metrics.train.value == "95.7\u2009%"
    assert panel.metrics.dev.accessibleName() == "Dev accuracy 95.0\u2009%"


def test_without_a_dev_set_there_is_no_dev_tile(panel):
    panel.show_frame(builder(Experiment(split=Split(train=0.8, dev=0.0, test=0.2))).build(1.0))
    assert not panel.metrics.dev.isVisible()
    assert "train accuracy" in panel.plane.accessibleDescription()


def test_description_says_what_is_seen(panel):
    frame = builder(Experiment()).build(1.0)
    panel.show_frame(replace(frame, dev=replace(frame.train, accuracy=0.95)))
    description = panel.plane.accessibleDescription()
    assert description == "300 train and 100 dev points, two classes, dev accuracy 95.0 percent"
    assert panel.plane.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_low_window_gets_a_smaller_picture_and_one_line(panel):
    panel.show_frame(builder(Experiment()).build(1.0))
    assert panel.plane.view.height() == pytest.approx(280, abs=1)
    panel.set_low(True)
    panel.show_frame(builder(Experiment()).build(1.0))
    assert panel.plane.view.height() == pytest.approx(226, abs=1)
    assert panel.metrics.line.isVisible()
    assert not panel.metrics.train.isVisible()


def test_first_start_shows_the_boundary_alone(panel):
    panel.set_first_start(True)
    assert not panel.boxes.isVisible()
    assert not panel.metrics.isVisible()
    panel.set_first_start(False)
    assert panel.boxes.isVisible()
    assert panel.metrics.isVisible()


def test_five_hundred_frames_lose_no_reference_to_none(panel):
    """PySide6 6.12 on Python 3.11 loses one per paint override and aborts in the end."""
    shown = frames(builder(Experiment()), 3)
    panel.show_frame(shown[0])
    gc.collect()  # what earlier tests left would give back its references to None in between
    before = sys.getrefcount(None)
    for i in range(500):
        panel.show_frame(shown[i % 3])
        panel.plane.viewport().repaint()
    assert sys.getrefcount(None) > before - 400


def test_picture_stays_square_when_the_dock_widens_and_narrows(panel, qtbot):
    panel.show_frame(builder(Experiment()).build(1.0))
    for width in (480, 300, 344):
        panel.resize(width, 700)
        qtbot.waitUntil(lambda width=width: panel.plane.width() == width - 32)
        assert panel.plane.view.width() == panel.plane.view.height() == width - 64


def test_many_points_are_thinned_evenly():
    assert len(thinned(np.ones(100_000, bool))) <= MOST
    assert thinned(np.array([True, False, True])).tolist() == [0, 2]


def test_the_boundary_is_drawn_in_contour_ink(panel):
    frame = frames(builder(Experiment(layers=(Dense(units=1, activation=Tanh()),))), 30)[-1]
    panel.show_frame(frame)
    lines = frame.contours[0.5]
    assert lines, "this boundary crosses the plane"
    x, y = lines[0][len(lines[0]) // 2]
    assert min(picture_color(panel, x, y)) > 150


def test_legend_wraps_and_names_itself(qtbot):
    legend = Legend()
    qtbot.addWidget(legend)
    legend.set_signs(class_signs(("setosa", "versicolor", "virginica"), "species", DARK))
    legend.resize(130, 18)
    legend.show()
    heights = [place.y() for place in legend.places()]
    assert heights == sorted(heights)
    assert len(set(heights)) > 1
    assert legend.accessibleName() == "Legend: setosa, versicolor, virginica"


def test_check_boxes_answer_to_the_space_key(panel, qtbot):
    panel.show_frame(builder(Experiment()).build(1.0))
    panel.train_box.setFocus()
    qtbot.keyClick(panel.train_box, Qt.Key.Key_Space)
    assert not panel.train_box.isChecked()
    assert not panel.plane.points.items[0].isVisible()


def test_a_screen_reader_hears_of_the_enlarged_plane_what_the_frame_says(panel, qtbot):
    source = builder(Experiment())
    first, *_ = frames(source, 30)
    second = source.build(0.0)  # at rest its scores are its own
    panel.show_frame(first)
    panel.enlarge()
    assert panel.enlarged is not None
    before = panel.enlarged.plane.accessibleDescription()
    assert before == panel.plane.accessibleDescription()
    panel.show_frame(second)
    assert panel.enlarged.plane.accessibleDescription() == panel.plane.accessibleDescription() != before
    panel.enlarged.close()
