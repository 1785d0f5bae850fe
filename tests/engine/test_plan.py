"""The lowered plan is the readable mathematics: one epoch of the trainer against a plain loop, in float64."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import forward, step
from engine.activations import ACTIVATIONS, LeakyRelu, Relu, Tanh
from engine.batches import with_ones
from engine.data import Circle, Split
from engine.experiment import Experiment
from engine.forward import Forward
from engine.layers import Dense, Output
from engine.losses import LOSSES
from engine.network import Network
from engine.optimizers import OPTIMIZERS, Adam, GradientDescent, Momentum
from engine.trainer import Trainer
from tests.engine.textbook import assert_same_parameters, follow, make_dataset, make_trainer, run

ACTIVATION = st.sampled_from([*ACTIVATIONS.values(), LeakyRelu(0.2)])
LAYER = st.builds(
    Dense,
    st.integers(1, 9),
    ACTIVATION,
    st.booleans(),
    st.sampled_from([1.0, 0.8, 0.5]),
    l1=st.sampled_from([None, 0.2]),
    l2=st.sampled_from([None, 0.0, 0.3]),
    frozen=st.sampled_from([False, False, True]),
)
LAYERS = st.lists(LAYER, max_size=4).map(tuple)
# Batch norm makes some derivatives exactly 0; a usual epsilon would turn their rounding into whole steps.
OPTIMIZER = st.sampled_from(
    [GradientDescent(), Momentum(), Momentum(0.5), Adam(eps=1e-4), Adam(0.8, 0.9, 1e-3)]
)


def assert_epoch_is_the_textbooks(trainer):
    plain, x = follow(trainer), trainer.experiment
    trainer.run_epoch()
    X, Y = trainer.problem.inputs["train"], trainer.problem.targets["train"]
    plain.epoch(X, Y, trainer.runner.buffers.order, x.batch_size or X.shape[1])
    assert_same_parameters(trainer.parameters, plain.parameters, 1e-10)
    if trainer.statistics:
        assert_same_parameters(trainer.statistics, plain.statistics, 1e-12)


PENALISED = {"clip_norm": 0.1, "l1": 0.1, "l2": 0.2, "output": Output(frozen=True)}
LOSS_OF = {loss: task for loss in LOSSES.values() for task in loss.tasks}


@settings(max_examples=300, deadline=None, derandomize=True)
@given(loss=st.sampled_from(list(LOSS_OF)), n=st.integers(1, 3), data=st.data())
def test_an_epoch_is_that_of_the_textbook(loss, n, data):
    """Whatever a layer, the input, the loss and the optimiser may be asked for, in any combination."""
    choices = {
        "layers": LAYERS,
        "output": st.builds(Output, l2=st.sampled_from([None, 0.5]), frozen=st.booleans()),
        "input_keep_prob": st.sampled_from([1.0, 1.0, 0.7]),
        "optimizer": OPTIMIZER,
        "batch_size": st.sampled_from([3, 7, 11, 12, 20, 22, 23, 50, None]),
        "l1": st.sampled_from([0.0, 0.3]),
        "l2": st.sampled_from([0.0, 0.4]),
        "clip_norm": st.sampled_from([None, 0.1, 100.0]),
        "seed": st.integers(0, 99),
    }
    fields = data.draw(st.fixed_dictionaries(choices))
    dataset = make_dataset(LOSS_OF[loss], n=n, m=23, seed=fields["seed"])
    assert_epoch_is_the_textbooks(make_trainer(dataset, loss=loss, learning_rate=0.01, **fields))


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda o: o.name)
@pytest.mark.parametrize(
    "fields", [{}, {"clip_norm": 0.1, "l1": 0.1, "l2": 0.2, "output": Output(frozen=True)}], ids=["", "all"]
)
def test_many_parameters_are_updated_in_blocks_with_the_same_result(monkeypatch, optimizer, fields):
    layers = (Dense(9, Relu()), Dense(7, Tanh(), batch_norm=True))
    whole, blocks = (
        make_trainer(make_dataset("binary", m=23), layers=layers, optimizer=optimizer, batch_size=5, **fields)
        for _ in "ab"
    )
    monkeypatch.setattr(step, "WHOLE", 20)
    monkeypatch.setattr(step, "BLOCK", 16)
    blocks.retune(blocks.experiment.with_(batch_size=6))
    blocks.retune(blocks.experiment.with_(batch_size=5))
    assert "P_3" in blocks.source
    assert "P_3" not in whole.source
    blocks.runner.order_rng.bit_generator.state = whole.runner.order_rng.bit_generator.state
    for trainer in (whole, blocks):
        run(trainer, 4)
    assert_same_parameters(whole.parameters, blocks.parameters, 1e-12)


@pytest.mark.parametrize("optimizer", [GradientDescent(), Momentum(), Adam()], ids=lambda o: o.name)
def test_it_stays_so_for_many_epochs(optimizer):
    """Moments and update numbers carry over from epoch to epoch, past the shorter last mini-batch."""
    layers = (Dense(5, Tanh()), Dense(3, Tanh()))
    trainer = make_trainer(
        make_dataset("multiclass", m=43), layers=layers, optimizer=optimizer, batch_size=10
    )
    plain = follow(trainer)
    for _ in range(20):
        trainer.run_epoch()
        plain.epoch(
            trainer.problem.inputs["train"],
            trainer.problem.targets["train"],
            trainer.runner.buffers.order,
            10,
        )
    assert_same_parameters(trainer.parameters, plain.parameters, 1e-11)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(task=st.sampled_from(["binary", "multiclass", "regression"]), layers=LAYERS, seed=st.integers(0, 99))
def test_lowered_forward_is_the_readable_one(task, layers, seed):
    trainer = make_trainer(make_dataset(task, m=9, seed=seed), layers=layers, seed=seed)
    trainer.run_epoch()
    X = trainer.problem.inputs["train"]
    caches = trainer.network.forward(trainer.parameters, X, statistics=trainer.statistics)
    lowered = trainer.forward("train")
    np.testing.assert_allclose(lowered(), caches[-1].Z, rtol=1e-11, atol=1e-11)
    for A, readable in zip(lowered.hidden(), caches, strict=False):
        np.testing.assert_allclose(A, readable.A, rtol=1e-11, atol=1e-11)


def test_fewer_points_than_a_tile_of_a_wide_network_are_one_piece(monkeypatch):
    trainer = make_trainer(make_dataset("multiclass"))
    flat, inputs = trainer.theta(), with_ones(trainer.problem.inputs["train"], np.float64)
    whole = Forward(trainer.network.inference, flat, inputs)
    expected = whole().copy()
    monkeypatch.setattr(forward, "WHOLE_BYTES", 16)
    wide = Forward(trainer.network.inference, flat, inputs)
    np.testing.assert_array_equal(wide(), expected)
    for left, right in zip(wide.hidden(), whole.hidden(), strict=True):
        np.testing.assert_array_equal(left, right)


@pytest.mark.parametrize("units", [True, False])
def test_many_points_are_taken_in_tiles_with_the_same_result(monkeypatch, units):
    trainer = make_trainer(make_dataset("multiclass", m=50), layers=(Dense(6), Dense(4, Relu())))
    flat = np.empty(trainer.network.n_parameters)
    trainer.copy_inference(flat)
    inputs = with_ones(trainer.problem.inputs["train"], np.float64)
    whole = Forward(trainer.network.inference, flat, inputs)
    monkeypatch.setattr(forward, "WHOLE_BYTES", 0)
    monkeypatch.setattr(forward, "TILE", 16)
    tiled = Forward(trainer.network.inference, flat, inputs, units)
    np.testing.assert_allclose(tiled(), whole(), rtol=1e-13)
    assert tiled.is_finite()
    for left, right in zip(tiled.hidden(), whole.hidden(), strict=True):
        np.testing.assert_allclose(left, right if units else right[:, :0], rtol=1e-13)


def test_forward_uses_the_parameters_of_the_moment():
    network = Network.plain((1, 1), (), make_trainer(make_dataset("regression", n=1)).network.loss)
    flat = np.array([2.0, 1.0])
    once = Forward(network, flat, np.array([[3.0], [1.0]]))
    assert once().tolist() == [[7.0]]
    flat[:] = 10.0, -1.0
    assert once().tolist() == [[29.0]]
    assert once.is_finite()
    flat[0] = np.inf
    once()
    assert not once.is_finite()


@pytest.mark.parametrize("g", ACTIVATIONS.values(), ids=lambda g: g.name)
def test_only_an_activation_that_asks_for_a_second_scratch_has_one(g):
    trainer = make_trainer(make_dataset("binary", m=9), layers=(Dense(3, g), Dense(2, g)))
    assert ("E1to2" in trainer.source) == (g.name in ("elu", "silu", "gelu"))
    assert bool(trainer.forward("train")._pieces[0].pool.E.size) == (g.name == "gelu")


def test_the_step_of_the_default_network_is_nineteen_calls():
    """The speed of the playground is the number of calls of a step (2-4-2-1 tanh, gradient descent)."""
    layers = (Dense(4, Tanh()), Dense(2, Tanh()))
    experiment = Experiment(
        data=Circle(), split=Split(train=0.5, dev=0.5, test=0.0), layers=layers, optimizer=GradientDescent()
    )
    loop = Trainer(experiment).source.split("in batches:\n")[1]
    assert len(loop.splitlines()) == 19


@pytest.mark.parametrize("layers", [(), (Dense(3, batch_norm=True), Dense(2))], ids=["flat", "deep"])
def test_no_examples_have_no_predictions(layers):
    trainer = make_trainer(make_dataset("multiclass"), layers=layers)
    assert trainer.predict(np.empty((2, 0))).shape == (3, 0)
