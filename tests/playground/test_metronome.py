"""The metronome keeps its pace, also when the training it counts for is exchanged again and again."""

import pytest

from playground.metronome import Metronome


class Clock:
    def __init__(self) -> None:
        self.now = 64.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr("playground.metronome.time.perf_counter", made)
    return made


@pytest.fixture
def metronome(clock):
    made = Metronome()
    made.epochs_per_second = 5
    return made


def test_as_many_are_due_as_the_pace_asks_for(metronome, clock):
    assert metronome.due(10) == 0
    clock.now += 0.125
    assert metronome.due(10) == 6
    metronome.count(6)
    assert metronome.due(10) == 0
    assert metronome.wait(10) == pytest.approx(0.015)


@pytest.mark.parametrize(("before", "after"), [(1, 1), (1, 2), (2, 1)])
def test_edits_in_quick_succession_do_not_put_the_next_one_off(metronome, clock, before, after):
    """A mini-batch is due every 0.1 to 0.2 s, an edit comes every 0.06 s: it is still taken in time."""
    done = 0
    for edit in range(40):
        clock.now += 0.06
        steps = (before, after)[edit % 2]
        due = metronome.due(steps)
        metronome.count(due)
        done += due
        metronome.change(steps, (after, before)[edit % 2])
    assert done >= 0.06 * 40 * 5 - 2


def test_a_change_never_makes_more_than_one_due(metronome, clock):
    clock.now += 0.19
    metronome.change(1, 100)
    assert metronome.due(100) <= 1
    clock.now += 0.19
    metronome.change(100, 1)
    assert metronome.due(1) <= 1
