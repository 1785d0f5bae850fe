"""The losses: worked by hand, finite for any logit, and the derivative of what they claim to be."""

import numpy as np
import pytest

from engine.losses import DEFAULT_LOSSES

BINARY, MULTICLASS, REGRESSION = (
    DEFAULT_LOSSES["binary"],
    DEFAULT_LOSSES["multiclass"],
    DEFAULT_LOSSES["regression"],
)


def test_binary_cross_entropy_is_that_of_the_course():
    y, z = np.array([1, 0, 1]), np.array([[0.3, -1.2, 2.0]])
    a = 1 / (1 + np.exp(-z[0]))
    by_hand = -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum()
    assert BINARY.total(z, BINARY.encode(y, 2)) == pytest.approx(by_hand, rel=1e-14)


def test_categorical_cross_entropy_is_minus_the_log_of_the_right_class():
    z = np.array([[5.0], [2.0], [-1.0], [3.0]])
    cost = MULTICLASS.total(z, MULTICLASS.encode(np.array([3]), 4))
    assert np.exp(-cost) == pytest.approx(0.114, abs=5e-4)


def test_squared_error_is_half_the_square():
    assert REGRESSION.total(np.array([[3.0, 1.0]]), REGRESSION.encode(np.array([1.0, 1.5]), 0)) == 2.125


def test_targets_are_encoded_as_the_step_wants_them():
    assert BINARY.encode(np.array([0, 1]), 2).tolist() == [[-1, 1]]
    assert MULTICLASS.encode(np.array([2, 0]), 3).tolist() == [[0, 1], [0, 0], [1, 0]]
    assert REGRESSION.encode(np.array([2.5, -1]), 0).tolist() == [[2.5, -1]]


def test_output_units_follow_the_task():
    assert (BINARY.units(2), MULTICLASS.units(5), REGRESSION.units(0)) == (1, 5, 1)


def cases():
    rng = np.random.default_rng(3)
    for name, loss in DEFAULT_LOSSES.items():
        classes = {"binary": 2, "multiclass": 4, "regression": 0}[name]
        y = rng.integers(0, classes, 6) if classes else rng.standard_normal(6)
        yield pytest.param(
            loss, rng.standard_normal((loss.units(classes), 6)), loss.encode(y, classes), id=name
        )


@pytest.mark.parametrize(("loss", "Z", "Y"), list(cases()))
def test_delta_is_the_derivative_of_the_total(loss, Z, Y):
    eps, slopes = 1e-6, np.empty_like(Z)
    for i in np.ndindex(Z.shape):
        nudge = np.zeros_like(Z)
        nudge[i] = eps
        slopes[i] = (loss.total(Z + nudge, Y) - loss.total(Z - nudge, Y)) / (2 * eps)
    np.testing.assert_allclose(loss.delta(Z, Y), slopes, atol=1e-9)


@pytest.mark.parametrize(("loss", "Z", "Y"), list(cases()))
def test_total_of_many_mini_batches_is_the_sum_of_their_totals(loss, Z, Y):
    stack = np.stack([Z, Z[:, ::-1]]), np.stack([Y, Y[:, ::-1]])
    assert loss.total(*stack) == pytest.approx(2 * loss.total(Z, Y))


@pytest.mark.parametrize("z", [1e2, 1e3, 1e4])
def test_cross_entropy_stays_right_for_large_logits_in_float32(z):
    logits = np.array([[z, -z]], np.float32)
    assert BINARY.total(logits, np.array([[1.0, -1.0]], np.float32)) == pytest.approx(0)
    assert BINARY.total(logits, np.array([[-1.0, 1.0]], np.float32)) == pytest.approx(2 * z)
    three = np.array([[z], [0.0], [-z]], np.float32)
    losses = [
        MULTICLASS.total(three, MULTICLASS.encode(np.array([c]), 3).astype(np.float32)) for c in range(3)
    ]
    assert losses == pytest.approx([0, z, 2 * z])
    for loss, Z in ((BINARY, logits), (MULTICLASS, three)):
        assert np.isfinite(loss.output(Z)).all()
        assert np.isfinite(loss.delta(Z, np.ones_like(Z))).all()


def test_correct_counts_the_examples_on_the_right_side():
    assert BINARY.correct(np.array([[2.0, -1.0, 0.5, -3.0]]), np.array([[1, 1, -1, -1]])) == 2
    Z = np.array([[1.0, 0.0, 5.0], [0.0, 3.0, 4.0], [-1.0, 2.0, 6.0]])
    assert MULTICLASS.correct(Z, MULTICLASS.encode(np.array([0, 1, 1]), 3)) == 2
    assert REGRESSION.correct(Z, Z) is None


def test_logit_zero_is_predicted_as_the_first_class():
    assert BINARY.correct(np.zeros((1, 3)), np.array([[-1, -1, 1]])) == 2
