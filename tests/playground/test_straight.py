"""Over a plane on which inputs are straight, a network of many inputs says the same by two."""

import numpy as np
import pytest

from engine.activations import Relu
from engine.data import Digits, Iris, available
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.frames import FrameBuilder, View
from playground.frames.straight import grid, slopes_of

WIDE = Experiment(data=Digits(), features=available(64)[:64], layers=(Dense(12, Relu()), Dense(5)))


def test_straight_inputs_are_found_and_bent_ones_refused():
    places = grid(7)
    inputs = np.array([[2.0, -1, 3], [0, 0.5, -1]]) @ places
    slopes = slopes_of(inputs, places)
    assert slopes is not None
    np.testing.assert_allclose(slopes, np.array([[2, -1, 3], [0, 0.5, -1]]), atol=1e-6)
    assert slopes_of(np.vstack([inputs, places[0] ** 2]), places) is None


@pytest.mark.parametrize(
    "experiment",
    [
        WIDE,
        WIDE.with_(layers=()),
        WIDE.with_(layers=(Dense(12, Relu(), batch_norm=True), Dense(5, batch_norm=True))),
        WIDE.with_(normalize=False),
    ],
    ids=["two layers", "no hidden layer", "batch norm", "not normalised"],
)
@pytest.mark.parametrize("pca", [False, True])
def test_the_picture_is_that_of_all_inputs(experiment, pca, monkeypatch):
    trainer = Trainer(experiment)
    trainer.run_epoch()
    frame = FrameBuilder(trainer, View(pca=pca)).build(0.0)
    monkeypatch.setattr("playground.frames.plane.LEAST", 1000)  # so many inputs are not worth it
    other = FrameBuilder(trainer, View(pca=pca)).build(0.0)
    assert np.ptp(other.field) > 0.01
    np.testing.assert_allclose(frame.field, other.field, atol=1e-5)


def test_it_follows_the_training():
    trainer = Trainer(WIDE)
    builder = FrameBuilder(trainer, View())
    before = builder.build(0.0).field
    trainer.run_epoch()
    assert not np.allclose(builder.build(0.0).field, before)


def test_bent_features_are_computed_one_by_one():
    names = ("x1", "x2", "x3", "x4", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)")
    trainer = Trainer(Experiment(data=Iris(), features=names, layers=(Dense(5),)))
    builder = FrameBuilder(trainer, View(axes=(0, 1)))
    assert builder._plane._straight is None
    assert np.isfinite(builder.build(0.0).field).all()
