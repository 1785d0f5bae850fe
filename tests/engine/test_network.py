"""The readable mathematics: shapes and numbers of the course, and gradients proved by nudging."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS, Relu, Sigmoid, Tanh
from engine.losses import DEFAULT_LOSSES
from engine.network import Network

COURSE = Network((2, 3, 5, 4, 2, 1), (Tanh(), Relu(), Tanh(), Sigmoid()), DEFAULT_LOSSES["binary"])


def test_weight_shapes_of_the_course():
    assert COURSE.shapes == [(3, 2), (5, 3), (4, 5), (2, 4), (1, 2)]
    assert COURSE.depth == 5
    assert COURSE.n_parameters == 9 + 20 + 24 + 10 + 3


def test_every_variable_has_the_shape_of_the_table():
    parameters, X = COURSE.initial(np.random.default_rng(0)), np.ones((2, 7))
    Z, A = COURSE.forward(parameters, X)
    assert [z.shape for z in Z] == [(3, 7), (5, 7), (4, 7), (2, 7), (1, 7)]
    assert [a.shape for a in A] == [(2, 7), (3, 7), (5, 7), (4, 7), (2, 7)]
    gradients = COURSE.gradients(parameters, X, np.ones((1, 7)))
    assert gradients.keys() == parameters.keys()
    assert all(gradients[name].shape == parameters[name].shape for name in parameters)
    assert [parameters[f"b{l}"].shape for l in range(1, 6)] == [(3, 1), (5, 1), (4, 1), (2, 1), (1, 1)]


def test_biases_start_at_zero_and_weights_by_the_activation_behind_them():
    network = Network((300, 300, 300, 1), (Relu(), Tanh()), DEFAULT_LOSSES["binary"])
    first = network.initial(np.random.default_rng(5))
    assert not any(first[f"b{l}"].any() for l in (1, 2, 3))
    assert [first[f"W{l}"].var() * 300 for l in (1, 2)] == pytest.approx([2, 1], rel=0.03)


def test_logistic_regression_for_one_example():
    """da = -y/a + (1-y)/(1-a); dz = a - y; dw_i = x_i dz; db = dz."""
    network = Network((2, 1), (), DEFAULT_LOSSES["binary"])
    parameters = {"W1": np.array([[0.5, -0.25]]), "b1": np.array([[0.1]])}
    x, y = np.array([[2.0], [3.0]]), 1
    a = 1 / (1 + np.exp(-(0.5 * 2 - 0.25 * 3 + 0.1)))
    dz = (-y / a + (1 - y) / (1 - a)) * a * (1 - a)
    assert dz == pytest.approx(a - y)
    gradients = network.gradients(parameters, x, network.loss.encode(np.array([y]), 2))
    np.testing.assert_allclose(gradients["W1"], [[2 * dz, 3 * dz]], rtol=1e-14)
    np.testing.assert_allclose(gradients["b1"], [[dz]], rtol=1e-14)


def test_zero_weights_keep_the_units_of_a_layer_alike():
    network = Network((2, 3, 1), (Tanh(),), DEFAULT_LOSSES["binary"])
    parameters = {name: np.full_like(p, 0.5) for name, p in network.initial(np.random.default_rng(0)).items()}
    gradients = network.gradients(parameters, np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([[1.0, -1.0]]))
    assert np.ptp(gradients["W1"], axis=0).max() == 0


def test_a_stack_of_linear_layers_is_one_linear_layer():
    network = Network((3, 4, 2, 1), (ACTIVATIONS["linear"],) * 2, DEFAULT_LOSSES["regression"])
    p = network.initial(np.random.default_rng(2))
    X = np.random.default_rng(3).standard_normal((3, 9))
    np.testing.assert_allclose(network.forward(p, X)[0][-1], p["W3"] @ p["W2"] @ p["W1"] @ X, atol=1e-14)


def test_signals_grow_with_weights_above_one_and_shrink_below():
    network = Network((2,) * 9 + (1,), (ACTIVATIONS["linear"],) * 8, DEFAULT_LOSSES["regression"])
    for factor in (1.5, 0.5):
        p = {name: np.zeros_like(w) for name, w in network.initial(np.random.default_rng(0)).items()}
        p |= {f"W{l}": factor * np.eye(2) for l in range(1, 9)}
        assert network.forward(p, np.ones((2, 1)))[1][-1] == pytest.approx(factor**8)


def test_pack_and_unpack_are_inverse_and_the_block_is_weights_over_bias():
    flat = np.empty(COURSE.n_parameters)
    parameters = COURSE.initial(np.random.default_rng(4))
    COURSE.pack(parameters, flat)
    for name, value in COURSE.unpack(flat).items():
        np.testing.assert_array_equal(value, parameters[name])
    block = COURSE.blocks(flat)[1]
    np.testing.assert_array_equal(block[:-1], parameters["W2"].T)
    assert np.shares_memory(block, flat)


def test_unpacked_parameters_are_copies():
    """Also where the transposed block happens to be contiguous: biases, and layers of one unit."""
    flat = np.zeros(COURSE.n_parameters)
    for value in COURSE.unpack(flat).values():
        assert value.flags.c_contiguous
        value[:] = 9
    assert not flat.any()


def test_penalty_is_half_lambda_over_m_times_the_squared_weights():
    flat = np.empty(COURSE.n_parameters)
    parameters = {name: np.full_like(p, 2) for name, p in COURSE.initial(np.random.default_rng(0)).items()}
    COURSE.pack(parameters, flat)
    weights = 6 + 15 + 20 + 8 + 2
    assert COURSE.penalty(flat, l2=0.3, m=10) == pytest.approx(0.3 / 20 * 4 * weights)
    assert COURSE.penalty(flat, l2=0.0, m=10) == 0


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
    network = Network(sizes, tuple(g for _, g in hidden), loss)
    parameters = {k: p + 0.1 * rng.standard_normal(p.shape) for k, p in network.initial(rng).items()}
    y = (
        rng.standard_normal(m)
        if task == "regression"
        else rng.integers(0, loss.units(3) if task != "binary" else 2, m)
    )
    return network, parameters, rng.standard_normal((n, m)), loss.encode(y, 3)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(problems(), st.sampled_from([0.0, 0.7]))
def test_gradients_pass_the_check_of_the_course(problem, l2):
    """||approx - dtheta|| / (||approx|| + ||dtheta||), the regularisation term included."""
    network, parameters, X, Y = problem
    flat, grad, m = np.empty(network.n_parameters), np.empty(network.n_parameters), X.shape[1]
    network.pack(parameters, flat)
    network.pack(network.gradients(parameters, X, Y, l2), grad)

    def cost(theta):
        Z, _ = network.forward(network.unpack(theta), X)
        return network.loss.total(Z[-1], Y) / m + network.penalty(theta, l2, m)

    eps = 1e-6
    nudges = eps * np.eye(flat.size)
    approx = np.array([(cost(flat + e) - cost(flat - e)) / (2 * eps) for e in nudges])
    assert np.linalg.norm(approx - grad) <= 1e-6 * (np.linalg.norm(approx) + np.linalg.norm(grad)) + 1e-9
