"""The workings shown of the next step are what the step then does."""

import numpy as np
import pytest

from engine.activations import Relu
from engine.data import Blobs, Circle, Diabetes, Digits, available
from engine.data.augmentation import AUGMENTATIONS
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import GradientDescent, Momentum
from engine.trainer import Trainer
from engine.workings import next_step

PLAIN = Experiment(data=Circle(samples=80), batch_size=16, dtype="float64")  # 48 examples, 3 mini-batches
ODD = PLAIN.with_(batch_size=20)  # a shorter last one
NORMALISED = Dense(5, Relu(), batch_norm=True)
EXPERIMENTS = {
    "plain": PLAIN,
    "a shorter last mini-batch": ODD,
    "whole batch": PLAIN.with_(batch_size=None),
    "gradient descent": PLAIN.with_(optimizer=GradientDescent()),
    "momentum, clipped": PLAIN.with_(optimizer=Momentum(), clip_norm=0.01),
    "penalties": PLAIN.with_(l1=0.1, l2=0.3),
    "dropout": ODD.with_(
        layers=(Dense(6, keep_prob=0.5), Dense(4, Relu(), keep_prob=0.8)), input_keep_prob=0.9
    ),
    "batch norm": ODD.with_(
        layers=(Dense(5, Relu(), batch_norm=True), Dense(4, batch_norm=True, keep_prob=0.7))
    ),
    "frozen": PLAIN.with_(layers=(Dense(4, frozen=True), Dense(3))),
    "softmax": PLAIN.with_(data=Blobs(samples=60), label_smoothing=0.1),
    "regression": PLAIN.with_(data=Diabetes(), features=available(10)[:10], batch_size=64),
    "augmented": PLAIN.with_(augmentation=(AUGMENTATIONS["jitter"],)),
}


@pytest.mark.parametrize("name", list(EXPERIMENTS))
def test_the_next_step_does_what_was_shown(name: str) -> None:
    trainer = Trainer(EXPERIMENTS[name])
    for _ in range(2 * trainer.steps_per_epoch + 1):
        shown, before = next_step(trainer), trainer.parameters
        again = next_step(trainer)
        trainer.step()
        for key, update in shown.updates.items():
            np.testing.assert_allclose(before[key] - trainer.parameters[key], update, rtol=1e-6, atol=1e-11)
            np.testing.assert_array_equal(update, again.updates[key])  # looking changes nothing


@pytest.mark.parametrize("name", list(EXPERIMENTS))
def test_the_gradients_are_those_of_the_step(name: str) -> None:
    trainer = Trainer(EXPERIMENTS[name])
    trainer.step()
    shown = next_step(trainer)
    trainer.step()
    taken = trainer.last_gradients()
    assert taken is not None
    if trainer.experiment.clip_norm is None:
        for key, gradient in shown.gradients.items():
            frozen = not taken[key].any()
            assert frozen or np.allclose(taken[key], gradient, rtol=1e-6, atol=1e-12), key


def test_looking_does_not_change_the_training() -> None:
    watched, alone = (Trainer(EXPERIMENTS["dropout"]) for _ in range(2))
    for _ in range(7):
        next_step(watched)
        watched.step()
        alone.step()
    for key, array in alone.parameters.items():
        np.testing.assert_array_equal(watched.parameters[key], array)


def test_an_epoch_shows_each_example_once() -> None:
    trainer = Trainer(ODD)
    trainer.run_epoch()
    seen: list[int] = []
    for number in range(1, trainer.steps_per_epoch + 1):
        shown = next_step(trainer)
        assert (shown.number, shown.count) == (number, trainer.steps_per_epoch)
        seen += shown.examples.tolist()
        trainer.step()
    assert sorted(seen) == list(range(48))


def test_shapes_and_costs_are_those_of_the_course() -> None:
    shown = next_step(Trainer(PLAIN.with_(l2=0.5)))
    assert shown.X.shape == (2, 16)
    assert [cache.Z.shape for cache in shown.caches] == [(4, 16), (2, 16), (1, 16)]
    assert [None if s.dA is None else s.dA.shape for s in shown.slopes] == [(4, 16), (2, 16), None]
    A = 1 / (1 + np.exp(-shown.caches[-1].Z))
    np.testing.assert_allclose(shown.slopes[-1].dZ, A - shown.Y)
    cross_entropy = -(shown.Y * np.log(A) + (1 - shown.Y) * np.log(1 - A)).mean()
    assert shown.data_cost == pytest.approx(cross_entropy)
    squares = sum(float((W**2).sum()) for name, W in shown.parameters.items() if name.startswith("W"))
    assert shown.cost - shown.data_cost == pytest.approx(0.5 / (2 * 16) * squares)


def test_images_are_augmented_as_the_step_will_see_them() -> None:
    images = PLAIN.with_(data=Digits(), features=available(64)[:64], batch_size=32)
    trainer = Trainer(images.with_(augmentation=(AUGMENTATIONS["shift"],)))
    trainer.step()
    shown = next_step(trainer)
    start = trainer.position * trainer.runner.buffers.batch
    np.testing.assert_allclose(shown.X.T, trainer.runner.buffers.X[start : start + 32, :64])
    assert not np.allclose(shown.X, trainer.problem.inputs["train"][:, shown.examples])
