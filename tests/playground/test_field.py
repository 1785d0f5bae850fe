"""The picture of the plane is made anew where it looks other than the one before; at rest with its lines."""

import pytest
from msgspec.structs import replace

from engine.experiment import Experiment
from engine.trainer import Trainer
from playground.frames import FrameBuilder, View
from playground.panels.output.plane import Plane
from playground.theme import DARK, LIGHT


@pytest.fixture
def frames():
    trainer = Trainer(Experiment())
    builder = FrameBuilder(trainer, View())
    trainer.run_epoch()
    first = builder.build(0.0)
    trainer.run_epoch()
    return first, builder.build(0.0)


@pytest.fixture
def plane(qtbot):
    plane = Plane(theme=DARK)
    qtbot.addWidget(plane)
    plane.resize(312, 302)
    plane.show()
    return plane


def test_a_frame_that_looks_the_same_is_not_drawn_again(plane, frames):
    first, second = frames
    plane.show_frame(first)
    field, shown = plane.field, plane.field._picture.pixmap().cacheKey()
    field.show_frame(replace(first, steps_per_second=1000.0, contours=dict(first.contours)))
    assert field._picture.pixmap().cacheKey() == shown
    field.show_frame(replace(second, steps_per_second=1000.0))
    assert field._picture.pixmap().cacheKey() != shown


def test_at_rest_its_lines_are_those_of_the_frame(plane, frames):
    first, _ = frames
    plane.show_frame(first)
    other = replace(first, contours={0.5: []})
    plane.show_frame(other)
    assert plane.field._line.isEmpty()


def test_other_colours_are_drawn_although_the_frame_is_the_same(plane, frames):
    first, _ = frames
    plane.show_frame(first)
    before = plane.grab().toImage()
    plane.set_theme(LIGHT)
    plane.show_frame(first)
    assert plane.grab().toImage() != before
