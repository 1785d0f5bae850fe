"""The split bar moves its dividers by mouse and keys, never past each other, and says where they stand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt

from playground.theme import DARK, LIGHT
from playground.widgets.split_bar import GAP, SLIVER, SplitBar, edges, moved
from tests.playground.recorder import texts_of

shares = st.integers(1, 100).flatmap(
    lambda train: st.integers(0, 100 - train).map(lambda dev: (train, dev, 100 - train - dev))
)


@given(shares, st.sampled_from([0, 1]), st.integers(-50, 150))
def test_shares_always_add_up_and_train_keeps_something(percents, divider, to) -> None:
    train, dev, test = moved(percents, divider, to)
    assert train + dev + test == 100
    assert train >= 1
    assert dev >= 0
    assert test >= 0
    untouched = 2 if divider == 0 else 0
    assert (train, dev, test)[untouched] == percents[untouched]


@pytest.fixture
def bar(qtbot) -> SplitBar:
    widget = SplitBar("More to train on, fewer to check with.")
    widget.setFixedWidth(200)
    widget.set_split(0.6, 0.2, 0.2, (300, 100, 100))
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    return widget


def test_a_divider_is_dragged(qtbot, bar: SplitBar) -> None:
    heard: list[tuple] = []
    bar.changed.connect(lambda split, merge: heard.append((split, merge)))
    first = bar.handles[0]
    centre = first.rect().center()
    target = first.mapFrom(bar, QPoint(140, centre.y()))
    qtbot.mousePress(first, Qt.MouseButton.LeftButton, pos=centre)
    qtbot.mouseMove(first, target)
    qtbot.mouseRelease(first, Qt.MouseButton.LeftButton, pos=target)
    assert heard[-1] == ((0.7, 0.1, 0.2), "split")
    assert bar.percents == (70, 10, 20)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Right, (0.6, 0.21, 0.19)),
        (Qt.Key.Key_Left, (0.6, 0.19, 0.21)),
        (Qt.Key.Key_PageUp, (0.6, 0.25, 0.15)),
        (Qt.Key.Key_End, (0.6, 0.4, 0.0)),
        (Qt.Key.Key_Home, (0.6, 0.0, 0.4)),
    ],
)
def test_keys_move_the_focused_divider(qtbot, bar: SplitBar, key: Qt.Key, expected: tuple) -> None:
    bar.handles[1].setFocus()
    with qtbot.waitSignal(bar.changed) as moved_by_key:
        qtbot.keyClick(bar.handles[1], key)
    assert moved_by_key.args == [expected, "split"]


def test_setting_the_split_is_silent_and_spoken(qtbot, bar: SplitBar) -> None:
    with qtbot.assertNotEmitted(bar.changed):
        bar.set_split(0.8, 0.1, 0.1, (400, 50, 50))
    assert bar.accessibleName() == "Split: train 80 %, 400; dev 10 %, 50; test 10 %, 50 examples"
    assert bar.handles[1].accessibleName() == "Divider between dev and test at 90 percent"


@pytest.mark.parametrize("split", [(1, 0, 0), (0.01, 0, 0.99), (0.6, 0.2, 0.2), (0.34, 0.33, 0.33)])
def test_every_split_paints_in_both_themes(qtbot, bar: SplitBar, split: tuple) -> None:
    train, dev, test = split
    bar.set_split(train, dev, test, (1, 2, 3))
    pictures = []
    for theme in (DARK, LIGHT):
        bar.set_theme(theme)
        pictures.append(bar.grab().toImage())
    assert pictures[0] != pictures[1]


def test_a_divider_at_the_right_end_can_be_taken_back(qtbot, bar: SplitBar) -> None:
    bar.set_split(1, 0, 0, (500, 0, 0))
    assert bar.childAt(bar.width() - 3, 10) is bar.handles[0]


def test_no_number_is_shown_where_none_is_known(bar: SplitBar) -> None:
    bar.set_split(0.8, 0.1, 0.1, None)
    assert drawn(bar) == ["train 80 %", "dev 10", "test 10"]
    assert bar.accessibleName() == "Split: train 80 %; dev 10 %; test 10 %"
    bar.move_divider(0, 70)
    assert drawn(bar)[0] == "train 70 %"


def drawn(bar: SplitBar) -> list[str]:
    return [drawn.text for drawn in texts_of(bar.draw)]


def test_every_part_with_room_shows_its_count_with_thin_spaces(bar: SplitBar) -> None:
    bar.setFixedWidth(232)
    bar.set_split(0.6, 0.2, 0.2, (60_000, 20_000, 20_000))
    assert drawn(bar)[:3] == ["60\u2009000", "20\u2009000", "20\u2009000"]


def test_a_count_without_room_is_left_out(bar: SplitBar) -> None:
    bar.set_split(0.8, 0.1, 0.1, (80_000, 10_000, 10_000))
    assert drawn(bar) == ["80\u2009000", "train 80 %", "dev 10", "test 10"]


def test_a_part_below_one_percent_stays_visible(bar: SplitBar) -> None:
    bar.set_split(0.6, 0.396, 0.004, (60_000, 39_600, 400))
    left, right = edges((0.6, 0.396, 0.004), bar.width())[2:]
    assert right - left == SLIVER + GAP
    picture = bar.grab().toImage()
    bar.set_split(0.6, 0.4, 0, (60_000, 40_000, 0))
    without = bar.grab().toImage()
    middle = round((left + right) / 2)
    assert any(picture.pixel(middle, y) != without.pixel(middle, y) for y in range(4, 18))
    assert drawn(bar)[-1] == "test 0"
    bar.set_split(0.6, 0.396, 0.004, (60_000, 39_600, 400))
    assert drawn(bar)[-1] == "test <1"
    assert "test <1 %, 400" in bar.accessibleName()


@given(shares)
def test_parts_fill_the_bar_and_keep_their_order(percents) -> None:
    places = edges(tuple(p / 100 for p in percents), 200.0)
    assert places[-1] == 200
    assert all(right >= left - 1e-9 for left, right in pairwise(places))
