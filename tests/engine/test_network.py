"""The readable mathematics: shapes and numbers of the course, and gradients proved by nudging."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS, Relu, Sigmoid, Tanh
from engine.flat import flatten, unpack
from engine.losses import DEFAULT_LOSSES
from engine.network import Network

COURSE = Network.plain((2, 3, 5, 4, 2, 1), (Tanh(), Relu(), Tanh(), Sigmoid()), DEFAULT_LOSSES["binary"])


def test_weight_shapes_of_the_course():
    assert COURSE.shapes == [(3, 2), (5, 3), (4, 5), (2, 4), (1, 2)]
    assert COURSE.depth == 5
    assert COURSE.n_parameters == 9 + 20 + 24 + 10 + 3


def test_every_variable_has_the_shape_of_the_table():
    parameters, X = COURSE.initial(np.random.default_rng(0)), np.ones((2, 7))
    caches = COURSE.forward(parameters, X)
    assert [cache.Z.shape for cache in caches] == [(3, 7), (5, 7), (4, 7), (2, 7), (1, 7)]
    assert [cache.A_in.shape for cache in caches] == [(2, 7), (3, 7), (5, 7), (4, 7), (2, 7)]
    gradients = COURSE.gradients(parameters, X, np.ones((1, 7)))
    assert gradients.keys() == parameters.keys()
    assert all(gradients[name].shape == parameters[name].shape for name in parameters)
    assert [parameters[f"b{l}"].shape for l in range(1, 6)] == [(3, 1), (5, 1), (4, 1), (2, 1), (1, 1)]


def test_biases_start_at_zero_and_weights_by_the_activation_behind_them():
    network = Network.plain((300, 300, 300, 1), (Relu(), Tanh()), DEFAULT_LOSSES["binary"])
    first = network.initial(np.random.default_rng(5))
    assert not any(first[f"b{l}"].any() for l in (1, 2, 3))
    assert [first[f"W{l}"].var() * 300 for l in (1, 2)] == pytest.approx([2, 1], rel=0.03)


def test_logistic_regression_for_one_example():
    """da = -y/a + (1-y)/(1-a); dz = a - y; dw_i = x_i dz; db = dz."""
    network = Network.plain((2, 1), (), DEFAULT_LOSSES["binary"])
    parameters = {"W1": np.array([[0.5, -0.25]]), "b1": np.array([[0.1]])}
    x, y = np.array([[2.0], [3.0]]), 1
    a = 1 / (1 + np.exp(-(0.5 * 2 - 0.25 * 3 + 0.1)))
    dz = (-y / a + (1 - y) / (1 - a)) * a * (1 - a)
    assert dz == pytest.approx(a - y)
    gradients = network.gradients(parameters, x, network.loss.encode(np.array([y]), 2))
    np.testing.assert_allclose(gradients["W1"], [[2 * dz, 3 * dz]], rtol=1e-14)
    np.testing.assert_allclose(gradients["b1"], [[dz]], rtol=1e-14)


def test_zero_weights_keep_the_units_of_a_layer_alike():
    network = Network.plain((2, 3, 1), (Tanh(),), DEFAULT_LOSSES["binary"])
    parameters = {name: np.full_like(p, 0.5) for name, p in network.initial(np.random.default_rng(0)).items()}
    gradients = network.gradients(parameters, np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([[1.0, -1.0]]))
    assert np.ptp(gradients["W1"], axis=0).max() == 0


def test_a_stack_of_linear_layers_is_one_linear_layer():
    network = Network.plain((3, 4, 2, 1), (ACTIVATIONS["linear"],) * 2, DEFAULT_LOSSES["regression"])
    p = network.initial(np.random.default_rng(2))
    X = np.random.default_rng(3).standard_normal((3, 9))
    np.testing.assert_allclose(network.logits(p, X), p["W3"] @ p["W2"] @ p["W1"] @ X, atol=1e-14)


def test_signals_grow_with_weights_above_one_and_shrink_below():
    network = Network.plain((2,) * 9 + (1,), (ACTIVATIONS["linear"],) * 8, DEFAULT_LOSSES["regression"])
    for factor in (1.5, 0.5):
        p = {name: np.zeros_like(w) for name, w in network.initial(np.random.default_rng(0)).items()}
        p |= {f"W{l}": factor * np.eye(2) for l in range(1, 9)}
        assert network.forward(p, np.ones((2, 1)))[-1].A_in == pytest.approx(factor**8)


def test_penalty_is_half_lambda_over_m_times_the_squared_weights():
    parameters = {name: np.full_like(p, -2) for name, p in COURSE.initial(np.random.default_rng(0)).items()}
    weights = 6 + 15 + 20 + 8 + 2
    assert COURSE.with_layers(l2=0.3).penalty(parameters, m=10) == pytest.approx(0.3 / 20 * 4 * weights)
    assert COURSE.with_layers(l1=0.3).penalty(parameters, m=10) == pytest.approx(0.3 / 20 * 2 * weights)
    assert COURSE.penalty(parameters, m=10) == 0
    own = replace(COURSE, layers=(msgspec.structs.replace(COURSE.layers[0], l2=0.3), *COURSE.layers[1:]))
    assert own.penalty(parameters, m=10) == pytest.approx(0.3 / 20 * 4 * 6)


@st.composite
def problems(draw):
    """A network with random parameters, and a few examples for it."""
    task = draw(st.sampled_from(["binary", "multiclass", "regression"]))
    hidden = draw(
        st.lists(st.tuples(st.integers(1, 5), st.sampled_from(list(ACTIVATIONS.values()))), max_size=3)
    )
    loss, rng = DEFAULT_LOSSES[task], np.random.default_rng(draw(st.integers(0, 999)))
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 6))
    sizes = (n, *(units for units, _ in hidden), loss.units(3))
    network = Network.plain(sizes, tuple(g for _, g in hidden), loss)
    penalty = draw(st.sampled_from([{}, {"l2": 0.7}, {"l1": 0.4}, {"l1": 0.1, "l2": 0.3}]))
    normalized = [draw(st.booleans()) and m > 2 for _ in hidden]
    layers = [
        msgspec.structs.replace(layer, batch_norm=bn)
        for layer, bn in zip(network.with_layers(**penalty).layers, (*normalized, False), strict=True)
    ]
    network = replace(network, layers=tuple(layers))
    parameters = {k: p + 0.1 * rng.standard_normal(p.shape) for k, p in network.initial(rng).items()}
    y = (
        rng.standard_normal(m)
        if task == "regression"
        else rng.integers(0, loss.units(3) if task != "binary" else 2, m)
    )
    return network, parameters, rng.standard_normal((n, m)), loss.encode(y, 3)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(problems())
def test_gradients_pass_the_check_of_the_course(problem):
    """||approx - dtheta|| / (||approx|| + ||dtheta||), the regularisation term included."""
    network, parameters, X, Y = problem
    theta, m = flatten(network, parameters), X.shape[1]
    grad = flatten(network, network.gradients(parameters, X, Y))

    def cost(theta):
        nudged = unpack(network, theta)
        return network.loss.total(network.logits(nudged, X), Y) / m + network.penalty(nudged, m)

    eps = 1e-6
    nudges = eps * np.eye(theta.size)
    approx = np.array([(cost(theta + e) - cost(theta - e)) / (2 * eps) for e in nudges])
    assert np.linalg.norm(approx - grad) <= 1e-6 * (np.linalg.norm(approx) + np.linalg.norm(grad)) + 1e-9
