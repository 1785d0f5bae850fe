"""The plane of painted points is the paper: it stays where it is while points come and go."""

from msgspec.structs import replace

from engine.data import Circle
from engine.data.painted import PLANE, Point, painted_from
from engine.experiment import Experiment
from engine.problem import Problem
from playground.frames import View
from playground.frames.scene import make_scene

POINTS = painted_from(Circle(samples=40).load())


def test_the_plane_is_the_paper_wherever_the_points_are():
    for points in (POINTS.points, POINTS.points[:9]):
        scene = make_scene(Problem(Experiment(data=replace(POINTS, points=points))), View())
        assert scene.extent == PLANE


def test_a_point_of_a_file_that_lies_beyond_is_seen_too():
    far = replace(POINTS, points=(*POINTS.points, Point(9, 0, 1, 99)))
    assert make_scene(Problem(Experiment(data=far)), View()).extent == (-6, 9, -6, 6)
