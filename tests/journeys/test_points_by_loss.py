"""Somebody clicks a point and watches the network's answer to it, by mouse and by keyboard."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from engine.data import Circle, Painted, Plane, Sine
from engine.data.painted import Point
from engine.experiment import Experiment

DEV = 1


def place_of(user, example):
    """Where an example is on the plane's viewport."""
    plane = user.window.output.plane
    places, points = plane.shown()
    x, y = points[:, np.flatnonzero(places == example)[0]]
    return plane.mapFromScene(plane.view.mapToScene(float(x), float(y)))


def click(user, at):
    user.click(user.window.output.plane.viewport(), at)


def lonely(user, part=0):
    """An example with no other near it."""
    places, points = user.window.output.plane.shown()
    distance = np.hypot(*(points[:, :, None] - points[:, None]))
    np.fill_diagonal(distance, np.inf)
    alone = np.where(user.frame.scene.codes[places] == part, distance.min(axis=0), 0)
    return int(places[alone.argmax()])


@pytest.mark.parametrize("part", [0, 1])
def test_a_click_on_a_point_rings_it_and_tells_all_about_it(user, part):
    example = lonely(user, part)
    click(user, place_of(user, example))
    frame = user.until(lambda frame: frame.example is not None)
    output = user.window.output
    assert frame.example.place == example
    assert output.example.isVisible()
    assert output.plane.ring.at == tuple(frame.scene.points[:, example])
    assert f"Row {example + 1} of 500" in output.example.accessibleDescription()


def test_the_card_follows_the_training(user):
    click(user, place_of(user, lonely(user)))
    first = user.until(lambda frame: frame.example is not None)
    words = user.window.output.example.accessibleDescription()
    user.press(Qt.Key.Key_Space)
    last = user.until(lambda frame: frame.epoch > 3)
    user.press(Qt.Key.Key_Space)
    assert last.example.place == first.example.place
    assert last.example.loss != first.example.loss
    assert user.window.output.example.accessibleDescription() != words


def test_a_click_beside_all_points_looks_away(user):
    click(user, place_of(user, lonely(user)))
    user.until(lambda frame: frame.example is not None)
    click(user, QPoint(60, 30))  # a corner: the points lie in a circle
    user.until(lambda frame: frame.view.example is None)
    assert user.window.output.example.isHidden()
    assert user.window.output.plane.ring.at is None


def test_the_button_of_the_card_closes_it(user):
    user.window.output.look_at(lonely(user))
    user.until(lambda frame: frame.example is not None)
    user.click(user.window.output.example.close_button)
    user.until(lambda frame: frame.view.example is None)
    assert user.window.output.example.isHidden()


def test_by_keyboard_from_point_to_point(user):
    output = user.window.output
    output.plane.setFocus(Qt.FocusReason.TabFocusReason)
    user.press(Qt.Key.Key_Return)
    first = user.until(lambda frame: frame.example is not None).example.place
    iteration = user.frame.iteration
    user.press(Qt.Key.Key_Right)
    second = user.until(lambda frame: frame.example.place != first).example
    places, points = output.plane.shown()
    x = dict(zip(places.tolist(), points[0], strict=True))
    assert x[second.place] > x[first]
    assert user.frame.iteration == iteration, "Right was no mini-batch"
    user.press(Qt.Key.Key_Escape)
    user.until(lambda frame: frame.view.example is None)
    user.press(Qt.Key.Key_Right)
    user.until(lambda frame: frame.iteration == iteration + 1)


def test_hidden_points_are_not_meant(user):
    example = lonely(user, DEV)
    at = place_of(user, example)
    user.press(Qt.Key.Key_V)
    click(user, at)
    frame = user.until(lambda frame: True)
    assert frame.view.example != example


def test_other_data_are_other_examples(user):
    user.window.output.look_at(3)
    user.until(lambda frame: frame.view.example == 3)
    user.window.data.draw_new_points()
    user.until(lambda frame: frame.view.example is None)
    assert user.window.output.example.isHidden()


@pytest.mark.parametrize(
    "x", [Experiment(data=Plane()), Experiment(data=Sine(), features=("x1",))], ids=["plane", "one column"]
)
def test_numbers_to_predict_are_looked_at_too(open_app, x):
    user = open_app(x)
    click(user, place_of(user, lonely(user)))
    user.until(lambda frame: frame.example is not None)
    assert "the network says" in user.window.output.example.accessibleDescription()


def test_while_it_is_moved_by_noise_it_stays_the_same(user):
    example = lonely(user)
    user.window.output.look_at(example)
    user.until(lambda frame: frame.view.example == example)
    noisy = user.experiment.with_(data=Circle(noise=0.2))
    user.window.document.edit(noisy, "noise", "")
    frame = user.until(lambda frame: frame.example is not None)
    assert frame.example.place == example


def painted():
    """Two rows of points, class 0 on the left."""
    points = [Point(x, 0.5 * k - 2, float(x > 0), k) for x in (-2.0, 2.0) for k in range(10)]
    return Experiment(data=Painted(points=tuple(points)))


def test_the_label_of_a_painted_point_is_flipped_and_undone(open_app):
    user = open_app(painted())
    output = user.window.output
    output.look_at(2)
    user.until(lambda frame: frame.example is not None)
    user.click(output.example.flip_button)
    frame = user.until(lambda frame: frame.example is not None)
    assert (frame.example.place, frame.example.label) == (2, 1)
    assert output.example.isVisible()
    user.window.commands["undo"].trigger()
    assert user.until(lambda frame: frame.example is not None).example.label == 0


def test_other_labels_are_what_their_source_says(user):
    output = user.window.output
    output.look_at(3)
    user.until(lambda frame: frame.example is not None)
    assert not output.example.flip_button.isVisible()
    before = user.experiment
    user.window.commands["flip_label"].trigger()
    assert user.experiment is before
    assert "painted points" in user.window.status._hint.text()


def test_revealed_test_examples_are_looked_at_too(user):
    user.window.session.show(test=True)
    frame = user.until(lambda frame: frame.view.test)
    place = int(np.flatnonzero(frame.scene.codes == 2)[0])
    click(user, place_of(user, place))
    assert user.until(lambda frame: frame.example is not None).example.part == "test"
