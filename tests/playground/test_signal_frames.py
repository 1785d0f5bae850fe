"""Frames bring the signals of every layer while somebody asks for them, now and at recorded moments."""

import numpy as np
import pytest

from engine.activations import Relu
from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.frames import FrameBuilder, View
from playground.frames.signals import RIDGES

SIGNALS = View(signals=True)
DEEP = Experiment(
    data=Circle(samples=100),
    layers=(Dense(6, Relu(), batch_norm=True), Dense(4, keep_prob=0.5)),
    batch_size=20,
)


def trained(experiment: Experiment, epochs: int) -> Trainer:
    trainer = Trainer(experiment)
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer


def test_nobody_asks_nothing_is_computed() -> None:
    assert FrameBuilder(Trainer(DEEP), View()).build(0).signals is None


def test_the_present_and_the_past_are_shown() -> None:
    builder = FrameBuilder(trained(DEEP, 5), SIGNALS)
    found = builder.build(0).signals
    assert found is not None
    assert [past.epoch for past in found.past] == [0, 1, 2, 3, 4]
    assert len(found.layers) == 3
    assert set(found.ratios) == {1, 2, 3}
    earlier = FrameBuilder(trained(DEEP, 3), SIGNALS).build(0).signals
    assert earlier is not None
    np.testing.assert_array_equal(earlier.layers[0].Z.counts, found.past[3].layers[0].Z.counts)
    assert earlier.layers[0].dW.norm == pytest.approx(found.past[3].layers[0].dW.norm)


def test_a_long_run_has_as_many_ridges_as_find_room_and_each_is_made_once() -> None:
    trainer = trained(DEEP, 30)
    builder = FrameBuilder(trainer, SIGNALS)
    first = builder.build(0).signals
    trainer.run_epoch()
    second = builder.build(0).signals
    assert first is not None
    assert second is not None
    assert RIDGES / 2 <= len(first.past) <= RIDGES
    assert all(any(past is known for known in first.past) for past in second.past[: len(first.past)])


def test_masks_are_those_of_the_next_mini_batch() -> None:
    trainer = trained(DEEP, 2)
    found = FrameBuilder(trainer, SIGNALS).build(0).signals
    assert found is not None
    assert set(found.masks) == {2}
    assert found.masks[2].shape == (4, 20)
    trainer.step()
    np.testing.assert_array_equal(trainer.last_dropped()[2], ~found.masks[2][:, 0])


def test_the_ratio_is_that_of_the_next_update() -> None:
    experiment = Experiment(data=Circle(samples=50), batch_size=None, dtype="float64")
    trainer = trained(experiment, 3)
    found = FrameBuilder(trainer, SIGNALS).build(0).signals
    before = trainer.parameters["W1"]
    trainer.step()
    change = np.linalg.norm(trainer.parameters["W1"] - before) / np.linalg.norm(before)
    assert found is not None
    assert found.ratios[1] == pytest.approx(change, rel=1e-6)


def test_growth_is_that_from_inputs_to_the_last_hidden_layer() -> None:
    experiment = Experiment(layers=(Dense(8), Dense(8), Dense(8)))
    found = FrameBuilder(Trainer(experiment), SIGNALS).build(0).signals
    assert found is not None
    growths = [state.growth or 0.0 for state in found.layers[:3]]
    assert found.growth == pytest.approx(np.prod(growths))
    assert FrameBuilder(Trainer(Experiment(layers=())), SIGNALS).build(0).signals.growth is None  # type: ignore[union-attr]
