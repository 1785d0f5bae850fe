"""What a step will have done, told before it: the parameters and J after it, and what moves most."""

import numpy as np
import pytest
from msgspec.structs import replace

from engine.activations import Relu
from engine.data import Blobs, Circle
from engine.experiment import Experiment
from engine.foretelling import difference, foretell
from engine.layers import Dense
from engine.trainer import Trainer
from engine.workings import Workings, next_step

PLAIN = Experiment(data=Circle(samples=80), batch_size=16, dtype="float64", l2=0.2)
EXPERIMENTS = {
    "plain": PLAIN,
    "dropout and batch norm": PLAIN.with_(
        layers=(Dense(6, Relu(), batch_norm=True, keep_prob=0.7), Dense(4, keep_prob=0.8)),
        input_keep_prob=0.9,
    ),
    "softmax, smoothed": PLAIN.with_(data=Blobs(samples=60), label_smoothing=0.1),
    "two classes, smoothed": PLAIN.with_(label_smoothing=0.2),
    "frozen": PLAIN.with_(layers=(Dense(4, frozen=True), Dense(3))),
}


@pytest.mark.parametrize("name", list(EXPERIMENTS))
def test_the_step_keeps_what_was_foretold(name: str) -> None:
    trainer = Trainer(EXPERIMENTS[name])
    for _ in range(4):
        told = foretell(trainer, next_step(trainer))
        trainer.step()
        assert difference(told, trainer.parameters) < 1e-9
        other = {key: array + 0.5 for key, array in trainer.parameters.items()}
        assert difference(told, other) == pytest.approx(0.5)


@pytest.mark.parametrize("name", list(EXPERIMENTS))
def test_the_cost_is_that_of_the_same_examples_and_masks_with_the_new_weights(name: str) -> None:
    trainer = Trainer(EXPERIMENTS[name])
    trainer.step()
    shown = next_step(trainer)
    told = foretell(trainer, shown)
    # Nothing but the parameters is other: with those of before it is J of before.
    still = foretell(trainer, _still(shown))
    assert still.cost == pytest.approx(shown.cost)
    assert told.cost < shown.cost


def _still(shown: Workings) -> Workings:
    return replace(shown, updates={k: np.zeros_like(u) for k, u in shown.updates.items()})


def test_the_largest_change_is_found_by_name_and_place() -> None:
    trainer = Trainer(EXPERIMENTS["frozen"])
    shown = next_step(trainer)
    told = foretell(trainer, shown)
    assert told.largest["W1"].before == told.largest["W1"].after  # frozen
    for name, change in told.largest.items():
        assert change.before - change.after == pytest.approx(np.abs(shown.updates[name]).max()) or (
            change.after - change.before == pytest.approx(np.abs(shown.updates[name]).max())
        )
        assert told.after[name][change.row, change.column] == change.after
    assert abs(told.most.after - told.most.before) == max(np.abs(u).max() for u in shown.updates.values())


def test_a_number_that_is_none_is_no_agreement() -> None:
    trainer = Trainer(PLAIN)
    told = foretell(trainer, next_step(trainer))
    broken = {name: array * np.nan for name, array in trainer.parameters.items()}
    assert np.isnan(difference(told, broken))
