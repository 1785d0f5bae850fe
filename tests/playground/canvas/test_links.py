"""The links of a gap: where they run, which one lies under a point, how they look, when they are painted."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QGraphicsScene

from playground.canvas.curves import FINE_SHARES, distances, path, pieces, points
from playground.canvas.layout import arrange
from playground.canvas.link_pens import signed_strengths
from playground.canvas.links import FULL_WEIGHT, LinksItem
from playground.canvas.stamps import Stamps, _draw
from playground.canvas.turns import LONGEST, SOONEST, Turns
from playground.colormaps import parse as parse_color
from playground.theme import DARK, LIGHT

LAYOUT = arrange((3, 4, 1), 900, 700)


def parse(color):
    return parse_color(color).astype(float)


def gap(weights=None, theme=DARK, layout=LAYOUT, most=600, **more):
    """The links between the first two columns."""
    links = LinksItem(theme)
    links.connect_columns(layout.columns[0], layout.columns[1], most)
    if weights is not None:
        links.show_weights(np.asarray(weights, dtype=np.float64), **more)
    return links


def single(value, row=1, column=2, **more):
    """One link of this weight, all others 0."""
    weights = np.zeros((4, 3))
    weights[row, column] = value
    return gap(weights, **more)


def ends(row, column, layout=LAYOUT):
    start, stop = layout.columns[0].units[column], layout.columns[1].units[row]
    return np.array([start.right(), start.center().y()]), np.array([stop.left(), stop.center().y()])


def on_link(row, column, t, layout=LAYOUT):
    """A point of the true curve."""
    start, stop = ends(row, column, layout)
    return path(start, stop).pointAtPercent(t)


def picture(links, scale=2):
    """The painted item alone on the canvas's ground, (height, width, 3)."""
    rect = links.boundingRect()
    image = QImage(
        round(rect.width() * scale), round(rect.height() * scale), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(QColor(links.theme.canvas))
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(-rect.topLeft())
    links.paint(painter, None)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return rows[..., 2::-1].astype(float)


def differing(links, theme=DARK):
    """How many pixels are not the ground, weighted by how much: area times clearness."""
    return float(np.abs(picture(links) - parse(theme.canvas)).sum())


def nearest_ink(links, point, scale=2):
    """The colour of the clearest pixel within a pixel and a half of a point."""
    pixels, rect = picture(links, scale), links.boundingRect()
    x, y = (point.x() - rect.left()) * scale, (point.y() - rect.top()) * scale
    around = pixels[int(y) - 3 : int(y) + 4, int(x) - 3 : int(x) + 4].reshape(-1, 3)
    return around[np.abs(around - parse(links.theme.canvas)).sum(axis=1).argmax()]


# Where they run


def test_short_lines_follow_the_true_curve():
    starts, stops = np.array([[10.0, 20.0], [10.0, 60.0]]), np.array([[90.0, 120.0], [90.0, 60.0]])
    for link, start, stop in zip(pieces(starts, stops), starts, stops, strict=True):
        curve = path(start, stop)
        true = np.array([curve.pointAtPercent(k / 400).toTuple() for k in range(401)])
        middles = np.array([line.center().toTuple() for line in link])
        away = np.hypot(*(middles[:, None] - true[None]).transpose(2, 0, 1)).min(axis=1)
        assert away.max() < 0.5
        assert np.allclose(link[0].p1().toTuple(), start, atol=0.7)
        assert np.allclose(link[-1].p2().toTuple(), stop, atol=0.7)


@given(st.floats(-20, 120), st.floats(-50, 250), st.floats(-200, 200))
def test_distance_is_that_to_the_nearest_point_of_the_true_curve(x, y, rise):
    start, stop = np.array([0.0, 100.0]), np.array([100.0, 100.0 + rise])
    curve = path(start, stop)
    true = np.array([curve.pointAtPercent(k / 2000).toTuple() for k in range(2001)])
    expected = np.hypot(*(true - [x, y]).T).min()
    assert distances(np.array([x, y]), start[None], stop[None])[0] == pytest.approx(expected, abs=0.15)


def test_a_link_begins_and_ends_level():
    way = points(np.array([[0.0, 0.0]]), np.array([[100.0, 80.0]]), FINE_SHARES)[0]
    rises = np.abs(np.diff(way[:, 1]) / np.diff(way[:, 0]))
    assert rises[0] < 0.05
    assert rises[-1] < 0.05
    assert way[32].tolist() == pytest.approx([50.0, 40.0])


def test_the_midpoint_is_in_the_middle_of_the_curve():
    assert gap().midpoint(3, 0) == on_link(3, 0, 0.5)


# What lies under a point


@pytest.mark.parametrize("t", [0.2, 0.35, 0.5, 0.7, 0.85])
def test_a_point_on_a_link_finds_it(t):
    links = gap(np.random.default_rng(1).normal(size=(4, 3)))
    for row in range(4):
        for column in range(3):
            found = links.link_at(on_link(row, column, t))
            assert found is not None
            start, stop = ends(*found)
            point = np.array(on_link(row, column, t).toTuple())
            assert distances(point, start[None], stop[None])[0] < 0.6
    assert links.link_at(on_link(3, 0, 0.25)) == (3, 0)
    assert links.link_at(on_link(0, 2, 0.25)) == (0, 2)


def test_a_point_within_reach_finds_a_link_and_one_beyond_does_not():
    links = gap(np.ones((4, 3)))
    outermost = on_link(0, 0, 0.5)
    assert links.link_at(outermost - QPointF(0, 4)) == (0, 0)
    assert links.link_at(outermost - QPointF(0, 40)) is None
    assert links.link_at(outermost - QPointF(0, 40), reach=60) == (0, 0)
    beyond = QPointF(links.rect().right() + 20, outermost.y())
    assert links.link_at(beyond) is None


def test_of_equally_near_links_the_stronger_is_found():
    start = LAYOUT.columns[0].units[0]
    bunch = QPointF(start.right() + 0.5, start.center().y())
    for strongest in range(4):
        weights = np.full((4, 3), 0.1)
        weights[strongest, 0] = -2
        assert gap(weights).link_at(bunch) == (strongest, 0)


def test_without_weights_there_is_no_link():
    assert gap().link_at(on_link(0, 0, 0.5)) is None


def test_a_link_that_is_not_drawn_is_not_found():
    weights = np.full((4, 3), 0.1)
    weights[0, 0] = 2
    links = gap(weights, most=1)
    assert links.link_at(on_link(0, 0, 0.3)) == (0, 0)
    assert links.link_at(on_link(3, 2, 0.3)) is None


# How they look


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_colour_is_the_sign(theme):
    for value, color in ((2.2, theme.pos_line), (-2.2, theme.neg_line)):
        ink = nearest_ink(single(value, theme=theme, most=1), on_link(1, 2, 0.5))
        expected = parse(theme.canvas) + 0.87 * (parse(color) - parse(theme.canvas))
        assert np.abs(ink - expected).max() < 8


def test_a_weight_of_zero_is_grey():
    ink = nearest_ink(gap(np.zeros((4, 3))), on_link(1, 2, 0.5))
    assert ink.max() - ink.min() < 20


def test_width_and_clearness_grow_with_the_weight():
    seen = [differing(single(value)) for value in (0.1, 0.5, 1.0, 2.0)]
    assert all(a < b for a, b in pairwise(seen))


def test_gradients_may_have_a_scale_of_their_own():
    large, small = single(2.0, full=2.0), single(0.002, full=0.002)
    assert np.array_equal(picture(large), picture(small))


def test_numbers_that_are_not_finite_are_as_strong_as_can_be():
    strengths = signed_strengths(np.array([[np.inf, -np.inf, np.nan, 1.1]]), FULL_WEIGHT)
    assert strengths.tolist() == [1, -1, -1, 0.5]
    assert np.abs(signed_strengths(np.array([[np.inf]]), np.inf)).tolist() == [1]
    assert np.isfinite(signed_strengths(np.array([[0.5]]), 0.0)).all()


def test_links_of_dropped_units_are_faint():
    weights, off = np.full((4, 3), 2.0), np.array([False, True, False])
    links = gap(weights, faint_in=off)
    middle, ground = on_link(3, 1, 0.5), parse(DARK.canvas)
    faint = nearest_ink(single(2.0, 3, 1, most=1, faint_in=off), middle)
    expected = ground + 0.18 * (parse(DARK.pos_line) - ground)
    assert np.abs(faint - expected).max() < 6
    assert differing(links) < differing(gap(weights))
    into = np.array([False, False, False, True])
    assert np.abs(nearest_ink(single(2.0, 3, 1, most=1, faint_out=into), middle) - expected).max() < 6


def test_links_beside_an_open_slot_are_quiet():
    links, ground = single(2.2), parse(DARK.canvas)
    loud = nearest_ink(links, on_link(1, 2, 0.5))
    links.set_quiet(True)
    quiet = nearest_ink(links, on_link(1, 2, 0.5))
    assert np.abs((quiet - ground) - 0.3 * (loud - ground)).max() < 4
    links.set_quiet(False)
    assert np.array_equal(nearest_ink(links, on_link(1, 2, 0.5)), loud)


def test_a_marked_link_has_a_violet_rim_and_keeps_the_colour_of_its_sign():
    accent, negative = parse(DARK.accent), parse(DARK.neg_line)
    for value in (-0.05, -2.0):
        links = single(value)
        links.set_marked((1, 2))
        pixels = picture(links).reshape(-1, 3)
        for color in (accent, negative):
            assert (np.abs(pixels - color).max(axis=1) < 12).sum() > 100
        links.set_marked(None)
        assert (np.abs(picture(links).reshape(-1, 3) - accent).max(axis=1) < 12).sum() == 0


def test_a_weak_link_can_be_marked_although_it_is_not_drawn():
    links = single(2.0, most=1)
    links.set_marked((3, 0))
    assert (np.abs(picture(links).reshape(-1, 3) - parse(DARK.accent)).max(axis=1) < 12).sum() > 100


def test_other_columns_take_the_mark_along():
    links = single(2.0)
    links.set_marked((3, 2))
    other = arrange((2, 2, 1), 900, 700)
    links.connect_columns(other.columns[0], other.columns[1], 600)
    links.show_weights(np.ones((2, 2)))
    assert (np.abs(picture(links).reshape(-1, 3) - parse(DARK.accent)).max(axis=1) < 12).sum() == 0


# Stamps


def rested(weights, **more):
    """Links whose columns have not moved for two frames: they are put down as stamps."""
    links = gap(weights, **more)
    for _ in range(2):
        links.show_weights(np.asarray(weights, dtype=np.float64))
    return links


@pytest.mark.parametrize("scale", [0.8, 1, 2])
def test_stamps_look_like_the_lines_they_stand_for(scale):
    weights = np.random.default_rng(3).normal(size=(4, 3))
    lines, stamps = picture(gap(weights), scale), picture(rested(weights), scale)
    assert not np.array_equal(lines, stamps)
    shades = [coarse(image) for image in (lines, stamps)]
    assert np.abs(shades[0] - shades[1]).mean() < 2.5
    assert np.corrcoef(shades[0].ravel(), shades[1].ravel())[0, 1] > 0.97


def coarse(image, cell=6):
    """The means of cells: a shift of half a pixel hardly shows in them."""
    high, wide = (n // cell * cell for n in image.shape[:2])
    return image[:high, :wide].reshape(high // cell, cell, wide // cell, cell, 3).mean(axis=(1, 3))


@pytest.mark.parametrize("rise", [-390, -47, 0, 13, 121, 390])
@pytest.mark.parametrize("width", [1.0, 1.6, 4.7])
@pytest.mark.parametrize("run", [40, 151])
def test_nothing_of_a_link_is_cut_away(monkeypatch, rise, width, run):
    """In one piece or in many, it is the same."""
    pen = QPen(QColor(DARK.pos_line), width)
    pictures = []
    for most in (1, 8):
        monkeypatch.setattr("playground.canvas.stamps.MOST_PIECES", most)
        image = QImage(run + 20, 900, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        for piece in _draw(run, rise, pen, 1.0):
            painter.drawImage(piece.x, 450 + piece.y, piece.image)
        painter.end()
        pictures.append(np.frombuffer(image.constBits(), np.uint32).copy())
    assert pictures[0].any()
    assert np.array_equal(pictures[0], pictures[1])


def test_a_stamp_is_drawn_once(monkeypatch):
    monkeypatch.setattr("playground.canvas.links.STAMPS", Stamps())
    links, drawn = rested(np.full((4, 3), 1.0)), []

    def count(*link):
        drawn.append(link)
        return _draw(*link)

    monkeypatch.setattr("playground.canvas.stamps._draw", count)
    first = picture(links)
    assert 0 < len(drawn) <= 12
    drawn.clear()
    assert np.array_equal(picture(links), first)
    assert not drawn


def test_stamps_make_room_for_others(monkeypatch):
    stamps = Stamps()
    monkeypatch.setattr("playground.canvas.links.STAMPS", stamps)
    monkeypatch.setattr("playground.canvas.stamps.LIMIT", 200_000)
    links = rested(np.random.default_rng(3).normal(size=(4, 3)))
    pictures = [picture(links, scale) for scale in (1, 1.5, 2, 2.5, 1)]
    assert np.array_equal(pictures[0], pictures[-1])
    largest = max(links.boundingRect().width(), links.boundingRect().height()) * 2.5
    assert 0 < stamps.size < 200_000 + 12 * 4 * largest**2
    links = rested(np.random.default_rng(4).normal(size=(4, 3)))
    monkeypatch.setattr("playground.canvas.stamps.LIMIT", 0)
    again = [picture(links), picture(links)]
    assert np.array_equal(*again)


# When they are painted


class Watched(LinksItem):
    """Counts how often it is asked to be painted anew."""

    asked = 0

    def update(self, *area):
        self.asked += 1
        super().update(*area)


@pytest.fixture
def watched(qtbot):
    scene, links = QGraphicsScene(), Watched(DARK)
    scene.addItem(links)
    wide = arrange((8, 8, 1), 900, 700)
    links.connect_columns(wide.columns[0], wide.columns[1], 600)
    yield links
    scene.clear()


def strong(value):
    return np.full((8, 8), value)


def test_what_nobody_can_see_is_not_painted(watched, monkeypatch):
    later(monkeypatch)
    watched.show_weights(strong(1.0))
    asked = watched.asked
    watched.show_weights(strong(1.0 + 0.5 * FULL_WEIGHT / 16))
    assert watched.asked == asked
    watched.show_weights(strong(1.0 + 1.1 * FULL_WEIGHT / 16))
    assert watched.asked == asked + 1


def test_a_weak_link_that_changes_its_sign_is_painted(watched, monkeypatch):
    later(monkeypatch)
    watched.show_weights(strong(0.01))
    asked = watched.asked
    watched.show_weights(strong(-0.01))
    assert watched.asked == asked + 1


def test_small_steps_add_up(watched, monkeypatch):
    later(monkeypatch)
    watched.show_weights(strong(1.0))
    asked = watched.asked
    for k in range(1, 11):
        watched.show_weights(strong(1.0 + 0.05 * k))
    assert watched.asked - asked >= 3


def test_another_link_among_the_strongest_is_painted(watched, monkeypatch):
    later(monkeypatch)
    wide = arrange((8, 8, 1), 900, 700)
    watched.connect_columns(wide.columns[0], wide.columns[1], 30)
    weights = np.linspace(0.01, 1, 64).reshape(8, 8)
    watched.show_weights(weights)
    asked = watched.asked
    watched.show_weights(weights + np.where(weights < 0.1, 0.02, 0))
    assert watched.asked == asked
    weights[0, 0] = 2
    watched.show_weights(weights)
    assert watched.asked == asked + 1
    assert watched.link_at(watched.midpoint(0, 0)) == (0, 0)


def later(monkeypatch):
    """Every call comes a second after the one before."""
    clock = iter(range(10_000))
    monkeypatch.setattr("playground.canvas.links.time.perf_counter", lambda: float(next(clock)))


def test_of_frames_in_a_row_each_gap_draws_its_share_and_the_last_one_is_shown_whole(watched, monkeypatch):
    values, wide = np.linspace(0.2, 2.0, 12), arrange((8, 8, 1), 900, 700)
    watched.connect_columns(wide.columns[0], wide.columns[1], 200)  # of 1,500: a deep network
    asked = watched.asked
    for value in values:
        watched.show_weights(strong(value))
    assert 2 <= watched.asked - asked <= 4
    last = 0.1
    watched.show_weights(strong(last))
    if not watched.is_waiting:  # it was just its turn
        last = 1.1
        watched.show_weights(strong(last))
    assert watched.is_waiting
    watched.catch_up()
    assert watched.is_waiting  # the row may go on
    monkeypatch.setattr("playground.canvas.links.time.perf_counter", lambda: float("inf"))
    watched.catch_up()
    assert not watched.is_waiting
    assert np.isclose(watched.strength_of(0, 0), last / FULL_WEIGHT)


def test_a_gap_that_goes_away_waits_no_longer(qtbot):
    scene, links = QGraphicsScene(), Watched(DARK)
    scene.addItem(links)
    wide = arrange((8, 8, 1), 900, 700)
    links.connect_columns(wide.columns[0], wide.columns[1], 600)
    for value in (0.2, 0.8, 1.4):
        links.show_weights(strong(value))
    scene.removeItem(links)
    links.connect_columns(LAYOUT.columns[0], LAYOUT.columns[1], 600)
    assert not links.is_waiting
    assert links.link_at(on_link(0, 0, 0.5)) is None


def test_turns_are_spread_over_the_gaps():
    gaps, drawn = [Turns() for _ in range(9)], []
    for turn in gaps:
        turn.share(64, 24)
    for frame in range(13):
        drawn.append(sum(turn.due(frame / 30) for turn in gaps))
    assert drawn[0] == 9
    assert set(drawn[1:]) == {1, 2}, "of nine gaps, each in one frame of six"


@pytest.mark.parametrize(("links", "every"), [(4, SOONEST), (144, SOONEST), (145, 7), (10_000, LONGEST)])
def test_a_gap_of_more_links_has_fewer_turns(links, every):
    turn = Turns()
    turn.share(links, 24)
    assert turn.due(0.0)
    assert sum(turn.due(frame / 30) for frame in range(1, 1 + 10 * every)) == 10


def test_frames_that_come_one_by_one_are_drawn_at_once():
    turn = Turns()
    turn.share(1000, 1)
    for second in range(5):
        assert turn.due(float(second))
