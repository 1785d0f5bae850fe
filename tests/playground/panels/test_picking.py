"""Which example is meant by a click or an arrow key, decided in pixels."""

import numpy as np

from playground.panels.output.picking import REACH, nearest, next_ahead, next_here

#                 left  here  right  aside  far right
POINTS = np.array([[0.0, 50.0, 90.0, 60.0, 200.0], [50.0, 50.0, 55.0, 90.0, 50.0]])
RIGHT, LEFT, UP, DOWN = (1, 0), (-1, 0), (0, -1), (0, 1)


def test_the_nearest_within_reach():
    assert nearest(POINTS, (52, 51), REACH) == 1
    assert nearest(POINTS, (52, 70), REACH) is None
    assert nearest(POINTS, (52, 70)) == 1
    assert nearest(np.zeros((2, 0)), (0, 0)) is None


def test_arrows_go_to_the_next_point_ahead():
    assert next_ahead(POINTS, (50, 50), RIGHT) == 2
    assert next_ahead(POINTS, (50, 50), LEFT) == 0
    assert next_ahead(POINTS, (50, 50), DOWN) == 3
    assert next_ahead(POINTS, (50, 50), UP) is None


def test_rather_straight_ahead_than_a_closer_one_aside():
    points = np.array([[0.0, 10.0, 40.0], [0.0, 30.0, 2.0]])
    assert next_ahead(points, (0, 0), RIGHT) == 2


def test_every_point_is_reached_by_arrows_and_enter():
    """From any point of a cloud, keys lead to any other one, also to those that lie on each other."""
    points = np.random.default_rng(0).uniform(0, 200, (2, 40)).round(-1)
    reached, todo = {0}, [0]
    while todo:
        i = todo.pop()
        at = (float(points[0, i]), float(points[1, i]))
        ahead = [next_ahead(points, at, way) for way in (RIGHT, LEFT, UP, DOWN)]
        found = {next_here(points, i), *(j for j in ahead if j is not None)}
        todo += found - reached
        reached |= found
    assert reached == set(range(40))


def test_points_on_each_other_take_turns():
    points = np.array([[5.0, 80.0, 5.0, 5.0], [5.0, 80.0, 5.0, 5.0]])
    assert [next_here(points, i) for i in (0, 2, 3, 1)] == [2, 3, 0, 1]
