"""The step that is spelled out for one weight is the step that the lowered lines take."""

import numpy as np
import pytest

from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import OPTIMIZERS
from engine.schedules import TimeDecay
from engine.trainer import Trainer
from engine.weight_step import weight_step
from engine.workings import Workings, next_step

PLAIN = Experiment(
    data=Circle(samples=80),
    batch_size=20,  # the third mini-batch of an epoch is shorter
    layers=(Dense(3, batch_norm=True), Dense(2)),
    l2=0.1,
    dtype="float64",
)
EXPERIMENTS = {name: PLAIN.with_(optimizer=optimizer) for name, optimizer in OPTIMIZERS.items()}
EXPERIMENTS["clipped"] = PLAIN.with_(clip_norm=0.01)
EXPERIMENTS["decayed"] = PLAIN.with_(schedule=TimeDecay(decay_rate=0.5, warm_up=2))
EXPERIMENTS["frozen"] = PLAIN.with_(layers=(Dense(3, frozen=True), Dense(2)), clip_norm=0.01)


def moments_of(trainer: Trainer, name: str) -> list[float]:
    return [float(moment[name][0, 0]) for moment in next_step(trainer, updates=False).moments]


def after(shown: Workings, name: str) -> list[list[float]]:
    rows, columns = shown.parameters[name].shape
    return [[weight_step(shown, name, i, j).after for j in range(columns)] for i in range(rows)]


@pytest.mark.parametrize("name", list(EXPERIMENTS))
def test_every_parameter_goes_where_it_was_said(name: str) -> None:
    trainer = Trainer(EXPERIMENTS[name])
    for _ in range(2 * trainer.steps_per_epoch + 1):
        shown = next_step(trainer, updates=False)
        told = {key: after(shown, key) for key in shown.parameters}
        trainer.step()
        for key, numbers in told.items():
            np.testing.assert_allclose(trainer.parameters[key], numbers, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", [n for n in EXPERIMENTS if n != "gd"])
def test_the_moments_become_what_was_said(name: str) -> None:
    trainer = Trainer(EXPERIMENTS[name])
    for _ in range(4):
        step = weight_step(next_step(trainer, updates=False), "W2", 0, 0)
        trainer.step()
        told = [moment for moment in (step.v_new, step.s_new) if moment is not None]
        np.testing.assert_allclose(moments_of(trainer, "W2"), told, rtol=1e-9, atol=1e-15)
        assert told


def test_adam_corrects_for_its_start_at_zero() -> None:
    step = weight_step(next_step(Trainer(PLAIN)), "W2", 1, 1)
    assert (step.v, step.s) == (0, 0)
    assert step.v_hat == pytest.approx(step.gradient)
    assert step.s_hat == pytest.approx(step.gradient**2)


def test_a_frozen_weight_stays() -> None:
    step = weight_step(next_step(Trainer(EXPERIMENTS["frozen"])), "W1", 0, 1)
    assert (step.frozen, step.step, step.gradient, step.after) == (True, 0, 0, step.before)
