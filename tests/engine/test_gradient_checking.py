"""The gradient check passes for what is right, and sees an error planted in any line of backpropagation."""

import re

import msgspec
import numpy as np
import pytest

from engine import regularizers
from engine.activations import ACTIVATIONS, LeakyRelu, Linear, Relu, Sigmoid, Tanh
from engine.errors import EngineError
from engine.flat import flatten, unpack
from engine.gradient_checking import (
    check_network,
    gradient_check,
    has_kink,
    lowered_gradient,
    parameter_names,
    verdict,
)
from engine.layers import Dense
from engine.losses import DEFAULT_LOSSES
from engine.network import Network
from engine.step import Step
from tests.engine.textbook import assert_same_parameters, make_dataset, make_trainer, run

TASKS = ["binary", "multiclass", "regression"]


def test_the_course_on_the_cube():
    """f = theta^3 at 1 with eps 0.01: two-sided 3.0001, one-sided 3.0301, truth 3."""
    two_sided = (1.01**3 - 0.99**3) / (2 * 0.01)
    one_sided = (1.01**3 - 1) / 0.01
    assert two_sided == pytest.approx(3.0001)
    assert one_sided == pytest.approx(3.0301)


def test_two_sides_are_exact_on_a_parabola():
    """J of one linear unit is quadratic, which two sides get exactly at any eps."""
    network, X, Y = (
        Network.plain((1, 1), (), DEFAULT_LOSSES["regression"]),
        np.array([[2.0]]),
        np.array([[1.0]]),
    )
    check = check_network(network, np.array([3.0, 0.0]), X, Y, eps=0.01)
    largest = check.layers[0].largest
    assert largest is not None
    assert largest.numeric == pytest.approx(largest.analytic, rel=1e-12)
    assert check.difference < 1e-12


@pytest.mark.parametrize("l2", [0.0, 0.7])
@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_every_activation_and_loss_is_great(activation, task, l2):
    layers = (Dense(5, ACTIVATIONS[activation]), Dense(3, ACTIVATIONS[activation]))
    check = gradient_check(make_trainer(make_dataset(task, n=3), layers=layers, l2=l2, seed=3))
    assert check.difference < 1e-7
    assert check.readable_difference < 1e-7
    assert check.verdict == "great"
    assert [row.layer for row in check.layers] == [1, 2, 3]


@pytest.mark.parametrize(
    ("difference", "expected"),
    [(0.0, "great"), (1e-7, "great"), (1e-5, "look closer"), (1e-3, "a bug"), (np.nan, "a bug")],
)
def test_the_traffic_light(difference, expected):
    assert verdict(difference) == expected


def spoil(line):
    """The same line with a wrong result r / 2 + 1: the operand that a call writes is its last one."""
    target = re.sub(r"^out=", "", line.removesuffix(")").rsplit(", ", 1)[1])
    if target.endswith("_bits"):
        return f"{line}; negative({target}, {target})"
    return f"{line}; multiply({target}, half, {target}); add({target}, one, {target})"


def backprop_lines(lines):
    """Those after the logits, but for the shift of softmax, any of which is right, and running averages."""
    logits = max(k for k, line in enumerate(lines) if line.endswith(" Z)"))
    unseen = ("largest", "multiply(averages", "add(averages")
    return [k for k in range(logits + 1, len(lines)) if not lines[k].startswith(unseen)]


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("activation", [Sigmoid(), Tanh(), Relu(), LeakyRelu(0.1), Linear()])
def test_an_error_planted_in_any_line_of_backpropagation_is_seen(monkeypatch, task, activation):
    layers = (Dense(4, activation), Dense(3, activation))
    trainer = make_trainer(make_dataset(task, n=3), layers=layers, l2=0.5, seed=5)
    write = Step.gradient_lines
    right = write(trainer.runner.step)
    places = backprop_lines(right)
    assert len(places) >= 6
    for k in places:

        def lines(step, wrong=k):
            return [spoil(line) if n == wrong else line for n, line in enumerate(write(step))]

        monkeypatch.setattr(Step, "gradient_lines", lines)
        check = gradient_check(trainer)
        assert check.verdict == "a bug", right[k]
        assert check.readable_difference < 1e-7
        assert check.difference > 1e-3


@pytest.mark.parametrize("k", range(5))
def test_an_error_planted_in_any_line_of_the_penalties_is_seen(monkeypatch, k):
    trainer = make_trainer(make_dataset("binary", n=3), layers=(Dense(4),), l1=0.4, l2=0.5)
    right = regularizers.lines(True, True)
    wrong = tuple(spoil(line) if n == k else line for n, line in enumerate(right))
    monkeypatch.setattr(regularizers, "lines", lambda l1, l2: wrong)
    assert len(right) == 5
    assert gradient_check(trainer).verdict == "a bug"


def test_an_error_in_the_readable_mathematics_is_seen(monkeypatch):
    monkeypatch.setattr(Tanh, "derivative", lambda g, Z, A: 1 - A)
    check = gradient_check(make_trainer(make_dataset("binary")))
    assert check.difference < 1e-7
    assert (check.verdict, check.readable_difference > 1e-3) == ("a bug", True)


def test_the_row_of_the_wrong_layer_names_its_largest_component(monkeypatch):
    trainer = make_trainer(make_dataset("binary", n=3), layers=(Dense(4), Dense(3)))
    write = Step.gradient_lines

    def lines(step):
        return [f"{line}; add(G2, one, G2)" if line.endswith(" G2)") else line for line in write(step)]

    monkeypatch.setattr(Step, "gradient_lines", lines)
    check = gradient_check(trainer)
    assert [row.verdict for row in check.layers] == ["great", "a bug", "great"]
    largest = check.layers[1].largest
    assert largest is not None
    assert largest.name[:2] in ("W2", "b2")
    assert largest.analytic - largest.numeric == pytest.approx(1 / (2 * 40), rel=1e-6)


