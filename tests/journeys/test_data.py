"""Story: somebody tries other data, makes them noisy, splits them otherwise and adds input features."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from engine.data import BY_NAME

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def settled(user):
    """A user past the first start, with the data settings open."""
    user.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    user.until(lambda frame: frame.epoch == 1)
    user.window.data.fold.set_open(True)
    return user


def test_each_data_set_is_a_click_away_and_learns(settled):
    settled.window.session.set_pace(None)
    for name in BY_NAME:
        if name == "circle":
            continue  # what it starts with
        settled.choose_data(name)
        assert settled.experiment.data.name == name
        fresh = settled.until(lambda frame: frame.epoch == 0)
        classes = fresh.scene.dataset.n_classes
        assert fresh.shapes[-1][0] == (1 if classes <= 2 else classes)
        settled.press(Qt.Key.Key_Space)
        settled.until(lambda frame: frame.epoch >= 5)
        settled.press(Qt.Key.Key_Space)
        settled.press(Qt.Key.Key_Z, CTRL)
        assert settled.experiment.data.name == "circle"


def test_the_output_layer_follows_the_task(settled):
    settled.choose_data("blobs")
    settled.until(lambda frame: "softmax" in settled.window.network.canvas.accessibleDescription())
    settled.choose_data("xor")
    settled.until(lambda frame: "sigmoid" in settled.window.network.canvas.accessibleDescription())


def test_iris_is_shown_on_a_plane_of_two_chosen_features(settled):
    settled.choose_data("iris")
    frame = settled.until(lambda frame: frame.scene.dataset.n == 4)
    assert frame.scene.axes == (2, 3)  # the petals tell the species apart
    assert frame.shapes == [(4, 4), (2, 4), (3, 2)]
    axes = settled.window.output.axis_choices
    assert axes.isVisible()
    axes.across.setCurrentIndex(0)
    axes.across.activated.emit(0)
    settled.until(lambda frame: frame.scene.axes == (0, 3))
    axes.up.setCurrentIndex(0)  # the column that already goes across: the two swap
    axes.up.activated.emit(0)
    settled.until(lambda frame: frame.scene.axes == (3, 0))


def test_noise_and_samples_by_slider_keys_move_the_same_points(settled):
    before = settled.frame.scene.dataset.X
    noise = settled.window.data.sampling.noise.slider
    noise.setFocus()
    for _ in range(5):
        settled.press(Qt.Key.Key_Right)
    assert settled.experiment.data.noise == pytest.approx(0.05)
    assert settled.frame.iteration == 10  # Right belonged to the slider, not to the training
    assert settled.window.document.history.count() == 1
    after = settled.until(lambda frame: True).scene.dataset.X
    assert np.array_equal(before, after)  # the noise of the circle is in its labels
    samples = settled.window.data.sampling.samples
    samples.field.setFocus()
    samples.field.selectAll()
    settled.bot.keyClicks(samples.field, "200")
    settled.press(Qt.Key.Key_Return)
    fewer = settled.until(lambda frame: frame.scene.dataset.m == 200).scene.dataset.X
    assert np.array_equal(fewer, before[:, :200])


@pytest.mark.parametrize("text", ["", "abc", "-5", "1e99", "3.7.1"])
def test_nonsense_in_a_field_is_refused_with_a_sentence_and_nothing_changes(settled, text):
    before = settled.experiment
    field = settled.window.data.sampling.samples.field
    field.setFocus()
    field.selectAll()
    settled.bot.keyClicks(field, text)
    if not text:
        settled.press(Qt.Key.Key_Delete)
    settled.press(Qt.Key.Key_Return)
    assert settled.experiment is before
    assert "Samples" in settled.window.status.findChild(object, "hint").text()


def test_the_split_bar_by_mouse_and_by_keys(settled):
    bar = settled.window.data.dividing.bar
    handle = bar.handles[0]
    middle = handle.rect().center()
    settled.bot.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    settled.bot.mouseMove(handle, middle - QPoint(30, 0))
    settled.bot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle - QPoint(30, 0))
    split = settled.experiment.split
    assert split.train < 0.6
    assert split.train + split.dev + split.test == pytest.approx(1)
    frame = settled.until(lambda frame: (frame.scene.codes == 0).sum() < 300)
    assert (frame.scene.codes == 2).sum() == 100
    handle.setFocus()
    settled.press(Qt.Key.Key_Right)
    assert settled.experiment.split.train > split.train


def test_every_feature_can_be_switched_on_and_the_last_one_stays(settled):
    chips = settled.window.data.inputs.features.chips
    assert list(chips) == ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"]
    for name in list(chips)[2:]:
        settled.click(chips[name])
        settled.until(lambda frame: frame.shapes[0][1] == len(settled.experiment.features))
    assert settled.experiment.features == tuple(chips)
    for name in list(chips)[1:]:
        settled.click(chips[name])
    settled.click(chips["x1"])
    assert settled.experiment.features == ("x1",)


def test_normalising_can_be_switched_off_and_new_points_drawn(settled):
    settled.click(settled.window.data.inputs.normalise)
    assert not settled.experiment.normalize
    settled.click(settled.window.data.new_points)
    assert settled.experiment.data.seed == 2
    settled.until(lambda frame: True)


def test_axes_chosen_for_iris_do_not_turn_other_data_round(settled):
    settled.choose_data("iris")
    settled.until(lambda frame: frame.scene.dataset.n == 4)
    axes = settled.window.output.axis_choices
    for box, column in ((axes.across, 1), (axes.up, 0)):
        box.setCurrentIndex(column)
        box.activated.emit(column)
    settled.until(lambda frame: frame.scene.axes == (1, 0))
    settled.choose_data("circle")
    assert settled.until(lambda frame: frame.scene.dataset.n == 2).scene.axes == (0, 1)


SPOILERS = ("noise", "jitter", "flips", "imbalance", "outliers")


def examples(user):
    data = user.frame.scene.dataset
    return data.X.copy(), data.y.copy()


@pytest.mark.parametrize("name", ["moons", "blobs"])
def test_all_sorts_of_noise_by_slider_keys_move_the_same_points(settled, name):
    settled.choose_data(name)
    settled.until(lambda frame: frame.epoch == 0)
    settled.window.data.sampling.more.set_open(True)
    settled.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    settled.until(lambda frame: frame.epoch == 1)
    clean = examples(settled)
    for field in SPOILERS:
        slider = settled.window.data.sampling.sliders[field].slider
        slider.setFocus()
        settled.press(Qt.Key.Key_PageUp)
        frame = settled.until(lambda frame: True)
        assert frame.experiment.data.seed == 1
        assert frame.epoch == 1  # what was learned stays
        X, y = examples(settled)
        if field in ("noise", "jitter"):
            assert np.array_equal(y, clean[1])
            assert 0 < np.abs(X - clean[0]).max() < 5
        settled.press(Qt.Key.Key_PageDown)
        assert getattr(settled.until(lambda frame: True).experiment.data, field) == 0
        for now, then in zip(examples(settled), clean, strict=True):
            assert np.array_equal(now, then)
    settled.click(settled.window.data.new_points)
    settled.until(lambda frame: True)
    assert not np.array_equal(examples(settled)[0], clean[0])


def test_more_classes_widen_the_output_and_keep_what_is_learned(settled):
    settled.choose_data("blobs")
    settled.until(lambda frame: frame.epoch == 0)
    settled.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    settled.until(lambda frame: frame.epoch == 1)
    sampling = settled.window.data.sampling
    slider = next(s for s in sampling.classes.values() if s.isVisible()).slider
    slider.setFocus()
    before = settled.frame.parameters["W1"].copy()
    settled.press(Qt.Key.Key_Right)
    frame = settled.until(lambda frame: frame.shapes[-1][0] == 4)
    assert np.array_equal(frame.parameters["W1"], before)


def test_a_sine_is_a_curve_that_the_pointer_reads(settled):
    settled.choose_data("sine")
    frame = settled.until(lambda frame: frame.epoch == 0)
    assert frame.shapes[0][1] == 1
    assert frame.scene.axis_names == ("x1", "y")
    output = settled.window.output
    assert output.plane.accessibleName() == "Prediction curve"
    settled.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    settled.until(lambda frame: frame.epoch == 1)
    output.plane.hovered.emit(1.5, -0.4)
    frame = settled.frame
    left, right = frame.scene.extent[:2]
    curve = np.interp(1.5, np.linspace(left, right, frame.field.shape[-1]), frame.field[0, 0])
    x, _, y = output.read_out.text().rpartition("ŷ")
    assert x.split() == ["x₁", "1.50"]
    assert float(y.replace("−", "-")) == pytest.approx(curve, abs=0.06)


def test_a_real_table_says_whose_it_is(settled):
    settled.choose_data("wine")
    frame = settled.until(lambda frame: frame.scene.dataset.n == 13)
    assert frame.scene.dataset.target == "cultivar"
    assert "Forina" in settled.window.data.gallery.source.text()
    settled.choose_data("moons")
    settled.until(lambda frame: frame.scene.dataset.n == 2)
    assert not settled.window.data.gallery.source.isVisible()
