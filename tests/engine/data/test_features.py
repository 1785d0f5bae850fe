"""Features are what their names say, and normalisation is the course's."""

import numpy as np
import pytest

from engine.data import Normalizer, available, compute
from engine.data.features import evaluate
from engine.errors import DataError

X = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]])


def test_the_plane_has_seven_features():
    assert available(2) == ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)")
    assert available(3) == ("x1", "x2", "x3")


def test_features_are_computed_in_the_order_asked_for():
    got = compute(("x1*x2", "x2", "sin(x1)", "x2^2", "x1^2", "sin(x2)", "x1"), X)
    a, b = X
    assert np.array_equal(got, np.stack([a * b, b, np.sin(a), b * b, a * a, np.sin(b), a]))


@pytest.mark.parametrize(
    ("features", "n", "sentence"),
    [
        ((), 2, "At least one input feature must stay on"),
        (("x1", "x1"), 2, "The feature x1 is listed 2 times; once is enough."),
        (("x3",), 2, r'These data have no feature "x3"; they have x1, x2, x1\^2'),
        (("sn(x1)",), 2, r'The feature "sn\(x1\)" is no formula. There is no sn .* Did you mean sin\?'),
        (("x1*x5",), 4, r"There is no x5 \(character 4\); these data have x1 to x4\."),
        (("x1+x2", " x1 + x2"), 2, r"The feature x1\+x2 is listed 2 times"),
        (("x31",), 30, r'no feature "x31"; they have x1 to x30\.'),
    ],
)
def test_features_that_do_not_exist_are_named(features, n, sentence):
    with pytest.raises(DataError, match=sentence):
        compute(features, np.zeros((n, 5)))


def test_a_typed_formula_is_a_feature_of_any_data():
    got = compute(("x2", "sin(3*x1)*x2", "x1^2"), np.vstack([X, X[:1]]))
    a, b = X
    assert np.array_equal(got, np.stack([b, np.sin(3 * a) * b, a**2]))


def test_a_formula_without_a_value_names_the_example():
    with pytest.raises(DataError, match=r"log\(x1\) is no finite number for 1 of 3 .* number 2"):
        compute(("log(x1)",), X)
    assert np.isnan(evaluate(("log(x1)",), X)[0]).tolist() == [False, True, False]


def test_normalised_inputs_have_mean_0_and_deviation_1():
    train = np.random.default_rng(1).normal(40, 9, (3, 200))
    normal = Normalizer.fit(train).apply(train)
    assert normal.mean(axis=1) == pytest.approx([0, 0, 0], abs=1e-12)
    assert normal.std(axis=1) == pytest.approx([1, 1, 1])


def test_mean_and_deviation_are_kept_for_other_examples():
    normalizer = Normalizer.fit(np.array([[0.0, 4.0]]))
    assert normalizer.apply(np.array([[10.0]])).tolist() == [[4.0]]


@pytest.mark.parametrize("value", [0.0, 0.1, 1e9, -7.3])
def test_a_constant_feature_becomes_zero_not_noise(value):
    column = np.full((1, 37), value)
    normalizer = Normalizer.fit(column)
    assert normalizer.std.tolist() == [[1.0]]
    assert np.abs(normalizer.apply(column)).max() < 1e-6


def test_identity_changes_nothing():
    assert np.array_equal(Normalizer.identity(2).apply(X), X)
