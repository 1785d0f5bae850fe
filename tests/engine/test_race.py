"""Loops and matrices give the same gradient; the tables of scalar functions are complete and right."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS, Elu, LeakyRelu, Relu, Tanh
from engine.errors import EngineError
from engine.initializers import Zeros
from engine.layers import Dense, Output
from engine.loops import ExampleLoops, UnitLoops
from engine.losses import LOSSES, Huber, Loss
from engine.network import Network, Parameters
from engine.race import MAX_PARAMETERS, NAMES, TOLERANCE, race_loops
from engine.scalars import scalar_activation, scalar_delta
from tests.engine.textbook import assert_same_parameters, make_dataset, make_trainer

KINDS = (*ACTIVATIONS.values(), LeakyRelu(0.3), Elu(2.5))
POINTS = [-800.0, -30.0, -2.0, -1e-9, 0.0, 1e-9, 0.7, 3.0, 40.0, 800.0]


@pytest.mark.parametrize("g", KINDS, ids=lambda g: g.name)
def test_an_activation_of_one_number_is_that_of_the_matrix(g):
    one = scalar_activation(g)
    Z = np.array([POINTS])
    A = g.value(Z)
    values = [one.value(z) for z in POINTS]
    np.testing.assert_allclose(values, A[0], rtol=1e-14, atol=1e-300)
    slopes = [one.derivative(z, a) for z, a in zip(POINTS, A[0].tolist(), strict=True)]
    np.testing.assert_allclose(slopes, g.derivative(Z, A)[0], rtol=1e-13, atol=1e-300)


@pytest.mark.parametrize("loss", [*LOSSES.values(), Huber(0.2)], ids=lambda loss: loss.name)
def test_a_delta_of_one_example_is_that_of_the_matrix(loss):
    task = loss.tasks[0]
    y = make_dataset(task, m=10).y
    Y = loss.encode(y, 3)
    Z = np.stack([np.roll(POINTS, k) for k in range(loss.units(3))])
    one = scalar_delta(loss)
    deltas = [one(z, t) for z, t in zip(Z.T.tolist(), Y.T.tolist(), strict=True)]
    np.testing.assert_allclose(np.transpose(deltas), loss.delta(Z, Y), rtol=1e-14, atol=1e-300)


def test_a_loss_without_a_scalar_form_is_said_so():
    with pytest.raises(TypeError, match="Loss has no form for one example"):
        scalar_delta(Loss())


dense = st.builds(
    lambda units, g, batch_norm, l1, l2: Dense(units, g, batch_norm, l1=l1, l2=l2),
    st.integers(1, 6),
    st.sampled_from(KINDS),
    st.booleans(),
    st.sampled_from([0.0, 0.3]),
    st.sampled_from([0.0, 0.7]),
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    hidden=st.lists(dense, max_size=4),
    loss=st.sampled_from(list(LOSSES.values())),
    n=st.integers(1, 5),
    m=st.integers(2, 9),
    seed=st.integers(0, 2**32 - 1),
)
def test_all_three_ways_give_the_same_gradient(hidden, loss, n, m, seed):
    rng = np.random.default_rng(seed)
    layers = (*hidden, msgspec.structs.replace(Dense(loss.units(3), ACTIVATIONS["linear"]), l1=0.1, l2=0.2))
    network = Network(n, layers, loss)
    parameters: Parameters = {
        k: v + 0.1 * rng.standard_normal(v.shape) for k, v in network.initial(rng).items()
    }
    X, Y = rng.standard_normal((n, m)), loss.encode(make_dataset(loss.tasks[0], m=m, seed=seed).y, 3)
    expected = network.gradients(parameters, X, Y)
    size = max(np.abs(g).max() for g in expected.values())
    for way in (ExampleLoops, UnitLoops):
        found = way(network, parameters, X, Y).gradients()
        assert found.keys() == expected.keys()
        for name, value in found.items():
            assert np.shape(value) == expected[name].shape
            np.testing.assert_allclose(value, expected[name], rtol=0, atol=TOLERANCE * size, err_msg=name)


def test_the_course_s_logistic_regression_by_hand():
    """dz = a - y; dw_i = x_i dz; db = dz, here for one example with a = 1/2 and y = 1."""
    network = Network.plain((2, 1), (), LOSSES["binary_cross_entropy"])
    parameters: Parameters = {"W1": np.zeros((1, 2)), "b1": np.zeros((1, 1))}
    gradients = ExampleLoops(network, parameters, np.array([[3.0], [-4.0]]), np.array([[1.0]])).gradients()
    assert gradients == {"W1": [[-1.5, 2.0]], "b1": [[-0.5]]}


def test_a_weight_of_zero_has_no_l1_slope_in_any_way():
    layers = (Dense(2, Tanh(), initializer=Zeros(), l1=5.0),)
    trainer = make_trainer(make_dataset("binary"), layers=layers, l1=2.0, output=Output(initializer=Zeros()))
    race = race_loops(trainer, examples=4, seconds=0.001)
    assert race.is_equal


@pytest.fixture
def trainer():
    layers = (Dense(5, Relu(), batch_norm=True, keep_prob=0.5), Dense(3, Tanh()))
    return make_trainer(make_dataset("multiclass", n=3, m=50), layers=layers, l1=0.1, l2=0.2)


def test_the_race_tells_times_and_that_the_gradients_are_equal(trainer):
    before = trainer.parameters
    race = race_loops(trainer, seconds=0.02)
    assert tuple(c.name for c in race.contenders) == NAMES
    assert all(c.seconds > 0 for c in race.contenders)
    assert race.contenders[0].speed_up == 1
    for c in race.contenders:
        assert c.speed_up == race.contenders[0].seconds / c.seconds
    assert race.difference <= TOLERANCE
    assert race.is_equal
    assert race.parameters == trainer.network.n_parameters
    assert 2 <= race.examples <= 50
    assert_same_parameters(trainer.parameters, before)


def test_a_wrong_gradient_is_not_equal(trainer, monkeypatch):
    monkeypatch.setattr(UnitLoops, "bias_gradient", lambda loops, D: D.sum(axis=1, keepdims=True))
    race = race_loops(trainer, examples=5, seconds=0.001)
    assert race.difference > 1e-3
    assert not race.is_equal


def test_no_more_examples_than_time_and_the_user_allow(trainer):
    assert race_loops(trainer, examples=7, seconds=10.0).examples == 7
    assert race_loops(trainer, examples=99, seconds=10.0).examples == 50
    assert race_loops(trainer, seconds=1e-9).examples == 2
    assert race_loops(trainer, examples=1, seconds=0.01).examples == 1


@pytest.mark.parametrize(
    ("fields", "examples", "sentence"),
    [
        ({}, 0, "at least 1 example, not 0"),
        ({"layers": (Dense(800), Dense(800))}, 3, f"they race with at most {MAX_PARAMETERS}"),
    ],
)
def test_what_cannot_be_raced_is_one_sentence(fields, examples, sentence):
    trainer = make_trainer(make_dataset("regression", m=9), **fields)
    with pytest.raises(EngineError, match=sentence):
        race_loops(trainer, examples)


@pytest.mark.parametrize("g", KINDS, ids=lambda g: g.name)
@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_numbers_without_end_are_one_sentence(g, task):
    trainer = make_trainer(make_dataset(task), layers=(Dense(3, g), Dense(3, Relu())))
    trainer.load({name: np.full(p.shape, 1e250) for name, p in trainer.parameters.items()})
    with pytest.raises(EngineError, match="not finite at these weights"):
        race_loops(trainer, seconds=0.001)
