"""What painting does to points, compared with plain loops over them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.data import Painted
from engine.data.painted import MAX_POINTS
from playground.paint import edits
from playground.paint.hand import place

SQUARE = np.array([[0.25, 0.75, 0.75, 0.25], [0.25, 0.25, 0.75, 0.75]])
shares = st.floats(0, 1)
places = st.lists(st.tuples(shares, shares), max_size=20)


def points(at: list[tuple[float, float]], y: float = 0.0, **fields) -> Painted:
    U = np.array(at, dtype=float).reshape(-1, 2).T
    return edits.put(Painted(**fields), U, y)


def test_a_share_of_the_paper_and_a_place_on_the_plane_are_the_same():
    area = (-2.0, 8.0, 100.0, 200.0)
    U = np.array([[0.0, 0.5, 1.0], [0.0, 0.25, 1.0]])
    X = edits.to_plane(U, area)
    assert X.tolist() == [[-2, 3, 8], [100, 125, 200]]
    assert np.allclose(edits.to_paper(X, area), U)
    assert edits.to_plane(np.array([[-1.0], [2.0]]), area).tolist() == [[-2], [200]]


def test_the_first_point_of_a_class_brings_the_class():
    data = points([(0.5, 0.5)], y=3)
    assert (data.n_classes, data.counts) == (4, (0, 0, 0, 1))
    assert points([(0.5, 0.5)], y=0.25, values=True).points[0].y == 0.25


def test_full_paper_takes_no_more():
    some = points([(0.5, 0.5)] * 3)
    full = replace(some, points=some.points * (MAX_POINTS // 3))
    more = edits.put(full, np.full((2, 9), 0.5), 1)
    assert len(more.points) == MAX_POINTS
    assert edits.put(more, np.full((2, 2), 0.5), 1) is more


@given(places, shares, shares, st.floats(0.01, 0.5))
@settings(deadline=None)
def test_the_eraser_takes_what_is_under_it(at, x, y, radius):
    data = points(at)
    left = edits.erased(data, edits.within(data, place(x, y), radius))
    distances = [np.hypot((p.x1 + 6) / 12 - x, (p.x2 + 6) / 12 - y) for p in data.points]
    assert left.points == tuple(p for p, d in zip(data.points, distances, strict=True) if d > radius)


@given(places)
@settings(deadline=None)
def test_a_lasso_selects_what_is_inside(at):
    data = points(at)
    found = edits.inside(data, SQUARE)
    for (x, y), inside in zip(edits.shares(data).T, found, strict=True):
        if min(abs(v - edge) for v in (x, y) for edge in (0.25, 0.75)) > 1e-6:
            assert inside == (0.25 < x < 0.75 and 0.25 < y < 0.75)


def test_a_lasso_may_be_hollow():
    bay = np.array([[0, 1, 1, 0.6, 0.6, 0.4, 0.4, 0], [0, 0, 1, 1, 0.3, 0.3, 1, 1]])
    data = points([(0.5, 0.8), (0.2, 0.8), (0.5, 0.1)])
    assert edits.inside(data, bay).tolist() == [False, True, True]


@given(places.filter(len), st.floats(-2, 2), st.floats(-2, 2))
@settings(deadline=None)
def test_what_is_moved_keeps_its_shape_and_stays_on_the_paper(at, dx, dy):
    data = points(at)
    chosen = np.arange(len(at)) % 2 == 0
    after = edits.moved(data, chosen, place(dx, dy))
    U, V = edits.shares(data), edits.shares(after)
    assert np.array_equal(U[:, ~chosen], V[:, ~chosen])
    assert V.min() >= 0
    assert V.max() <= 1
    shifts = (V - U)[:, chosen]
    assert np.ptp(shifts, axis=1).max() < 2e-4
    assert [(p.y, p.number) for p in after.points] == [(p.y, p.number) for p in data.points]


def test_labels_go_round_and_values_change_their_sign():
    data = replace(points([(0.1, 0.1)] * 3, y=2), n_classes=3)
    chosen = np.array([True, False, True])
    assert [p.y for p in edits.flipped(data, chosen).points] == [0, 2, 0]
    values = points([(0.1, 0.1)] * 3, y=0.5, values=True)
    assert [p.y for p in edits.flipped(values, chosen).points] == [-0.5, 0.5, -0.5]


def test_nothing_chosen_is_nothing_done():
    data = points([(0.1, 0.1)])
    nobody = edits.none_of(data)
    assert edits.erased(data, nobody) is data
    assert edits.flipped(data, nobody) is data
    assert edits.moved(data, nobody, place(1, 1)) is data
    assert edits.put(data, np.zeros((2, 0)), 1) is data


def test_classes_become_values_and_values_classes():
    data = edits.put(points([(0.1, 0.1)]), np.array([[0.2], [0.2]]), 1)
    values = edits.in_values(data)
    assert (values.task, [p.y for p in values.points]) == ("regression", [-1, 1])
    assert edits.in_classes(values).counts == (1, 1)


@pytest.mark.parametrize("k", [1, 50])
def test_a_dab_falls_under_the_brush(k):
    U = edits.spray(place(0.4, 0.6), 0.1, k, np.random.default_rng(3))
    assert U.shape == (2, k)
    assert (np.hypot(*(U - place(0.4, 0.6)[:, None])) <= 0.1).all()
