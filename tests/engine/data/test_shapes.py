"""The shapes are those of the course and of scikit-learn, enlarged to the domain."""

import numpy as np
import pytest

from engine.data import Checkerboard, Flower, Moons, NoStructure, Quantiles
from engine.data.shapes import moon, ring, square_color

SHAPES = [Checkerboard, Flower, Moons, NoStructure, Quantiles]


@pytest.mark.parametrize("kind", SHAPES)
def test_classes_take_turns_within_the_domain(kind):
    data = kind().load()
    assert np.array_equal(data.y, np.arange(500) % data.n_classes)
    assert np.abs(data.X).max() <= 6
    assert data.columns == ("x1", "x2")


def test_petals_follow_their_formula():
    """The course's planar_utils: r = 4 sin 4t, t from 0 to 3.12 for class 0 and on to 6.24 for class 1."""
    data = Flower(samples=2000).load()
    r = np.hypot(*data.X)
    assert r.max() == pytest.approx(4, abs=1e-3)
    t = np.arctan2(*data.X)
    np.testing.assert_allclose(r, np.abs(4 * np.sin(4 * t)), atol=1e-9)


@pytest.mark.parametrize("noise", [0, 0.2])
def test_the_flower_is_spread_like_the_one_of_the_course(noise):
    """Written here as the course's planar_utils does, which has the noise 0.2."""
    rng, ours = np.random.default_rng(0), Flower(samples=60_000, noise=noise).load()
    for c in (0, 1):
        t = np.linspace(c * 3.12, (c + 1) * 3.12, 30_000) + noise * rng.standard_normal(30_000)
        r = 4 * np.sin(4 * t) + noise * rng.standard_normal(30_000)
        theirs = r * np.stack([np.sin(t), np.cos(t)])
        for own, their in zip(ours.X[:, ours.y == c], theirs, strict=True):
            np.testing.assert_allclose(quartiles(own), quartiles(their), atol=0.08)
        np.testing.assert_allclose(
            quartiles(np.hypot(*ours.X[:, ours.y == c])), quartiles(np.abs(r)), atol=0.05
        )


def test_moons_of_scikit_learn_three_times_as_large():
    datasets = pytest.importorskip("sklearn.datasets")
    theirs, y = datasets.make_moons(200, shuffle=False, noise=None)
    angles = np.concatenate([np.linspace(0, np.pi, 100)] * 2)
    np.testing.assert_allclose(moon(angles, y), theirs.T, atol=1e-15)


def test_moons_stand_in_the_middle_and_noise_shakes_both_coordinates():
    clean, noisy = Moons(samples=5000).load(), Moons(samples=5000, noise=0.3).load()
    assert np.concatenate([clean.X.min(axis=1), clean.X.max(axis=1)]) == pytest.approx(
        [-4.5, -2.25, 4.5, 2.25], abs=1e-3
    )
    assert (noisy.X - clean.X).std(axis=1) == pytest.approx([0.9, 0.9], rel=0.05)


@pytest.mark.parametrize("classes", [2, 3, 4])
def test_quantiles_cut_where_scikit_learn_cuts(classes):
    datasets = pytest.importorskip("sklearn.datasets")
    theirs, y = datasets.make_gaussian_quantiles(
        n_samples=60_000, n_features=2, n_classes=classes, random_state=0
    )
    data = Quantiles(samples=60_000, classes=classes).load()
    for c in range(classes):
        own, their = np.hypot(*data.X[:, data.y == c]) / 1.5, np.hypot(*theirs[y == c].T)
        np.testing.assert_allclose(quartiles(own), quartiles(their), atol=0.03)


def test_quantiles_are_one_normal_cloud():
    data = Quantiles(samples=60_000).load()
    assert data.X.std(axis=1) == pytest.approx([1.5, 1.5], rel=0.02)
    assert ring(np.array([0.0, 0.5])) == pytest.approx([0, np.sqrt(2 * np.log(2))])


def test_the_board_has_sixteen_squares_in_turns():
    data = Checkerboard(samples=4000).load()
    assert np.array_equal(square_color(data.X), data.y)
    squares = np.unique(np.floor(data.X / 3), axis=1, return_counts=True)[1]
    assert squares.size == 16
    assert squares == pytest.approx([250] * 16, abs=60)


@pytest.mark.parametrize("kind", [Checkerboard, Quantiles])
def test_noise_of_labels_leaves_the_points_where_they_are(kind):
    clean, noisy = kind().load(), kind(noise=0.3).load()
    assert np.array_equal(clean.X, noisy.X)
    assert 20 < np.count_nonzero(clean.y != noisy.y) < 400


def test_where_there_is_no_structure_neighbours_tell_nothing():
    data = NoStructure(samples=2000).load()
    apart = np.square(data.X[:, :, None] - data.X[:, None, :]).sum(axis=0) + 1e9 * np.eye(2000)
    assert (data.y == data.y[apart.argmin(axis=0)]).mean() == pytest.approx(0.5, abs=0.05)
    assert NoStructure.settings == ("samples", "imbalance", "outliers")


def quartiles(values):
    return np.quantile(values, [0.1, 0.25, 0.5, 0.75, 0.9])
