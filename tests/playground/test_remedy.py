"""After a divergence the rate that was in use is named, and the cure changes that very rate."""

import pytest

from engine.errors import DivergedError
from engine.experiment import Experiment
from engine.schedules import ByHand, Cosine
from playground.remedy import as_trained, slowed

BY_HAND = Experiment(learning_rate=0.03, schedule=ByHand(points=((3, 1e9), (7, 0.1))))


@pytest.mark.parametrize(("epoch", "rate"), [(1, 0.03), (2, 0.03), (3, 1e9), (6, 1e9), (7, 0.1)])
def test_the_rate_of_the_epoch_is_named(epoch, rate):
    told = as_trained(DivergedError(epoch, 2, 0.03, epoch - 1, 0.5), BY_HAND)
    assert (told.learning_rate, told.epoch, told.layer, told.good_epoch, told.l2) == (
        rate,
        epoch,
        2,
        epoch - 1,
        0.5,
    )
    assert f"With learning rate {rate:g} the numbers of layer 2" in told.sentence


def test_other_schedules_scale_the_learning_rate_which_is_named():
    error = DivergedError(5, 1, 0.03, 4)
    assert as_trained(error, Experiment(schedule=Cosine())) is error


def test_the_cure_takes_the_place_of_the_rates_to_come():
    assert slowed(BY_HAND, 0.3, 2).schedule == ByHand(points=((3, 0.3),))
    assert slowed(BY_HAND, 0.3, 0).schedule == ByHand(points=((1, 0.3),))
    assert slowed(BY_HAND, 0.01, 8).schedule == ByHand(points=((3, 1e9), (7, 0.1), (9, 0.01)))
    assert slowed(BY_HAND, 0.01, 8).learning_rate == 0.03


def test_without_rates_by_hand_the_learning_rate_is_the_cure():
    assert slowed(Experiment(learning_rate=10.0), 0.3, 4) == Experiment(learning_rate=0.3)
