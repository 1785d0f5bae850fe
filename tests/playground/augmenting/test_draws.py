"""The preview varies training examples as the training does, and leaves the others alone."""

import numpy as np
import pytest

from engine.data import Circle, Dataset, Digits, available
from engine.data.augmentation import Jitter, Noise, Reflection, Rotation, Shift
from engine.experiment import Experiment
from engine.problem import Problem
from playground.augmenting.draws import COPIES, MOST_POINTS, ROWS, draw
from playground.augmenting.pictures import DrawsPicture
from playground.frames import View, make_scene
from playground.theme import DARK


def rng():
    return np.random.default_rng(7)


def scene_of(data=None, dataset=None):
    n = (dataset or data.load()).n
    experiment = Experiment(data=data or Circle(), features=available(n)[:n])
    return make_scene(Problem(experiment, dataset), View())


def drawn(*what):
    """One draw, of points or of images as the test knows."""
    return draw(*what)


def coloured():
    """Six images of 3 by 4 in colour."""
    X = np.random.default_rng(1).random((36, 6))
    names = tuple(f"p{i}" for i in range(36))
    return Dataset(X, np.arange(6) % 2, "binary", names, ("a", "b"), image=(3, 4, 3))


def test_points_are_moved_by_their_own_augmentation():
    scene = scene_of(Circle())
    draws = drawn(scene, (Rotation(90.0),), rng())
    train = scene.dataset.X[:, scene.codes == 0]
    np.testing.assert_array_equal(draws.originals, train[:, : draws.originals.shape[1]])
    assert draws.originals.shape == (2, min(MOST_POINTS, train.shape[1]))
    np.testing.assert_allclose(np.hypot(*draws.moved), np.hypot(*draws.originals), atol=1e-9)
    assert not np.allclose(draws.moved, draws.originals)


def test_nothing_on_is_nothing_moved():
    draws = drawn(scene_of(Circle()), (), rng())
    np.testing.assert_array_equal(draws.moved, draws.originals)


def test_the_same_generator_draws_the_same():
    scene = scene_of(Circle())
    first, again = (drawn(scene, (Jitter(0.5),), rng()).moved for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, drawn(scene, (Jitter(0.5),), np.random.default_rng(8)).moved)


def test_images_of_different_classes_with_copies_of_each():
    scene = scene_of(Digits())
    draws = drawn(scene, (Shift(1),), rng())
    assert draws.originals.shape == (ROWS, 8, 8)
    assert draws.copies.shape == (ROWS, COPIES, 8, 8)
    assert draws.originals.max() <= 255
    still = drawn(scene, (), rng())
    assert all((copies == image).all() for image, copies in zip(still.originals, still.copies, strict=True))


@pytest.mark.parametrize("augmentation", [Rotation(30.0), Reflection("x2"), Shift(1), Noise(0.2)])
def test_images_in_colour(augmentation):
    draws = drawn(scene_of(dataset=coloured()), (augmentation,), rng())
    assert draws.originals.shape[1:] == (3, 4, 3)
    assert draws.copies.shape[1:] == (COPIES, 3, 4, 3)


@pytest.mark.parametrize("dataset", [None, coloured()])
def test_both_are_painted(qtbot, dataset):
    picture = DrawsPicture()
    qtbot.addWidget(picture)
    picture.resize(500, 360)
    scene = scene_of(dataset=dataset) if dataset else scene_of(Circle())
    empty = picture.grab().toImage()
    picture.show_draws(drawn(scene, (), rng()))
    picture.set_theme(DARK)
    assert picture.grab().toImage() != empty
