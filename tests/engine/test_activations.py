"""The activation functions against the course's table and worked numbers."""

import math
import warnings

import numpy as np
import pytest

from engine.activations import ACTIVATIONS, Elu, LeakyRelu, hard_max, softmax
from engine.errors import ExperimentError
from engine.initializers import usual
from engine.layers import Dense
from engine.plan import UFUNCS, bits
from tests.engine.textbook import make_dataset, make_trainer

Z = np.array([[-3.0, -0.5, 0.25, 2.0], [1.0, -1.0, 4.0, -0.125]])
LARGE = [-1e4, -1e3, -100, -10, -1, 0, 1, 10, 100, 1e3, 1e4]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sigmoid", 1 / (1 + np.exp(-Z))),
        ("tanh", np.tanh(Z)),
        ("relu", np.where(Z > 0, Z, 0)),
        ("leaky_relu", np.where(Z > 0, Z, 0.01 * Z)),
        ("elu", np.where(Z > 0, Z, np.exp(Z) - 1)),
        ("silu", Z / (1 + np.exp(-Z))),
        ("gelu", Z / (1 + np.exp(-2 * np.sqrt(2 / np.pi) * (Z + 0.044715 * Z**3)))),
        ("softplus", np.log(1 + np.exp(Z))),
        ("linear", Z),
    ],
)
def test_value_is_that_of_the_table(name, expected):
    np.testing.assert_allclose(ACTIVATIONS[name].value(Z), expected, rtol=1e-14)


def test_gelu_is_near_the_exact_one_and_says_what_it_is():
    z = np.linspace(-8, 8, 1001)
    exact = z * np.array([0.5 * (1 + math.erf(v / math.sqrt(2))) for v in z])
    g = ACTIVATIONS["gelu"]
    assert np.abs(g.value(z) - exact).max() < 5e-4
    assert g.label == "GELU (tanh)"


@pytest.mark.parametrize("g", [*ACTIVATIONS.values(), LeakyRelu(0.3), Elu(0.3), Elu(2.0)], ids=repr)
def test_derivative_is_the_slope_of_the_value(g):
    eps = 1e-6
    slope = (g.value(Z + eps) - g.value(Z - eps)) / (2 * eps)
    np.testing.assert_allclose(g.derivative(Z, g.value(Z)), slope, atol=1e-9)


def test_relu_has_slope_zero_at_zero_and_leaky_relu_alpha():
    zero = np.zeros((1, 1))
    assert ACTIVATIONS["relu"].derivative(zero, zero) == 0
    assert LeakyRelu(0.2).derivative(zero, zero) == pytest.approx(0.2)


@pytest.mark.parametrize("alpha", [0.25, 1.0, 3.0])
def test_elu_falls_to_minus_alpha_and_has_slope_one_at_zero(alpha):
    g, z = Elu(alpha), np.array([-50.0, -math.log(2), 0.0, 1.5])
    assert g.value(z) == pytest.approx([-alpha, -alpha / 2, 0, 1.5])
    assert g.derivative(z, g.value(z)) == pytest.approx([0, alpha / 2, 1, 1])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("g", [*ACTIVATIONS.values(), LeakyRelu(0.3), Elu(0.3), Elu(2.0)], ids=repr)
def test_the_lowered_lines_are_the_same_function_and_derivative(g, dtype):
    z = np.array([*LARGE, -2e-3, 0.3, 2.5], dtype)
    operands = {
        "A": z.copy(),
        "F": np.full_like(z, np.nan),
        "E": np.full_like(z, np.nan),
        "O": np.zeros_like(z),
    }
    scalars = {"zero": 0.0, "half": 0.5, "one": 1.0} | g.constants
    names = UFUNCS | operands | {name: np.array(value, dtype) for name, value in scalars.items()}
    names |= {f"{name}_bits": bits(operands[name]) for name in "AF"} | {"last_bit": 8 * z.itemsize - 1}
    for line in g.forward_ops + g.factor_ops:
        exec(line.format(A="A", F="F", E="E", O="O"), names)
    if g.masks:
        assert set(names["F_bits"].tolist()) <= {-1, 0}
        operands["F"] = -names["F_bits"].astype(dtype)
    rounding = 8 * np.finfo(dtype).eps
    a = g.value(z)
    np.testing.assert_allclose(operands["A"], a, rtol=rounding, atol=rounding)
    if g.factor_ops:
        np.testing.assert_allclose(operands["F"], g.derivative(z, a), rtol=rounding, atol=4 * rounding)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("g", ACTIVATIONS.values(), ids=lambda g: g.name)
def test_large_numbers_give_neither_a_warning_nor_nan(g, dtype):
    z = np.array(LARGE, dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        a = g.value(z)
        slope = g.derivative(z, a)
    assert a.dtype == slope.dtype == dtype
    assert np.isfinite(a).all()
    assert np.abs(slope).max() <= 1.13
    if g.name in ("elu", "silu", "gelu", "softplus"):
        assert a[-4:] == pytest.approx(z[-4:], rel=1e-4)
        assert slope[[0, -1]] == pytest.approx([0, 1])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("g", ACTIVATIONS.values(), ids=lambda g: g.name)
def test_so_it_is_in_the_training_step(g, dtype):
    """A first layer with weights of 1e4 drives Z beyond that; a rate of next to nothing leaves them there."""
    fields = {"layers": (Dense(3, g), Dense(2, g)), "dtype": dtype, "learning_rate": 1e-30}
    trainer = make_trainer(make_dataset("multiclass"), **fields)
    first = trainer.parameters
    trainer.load(first | {"W1": 1e4 * first["W1"]})
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        forward = trainer.forward("train")
        forward()
        trainer._begin_epoch()
        trainer.runner.run(trainer.steps_per_epoch)
    assert forward.is_finite()
    assert np.isfinite(trainer.runner.memory.GG[0]).all()


@pytest.mark.parametrize(("name", "factor"), [("elu", 2), ("silu", 2), ("gelu", 2), ("softplus", 1)])
def test_first_weights_are_he_before_the_relatives_of_relu_that_pass_nought(name, factor):
    W = usual(ACTIVATIONS[name]).draw((400, 250), np.random.default_rng(7))
    assert W.var() == pytest.approx(factor / 250, rel=0.02)


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


@pytest.mark.parametrize("alpha", [0.0, -1.0, 1001.0, float("inf"), float("nan")])
def test_elu_refuses_an_alpha_that_is_not_positive_or_beyond_reason(alpha):
    with pytest.raises(ExperimentError, match=r"^ELU needs an alpha above 0 .*, not .*usual one is 1\."):
        Elu(alpha)


def test_names_are_those_of_the_command_line():
    names = ["sigmoid", "tanh", "relu", "leaky_relu", "elu", "silu", "gelu", "softplus", "linear"]
    assert list(ACTIVATIONS) == names
