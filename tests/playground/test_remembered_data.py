"""What is remembered of a dataset is found out once, and keeps no dataset alive."""

import gc
import weakref

import pytest

from engine.data import Circle, Split
from engine.data.drift import differences
from engine.data.remembered import SPLITS, remembered
from engine.experiment import Experiment
from engine.problem import Problem
from playground.frames.spread import _spread, spread_of
from playground.panels.data.known import _counts


def test_the_same_is_asked_once_and_of_each_dataset_the_last_splits_are_kept():
    asked = []

    @remembered
    def ask(dataset, split, seed):
        asked.append(seed)
        return seed

    data, other = Circle(samples=20).load(), Circle(samples=20).load()
    assert [ask(data, Split(), 1), ask(data, Split(), 1), ask(other, Split(), 1)] == [1, 1, 1]
    assert asked == [1, 1]
    for seed in range(2, SPLITS + 2):
        ask(data, Split(), seed)
    ask(data, Split(), 1)  # it was the oldest
    ask(data, Split(), 1)
    assert asked == [1, 1, *range(2, SPLITS + 2), 1]


@pytest.mark.parametrize("question", [differences, _spread, _counts])
def test_no_dataset_is_kept_alive(question):
    data = Circle(samples=200, seed=77).load()
    alive = weakref.ref(data)
    question(data, Split(), 1)
    del data
    gc.collect()
    assert alive() is None


def test_the_spread_of_a_problem_is_measured_once():
    problem = Problem(Experiment(data=Circle(samples=50)))
    assert spread_of(problem) is spread_of(problem)
