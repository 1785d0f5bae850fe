"""The canvas's geometry: nothing overlaps, and every point has one meaning."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from playground.canvas.layout import Hit, Part, arrange, fit_zoom

SIZES = st.lists(st.integers(1, 256), min_size=2, max_size=14).map(tuple)


@given(SIZES, st.integers(420, 2000), st.integers(260, 1400))
def test_nothing_overlaps_at_any_size(sizes, width, height):
    layout = arrange(sizes, width, height)
    cards = [column.card for column in layout.columns]
    assert all(a.right() < b.left() for a, b in pairwise(cards))
    assert cards[-1].right() <= layout.width
    for column in layout.columns:
        assert column.n == sizes[column.index]
        assert 1 <= len(column.units) <= column.n
        assert all(a.bottom() <= b.top() + 1e-6 for a, b in pairwise(column.units))
        assert all(column.card.bottom() < unit.top() for unit in column.units)
        assert column.units[-1].bottom() <= height


@given(SIZES, st.integers(420, 2000))
def test_units_of_neighbouring_columns_keep_apart(sizes, width):
    layout = arrange(sizes, width, 700)
    for a, b in pairwise(layout.columns):
        assert max(u.right() for u in a.units) < min(u.left() for u in b.units)


@given(SIZES, st.data())
def test_an_open_slot_keeps_the_order_of_the_columns(sizes, data):
    gap = data.draw(st.integers(0, len(sizes) - 2))
    layout = arrange(sizes, 1000, 700, parted=gap)
    assert all(a.card.right() < b.card.left() for a, b in pairwise(layout.columns))
    assert all(a.card.center().x() < b.card.center().x() for a, b in pairwise(layout.columns))
    assert layout.nearest_gap(layout.gap(gap).center().x()) == gap


def test_the_parts_of_a_card_are_found_and_do_not_overlap():
    layout = arrange((2, 4, 2, 1), 832, 700)
    column = layout.columns[1]
    parts: tuple[Part, ...] = ("minus", "plus", "activation", "menu")
    for part in parts:
        assert layout.hit(column.area(part).center()) == Hit(1, part)
    assert not any(column.area(a).intersects(column.area(b)) for a, b in combinations(parts, 2))
    assert layout.hit(column.card.topLeft() + QPointF(40, 20)) == Hit(1, "card")
    assert layout.hit(column.units[2].center()) == Hit(1, "unit", 2)


@pytest.mark.parametrize("column", [0, 3])
def test_input_and_output_have_no_steppers(column):
    layout = arrange((2, 4, 2, 1), 832, 700)
    card = layout.columns[column].card
    assert layout.hit(layout.columns[column].area("minus").center()) == Hit(column, "card")
    assert layout.hit(card.center()) == Hit(column, "card")


def test_between_the_columns_there_is_nothing():
    layout = arrange((2, 4, 1), 832, 700)
    assert layout.hit(QPointF(layout.columns[0].card.right() + 20, 650)) is None


def test_small_networks_get_large_pictures_and_wide_layers_are_folded():
    assert arrange((2, 4, 2, 1), 832, 700).columns[1].units[0].width() == 56
    assert arrange((2, 8, 8, 1), 832, 620).columns[1].units[0].width() == 44
    wide = arrange((2, 64, 4, 1), 832, 620)
    assert wide.columns[1].folded
    assert not wide.columns[2].folded


@given(st.lists(st.integers(1, 256), min_size=2, max_size=14).map(tuple), st.integers(260, 1400))
def test_a_folded_column_shows_units_worth_looking_at_above_its_map(sizes, height):
    for column in arrange(sizes, 1000, height).columns:
        assert all(unit.height() >= 20 for unit in column.units)
        if column.folded:
            assert column.units[-1].bottom() <= column.map.top() + 1e-6
            assert column.map.bottom() <= height
            assert column.card.left() <= column.map.left() < column.map.right() <= column.card.right()


@given(SIZES, st.integers(420, 2000))
def test_fit_leaves_nothing_outside(sizes, width):
    zoom = fit_zoom(sizes, width)
    assert arrange(sizes, width / zoom, 700).width * zoom <= width + 1e-6


def test_in_a_low_window_cards_are_short_and_the_units_stay():
    low, high = arrange((2, 8, 8, 1), 800, 320), arrange((2, 8, 8, 1), 800, 640)
    assert not any(column.folded for column in low.columns)
    for short, tall in zip(low.columns, high.columns, strict=True):
        assert short.short
        assert not tall.short
        assert short.card.height() < tall.card.height()
        for part in ("minus", "plus", "activation", "menu", "mark", "badges"):
            assert short.card.contains(short.area(part)), part
    hidden = low.columns[1]
    parts = [hidden.area(part) for part in ("minus", "plus", "activation", "menu", "badges")]
    assert not any(a.intersects(b) for k, a in enumerate(parts) for b in parts[k + 1 :])
