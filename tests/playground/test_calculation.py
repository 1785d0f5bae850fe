"""A calculation in its own thread: results in order, how far it is, failures in a sentence, and an end."""

from threading import Event

import pytest

from engine.errors import DataError
from playground.calculation import Calculation


class Heard(Calculation):
    """Keeps what it has told."""

    def __init__(self):
        super().__init__()
        self.heard: list[object] = []
        self.came.connect(self.heard.append)


@pytest.fixture
def calculation(qtbot):
    found = Heard()
    yield found
    found.stop()


def endless(progress):
    share = 0.0
    while share < 1:
        progress(share)
    yield "never"


def test_results_come_one_by_one_then_the_end(qtbot, calculation):
    def work(progress):
        progress(0.5)
        yield 1
        yield 2

    with qtbot.waitSignal(calculation.ended) as end:
        calculation.start(work)
    assert calculation.heard == [1, 2]
    assert end.args == [""]
    assert not calculation.is_running


def test_how_far_it_is(qtbot, calculation):
    go_on = Event()

    def work(progress):
        progress(0.25)
        go_on.wait()
        yield 1

    with qtbot.waitSignal(calculation.progressed, check_params_cb=lambda share: share == 0.25):
        calculation.start(work)
    go_on.set()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (DataError("No example is dev."), "No example is dev."),
        (MemoryError(), "not enough memory"),
        (RuntimeError("odd"), "your work is safe: odd"),
    ],
)
def test_a_failure_is_one_sentence(qtbot, calculation, error, words):
    def work(progress):
        yield 1
        raise error

    with qtbot.waitSignal(calculation.ended) as end:
        calculation.start(work)
    assert calculation.heard == [1]
    assert words in end.args[0]


def test_once_it_is_stopped_nothing_more_is_heard(qtbot, calculation):
    begun, ended = Event(), Event()

    def work(progress):
        begun.set()
        try:
            yield from endless(progress)
        finally:
            ended.set()

    calculation.start(work)
    begun.wait()
    calculation.stop()
    assert ended.wait(5)
    assert not calculation.is_running
    assert calculation.heard == []


def test_a_new_one_takes_the_place_of_the_last(qtbot, calculation):
    calculation.start(endless)
    with qtbot.waitSignal(calculation.ended):
        calculation.start(lambda progress: iter(["new"]))
    assert calculation.heard == ["new"]
