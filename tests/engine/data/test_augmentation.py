"""Augmentation: what each way does to points and images, that X stays as it is, and where it does not fit."""

import msgspec
import numpy as np
import pytest

from engine.data.augmentation import (
    AUGMENTATIONS,
    AnyAugmentation,
    Jitter,
    Noise,
    Reflection,
    Rotation,
    Shift,
    rotate_images,
    rotate_points,
    shift_images,
)
from engine.data.dataset import Dataset
from engine.errors import DataError, ExperimentError

IMAGE = (3, 4)


def rng(seed=5):
    return np.random.default_rng(seed)


def points(m=2000, n=2):
    return rng(1).standard_normal((n, m))


def pixels(m=500):
    return rng(2).random((IMAGE[0] * IMAGE[1], m))


def as_images(X):
    return X.T.reshape(-1, *IMAGE)


def cases():
    for a in AUGMENTATIONS.values():
        if a.kind_of_data != "images":
            yield pytest.param(a, points(), None, id=f"{a.name} of points")
        if a.kind_of_data != "points":
            yield pytest.param(a, pixels(), IMAGE, id=f"{a.name} of images")


@pytest.mark.parametrize(("augmentation", "X", "image"), list(cases()))
class TestEveryOne:
    def test_a_new_array_is_made_and_x_stays_as_it_is(self, augmentation, X, image):
        kept = X.copy()
        X.flags.writeable = False  # as the arrays of a Dataset are
        varied = augmentation.apply(X, image, rng())
        assert varied.shape == X.shape
        assert varied.dtype == np.float64
        assert varied.flags.c_contiguous
        assert not np.shares_memory(varied, X)
        assert (varied != X).any()
        np.testing.assert_array_equal(X, kept)

    def test_same_generator_state_same_bits(self, augmentation, X, image):
        once, again = (augmentation.apply(X, image, rng()) for _ in range(2))
        np.testing.assert_array_equal(once, again)
        assert (once != augmentation.apply(X, image, rng(6))).any()

    def test_no_examples_are_no_error(self, augmentation, X, image):
        assert augmentation.apply(X[:, :0], image, rng()).shape == (X.shape[0], 0)

    def test_columns_stay_with_their_labels(self, augmentation, X, image):
        """Example i is filled with i million: whatever is done to it, it stays the one of that size."""
        size = 1e6 * np.arange(1, 101)
        few = {"noise": {"std": 1e-6}, "rotation": {"degrees": 1.0}}.get(augmentation.name, {})
        mild = msgspec.structs.replace(augmentation, **few)
        varied = mild.apply(np.tile(size, (X.shape[0], 1)), image, rng())
        np.testing.assert_allclose(np.abs(varied).max(axis=0), size, rtol=0.02, atol=1e3)


@pytest.mark.parametrize(
    ("augmentation", "X", "image"),
    [
        (Jitter(0.0), points(), None),
        (Rotation(0.0), points(), None),
        (Rotation(0.0), pixels(), IMAGE),
        (Shift(0), pixels(), IMAGE),
        (Noise(0.0), pixels(), IMAGE),
    ],
    ids=repr,
)
def test_an_amount_of_zero_is_the_identity(augmentation, X, image):
    np.testing.assert_array_equal(augmentation.apply(X, image, rng()), X)


