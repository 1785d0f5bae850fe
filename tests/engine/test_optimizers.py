"""The update rules by hand, two steps each, through the very lines that the training step is made of."""

import numpy as np
import pytest

from engine.errors import ExperimentError
from engine.optimizers import OPTIMIZERS, Adam, GradientDescent, Momentum
from engine.plan import UFUNCS, Memory

RATE = 0.1
G1, G2 = 0.5, -2.0


def run(optimizer, gradients, scale):
    """The parameter, from 1, after one update per gradient; `scale` is the c of the sum form."""
    memory = Memory(optimizer, np.array([1.0]))
    after = []
    for t, g in enumerate(gradients, start=1):
        memory.GG[0] = scale * g
        scalars = optimizer.schedule(RATE, np.array([float(t)]), scale)[:, 0]
        names = UFUNCS | memory.names(optimizer) | dict(zip(optimizer.scalars, scalars, strict=True))
        exec("\n".join(optimizer.ops), names)
        after.append(memory.P[0])
    return after, memory.moments[:, 0] * optimizer.moment_scale(scale)


@pytest.mark.parametrize("scale", [1, 20])
class TestByHand:
    def test_gradient_descent(self, scale):
        after, moments = run(GradientDescent(), [G1, G2], scale)
        assert after == pytest.approx([0.95, 1.15], rel=1e-14)
        assert moments.size == 0

    def test_momentum(self, scale):
        """v = 0.05, then 0.9 * 0.05 - 0.2 = -0.155."""
        after, moments = run(Momentum(), [G1, G2], scale)
        assert after == pytest.approx([0.995, 1.0105], rel=1e-14)
        assert moments == pytest.approx([-0.155], rel=1e-14)

    def test_adam(self, scale):
        """First alpha times the sign; then v^ = -0.155 / 0.19, s^ = 0.00424975 / 0.001999."""
        after, moments = run(Adam(), [G1, G2], scale)
        first = 1 - RATE * 0.5 / (0.5 + 1e-8)
        second = first + RATE * (0.155 / 0.19) / (np.sqrt(0.00424975 / 0.001999) + 1e-8)
        assert after == pytest.approx([first, second], rel=1e-13)
        assert moments == pytest.approx([-0.155, 0.00424975], rel=1e-13)


def test_exponentially_weighted_average_of_the_course():
    """With beta 0.98, v_2 = 0.0196 theta_1 + 0.02 theta_2."""
    _, moments = run(Momentum(beta=0.98), [3.0, 7.0], 1)
    assert moments == pytest.approx([0.0196 * 3 + 0.02 * 7], rel=1e-14)


def test_adam_divides_by_its_bias_correction():
    """Averages of a constant gradient are that gradient, once 0.0396 is divided out."""
    after, moments = run(Adam(beta1=0.98, beta2=0.98, eps=1e-12), [3.0, 3.0], 1)
    assert moments[0] == pytest.approx(0.0396 * 3)
    assert after == pytest.approx([1 - RATE, 1 - 2 * RATE], rel=1e-10)


def test_a_beta_of_zero_forgets_everything():
    assert run(Momentum(beta=0.0), [G1, G2], 4)[0] == pytest.approx([0.95, 1.15])
    assert run(Adam(beta1=0.0, beta2=0.0), [G1, G2], 4)[0] == pytest.approx([0.9, 1.0])


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: Momentum(beta=1.0), r"^Momentum's beta must be at least 0 and below 1, not 1\."),
        (lambda: Momentum(beta=float("nan")), r"not nan\."),
        (lambda: Adam(beta1=-0.1), r"^Adam's beta1 .* not -0\.1\."),
        (lambda: Adam(beta2=1.5), r"^Adam's beta2 .* not 1\.5\."),
        (lambda: Adam(eps=0.0), r"^Adam's epsilon must be above 0 .* not 0\. Use 1e-8\."),
    ],
)
def test_an_impossible_hyperparameter_is_refused(build, sentence):
    with pytest.raises(ExperimentError, match=sentence):
        build()


def test_names_are_those_of_the_command_line():
    assert list(OPTIMIZERS) == ["gd", "momentum", "adam"]
