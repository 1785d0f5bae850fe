"""What single examples cost a frame: the one that is looked at, and the list of the hardest of many.

Costs are the own processor time of the thread; of several tries the best one counts.
"""

import time

import numpy as np
import pytest

from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.frames import FrameBuilder, View
from playground.frames.examples import SHARE

TRIES = 7
ONE_BAR, LIST_BAR = 0.5, 25.0  # milliseconds


def builder(samples: int, **wishes: object) -> FrameBuilder:
    x = Experiment(data=Circle(samples=samples, noise=0.2), layers=(Dense(8), Dense(8)))
    trainer = Trainer(x)
    trainer.run_epoch()
    return FrameBuilder(trainer, View(**wishes))  # type: ignore[arg-type]


def best(built: FrameBuilder, steps_per_second: float) -> float:
    """Milliseconds of a frame."""
    built.build(steps_per_second)
    found = []
    for _ in range(TRIES):
        began = time.thread_time()
        built.build(steps_per_second)
        found.append(1e3 * (time.thread_time() - began))
    return min(found)


def test_one_example_costs_next_to_nothing():
    assert best(builder(500, example=1), 100.0) - best(builder(500), 100.0) < ONE_BAR


@pytest.mark.parametrize("samples", [20_000, 100_000])
def test_the_list_costs_some_milliseconds_a_few_times_a_second(samples):
    plain, listed = best(builder(samples), 0.0), builder(samples, hardest=True)
    whole = best(listed, 0.0)
    assert whole - plain < LIST_BAR * samples / 100_000 + 5
    hardest = listed.build(0.0).hardest
    assert hardest is not None
    assert SHARE * (whole - plain) / 1e3 < 3 * hardest.seconds
    assert np.isfinite(hardest.rows.losses).all()
