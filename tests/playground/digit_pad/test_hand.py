"""A drawing becomes pixels as the images of the data did: as large, there, as bold, in their numbers."""

import numpy as np
import pytest

from engine.data import Digits
from playground.digit_pad.hand import Hand, erased, hand_of, reduced

BAR = np.array([[0.5, 0.2], [0.5, 0.8]])
RING = np.stack(
    [0.5 + 0.2 * np.cos(np.linspace(0, 7, 60)), 0.5 + 0.3 * np.sin(np.linspace(0, 7, 60))], axis=1
)


@pytest.fixture(scope="module")
def digits():
    return hand_of(Digits().load().X, (8, 8))


class TestTheHandOfTheDigits:
    def test_ink_is_16_and_paper_0_and_a_digit_fills_the_image(self, digits):
        assert (digits.paper, digits.ink, digits.extent) == (0.0, 16.0, 8.0)
        assert digits.middle == pytest.approx((4, 4), abs=0.2)
        assert 0.28 < digits.boldness < 0.33

    @pytest.mark.parametrize("stroke", [BAR, RING])
    def test_whatever_is_drawn_is_as_bold_and_as_high_as_they_are(self, digits, stroke):
        coverage = reduced([stroke], digits)
        assert coverage.mean() == pytest.approx(digits.boldness, abs=0.04)
        assert coverage.max(axis=1).min() > 0.25  # every row has ink

    def test_neither_size_nor_place_on_the_paper_matters(self, digits):
        small = 0.1 + 0.2 * RING
        np.testing.assert_allclose(reduced([small], digits), reduced([RING], digits), atol=1e-9)

    def test_pixels_count_the_inked_dots_of_squares_of_4_by_4(self, digits):
        values = digits.values(reduced([RING], digits))
        assert values.shape == (64,)
        np.testing.assert_array_equal(values, values.round())
        assert (values.min(), values.max()) == (0, 16)

    def test_rows_go_from_the_top_and_from_the_left(self, digits):
        seven = np.array([[0.2, 0.2], [0.8, 0.2], [0.4, 0.9]])
        image = digits.values(reduced([seven], digits)).reshape(8, 8)
        assert image[0].sum() > image[7].sum()
        assert image[0, 1:4].sum() > image[5, :2].sum()

    def test_nothing_is_paper(self, digits):
        assert not digits.values(reduced([], digits)).any()

    def test_a_dot_is_a_dot(self, digits):
        coverage = reduced([np.array([[0.9, 0.1]])], digits)
        assert coverage[3:5, 3:5].min() > 0.9
        assert coverage[0].max() < 0.5


def test_dark_ink_on_light_paper_that_leaves_a_margin():
    """Images of 12 by 12: a grey paper of 0.9 and strokes of 0.1, 6 pixels high, in the middle."""
    images = np.full((20, 12, 12), 0.9)
    images[:, 3:9, 5:7] = 0.1
    hand = hand_of(images.reshape(20, -1).T, (12, 12))
    assert (hand.paper, hand.ink, hand.extent, hand.middle) == (0.9, 0.1, 6.0, (6.0, 6.0))
    drawn = hand.values(reduced([BAR], hand)).reshape(12, 12)
    assert np.abs(drawn - images[0]).mean() < 0.03


def test_images_without_any_ink_break_nothing():
    hand = hand_of(np.zeros((64, 3)), (8, 8))
    assert np.isfinite(hand.values(reduced([BAR], hand))).all()


@pytest.mark.parametrize("side", [8, 28, 64])
def test_every_side_is_possible(side):
    hand = Hand(side, side, 0.0, 1.0, 0.8 * side, (side / 2, side / 2), 0.15)
    assert reduced([RING, BAR], hand).shape == (side, side)
    assert reduced([RING], hand).mean() == pytest.approx(0.15, abs=0.04)


def test_an_eraser_cuts_a_stroke_in_two():
    stroke = np.stack([np.linspace(0, 1, 101), np.full(101, 0.5)], axis=1)
    left, right = erased([stroke], (0.5, 0.5), 0.1)
    assert left[:, 0].max() == pytest.approx(0.4, abs=0.02)
    assert right[:, 0].min() == pytest.approx(0.6, abs=0.02)
    assert erased([BAR], (0.5, 0.5), 2.0) == []
