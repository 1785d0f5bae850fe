"""First weights: the course's variances, orthogonality, same bits for the same seed, what is refused."""

import msgspec
import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.errors import ExperimentError
from engine.initializers import (
    INITIALIZERS,
    AnyInitializer,
    Constant,
    He,
    Normal,
    Orthogonal,
    Uniform,
    Xavier,
    Zeros,
    usual,
)

SHAPE = (400, 250)


def draw(initializer, shape=SHAPE, seed=7):
    return initializer.draw(shape, np.random.default_rng(seed))


@pytest.mark.parametrize(
    ("initializer", "variance"),
    [
        (Normal(), 0.01**2),
        (Normal(2.0), 4.0),
        (Uniform(0.6), 0.12),
        (Xavier(), 1 / 250),
        (He(), 2 / 250),
        (Orthogonal(), 1 / 400),
    ],
    ids=repr,
)
def test_variance_is_what_the_initialiser_is_for(initializer, variance):
    W = draw(initializer)
    assert W.var() == pytest.approx(variance, rel=0.02)
    assert abs(W.mean()) < 4 * np.sqrt(variance / W.size)


def test_zeros_and_constant_leave_all_units_alike():
    assert not draw(Zeros(), (3, 2)).any()
    assert draw(Constant(), (3, 2)).tolist() == [[0.5, 0.5]] * 3
    assert draw(Constant(-2.0), (1, 1)).tolist() == [[-2.0]]


def test_uniform_stays_within_its_limit_and_comes_near_it():
    W = draw(Uniform(0.25))
    assert 0.2499 < np.abs(W).max() <= 0.25


@pytest.mark.parametrize("shape", [(5, 5), (8, 3), (3, 8), (1, 4), (4, 1), (1, 1)])
@pytest.mark.parametrize("gain", [1.0, 1.5])
def test_orthogonal_has_orthonormal_rows_or_columns_times_the_gain(shape, gain):
    W = draw(Orthogonal(gain), shape)
    small = W @ W.T if shape[0] <= shape[1] else W.T @ W
    np.testing.assert_allclose(small, gain**2 * np.eye(min(shape)), atol=1e-13)


def test_orthogonal_prefers_no_sign():
    """Without R's signs every Q of this size would have the same sign in its corner."""
    corners = [draw(Orthogonal(), (3, 3), seed)[0, 0] > 0 for seed in range(40)]
    assert 8 < sum(corners) < 32


def test_signals_grow_and_shrink_with_the_weights_of_the_course():
    """W = 1.5 I and 0.5 I: 1.5^L and 0.5^L; a gain does the same to the length of a signal."""
    for gain in (0.5, 1.0, 1.5):
        signal = np.ones((4, 1))
        for layer in range(10):
            signal = draw(Orthogonal(gain), (4, 4), seed=layer) @ signal
        assert np.linalg.norm(signal) == pytest.approx(2 * gain**10)


@pytest.mark.parametrize("g", ACTIVATIONS.values(), ids=lambda g: g.name)
def test_the_usual_one_is_he_before_relu_and_its_relatives_and_xavier_otherwise(g):
    relatives = ("relu", "leaky_relu", "elu", "silu", "gelu")
    assert usual(g) == (He() if g.name in relatives else Xavier())


@pytest.mark.parametrize(("initializer", "factor"), [(Xavier(), 1.0), (He(), 2.0)])
def test_xavier_and_he_are_normal_numbers_scaled_once(initializer, factor):
    """Bit for bit what earlier versions drew, so that a seed goes on to mean the same network."""
    normal = np.random.default_rng(7).standard_normal(SHAPE)
    np.testing.assert_array_equal(draw(initializer), normal * np.sqrt(factor / SHAPE[1]))


@pytest.mark.parametrize("initializer", INITIALIZERS.values(), ids=lambda i: i.name)
@pytest.mark.parametrize("shape", [(3, 5), (5, 3), (1, 1)])
def test_same_seed_same_bits_in_float64(initializer, shape):
    W = draw(initializer, shape)
    assert W.shape == shape
    assert W.dtype == np.float64
    assert W.flags.c_contiguous
    np.testing.assert_array_equal(W, draw(initializer, shape))


@pytest.mark.parametrize("initializer", [Normal(), Uniform(), Xavier(), He(), Orthogonal()], ids=repr)
def test_another_seed_gives_other_weights(initializer):
    assert (draw(initializer) != draw(initializer, seed=8)).mean() > 0.99


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: Constant(float("nan")), r"^A first weight lies between -1e\+06 and 1e\+06, not at nan\."),
        (lambda: Constant(-2e6), r"not at -2e\+06\. Try 0\.5\."),
        (lambda: Normal(0.0), r"^Normal initialisation needs a scale above 0 .* not 0\. .* is 0\.01\."),
        (lambda: Normal(-1.0), r"not -1\."),
        (lambda: Uniform(float("inf")), r"^Uniform initialisation needs a limit .* not inf\. .* is 0\.5\."),
        (lambda: Uniform(0.0), r"not 0\."),
        (lambda: Orthogonal(-1.0), r"^Orthogonal initialisation needs a gain .* not -1\. .* is 1\."),
        (lambda: Orthogonal(float("nan")), r"not nan\."),
    ],
)
def test_an_impossible_value_is_refused(build, sentence):
    with pytest.raises(ExperimentError, match=sentence):
        build()


def test_names_are_those_of_the_command_line():
    assert list(INITIALIZERS) == ["zeros", "constant", "normal", "uniform", "xavier", "he", "orthogonal"]


@pytest.mark.parametrize("initializer", INITIALIZERS.values(), ids=lambda i: i.name)
def test_an_initialiser_is_written_and_read_back(initializer):
    assert msgspec.json.decode(msgspec.json.encode(initializer), type=AnyInitializer) == initializer
