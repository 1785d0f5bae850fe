"""Data of one column: the prediction is a curve, classes stand in lanes, and every picture is still true."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from engine.data import Diabetes, Sine, Table
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.frames import FrameBuilder, Place, Scene, View, make_scene, telling_axes
from playground.panels.output import OutputPanel
from playground.theme import DARK
from tests.engine.textbook import run

WAVE = Experiment(data=Sine(noise=0.1), features=("x1",), layers=(Dense(8), Dense(4)), learning_rate=0.03)


@pytest.fixture(scope="module")
def wave():
    trainer = Trainer(WAVE)
    run(trainer, 60)
    return trainer


@pytest.fixture
def lengths(tmp_path):
    """A table of one feature and two classes."""
    path = tmp_path / "lengths.csv"
    path.write_text("cm,kind\n" + "".join(f"{i / 10},{'long' if i > 25 else 'short'}\n" for i in range(50)))
    return Experiment(data=Table(path=str(path), target="kind"), features=("x1",), layers=(Dense(3),))


def scene_of(experiment) -> Scene:
    return make_scene(Trainer(experiment).problem, View())


def test_numbers_stand_at_their_height():
    scene = scene_of(WAVE)
    assert scene.is_curve
    assert np.array_equal(scene.points, np.stack([scene.dataset.X[0], scene.dataset.y]))
    left, right, bottom, top = scene.extent
    assert (left, right) == (-6, 6)
    assert bottom < scene.dataset.y.min() < scene.dataset.y.max() < top < 3
    assert scene.axis_names == ("x1", "y")


def test_classes_stand_in_lanes_of_their_own(lengths):
    scene = scene_of(lengths)
    assert scene.has_one_column
    assert not scene.is_curve
    assert scene.extent[2:] == (0, 2)
    assert np.array_equal(np.floor(scene.points[1]), scene.dataset.y)
    assert np.unique(scene.points[1]).size == 50


def test_the_field_is_the_prediction_over_the_column_and_the_same_upwards(wave):
    frame = FrameBuilder(wave, View(unit=Place(1, 2), pinned=(Place(2, 0),))).build(0.0)
    left, right = frame.scene.extent[:2]
    X = np.linspace(left, right, frame.field.shape[-1])[None, :]
    np.testing.assert_allclose(frame.field[0, 0], wave.predict(X)[0], atol=1e-4)
    assert np.array_equal(frame.field[0], np.repeat(frame.field[0, :1], len(frame.field[0]), axis=0))
    assert frame.detail is not None
    assert len(frame.pins) == 1


def test_the_line_is_drawn_where_the_prediction_is(qtbot, wave):
    panel = OutputPanel()
    qtbot.addWidget(panel)
    panel.set_theme(DARK)
    panel.resize(340, 640)
    panel.show()
    frame = FrameBuilder(wave, View()).build(0.0)
    panel.show_frame(frame)
    panel.train_box.click()
    panel.dev_box.click()
    plane = panel.plane
    x = np.linspace(-5.5, 5.5, 30)
    across, down = plane.curve.to_pixels(x, wave.predict(x[None, :])[0])
    picture = plane.grab().toImage()
    corner = plane.mapFromScene(plane.view.mapToScene(plane.view.rect().topLeft()))
    line = QColor(DARK.contour).lightness()
    for i, j in zip(across + corner.x(), down + corner.y(), strict=True):
        near = [picture.pixelColor(round(i) + k, round(j) + l) for k in (-1, 0, 1) for l in (-1, 0, 1)]
        assert max(color.lightness() for color in near) > 0.8 * line
        away = [picture.pixelColor(round(i), round(j) + k) for k in (-14, 14)]
        assert min(color.lightness() for color in away) < 0.3 * line


def test_long_numbers_have_room_beside_a_curve_and_only_there(qtbot, tmp_path, wave):
    path = tmp_path / "houses.csv"
    path.write_text("area,price\n" + "".join(f"{i},{i * 123.5 + 0.25}\n" for i in range(40, 90)))
    houses = Experiment(data=Table(path=str(path), target="price"), features=("x1",), layers=())
    panel = OutputPanel()
    qtbot.addWidget(panel)
    panel.show()
    axis, widths = panel.plane.axes["left"], []
    for experiment in (Experiment(), houses, Experiment()):
        panel.show_frame(FrameBuilder(Trainer(experiment), View()).build(0.0))
        widths.append(axis.minimumWidth())
    assert widths[0] == widths[2] < widths[1]


def test_the_panel_names_it_a_curve_and_shows_no_map_of_colours(qtbot, wave):
    panel = OutputPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_frame(FrameBuilder(wave, View()).build(0.0))
    assert panel.plane.accessibleName() == "Prediction curve"
    assert not panel.color_bar.isVisible()
    assert not panel.plane.field.isVisible()
    assert panel.plane.curve.isVisible()
    panel.show_frame(FrameBuilder(Trainer(Experiment()), View()).build(0.0))
    assert panel.plane.accessibleName() == "Decision boundary"
    assert panel.color_bar.isVisible()
    assert panel.plane.field.isVisible()
    assert not panel.plane.curve.isVisible()


def test_one_column_of_classes_is_a_field_that_the_pointer_reads(qtbot, lengths):
    panel = OutputPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_frame(FrameBuilder(Trainer(lengths), View()).build(0.0))
    assert panel.plane.field.isVisible()
    panel.plane.hovered.emit(1.5, 0.3)
    assert panel.read_out.text().startswith("cm 1.50   p ")


@pytest.mark.parametrize("classes", [False, True])
def test_the_layers_carry_a_line_as_they_carry_a_plane(lengths, classes):
    trainer = Trainer(lengths if classes else WAVE)
    morph = FrameBuilder(trainer, View(morph=True)).build(0.0).morph
    assert morph is not None
    first, then = morph.stations[0], morph.stations[1]
    assert first.axes == (("cm", "kind") if classes else ("x1", "y"))
    assert then.units == 1
    for station in morph.stations:
        assert np.isfinite(station.mesh).all()
        assert np.isfinite(station.points).all()


def test_the_plane_of_a_regression_has_the_columns_that_go_with_the_target():
    data = Diabetes().load()
    assert [data.columns[i] for i in telling_axes(data, np.zeros(data.m, np.int8))] == ["bmi", "ltg"]
