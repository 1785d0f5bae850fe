"""The card of one example: its words, its picture, and how its features are packed into lines."""

import numpy as np
import pytest
from PySide6.QtGui import QFontMetricsF

from engine.data import Blobs, Circle, Digits, Iris, Plane
from engine.experiment import Experiment
from engine.trainer import Trainer
from playground.frames import FrameBuilder, View
from playground.lettering import font
from playground.panels.output.example_card import ExampleCard, packed, picture_of
from playground.panels.output.example_words import is_same, sentence_of


def frame_of(data, place=0, **fields):
    trainer = Trainer(Experiment(data=data, **fields))
    train = np.flatnonzero(trainer.problem.codes == 0)
    return FrameBuilder(trainer, View(example=int(train[place]))).build(0)


@pytest.fixture
def card(qtbot):
    card = ExampleCard()
    qtbot.addWidget(card)
    card.resize(300, 200)
    return card


@pytest.mark.parametrize("data", [Circle(), Blobs(), Plane()])
def test_it_says_everything_in_words(card, data):
    frame = frame_of(data)
    card.show_example(frame.example, frame.scene.dataset)
    words = card.accessibleDescription()
    assert f"Row {frame.example.place + 1} of 500, train" in words
    for part in ("x₁", "x₂", "label", "the network says", "loss"):
        assert part in words
    assert card.grab().toImage().width() == 300


def test_of_an_image_it_shows_the_picture(card):
    frame = frame_of(Digits(), features=tuple(f"x{i}" for i in range(1, 65)))
    card.show_example(frame.example, frame.scene.dataset)
    assert card.body.lines == []
    assert "an image" in sentence_of(frame.example, frame.scene.dataset)


def test_without_an_example_it_is_not_there(card):
    frame = frame_of(Circle())
    card.show_example(frame.example, frame.scene.dataset)
    assert not card.isHidden()
    card.show_example(None, frame.scene.dataset)
    assert card.isHidden()


@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 3)])
def test_pixels_stand_row_by_row_from_the_top_left(shape):
    values = np.arange(np.prod(shape), dtype=np.float64)
    image = picture_of(values, shape)
    assert (image.width(), image.height()) == (3, 2)
    scaled = np.rint(values * 255 / values.max()).reshape(2, 3, -1)
    color = image.pixelColor(2, 1)
    assert [color.red(), color.green(), color.blue()] == np.broadcast_to(scaled[1, 2], 3).tolist()


def test_a_blank_image_is_black():
    assert picture_of(np.zeros(4), (2, 2)).pixelColor(0, 0).value() == 0


def test_features_without_room_are_counted(qapp):
    metrics = QFontMetricsF(font("label"))
    words = [f"feature {i}" for i in range(30)]
    lines = packed(words, 200, metrics, 3)
    shown = sum(line.count("feature") for line in lines)
    assert len(lines) == 3
    assert lines[-1].endswith(f"and {30 - shown} more")
    assert all(metrics.horizontalAdvance(line) <= 200 for line in lines)
    assert packed(["a", "b"], 200, metrics, 3) == ["a   b"]


def test_it_stays_the_same_example_while_its_point_is_moved():
    first, moved = frame_of(Circle()), frame_of(Circle(noise=0.3))
    assert is_same(first, moved, first.example.place)
    assert not is_same(first, frame_of(Circle(seed=2)), first.example.place)
    assert not is_same(first, frame_of(Blobs()), first.example.place)
    assert not is_same(frame_of(Circle()), frame_of(Circle(samples=20)), 30)
    iris = frame_of(Iris(), features=("x1", "x2"))
    assert is_same(iris, frame_of(Iris(seed=2), features=("x1", "x2")), 7)
