"""The hand: what each tool does in a stroke, and what it calls it."""

import numpy as np
import pytest

from engine.data import Painted
from playground.paint import edits
from playground.paint.hand import Hand, place

LINE = [place(0.1 + 0.02 * i, 0.5) for i in range(41)]
ROW = edits.put(Painted(), np.stack([np.linspace(0.1, 0.9, 9), np.full(9, 0.5)]), 0)


def stroke(hand: Hand, data: Painted, path: list, more: bool = False) -> tuple[Painted, str]:
    """Press, drag and release along a path; the points after it and the words for it."""
    data = hand.press(data, path[0], more)
    for at in path[1:]:
        data = hand.drag(data, at)
    words = hand.words(data)
    hand.release(data)
    return data, words


def test_a_brush_puts_points_evenly_along_its_way():
    hand = Hand()
    hand.y, hand.radius, hand.density = 1.0, 0.05, 10
    data, words = stroke(hand, Painted(), LINE)
    assert words == f"paint {len(data.points)} points of class 1"
    assert len(data.points) == pytest.approx(10 + 10 * 0.8 / 0.1, abs=1)
    x, y = edits.shares(data)
    assert (np.abs(y - 0.5) <= 0.0501).all()
    assert np.histogram(x, bins=8, range=(0.1, 0.9))[0].min() >= 4


def test_at_the_edge_of_the_paper_points_do_not_pile_up():
    hand = Hand()
    hand.radius, hand.density = 0.2, 20
    data, _ = stroke(hand, Painted(), [place(0, 0), place(0, 1), place(1, 1)])
    U = edits.shares(data)
    assert U.shape[1] >= 100
    assert ((U > 0) & (U < 1)).mean() > 0.98


@pytest.mark.parametrize("steps", [5, 41])
def test_how_fast_the_brush_goes_makes_no_difference_to_how_many(steps):
    hand = Hand()
    hand.radius, hand.density = 0.05, 7
    path = [place(x, 0.5) for x in np.linspace(0.1, 0.9, steps)]
    assert len(stroke(hand, Painted(), path)[0].points) == pytest.approx(7 + 56, abs=1)


def test_a_single_point_is_where_it_was_put():
    hand = Hand()
    hand.tool = "point"
    data, words = stroke(hand, Painted(), LINE[:1])
    assert (words, data.points[0][:3]) == ("paint 1 point of class 0", (-4.8, 0.0, 0.0))


def test_a_fast_eraser_skips_nothing():
    hand = Hand()
    hand.tool, hand.radius = "erase", 0.03
    data, words = stroke(hand, ROW, [place(0.05, 0.5), place(0.75, 0.5)])
    assert (len(data.points), words) == (2, "erase 7 points")


def test_each_point_is_flipped_once_in_a_stroke():
    hand = Hand()
    hand.tool, hand.radius = "flip", 0.06
    data, words = stroke(hand, ROW, [place(0.1, 0.5), place(0.3, 0.5), place(0.1, 0.5)])
    assert (data.counts, words) == ((6, 3), "flip 3 points")


def test_a_lasso_selects_and_shift_adds():
    hand = Hand()
    hand.tool = "select"
    around = [place(x, y) for x, y in ((0.05, 0.4), (0.35, 0.4), (0.35, 0.6), (0.05, 0.6))]
    assert stroke(hand, ROW, around)[0] is ROW
    assert hand.selected is not None
    assert hand.selected.tolist() == [True] * 3 + [False] * 6
    stroke(hand, ROW, [place(0.9, 0.51)], more=True)
    assert hand.selected.sum() == 4
    stroke(hand, ROW, [place(0.5, 0.9)])
    assert hand.selected is None


def test_a_point_is_carried_and_with_it_all_that_are_selected():
    hand = Hand()
    hand.tool = "move"
    data, words = stroke(hand, ROW, [place(0.5, 0.5), place(0.6, 0.7), place(0.5, 0.8)])
    assert words == "move 1 point"
    assert edits.shares(data)[:, 4] == pytest.approx([0.5, 0.8], abs=1e-4)
    hand.selected = np.arange(9) >= 7
    data, words = stroke(hand, ROW, [place(0.9, 0.5), place(0.9, 0.3)])
    assert words == "move 2 points"
    assert edits.shares(data)[1].round(3).tolist() == [0.5] * 7 + [0.3] * 2


def test_beside_all_points_nothing_is_carried():
    hand = Hand()
    hand.tool = "move"
    assert stroke(hand, ROW, [place(0.5, 0.9), place(0.1, 0.1)])[0] is ROW


def test_what_is_selected_stays_selected_while_the_same_points_are_there():
    hand = Hand()
    hand.selected = np.arange(9) < 2
    more = edits.put(ROW, np.array([[0.5], [0.5]]), 0)
    hand.fit_selection(ROW, more)
    assert hand.selected.tolist() == [True] * 2 + [False] * 8
    hand.fit_selection(more, edits.erased(more, np.arange(10) == 4))
    assert hand.selected is None
