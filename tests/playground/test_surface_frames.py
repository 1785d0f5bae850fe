"""A part of the plane that is looked at from near is as true as the whole, and costs nothing unasked."""

import numpy as np
import pytest

from engine.data import Blobs, Bumps, Circle, Sine
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.frames import FrameBuilder, View

PART = (-1.0, 1.5, -2.0, 0.5)


def builder_of(data, epochs=3, view=None, **fields):
    trainer = Trainer(Experiment(data=data, **fields))
    for _ in range(epochs):
        trainer.run_epoch()
    return FrameBuilder(trainer, view or View(extent=PART))


def places(extent, side):
    left, right, bottom, top = extent
    across, up = np.meshgrid(np.linspace(left, right, side), np.linspace(top, bottom, side))
    return np.stack([across.ravel(), up.ravel()])


@pytest.mark.parametrize("data", [Circle(), Blobs(), Bumps()])
def test_its_field_is_what_the_network_says_there(data):
    builder = builder_of(data)
    close = builder.build(0).close
    side = close.field.shape[-1]
    expected = builder.trainer.predict(places(PART, side)).reshape(-1, side, side)
    np.testing.assert_allclose(close.field, expected, rtol=1e-4, atol=1e-5)
    assert close.extent == PART


def test_its_contours_lie_in_it_where_p_is_a_half():
    builder = builder_of(Circle(), 20, View(extent=(0.0, 5.0, -5.0, 0.0)))
    lines = builder.build(0).close.contours[0.5]
    points = np.concatenate(lines).T
    assert (points[0] >= -1e-9).all()
    assert (points[1] <= 1e-9).all()
    np.testing.assert_allclose(builder.trainer.predict(points)[0], 0.5, atol=0.02)


def test_the_whole_is_as_it_was_and_nothing_is_computed_unasked():
    builder = builder_of(Circle(), view=View())
    before = builder.build(0)
    assert before.close is None
    builder.set_view(View(extent=PART))
    after = builder.build(0)
    assert after.scene is before.scene
    assert np.array_equal(after.field, before.field)


def test_it_follows_the_training_and_another_part():
    builder = builder_of(Circle(), layers=(Dense(4, batch_norm=True),))
    before = builder.build(0).close
    builder.trainer.run_epoch()
    after = builder.build(0).close
    assert not np.array_equal(before.field, after.field)
    builder.set_view(View(extent=(0.0, 1.0, 0.0, 1.0)))
    assert builder.build(0).close.extent == (0.0, 1.0, 0.0, 1.0)


def test_a_large_picture_is_sampled_more_finely():
    frame = builder_of(Circle(), view=View(fine=True)).build(0)
    assert frame.close.field.shape[-1] > frame.field.shape[-1]
    assert frame.close.extent == frame.scene.extent
    np.testing.assert_allclose(frame.close.field[:, 0, 0], frame.field[:, 0, 0], rtol=1e-5)


def test_what_is_shown_of_a_part():
    frame = builder_of(Circle()).build(0)
    assert frame.surface(PART) is frame.close
    assert frame.surface((0.0, 1.0, -1.0, 0.0)) is frame.close
    whole = frame.surface((-3.0, 1.0, -1.0, 0.0))
    assert whole.field is frame.field
    fine = builder_of(Circle(), view=View(fine=True)).build(0)
    assert fine.surface(fine.scene.extent).field is fine.field
    assert fine.surface(fine.scene.extent, fine=True) is fine.close


def test_the_nearest_sample_of_a_point():
    close = builder_of(Circle()).build(0).close
    last = close.field.shape[-1] - 1
    assert close.nearest(PART[0], PART[3]) == (0, 0)
    assert close.nearest(PART[1], PART[2]) == (last, last)
    assert close.nearest(99.0, 99.0) == (0, last)


def test_of_a_curve_too():
    builder = builder_of(Sine(), features=("x1",), view=View(extent=(0.0, 1.0, -1.0, 1.0)))
    close = builder.build(0).close
    x = np.linspace(0.0, 1.0, close.field.shape[-1])
    np.testing.assert_allclose(close.field[0, 0], builder.trainer.predict(x[None])[0], rtol=1e-4, atol=1e-5)


def test_where_a_formula_has_no_value_is_known_from_near():
    close = builder_of(Circle(), features=("x1", "x2", "log(x1 + 8)"), view=View(extent=PART)).build(0).close
    assert close.nowhere is None
