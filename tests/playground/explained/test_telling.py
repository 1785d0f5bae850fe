"""What is said of every stage: the numbers are the engine's, and no kind of network leaves a stage out."""

import numpy as np
import pytest

from engine.activations import Relu
from engine.data import Blobs, Circle, Diabetes, Spiral, available
from engine.experiment import Experiment
from engine.foretelling import foretell
from engine.layers import Dense
from engine.losses import Huber, SigmoidSquaredError
from engine.optimizers import AdaGrad, Adam, AnyOptimizer, GradientDescent, Momentum, RMSprop
from engine.trainer import Trainer
from engine.workings import next_step
from playground.explained.stages import Stage, stages_of
from playground.explained.telling import spoken, tell
from playground.explained.told import Step
from playground.notation.markup import cell, exact
from playground.widgets.plot_numbers import cost

PLAIN = Experiment(data=Circle(samples=80), batch_size=16)
BOTH = PLAIN.with_(
    layers=(Dense(6, Relu(), batch_norm=True, keep_prob=0.7), Dense(4, keep_prob=0.5)), input_keep_prob=0.8
)
EXPERIMENTS = {
    "plain": PLAIN,
    "dropout and batch norm": BOTH,
    "no hidden layer": PLAIN.with_(layers=()),
    "whole batch": PLAIN.with_(batch_size=None),
    "one example": PLAIN.with_(batch_size=1),
    "softmax": PLAIN.with_(data=Blobs(samples=60), label_smoothing=0.1),
    "regression": PLAIN.with_(
        data=Diabetes(), features=available(10)[:10], batch_size=64, loss=Huber(), l2=0.3
    ),
    "squared error": PLAIN.with_(loss=SigmoidSquaredError()),
    "frozen": PLAIN.with_(layers=(Dense(4, frozen=True), Dense(3)), l1=0.1, l2=0.1, clip_norm=1e-3),
    "wide": PLAIN.with_(data=Spiral(samples=100), layers=(Dense(300), Dense(200, batch_norm=True))),
}
OPTIMIZERS: list[AnyOptimizer] = [GradientDescent(), Momentum(), RMSprop(), AdaGrad(), Adam()]


def step_of(experiment: Experiment, steps: int = 1, example: int = 0) -> Step:
    trainer = Trainer(experiment)
    if steps:
        trainer.advance(steps)
    shown = next_step(trainer)
    return Step(shown, foretell(trainer, shown), example)


def test_the_stages_go_forward_and_come_back() -> None:
    kinds = [(stage.kind, stage.layer) for stage in stages_of(2)]
    assert kinds == [
        ("batch", 0),
        ("forward", 1),
        ("forward", 2),
        ("cost", 0),
        ("backward", 2),
        ("backward", 1),
        ("update", 0),
    ]
    assert stages_of(2)[4].title == "Backward, layer 2"


@pytest.mark.parametrize("name", list(EXPERIMENTS))
def test_every_stage_of_every_network_is_told(name: str) -> None:
    step = step_of(EXPERIMENTS[name])
    for stage in stages_of(step.workings.network.depth):
        told = tell(step, stage)
        assert told.title
        assert told.why.endswith(".")
        assert told.equations
        assert told.shown
        assert all(shown.matrix.ndim == 2 for shown in told.shown)
        assert "nan" not in spoken(told).lower()


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda optimizer: optimizer.label)
def test_every_optimiser_says_what_it_subtracts(optimizer: AnyOptimizer) -> None:
    step = step_of(PLAIN.with_(optimizer=optimizer))
    told = tell(step, Stage("update"))
    assert told.title == f"Update by {optimizer.label}"
    most = max(np.abs(u).max() for n, u in step.workings.updates.items() if n[0] in "Wb" and n[:2] != "be")
    before, after = told.lines[-1].removeprefix("w := ").split(" = ")[0], told.lines[-1].split(" = ")[-1]
    name = next(n for n, u in step.workings.updates.items() if np.abs(u).max() == most)
    sizes = np.abs(step.workings.updates[name])
    row, column = np.unravel_index(sizes.argmax(), sizes.shape)
    assert after == exact(float(step.foretold.after[name][row, column]))
    assert before.startswith(exact(float(step.workings.parameters[name][row, column])))
    assert f"{name[0]}[{name[1:]}] ({row + 1}, {column + 1}) moves most" in told.why


def test_the_update_says_what_becomes_of_the_cost() -> None:
    step = step_of(PLAIN)
    why = tell(step, Stage("update")).why
    assert f"J of these examples goes from {cost(step.workings.cost)} to {cost(step.foretold.cost)}." in why
    far = step_of(PLAIN.with_(learning_rate=3.0, optimizer=Adam()))
    assert far.foretold.cost > far.workings.cost
    assert "the step goes too far" in tell(far, Stage("update")).why


def test_the_numbers_are_those_of_the_chosen_example() -> None:
    step = step_of(PLAIN, example=5)
    w = step.workings
    stages = Stage("batch"), Stage("forward", 1), Stage("backward", 3)
    batch, forward, back = (tell(step, stage) for stage in stages)
    assert batch.equations[0].numbers == f"x = ({cell(w.X[0, 5])}, {cell(w.X[1, 5])})"
    assert forward.equations[0].numbers.startswith(f"z = {cell(w.Z[0][0, 5])} = ")
    assert f"dz = {cell(w.slopes[2].dZ[0, 5])}" in back.why


def test_dropout_and_batch_norm_are_said_with_their_numbers() -> None:
    step = step_of(BOTH, example=2)
    w = step.workings
    assert w.masks is not None
    told = tell(step, Stage("forward", 1))
    known = w.caches[0].normalized
    assert known is not None
    lines = {line.left: line.numbers for line in told.equations}
    assert lines["μ, σ²"] == f"μ = {cell(known.mean[0, 0])}, σ² = {cell(known.variance[0, 0])}"
    assert lines["D^{[1]}"] == "d = " + " ".join(str(int(d > 0)) for d in w.masks[1][:, 2])
    off = int((w.masks[1] == 0).sum())
    assert f"switches off {off} of {w.masks[1].size} activations" in told.why
    assert "Batch norm" in told.why
    assert "Dropout switches off" in tell(step, Stage("batch")).why
    back = tell(step, Stage("backward", 1)).why
    assert "Through batch norm" in back
    assert "learns nothing in this step" in back
    assert "running averages" in tell(step, Stage("update")).why


def test_frozen_layers_and_clipping_are_said() -> None:
    step = step_of(EXPERIMENTS["frozen"])
    assert "The layer is frozen" in tell(step, Stage("backward", 1)).why
    update = tell(step, Stage("update"))
    assert update.equations[0].numbers == "frozen, stays"
    assert "are cut to" in update.why


def test_a_step_that_only_weights_of_frozen_layers_could_take_stays() -> None:
    step = step_of(PLAIN.with_(layers=(Dense(4, frozen=True),), output=PLAIN.output))
    assert tell(step, Stage("update")).lines
