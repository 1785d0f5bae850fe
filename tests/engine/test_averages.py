"""The exponentially weighted average, by the course's numbers and against its own definition."""

import numpy as np
import pytest

from engine.averages import ewa, memory
from engine.errors import EngineError


def by_definition(theta, beta):
    v, averages = np.zeros_like(theta[0]), []
    for value in theta:
        v = beta * v + (1 - beta) * value
        averages.append(v)
    return np.array(averages)


def test_the_second_average_of_the_course():
    """v_2 = 0.0196 theta_1 + 0.02 theta_2, divided by 0.0396."""
    theta = np.array([40.0, 49.0])
    v = 0.0196 * 40 + 0.02 * 49
    assert ewa(theta, 0.98)[1] == pytest.approx(v, rel=1e-12)
    assert ewa(theta, 0.98, corrected=True)[1] == pytest.approx(v / 0.0396, rel=1e-12)


def test_the_first_corrected_average_is_the_first_value():
    assert ewa(np.array([40.0, 49.0]), 0.98)[0] == pytest.approx(0.02 * 40)
    assert ewa(np.array([40.0, 49.0]), 0.98, corrected=True)[0] == pytest.approx(40)


@pytest.mark.parametrize(("beta", "values"), [(0.9, 10), (0.98, 50), (0.5, 2)])
def test_it_remembers_about_so_many_values(beta, values):
    assert memory(beta) == pytest.approx(values)


def test_ten_values_ago_weighs_a_third_as_much():
    """0.9^10 = 0.35 = 1/e."""
    impulse = np.eye(11)[0]
    v = ewa(impulse, 0.9)
    assert v[10] / v[0] == pytest.approx(0.35, abs=0.002)


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.98, 0.9999])
@pytest.mark.parametrize("shape", [(1,), (2,), (7,), (64,), (1000,), (33, 2, 3)])
def test_it_is_the_recurrence(beta, shape):
    theta = np.random.default_rng(1).standard_normal(shape)
    expected = by_definition(theta, beta)
    np.testing.assert_allclose(ewa(theta, beta), expected, rtol=1e-12, atol=1e-14)
    t = np.arange(1, shape[0] + 1).reshape(-1, *[1] * (len(shape) - 1))
    np.testing.assert_allclose(ewa(theta, beta, True), expected / (1 - beta**t), rtol=1e-12, atol=1e-14)


def test_a_constant_stays_what_it_is_once_corrected():
    np.testing.assert_allclose(ewa(np.full(500, 3.0), 0.99, corrected=True), 3.0, rtol=1e-13)


def test_the_values_are_left_alone_and_there_may_be_none():
    theta = np.arange(5.0)
    ewa(theta, 0.5, corrected=True)
    assert theta.tolist() == [0, 1, 2, 3, 4]
    assert ewa(np.zeros((0, 3)), 0.9, corrected=True).shape == (0, 3)


@pytest.mark.parametrize("beta", [1.0, -0.1, 2.0, np.nan])
def test_an_impossible_beta_is_one_sentence(beta):
    with pytest.raises(EngineError, match="at least 0 and below 1"):
        ewa(np.ones(3), beta)


def test_a_single_number_is_no_sequence():
    with pytest.raises(EngineError, match="over a sequence"):
        ewa(np.array(3.0), 0.9)