def test_names_are_those_of_the_course_shapes():
    network = Network.plain((2, 3, 1), (Tanh(),), DEFAULT_LOSSES["binary"])
    flat = np.arange(float(network.n_parameters))
    parameters = unpack(network, flat)
    for value, name in zip(flat, parameter_names(network), strict=True):
        assert eval(name, {}, parameters) == value


def test_a_kink_in_the_interval_is_named_and_left_out():
    """Z = 0 exactly: b1 - eps and b1 + eps are on two sides of the ReLU; with x = 0, W1 moves nothing."""
    network = Network.plain((1, 1, 1), (Relu(),), DEFAULT_LOSSES["regression"])
    values = (("W1", 1.0), ("b1", 0.0), ("W2", 2.0), ("b2", 1.0))
    theta = flatten(network, {k: np.array([[v]]) for k, v in values})
    check = check_network(network, theta, np.array([[0.0]]), np.array([[0.0]]))
    (kink,) = check.kinks
    assert kink.name == "b1[0, 0]"
    assert kink.numeric == pytest.approx(1.0, rel=1e-6)  # half of the slope 2 on the right and 0 on the left
    assert kink.analytic == 0
    assert check.verdict == "great"


def test_where_every_parameter_is_at_a_kink_the_light_is_not_green():
    network = Network.plain((1, 1, 1), (Relu(),), DEFAULT_LOSSES["regression"])
    theta = flatten(network, {name: np.zeros((1, 1)) for name in ("W1", "b1", "W2", "b2")})
    check = check_network(network, theta, np.array([[1.0]]), np.array([[1.0]]))
    assert [kink.name for kink in check.kinks] == ["W1[0, 0]", "b1[0, 0]"]
    assert (check.layers[0].verdict, check.layers[0].largest) == ("look closer", None)
    assert check.layers[1].verdict == "great"


def test_only_the_relus_have_a_kink():
    assert {name for name, g in ACTIVATIONS.items() if has_kink(g)} == {"relu", "leaky_relu"}


def test_derivatives_below_the_rounding_of_the_cost_are_said_to_be():
    """Deep sigmoids: the first layer's derivatives vanish, and with them what the cost can tell of them."""
    trainer = make_trainer(make_dataset("binary"), layers=(Dense(8, Sigmoid()),) * 12)
    check = gradient_check(trainer)
    assert check.layers[0].only_rounding
    assert not check.layers[-1].only_rounding
    assert check.verdict == "great"


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_nothing_of_the_trainer_changes(dtype):
    trainer, twin = (make_trainer(make_dataset("multiclass"), dtype=dtype, batch_size=7) for _ in "ab")
    for each in (trainer, twin):
        each.advance(2)
    assert gradient_check(trainer).difference < 1e-7
    for each in (trainer, twin):
        run(each, 2)
    assert_same_parameters(trainer.parameters, twin.parameters)


def test_it_is_checked_after_training_too():
    trainer = make_trainer(make_dataset("binary"), l2=0.1)
    run(trainer, 50)
    assert gradient_check(trainer).verdict == "great"


def test_fewer_examples_are_spread_over_the_train_set():
    trainer = make_trainer(make_dataset("binary"))
    assert gradient_check(trainer, examples=7).examples == 7
    assert gradient_check(trainer, examples=1).examples == 1
    assert gradient_check(trainer, examples=999).examples == 40
    with pytest.raises(EngineError, match="at least 1 example, not 0"):
        gradient_check(trainer, examples=0)


def test_the_lowered_gradient_is_the_readable_one():
    trainer = make_trainer(make_dataset("multiclass"), l2=0.3)
    network, theta = trainer.network, trainer.theta()
    X, Y = trainer.problem.inputs["train"], trainer.problem.targets["train"]
    lowered = unpack(network, lowered_gradient(network, theta, X, Y))
    assert_same_parameters(lowered, network.gradients(trainer.parameters, X, Y), 1e-14)


def test_a_cost_that_is_not_finite_is_one_sentence():
    network = Network.plain((1, 1), (), DEFAULT_LOSSES["regression"])
    with pytest.raises(EngineError, match="cost is not finite"):
        check_network(network, np.array([1e200, 0.0]), np.array([[1.0]]), np.array([[0.0]]))


def test_the_result_is_a_value():
    trainer = make_trainer(make_dataset("binary"))
    check = gradient_check(trainer)
    assert check == gradient_check(trainer)
    assert msgspec.to_builtins(check)["layers"][0]["largest"]["name"].startswith(("W1", "b1"))


def test_a_weight_next_to_the_kink_of_l1_is_left_out_and_one_at_it_is_not():
    trainer = make_trainer(make_dataset("binary"), layers=(Dense(2),), l1=1.0)
    W1 = np.array([[3e-8, 0.0], [-2e-7, 0.5]])
    trainer.load(trainer.parameters | {"W1": W1})
    check = gradient_check(trainer)
    assert [kink.name for kink in check.kinks] == ["W1[0, 0]"]
    assert check.verdict == "great"


@pytest.mark.parametrize("eps", [0.0, -1e-7, 1e-300, 2.0, float("nan")])
def test_an_impossible_nudge_is_refused(eps):
    with pytest.raises(EngineError, match=r"^A nudge is from 1e-12 to 1, not .* usual one is 1e-07\.$"):
        gradient_check(make_trainer(make_dataset("binary")), eps=eps)
