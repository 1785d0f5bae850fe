"""The bars say which class is the likeliest, in words as well, or the number of a regression."""

import numpy as np
import pytest

from playground.digit_pad.bars import MOST, NOTHING, Bars
from playground.theme import DARK


@pytest.fixture
def bars(qtbot):
    widget = Bars()
    qtbot.addWidget(widget)
    return widget


def test_the_likeliest_class(bars):
    bars.show_answer(("a", "b", "c"), np.array([0.2, 0.7, 0.1]))
    assert bars.top == "b"
    assert bars.accessibleName() == "Prediction: b, 70 %"


@pytest.mark.parametrize(("p", "top"), [(0.9, "yes"), (0.2, "no")])
def test_one_sigmoid_unit_is_two_classes(bars, p, top):
    bars.show_answer(("no", "yes"), np.array([p]))
    assert bars.top == top


def test_a_regression_has_a_number(bars):
    bars.show_answer((), np.array([-3.25]))
    assert bars.accessibleName() == "Prediction: −3.25"
    bars.grab()


def test_of_many_classes_the_likeliest(bars):
    shares = np.linspace(0, 1, 30) / 15
    bars.show_answer(tuple(map(str, range(30))), shares)
    assert bars.top == "29"
    assert bars._shown == list(range(29, 29 - MOST, -1))
    bars.set_theme(DARK)
    bars.grab()


def test_nothing_drawn(bars):
    bars.show_answer(("a", "b"), None)
    assert (bars.top, bars.accessibleName()) == ("", NOTHING)
    bars.grab()
