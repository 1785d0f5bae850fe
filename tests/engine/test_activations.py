"""The activation functions against the course's table and worked numbers."""

import numpy as np
import pytest

from engine.activations import ACTIVATIONS, LeakyRelu, hard_max, softmax
from engine.errors import ExperimentError

Z = np.array([[-3.0, -0.5, 0.25, 2.0], [1.0, -1.0, 4.0, -0.125]])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sigmoid", 1 / (1 + np.exp(-Z))),
        ("tanh", np.tanh(Z)),
        ("relu", np.where(Z > 0, Z, 0)),
        ("leaky_relu", np.where(Z > 0, Z, 0.01 * Z)),
        ("linear", Z),
    ],
)
def test_value_is_that_of_the_table(name, expected):
    np.testing.assert_allclose(ACTIVATIONS[name].value(Z), expected, rtol=1e-15)


@pytest.mark.parametrize("g", [*ACTIVATIONS.values(), LeakyRelu(0.3)], ids=repr)
def test_derivative_is_the_slope_of_the_value(g):
    eps = 1e-6
    slope = (g.value(Z + eps) - g.value(Z - eps)) / (2 * eps)
    np.testing.assert_allclose(g.derivative(Z, g.value(Z)), slope, atol=1e-9)


def test_relu_has_slope_zero_at_zero_and_leaky_relu_alpha():
    zero = np.zeros((1, 1))
    assert ACTIVATIONS["relu"].derivative(zero, zero) == 0
    assert LeakyRelu(0.2).derivative(zero, zero) == pytest.approx(0.2)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_sigmoid_never_overflows(dtype):
    largest = np.finfo(dtype).max
    assert ACTIVATIONS["sigmoid"].value(np.array([-largest, 0, largest], dtype)).tolist() == [0, 0.5, 1]


def test_softmax_and_hard_max_of_the_course():
    z = np.array([[5.0], [2.0], [-1.0], [3.0]])
    assert softmax(z).ravel().round(3).tolist() == [0.842, 0.042, 0.002, 0.114]
    assert hard_max(z).ravel().tolist() == [1, 0, 0, 0]


def test_softmax_works_down_the_columns_and_never_overflows():
    A = softmax(np.array([[1e4, 0.0, -1e4], [0.0, 0.0, -1e4]], np.float32))
    np.testing.assert_allclose(A, [[1, 0.5, 0.5], [0, 0.5, 0.5]])


def test_hard_max_gives_a_tie_to_the_first():
    assert hard_max(np.array([[1.0, 0.0], [1.0, 2.0]])).tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize("alpha", [0.0, 1.0, -0.1, float("nan")])
def test_leaky_relu_refuses_an_alpha_that_does_not_leak(alpha):
    with pytest.raises(ExperimentError, match=r"alpha between 0 and 1, not .*0\.01"):
        LeakyRelu(alpha)


def test_names_are_those_of_the_command_line():
    assert list(ACTIVATIONS) == ["sigmoid", "tanh", "relu", "leaky_relu", "linear"]
