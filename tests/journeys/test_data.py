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


@pytest.mark.parametrize("name", [name for name in BY_NAME if name != "circle"])
def test_each_data_set_is_a_click_away_and_learns(settled, name):
    settled.click(settled.window.data.gallery.thumbnails[name])
    assert settled.experiment.data.name == name
    fresh = settled.until(lambda frame: frame.epoch == 0)
    classes = fresh.scene.dataset.n_classes
    assert fresh.shapes[-1][0] == (1 if classes <= 2 else classes)
    settled.press(Qt.Key.Key_Space)
    settled.until(lambda frame: frame.epoch >= 5)
    settled.press(Qt.Key.Key_Z, CTRL)
    assert settled.experiment.data.name == "circle"


def test_the_output_layer_follows_the_task(settled):
    settled.click(settled.window.data.gallery.thumbnails["blobs"])
    settled.until(lambda frame: "softmax" in settled.window.network.canvas.accessibleDescription())
    settled.click(settled.window.data.gallery.thumbnails["xor"])
    settled.until(lambda frame: "sigmoid" in settled.window.network.canvas.accessibleDescription())


def test_iris_is_shown_on_a_plane_of_two_chosen_features(settled):
    settled.click(settled.window.data.gallery.thumbnails["iris"])
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
    settled.click(settled.window.data.gallery.thumbnails["iris"])
    settled.until(lambda frame: frame.scene.dataset.n == 4)
    axes = settled.window.output.axis_choices
    for box, column in ((axes.across, 1), (axes.up, 0)):
        box.setCurrentIndex(column)
        box.activated.emit(column)
    settled.until(lambda frame: frame.scene.axes == (1, 0))
    settled.click(settled.window.data.gallery.thumbnails["circle"])
    assert settled.until(lambda frame: frame.scene.dataset.n == 2).scene.axes == (0, 1)