class TestPoints:
    @pytest.mark.parametrize("n", [1, 2, 5])
    def test_jitter_adds_noise_of_its_standard_deviation(self, n):
        noise = Jitter(0.2).apply(points(20000, n), None, rng()) - points(20000, n)
        assert noise.std(axis=1) == pytest.approx(0.2, rel=0.03)
        assert noise.mean(axis=1) == pytest.approx(0, abs=0.01)

    def test_a_quarter_turn_is_anticlockwise_and_exact(self):
        X = np.array([[1.0, 0.0, -2.0], [0.0, 3.0, 5.0]])
        turned = rotate_points(X, np.full(3, np.pi / 2))
        np.testing.assert_allclose(turned, [[0, -3, -5], [1, 0, -2]], atol=1e-15)

    def test_rotation_keeps_lengths_and_stays_within_its_degrees(self):
        X = points()
        varied = Rotation(30.0).apply(X, None, rng())
        np.testing.assert_allclose(np.hypot(*varied), np.hypot(*X))
        z, turned = X[0] + 1j * X[1], varied[0] + 1j * varied[1]
        angles = np.rad2deg(np.angle(turned / z))
        assert 29.5 < angles.max() <= 30 + 1e-9
        assert -30 - 1e-9 <= angles.min() < -29.5
        assert angles.std() == pytest.approx(60 / np.sqrt(12), rel=0.05)

    @pytest.mark.parametrize(("axis", "row"), [("x1", 0), ("x2", 1)])
    def test_reflection_changes_one_sign_of_about_every_other_point(self, axis, row):
        X = points()
        varied = Reflection(axis).apply(X, None, rng())
        np.testing.assert_array_equal(varied[1 - row], X[1 - row])
        np.testing.assert_array_equal(np.abs(varied[row]), np.abs(X[row]))
        assert (varied[row] == -X[row]).mean() == pytest.approx(0.5, abs=0.05)


