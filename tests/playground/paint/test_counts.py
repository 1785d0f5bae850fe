"""Points in numbers: bars, the sentence on their balance, and how new ones are divided."""

import numpy as np
import pytest

from engine.data import Painted, Split
from playground.paint import edits
from playground.paint.counts import PointsPanel, balance, is_even, shares


def painted(*counts: int, values: bool = False) -> Painted:
    data = Painted(values=values)
    for c, m in enumerate(counts):
        data = edits.put(data, np.full((2, m), 0.5), c)
    return data


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((74, 66, 70), "Classes are balanced."),
        ((10, 5), "Classes are balanced."),
        ((90, 10, 60), "Class 1 has 10 of 160 points: it is easily overlooked."),
    ],
)
def test_a_class_of_less_than_half_the_largest_is_named(counts, words):
    assert balance(painted(*counts)) == words
    assert is_even(painted(*counts)) == words.endswith("balanced.")


def test_the_shares_are_those_of_the_split_bar():
    assert shares(Split(train=0.7, dev=0.2, test=0.1)) == "New points are split 70, 20, 10."


def test_the_panel_counts_and_says_what_is_missing(qtbot):
    panel = PointsPanel()
    qtbot.addWidget(panel)
    panel.show_points(painted(3, 4), Split(), "")
    assert panel.bars.accessibleName() == "class 0: 3 points, class 1: 4 points"
    assert panel.sentence.text() == "Classes are balanced. New points are split 60, 20, 20."
    panel.show_points(painted(3), Split(), "Paint points of another class too.")
    assert panel.sentence.text() == "Paint points of another class too."
    panel.show_points(painted(3, values=True), Split(), "")
    assert panel.bars.isHidden()
    assert panel.sentence.text() == "New points are split 60, 20, 20."
