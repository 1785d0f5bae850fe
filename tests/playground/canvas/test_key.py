"""The tree of a network: what stands below what, and what is not there."""

import pytest

from playground.canvas.key import Key

SIZES = (2, 8, 4, 1)


@pytest.mark.parametrize(
    ("key", "children"),
    [
        (Key(0), 2),
        (Key(0, 1), 0),  # no weights go into an input
        (Key(1), 8),
        (Key(1, 7), 2),
        (Key(1, 7, 1), 0),
        (Key(3, 0), 4),
    ],
)
def test_below_a_column_are_its_units_and_below_these_their_weights(key, children):
    assert key.is_in(SIZES)
    assert key.n_children(SIZES) == children
    for place in range(children):
        child = key.child(place)
        assert child.is_in(SIZES)
        assert (child.parent, child.place) == (key, place)


@pytest.mark.parametrize("key", [Key(4), Key(2, 4), Key(2, 0, 8), Key(0, 0, 0)])
def test_what_the_network_does_not_have_has_nothing_below_it(key):
    assert not key.is_in(SIZES)
    assert key.n_children(SIZES) == 0
