"""Pictures of layers: two units as they are, more by their principal components, turned to look alike."""

import numpy as np
import pytest

from playground.frames.projection import (
    GROWTH,
    MARGIN,
    deciding,
    finite,
    on_polygon,
    on_screen,
    principal,
    project,
    turn,
)

RNG = np.random.default_rng(1)
NONE = np.zeros((2, 40))


def cloud(n, k=40):
    """Points (n, k) that lie flat: each further direction is half as wide."""
    return RNG.standard_normal((n, n)) @ (0.5 ** np.arange(n)[:, None] * RNG.standard_normal((n, k)))


def distances(points):
    return np.linalg.norm(points[:, :, None] - points[:, None, :], axis=0)


class TestProject:
    def test_two_units_stay_as_they_are_but_for_scale(self):
        points = cloud(2)
        projection = project(points, points, NONE)
        np.testing.assert_allclose(
            projection.apply(points) * projection.half + projection.centre, points, atol=1e-12
        )
        assert projection.explained == 1.0

    def test_one_unit_lies_on_a_line(self):
        points = cloud(1)
        shown = project(points, points, NONE).apply(points)
        assert not shown[1].any()
        assert np.ptp(shown[0]) == pytest.approx(2 / MARGIN)

    @pytest.mark.parametrize("n", [3, 8, 60])
    def test_more_are_the_best_flat_picture_there_is(self, n):
        """Eckart and Young: no plane keeps more of the variance than two singular directions do."""
        points = cloud(n)
        projection = project(points, points, cloud(2))
        _, sizes, Vt = np.linalg.svd(points - points.mean(axis=1, keepdims=True), full_matrices=False)
        best = sizes[:2, None] * Vt[:2]
        shown = projection.apply(points) * projection.half
        np.testing.assert_allclose(distances(shown), distances(best), atol=1e-6 * sizes[0])
        assert projection.explained == pytest.approx((sizes[:2] ** 2).sum() / (sizes**2).sum())

    def test_points_and_mesh_fill_the_square(self):
        points = cloud(8)
        assert np.abs(project(points, points, NONE).apply(points)).max() == pytest.approx(1 / MARGIN)

    def test_a_mesh_that_reaches_far_does_not_make_a_dot_of_the_points(self):
        points = cloud(2)
        shown = project(points, 100 * points, NONE).apply(points)
        assert np.abs(shown).max() == pytest.approx(1 / (MARGIN * GROWTH))

    def test_points_in_one_place_are_in_the_middle_and_have_no_variance(self):
        points = np.full((5, 40), 3.0)
        projection = project(points, points, NONE)
        assert projection.explained is None
        np.testing.assert_allclose(projection.apply(points), 0, atol=1e-12)

    @pytest.mark.parametrize("huge", [1e200, np.inf, np.nan])
    def test_what_is_no_number_or_beyond_all_bounds_is_still_drawn(self, huge):
        points = cloud(5)
        points[2, 7] = huge
        with np.errstate(all="ignore"):
            projection = project(points, points, NONE)
            assert np.isfinite(projection.apply(points)).all()
        assert np.isfinite(finite(points)).all()

    def test_it_turns_to_look_like_the_picture_before(self):
        points = cloud(6)
        first = project(points, points, NONE).apply(points)
        for mirror in (np.diag([1, 1]), np.diag([1, -1])):
            before = mirror @ np.array([[0.0, -1.0], [1.0, 0.0]]) @ first
            np.testing.assert_allclose(project(points, points, before).apply(points), before, atol=1e-9)


class TestTurn:
    def test_no_other_turn_comes_closer(self):
        scores, before = cloud(2), cloud(2)
        best = np.linalg.norm(turn(scores, before) @ scores - before + before.mean(axis=1, keepdims=True))
        for angle in np.linspace(0, 2 * np.pi, 50):
            c, s = np.cos(angle), np.sin(angle)
            for other in (np.array([[c, -s], [s, c]]), np.array([[c, s], [s, -c]])):
                distance = np.linalg.norm(other @ scores - before + before.mean(axis=1, keepdims=True))
                assert distance >= best - 1e-9

    def test_a_line_is_never_mirrored(self):
        line = np.stack([np.linspace(-1, 1, 40), np.zeros(40)])
        scores = cloud(2)
        scores -= scores.mean(axis=1, keepdims=True)
        assert np.linalg.det(turn(scores, line)) == pytest.approx(1)

    def test_from_a_point_nothing_is_turned(self):
        np.testing.assert_array_equal(turn(cloud(2), NONE), np.eye(2))


def test_the_first_components_do_not_depend_on_chance():
    for n in (8, 80):
        covariance = np.cov(cloud(n, 400))
        np.testing.assert_array_equal(principal(covariance), principal(covariance))
        largest = principal(covariance)
        assert (largest.max(axis=0) >= -largest.min(axis=0)).all()


class TestDecision:
    @pytest.mark.parametrize("classes", [1, 3])
    def test_in_the_picture_two_points_that_fall_together_are_judged_alike(self, classes):
        points, W = cloud(8), RNG.standard_normal((classes, 8))
        projection = project(points, points, NONE, deciding(W))
        assert projection.is_straight
        unseen = np.linalg.svd(projection.matrix)[2][2:].T @ RNG.standard_normal((6, 1))
        np.testing.assert_allclose(projection.apply(points + unseen), projection.apply(points), atol=1e-9)
        leads = W @ unseen if classes == 1 else (W[1:] - W[0]) @ unseen
        np.testing.assert_allclose(leads, 0, atol=1e-9)

    def test_more_than_three_classes_fill_more_than_a_plane(self):
        assert deciding(RNG.standard_normal((4, 8))) is None

    def test_output_weights_of_zero_do_no_harm(self):
        points = cloud(8)
        assert np.isfinite(project(points, points, NONE, deciding(np.zeros((1, 8)))).apply(points)).all()


class TestPlaces:
    def test_the_plane_is_stretched_to_the_square(self):
        projection = on_screen((0.0, 10.0, -1.0, 1.0))
        corners = projection.apply(np.array([[0.0, 10.0], [-1.0, 1.0]]))
        np.testing.assert_allclose(corners, np.array([[-1, 1], [-1, 1]]) / MARGIN)

    def test_a_probability_goes_from_left_to_right(self):
        shown = on_polygon(np.array([[0.2, 0.7]]), np.zeros((2, 2))).apply(np.array([[0.0, 0.5, 1.0]]))
        np.testing.assert_allclose(shown, np.array([[-1.0, 0.0, 1.0], [0.0, 0.0, 0.0]]) / MARGIN, atol=1e-12)

    def test_sure_answers_are_corners_of_the_same_size_and_doubt_is_in_the_middle(self):
        projection = on_polygon(RNG.dirichlet(np.ones(3), 40).T, cloud(2))
        corners = projection.apply(np.eye(3))
        sides = distances(corners)[np.triu_indices(3, 1)]
        np.testing.assert_allclose(sides, sides[0])
        np.testing.assert_allclose(np.linalg.norm(corners, axis=0), 1 / MARGIN)
        np.testing.assert_allclose(projection.apply(np.full((3, 1), 1 / 3)), 0, atol=1e-12)