class TestImages:
    def test_a_quarter_turn_is_that_of_numpy(self):
        square = rng().random((2, 5, 5, 3))
        turned = rotate_images(square, np.array([np.pi / 2, -np.pi / 2]))
        np.testing.assert_allclose(turned[0], np.rot90(square[0]), atol=1e-13)
        np.testing.assert_allclose(turned[1], np.rot90(square[1], -1), atol=1e-13)

    def test_half_a_turn_of_any_shape(self):
        images = as_images(pixels(3))[..., None]
        turned = rotate_images(images, np.full(3, np.pi))
        np.testing.assert_allclose(turned, images[:, ::-1, ::-1], atol=1e-13)

    def test_between_pixels_the_four_neighbours_are_mixed(self):
        """An eighth turn of a corner: it is looked up sqrt(2) above the middle, beyond the edge by 0.41."""
        image = np.zeros((1, 3, 3, 1))
        image[0, 0, 1] = 1.0
        corner = rotate_images(image, np.array([np.pi / 4]))[0, 0, 0, 0]
        assert corner == pytest.approx(2 - np.sqrt(2))

    def test_rotation_neither_brightens_nor_leaves_the_range(self):
        varied = Rotation(180.0).apply(pixels(), IMAGE, rng())
        assert varied.min() >= 0
        assert varied.max() <= pixels().max()
        ones = Rotation(10.0).apply(np.ones((12, 50)), IMAGE, rng())
        assert as_images(ones)[:, 1, 1:3] == pytest.approx(1)

    @pytest.mark.parametrize(("axis", "flipped"), [("x1", np.s_[:, :, ::-1]), ("x2", np.s_[:, ::-1])])
    def test_reflection_is_left_right_or_up_down(self, axis, flipped):
        before = as_images(pixels())
        after = as_images(Reflection(axis).apply(pixels(), IMAGE, rng()))
        mirrored = (after == before[flipped]).all(axis=(1, 2))
        kept = (after == before).all(axis=(1, 2))
        assert (mirrored ^ kept).all()
        assert mirrored.mean() == pytest.approx(0.5, abs=0.08)

    def test_shift_moves_whole_pixels_and_fills_with_zero(self):
        image = np.arange(1.0, 10).reshape(1, 3, 3, 1).repeat(3, axis=0)
        moved = shift_images(image, np.array([1, 0, -5]), np.array([0, -1, 0]))[..., 0]
        assert moved[0].tolist() == [[0, 0, 0], [1, 2, 3], [4, 5, 6]]
        assert moved[1].tolist() == [[2, 3, 0], [5, 6, 0], [8, 9, 0]]
        assert not moved[2].any()

    @pytest.mark.parametrize("augmentation", [Rotation(40.0), Reflection("x1"), Reflection("x2"), Shift(2)])
    def test_the_colours_of_a_pixel_stay_together(self, augmentation):
        """In colour the same is done to red, green and blue as to an image in greys."""
        grey = pixels()
        X = np.stack([grey, 2 * grey, 3 * grey], axis=1).reshape(36, -1)
        varied = augmentation.apply(X, (*IMAGE, 3), rng()).reshape(12, 3, -1)
        expected = augmentation.apply(grey, IMAGE, rng())
        np.testing.assert_allclose(
            varied, np.stack([expected, 2 * expected, 3 * expected], axis=1), atol=1e-12
        )

    def test_shift_goes_both_ways_by_up_to_its_pixels(self):
        """A single bright pixel in the middle shows where it went: 25 places, all as likely."""
        dot = np.zeros((25, 5000))
        dot[12] = 1.0
        places = Shift(2).apply(dot, (5, 5), rng()).mean(axis=1)
        assert places == pytest.approx(0.04, abs=0.015)

    def test_noise_is_a_share_of_the_brightest_value(self):
        X = np.zeros((12, 5000))
        X[0, 0] = 16.0
        noise = Noise(0.05).apply(X, IMAGE, rng()) - X
        assert noise.std() == pytest.approx(0.8, rel=0.02)
        assert noise.mean() == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize(
    ("augmentation", "n", "image", "sentence"),
    [
        (
            Rotation(),
            3,
            None,
            r"^Rotation is for points of 2 columns and for images, .* is 3\. Choose jitter",
        ),
        (Reflection(), 1, None, r"^Reflection is for points of 2 columns .* is 1\."),
        (Shift(), 2, None, r"^Shift is for images only\. Choose jitter instead\."),
        (Noise(), 64, None, r"^Noise is for images only\."),
        (Jitter(), 12, IMAGE, r"^Jitter is not for images\. Choose noise instead\."),
        (Shift(), 13, IMAGE, r"^Images of 3 by 4 pixels have 12 columns, not 13\."),
    ],
)
def test_what_does_not_fit_the_data_is_refused(augmentation, n, image, sentence):
    with pytest.raises(DataError, match=sentence):
        augmentation.check(n, image)
    with pytest.raises(DataError, match=sentence):
        augmentation.apply(np.ones((n, 2)), image, rng())


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: Jitter(-0.1), r"^Jitter needs a standard deviation from 0 to 1e6, not -0\.1\. Try 0\.1\."),
        (lambda: Jitter(float("nan")), r"not nan\."),
        (lambda: Rotation(181.0), r"^Rotation is by 0 to 180 degrees, not 181\. Try 15\."),
        (lambda: Rotation(float("nan")), r"not nan\."),
        (lambda: Reflection("x3"), r"^Reflection changes the sign of x1 or of x2, not of x3\."),  # type: ignore[arg-type]
        (lambda: Shift(-1), r"^Shift is by 0 to 1000 whole pixels, not -1\. Try 1\."),
        (lambda: Noise(float("inf")), r"^Noise needs a standard deviation from 0 to 10, not inf\."),
    ],
)
def test_an_impossible_amount_is_refused(build, sentence):
    with pytest.raises(ExperimentError, match=sentence):
        build()


def test_names_are_those_of_the_command_line():
    assert list(AUGMENTATIONS) == ["jitter", "rotation", "reflection", "shift", "noise"]


@pytest.mark.parametrize("augmentation", AUGMENTATIONS.values(), ids=lambda a: a.name)
def test_an_augmentation_is_written_and_read_back(augmentation):
    assert msgspec.json.decode(msgspec.json.encode(augmentation), type=AnyAugmentation) == augmentation


class TestDatasetImage:
    def dataset(self, image):
        X = pixels(4)
        return Dataset(X, np.arange(4) % 2, "binary", tuple("abcdefghijkl"), ("no", "yes"), image=image)

    def test_it_knows_the_height_and_width_of_its_columns(self):
        assert self.dataset(IMAGE).image == IMAGE
        assert self.dataset(None).image is None

    @pytest.mark.parametrize("image", [(3, 5), (-3, -4), (12, 0)])
    def test_another_number_of_pixels_is_refused(self, image):
        with pytest.raises(DataError, match=rf"{image[0]} by {image[1]} pixels came with 12 columns\."):
            self.dataset(image)
