"""First weights have the variance the course asks for."""

import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.initializers import draw_weights


@pytest.mark.parametrize(
    ("name", "factor"), [("sigmoid", 1), ("tanh", 1), ("linear", 1), ("relu", 2), ("leaky_relu", 2)]
)
def test_variance_is_he_before_relu_and_xavier_otherwise(name, factor):
    W = draw_weights((400, 250), ACTIVATIONS[name], np.random.default_rng(7))
    assert W.shape == (400, 250)
    assert W.mean() == pytest.approx(0, abs=0.001)
    assert W.var() == pytest.approx(factor / 250, rel=0.02)


def test_same_seed_same_weights():
    first, again = (draw_weights((3, 2), ACTIVATIONS["tanh"], np.random.default_rng(1)) for _ in range(2))
    np.testing.assert_array_equal(first, again)
