"""Which number is marked, where it is shown, and how a number is written."""

import itertools

import pytest
from PySide6.QtCore import QPointF

from playground.notation.markup import cell, exact, latex, pieces, plain
from playground.panels.equations.arrangement import Cells, arrange
from playground.panels.equations.marking import MATRICES, Corner, Mark, Sizes

SIZES = Sizes(40, 30, 64)
CELLS = Cells(36, 19, 6)


def test_arrows_move_in_the_matrix_that_is_marked_and_stop_at_its_edges():
    assert Mark(2, 3, 4).moved(1, -1, SIZES) == Mark(3, 3, 3)
    assert Mark(2, 3, 4, "W").moved(1, -1, SIZES) == Mark(3, 2, 4, "W")
    assert Mark(2, 3, 4, "A").moved(1, -1, SIZES) == Mark(2, 4, 3, "A")
    assert Mark(2, 3, 4, "b").moved(1, -1, SIZES) == Mark(3, 3, 4, "b")
    assert Mark().moved(-5, -5, SIZES) == Mark()
    assert Mark().moved(99, 99, SIZES) == Mark(39, 0, 63)


def test_hopping_goes_round_all_matrices_there_are():
    for has_bias, n in ((True, 4), (False, 3)):
        mark, seen = Mark(), []
        for _ in range(n):
            mark = mark.hopped(1, has_bias)
            seen.append(mark.matrix)
        assert seen == [*MATRICES[1:n], "Z"]
        assert Mark().hopped(-1, has_bias).matrix == MATRICES[n - 1]


@pytest.mark.parametrize("has_bias", [True, False])
@pytest.mark.parametrize("width", [200, 420, 660])
@pytest.mark.parametrize("height", [100, 240])
@pytest.mark.parametrize("sizes", [SIZES, Sizes(1, 4, 32), Sizes(8, 2, 1), Sizes(1, 1, 1)])
def test_every_number_can_be_brought_into_view_and_hit(sizes, width, height, has_bias):
    corner = Corner()
    for mark in map(Mark._make, itertools.product(*([0, n // 2, n - 1] for n in sizes), "ZWA")):
        first = arrange(sizes, width, height, CELLS, has_bias, 1.0, corner)
        corner = corner.following(mark, first.room, sizes)
        at = first._replace(corner=corner)
        assert at.hit(at.cell(mark.matrix, *mark.place()).center(), mark) == mark
        for matrix, area in at.areas.items():
            rows, columns = at.shown(matrix)
            assert 0 <= rows.start < rows.stop <= sizes.shape(matrix)[0]
            assert 0 <= columns.start < columns.stop <= sizes.shape(matrix)[1]
            assert area.left() >= 0
    assert at.hit(QPointF(-5, -5), Mark()) is None


def test_with_enough_room_nothing_is_wider_than_that_and_nothing_overlaps():
    for sizes in (SIZES, Sizes(8, 8, 32)):
        at = arrange(sizes, 660, 240, CELLS, True, 1.0, Corner())
        areas = list(at.areas.values())
        assert areas[-1].right() <= 660
        assert all(a.right() < b.left() for a, b in itertools.pairwise(areas))
        assert at.height <= 240


def test_the_wheel_brings_the_next_row_until_there_is_none():
    at = arrange(SIZES, 660, 240, CELLS, True, 1.0, Corner())
    rows = at.shown("Z")[0]
    assert at.rolled(Mark(), 1, across=False) == Mark(unit=rows.stop)
    assert at.rolled(Mark(), 1, across=True) == Mark(example=at.shown("Z")[1].stop)
    small = arrange(Sizes(2, 2, 2), 660, 240, CELLS, True, 1.0, Corner())
    assert small.rolled(Mark(), 1, across=False) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0.00"),
        (-0.0, "0.00"),
        (0.294, "0.29"),
        (-0.8849, "−0.88"),
        (0.0049, "5e−3"),
        (-0.00004, "−4e−5"),
        (-9.994, "−9.99"),
        (-12.345, "−12.3"),
        (-99.96, "−100"),
        (-1234.5, "−1234"),
        (99999.0, "1e5"),
        (-1e-12, "−1e−12"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
        (float("nan"), "NaN"),
    ],
)
def test_numbers_are_short(value, text):
    assert cell(value) == text


def test_other_numbers_have_four_digits():
    assert [exact(v) for v in (0.0, -0.00001234567, 1234567.0)] == ["0", "−1.235e−5", "1.235e6"]


def test_the_markup_on_the_screen_in_plain_text_and_in_latex():
    markup = "dA^{[1]} = W^{[2]T} dZ^{[2]} * g′(Z^{[1]}) / √{σ² + ε}"
    assert plain(markup) == "dA[1] = W[2]T dZ[2] * g′(Z[1]) / √(σ² + ε)"
    assert [text for text, raised in pieces(markup) if raised] == ["[1]", "[2]T", "[2]", "[1]"]
    assert latex("W^{[12]T}") == r"W^{[12]\mathsf T}"
    assert latex("Z_norm^{[1]}") == r"Z_{\mathrm{norm}}^{[1]}"
    assert latex("√{σ² + ε}") == r"\sqrt{\sigma ^2 + \varepsilon }"
