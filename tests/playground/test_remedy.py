"""After a divergence the cure changes the very rate that was in use."""

from engine.experiment import Experiment
from engine.schedules import ByHand
from playground.remedy import slowed

BY_HAND = Experiment(learning_rate=0.03, schedule=ByHand(points=((3, 1e9), (7, 0.1))))


def test_the_cure_takes_the_place_of_the_rates_to_come():
    assert slowed(BY_HAND, 0.3, 2).schedule == ByHand(points=((3, 0.3),))
    assert slowed(BY_HAND, 0.3, 0).schedule == ByHand(points=((1, 0.3),))
    assert slowed(BY_HAND, 0.01, 8).schedule == ByHand(points=((3, 1e9), (7, 0.1), (9, 0.01)))
    assert slowed(BY_HAND, 0.01, 8).learning_rate == 0.03


def test_without_rates_by_hand_the_learning_rate_is_the_cure():
    assert slowed(Experiment(learning_rate=10.0), 0.3, 4) == Experiment(learning_rate=0.3)
