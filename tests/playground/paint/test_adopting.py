"""The step from any data to painted points: what fits stays, what does not is taken back."""

import pytest
from msgspec.structs import replace

from engine.data import Circle, Iris, Painted, Plane
from engine.data.painted import painted_from
from engine.experiment import Experiment
from engine.losses import BinaryCrossEntropy, Huber
from engine.problem import Problem
from playground.paint.adopting import can_be_taken, empty_paper, on_points

POINTS = painted_from(Circle(samples=40).load())
SMOOTHED = Experiment(data=POINTS, loss=BinaryCrossEntropy(), label_smoothing=0.1)


def test_features_of_a_plane_stay_and_others_give_way():
    curved = Experiment(features=("x1", "x2", "x1^2"))
    assert on_points(curved, POINTS).features == curved.features
    four = Experiment(data=Iris(), features=("x1", "x2", "x3", "x4"))
    assert on_points(four, POINTS).features == ("x1", "x2")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Experiment(data=Plane(), loss=Huber()), POINTS),
        (
            Experiment(data=POINTS, loss=BinaryCrossEntropy(), label_smoothing=0.1),
            replace(POINTS, values=True),
        ),
        (Experiment(data=POINTS, loss=BinaryCrossEntropy()), replace(POINTS, n_classes=3)),
    ],
    ids=["classes", "values", "a third class"],
)
def test_a_loss_of_another_task_is_taken_back(before, after):
    experiment = on_points(before, after)
    assert experiment.loss is None
    Problem(experiment)


def test_points_of_the_same_task_change_nothing_else():
    chosen = Experiment(data=POINTS, loss=BinaryCrossEntropy(), learning_rate=0.5)
    fewer = replace(POINTS, points=POINTS.points[:7])
    assert on_points(chosen, fewer) == chosen.with_(data=fewer)
    assert on_points(chosen, POINTS) is chosen


def test_empty_paper_is_of_the_kind_of_the_data_before():
    assert empty_paper(Experiment(data=Circle(seed=7)), Circle().load()) == Painted(seed=7)
    assert empty_paper(Experiment(data=Plane()), Plane().load()).values
    assert [can_be_taken(d) for d in (None, Iris().load(), Circle().load())] == [False, False, True]
