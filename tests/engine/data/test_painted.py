"""Painted points: a value like all data, and no point ever pushes another one into another part."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import Circle, Iris, Painted, Plane, Split
from engine.data.painted import MAX_NUMBER, PLANE, Point, painted_from
from engine.errors import DataError
from engine.experiment import Experiment


def painted(*counts: int, values: bool = False, seed: int = 1) -> Painted:
    """So many points of each class, along lines."""
    data = Painted(n_classes=max(2, len(counts)), values=values, seed=seed)
    for c, m in enumerate(counts):
        X = np.stack([np.linspace(-3, 3, m), np.full(m, float(c))])
        data = msgspec.structs.replace(data, points=data.points + data.new_points(X, c))
    return data


def parts(data: Painted, split: Split | None = None) -> dict[Point, int]:
    """Which part each point is in."""
    codes = (split or Split()).assign(data.load(), data.seed)
    return dict(zip(data.points, codes.tolist(), strict=True))


def test_points_are_examples_in_their_order():
    data = Painted(points=(Point(1, 2, 0, 0), Point(-1, 0.5, 1, 0), Point(3, 3, 1, 1)))
    dataset = data.load()
    assert dataset.X.tolist() == [[1, -1, 3], [2, 0.5, 3]]
    assert (dataset.y.tolist(), dataset.task, dataset.classes) == ([0, 1, 1], "binary", ("0", "1"))
    assert data.counts == (1, 2)


def test_more_classes_are_multiclass_even_while_one_of_them_is_empty():
    data = msgspec.structs.replace(painted(5, 5), n_classes=3)
    assert (data.load().task, data.load().n_classes, data.counts) == ("multiclass", 3, (5, 5, 0))


def test_values_are_regression():
    data = Painted(values=True, points=(Point(0, 0, -0.5, 0), Point(1, 0, 0.75, 1)))
    dataset = data.load()
    assert (dataset.task, dataset.y.tolist(), dataset.classes) == ("regression", [-0.5, 0.75], ())
    assert data.counts == (2,)


def test_a_file_holds_them_as_short_lists():
    experiment = Experiment(data=painted(2, 1))
    text = msgspec.json.encode(experiment)
    assert b'"points":[[-3.0,0.0,0.0,0],[3.0,0.0,0.0,1],[-3.0,1.0,1.0,0]]' in text
    assert msgspec.json.decode(text, type=Experiment) == experiment


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (Painted(), "Paint points of two classes on the plane."),
        (Painted(values=True), "Paint points of different values on the plane."),
        (painted(0, 4), "Paint points of another class too: so far there is only class 1."),
        (painted(1, values=True), "Paint a second point: one value alone is no curve."),
    ],
    ids=["nothing", "no value", "one class", "one value"],
)
def test_too_few_points_say_what_to_paint(data, words):
    assert data.missing == words
    with pytest.raises(DataError, match=words):
        data.load()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"n_classes": 1}, "2 to 6 classes, not in 1"),
        ({"n_classes": 7}, "2 to 6 classes, not in 7"),
        ({"points": (Point(0, 0, 2, 0),)}, "whole numbers from 0 to 1"),
        ({"points": (Point(0, 0, 0.5, 0),)}, "whole numbers from 0 to 1"),
        ({"points": (Point(float("nan"), 0, 0, 0),)}, "up to 1e\\+06 in size"),
        ({"points": (Point(2e6, 0, 0, 0),)}, "up to 1e\\+06 in size"),
        ({"points": (Point(0, 0, 0, -1),)}, "number of a point"),
        ({"points": (Point(0, 0, 0, MAX_NUMBER + 1),)}, "number of a point"),
        ({"points": (Point(0, 0, 0, 0),) * 10_001}, "At most 10000 points"),
        ({"area": (1.0, 1.0, 0.0, 1.0)}, "from left to right"),
        ({"area": (float("nan"), 1.0, 0.0, 1.0)}, "from left to right"),
        ({"seed": -1}, "data seed"),
    ],
    ids=str,
)
def test_what_is_no_point_is_refused(wrong, words):
    with pytest.raises(DataError, match=words):
        Painted(**wrong)


@pytest.mark.parametrize(
    "split", [Split(), Split(train=0.5, dev=0.3, test=0.2), Split(train=1, dev=0, test=0)]
)
@pytest.mark.parametrize("seed", [1, 2, 77])
def test_every_class_has_its_shares_of_the_split_bar(split, seed):
    data = painted(100, 31, 7, seed=seed)
    by_class = np.array([[0, 0, 0]] * 3)
    for point, part in parts(data, split).items():
        by_class[int(point.y), part] += 1
    shares = np.array([split.train, split.dev, split.test])
    assert np.abs(by_class - by_class.sum(axis=1, keepdims=True) * shares).max() <= 2


@pytest.mark.parametrize("seed", range(20))
def test_the_first_point_of_a_class_is_for_training(seed):
    assert set(parts(painted(1, 1, 1, seed=seed)).values()) == {0}


def test_another_seed_divides_otherwise():
    assert list(parts(painted(50, 50)).values()) != list(parts(painted(50, 50, seed=2)).values())


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_no_point_changes_its_part_when_others_come_go_or_move(data):
    before = painted(12, 9)
    kept = data.draw(st.lists(st.sampled_from(before.points), min_size=2, unique=True))
    kept = [*kept, *before.points[:1], *before.points[-1:]]
    rest = tuple(point for point in before.points if point in kept)
    after = msgspec.structs.replace(before, points=rest)
    new = after.new_points(np.zeros((2, data.draw(st.integers(0, 30)))), data.draw(st.integers(0, 1)))
    moved = rest[0]._replace(x1=5.5)
    after = msgspec.structs.replace(after, points=(moved, *rest[1:], *new))
    now, then = parts(after), parts(before)
    assert all(now[point] == then[point] for point in rest[1:])
    assert now[moved] == then[rest[0]]


def test_points_painted_where_others_were_erased_take_their_numbers():
    data = painted(10, 4)
    fewer = msgspec.structs.replace(data, points=tuple(p for p in data.points if p.number % 3 or p.y))
    assert [p.number for p in fewer.new_points(np.zeros((2, 5)), 0)] == [0, 3, 6, 9, 10]


def test_examples_of_two_columns_can_be_painted_on():
    data = painted_from(Circle(samples=300).load(), seed=5)
    assert (len(data.points), data.n_classes, data.area, data.seed) == (300, 2, PLANE, 5)
    assert np.array_equal(data.load().X, Circle(samples=300).load().X)
    assert sum(painted_from(Circle(samples=5000).load()).counts) == 2000
    assert painted_from(Plane(samples=40).load()).task == "regression"


def test_other_data_cannot():
    with pytest.raises(DataError, match=r"these have 4 columns and 3 classes\."):
        painted_from(Iris().load())


def test_points_of_another_scale_bring_their_own_plane():
    wide = msgspec.structs.replace(painted(5, 5), points=(Point(100, 0, 0, 0), Point(300, 1, 1, 0)))
    assert msgspec.structs.replace(wide).area == PLANE
    left, right, bottom, top = painted_from(wide.load()).area
    assert left < 100 < 300 < right
    assert bottom < 0 < 1 < top
