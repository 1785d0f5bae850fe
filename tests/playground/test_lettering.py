"""The steps of type at every size: none is too small, none is like another, and lengths follow them."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from playground import lettering
from playground.lettering import PERCENTS, TYPE, fix, fix_again, font, natural_font, px, scaled


@pytest.fixture(autouse=True)
def usual_size(qapp: QApplication):
    yield
    lettering.set_scale(1.0)


@pytest.mark.parametrize("percent", PERCENTS)
def test_each_step_has_a_size_of_its_own_in_the_order_of_the_table(percent: int) -> None:
    lettering.set_scale(percent / 100)
    sizes = [font(step).pixelSize() for step in TYPE]
    assert sizes == sorted(set(sizes), reverse=True)
    assert min(sizes) >= 10
    for step, (size, weight) in TYPE.items():
        assert font(step).pixelSize() == pytest.approx(size * percent / 100, abs=0.5)
        assert font(step).weight() == weight
        assert natural_font(step).pixelSize() == size


def test_lengths_grow_with_type() -> None:
    lettering.set_scale(1.5)
    assert (px(26), px(11), px(0)) == (39, 17, 0)
    assert scaled(1.75) == 2.625


def test_a_fixed_size_follows_and_comes_back(qtbot) -> None:
    label = QLabel("words")
    qtbot.addWidget(label)
    fix(label, 51, 27)
    for scale in (1.5, 1.25, 1.5, 1.0):
        lettering.set_scale(scale)
        fix_again(label)
        assert (label.width(), label.height()) == (px(51), px(27))


def test_one_side_may_be_fixed_after_the_other_or_alone(qtbot) -> None:
    label, other = QLabel("words"), QLabel("words")
    for widget in (label, other):
        qtbot.addWidget(widget)
    fix(label, width=40)
    fix(label, height=20)
    fix(other, height=20)
    lettering.set_scale(1.5)
    for widget in (label, other):
        fix_again(widget)
    assert (label.minimumWidth(), label.maximumHeight()) == (60, 30)
    assert (other.minimumWidth(), other.minimumHeight()) == (0, 30)
