"""The generators keep TensorFlow Playground's geometry, and a seed always gives the same points."""

import numpy as np
import pytest

from engine.data import Blobs, Circle, Gauss, Spiral, Xor
from engine.errors import DataError

PLANE = [Circle, Xor, Gauss, Spiral, Blobs]


@pytest.mark.parametrize("kind", PLANE)
def test_same_value_same_bits(kind):
    first, second = kind(seed=7, noise=0.2).load(), kind(seed=7, noise=0.2).load()
    assert first.X.tobytes() == second.X.tobytes()
    assert first.y.tobytes() == second.y.tobytes()
    assert first.X.tobytes() != kind(seed=8, noise=0.2).load().X.tobytes()


@pytest.mark.parametrize("kind", PLANE)
@pytest.mark.parametrize("samples", [10, 11, 100, 501])
def test_every_prefix_is_balanced(kind, samples):
    data = kind(samples=samples).load()
    for m in range(data.n_classes, samples + 1):
        counts = np.bincount(data.y[:m], minlength=data.n_classes)
        assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("kind", [Circle, Xor, Gauss, Blobs])
def test_fewer_samples_are_a_prefix(kind):
    few, many = kind(samples=120, noise=0.3).load(), kind(samples=400, noise=0.3).load()
    assert np.array_equal(few.X, many.X[:, :120])
    assert np.array_equal(few.y, many.y[:120])


def test_label_noise_leaves_the_points_where_they_are():
    for kind in (Circle, Xor):
        clean, noisy = kind().load(), kind(noise=0.5).load()
        assert np.array_equal(clean.X, noisy.X)
        assert 0 < np.count_nonzero(clean.y != noisy.y) < 250


def test_noise_moves_the_same_points_further():
    mild, strong = Spiral(noise=0.1).load(), Spiral(noise=0.2).load()
    clean = Spiral().load()
    assert np.allclose(strong.X - clean.X, 2 * (mild.X - clean.X))
    assert np.abs(strong.X - clean.X).max() <= 0.2


def test_circle_has_an_inner_disc_and_a_ring():
    data = Circle(samples=1000).load()
    r = np.hypot(*data.X)
    assert r[data.y == 1].max() < 2.5
    assert r[data.y == 0].min() >= 3.5
    assert r.max() <= 5


def test_xor_keeps_its_padding_and_its_quadrants():
    data = Xor(samples=1000).load()
    assert np.abs(data.X).min() >= 0.3
    assert np.abs(data.X).max() <= 5.3
    assert np.array_equal(data.y, data.X[0] * data.X[1] >= 0)


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.25, 2.25), (0.5, 4.0)])
def test_gaussians_stand_at_2_2_with_a_variance_that_grows(noise, variance):
    data = Gauss(samples=20_000, noise=noise).load()
    for label, centre in ((0, -2), (1, 2)):
        cloud = data.X[:, data.y == label]
        assert cloud.mean(axis=1) == pytest.approx([centre, centre], abs=0.1)
        assert cloud.var(axis=1) == pytest.approx([variance, variance], rel=0.05)


def test_spiral_follows_its_formula():
    data = Spiral(samples=100).load()
    for i in (0, 1, 30, 49):
        r, t = 5 * i / 50, 1.75 * 2 * np.pi * i / 50
        assert data.X[:, data.y == 1][:, i] == pytest.approx([r * np.sin(t), r * np.cos(t)])
        assert data.X[:, data.y == 0][:, i] == pytest.approx([r * np.sin(t + np.pi), r * np.cos(t + np.pi)])


def test_blobs_stand_apart_inside_the_domain():
    data = Blobs(samples=3000).load()
    assert data.task == "multiclass"
    centres = np.stack([data.X[:, data.y == c].mean(axis=1) for c in range(3)])
    assert np.linalg.norm(centres, axis=1) == pytest.approx([3, 3, 3], abs=0.1)
    assert [np.linalg.norm(centres[i] - centres[i - 1]) for i in range(3)] == pytest.approx(
        [5.2] * 3, abs=0.2
    )
    assert np.quantile(np.abs(data.X), 0.999) < 6


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"samples": 9}, "Samples must be from 10 to 100000, not 9."),
        ({"samples": 100_001}, "Samples must be from 10 to 100000, not 100001."),
        ({"noise": 0.6}, r"Noise must be from 0 to 0\.5, not 0\.6\."),
        ({"noise": float("nan")}, r"Noise must be from 0 to 0\.5, not nan\."),
        ({"seed": -1}, "A data seed is a whole number from 0 to 4294967295, not -1."),
    ],
)
def test_values_outside_the_limits_are_refused(values, sentence):
    with pytest.raises(DataError, match=sentence):
        Circle(**values)


def test_arrays_are_read_only():
    data = Circle().load()
    with pytest.raises(ValueError, match="read-only"):
        data.X[0, 0] = 1
