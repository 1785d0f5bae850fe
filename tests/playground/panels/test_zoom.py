"""Which part of the plane is meant by a notch of the wheel, a drag or a key."""

import pytest

from playground.panels.output.zoom import MOST, moved, zoomed

WHOLE = (-6.0, 6.0, -4.0, 4.0)


def nearer(at, factor):
    seen = zoomed(WHOLE, WHOLE, at, factor)
    assert seen is not None
    return seen


def test_the_point_under_the_pointer_stays_where_it_is():
    seen = nearer((3.0, 1.0), 2.0)
    assert seen == pytest.approx((-1.5, 4.5, -1.5, 2.5))
    share = (3.0 - seen[0]) / (seen[1] - seen[0])
    assert share == pytest.approx((3.0 + 6) / 12)


def test_further_away_than_all_of_it_is_all_of_it():
    seen = nearer((0.0, 0.0), 1.25)
    assert zoomed(seen, WHOLE, (0.0, 0.0), 1 / 1.25) is None
    assert zoomed(WHOLE, WHOLE, (0.0, 0.0), 0.5) is None


def test_it_never_reaches_beyond_the_plane():
    seen = nearer((6.0, 4.0), 4.0)
    again = zoomed(seen, WHOLE, (seen[0], seen[2]), 0.5)
    assert again is not None
    assert again[1] == pytest.approx(6.0)
    assert again[3] == pytest.approx(4.0)


def test_there_is_a_nearest():
    seen = nearer((0.0, 0.0), 1e9)
    assert seen[1] - seen[0] == pytest.approx(12 / MOST)
    assert (seen[3] - seen[2]) / (seen[1] - seen[0]) == pytest.approx(8 / 12)


def test_a_drag_ends_at_the_edge():
    seen = (-3.0, 3.0, -2.0, 2.0)
    assert moved(seen, WHOLE, (1.0, -1.0)) == (-2.0, 4.0, -3.0, 1.0)
    assert moved(seen, WHOLE, (99.0, -99.0)) == (0.0, 6.0, -4.0, 0.0)
