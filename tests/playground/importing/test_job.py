"""Reading in a thread: what came, what failed, and what nobody waits for any more."""

import threading

import pytest

from engine.data.source import Progress
from engine.errors import DataError
from playground.calculation import Strand
from playground.importing.job import Job


@pytest.fixture
def job(qtbot) -> Job:
    return Job()


def test_the_result_comes_with_the_progress_before_it(qtbot, job: Job) -> None:
    shares: list[float] = []
    job.progressed.connect(shares.append)

    def work(progress: Progress) -> str:
        progress(0.5)
        return "data"

    with qtbot.waitSignal(job.finished) as caught:
        job.start(work)
        assert job.is_running
    assert caught.args == ["data"]
    assert shares[-1] == 0.5
    assert not job.is_running


def fail(error: Exception):
    def work(progress: Progress) -> None:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (DataError("Line 3 is bad."), "Line 3 is bad."),
        (MemoryError(), "not enough memory"),
        (KeyError("k"), "Something went wrong"),
    ],
)
def test_a_failure_is_one_sentence(qtbot, job: Job, error: Exception, words: str) -> None:
    with qtbot.waitSignal(job.failed) as caught:
        job.start(fail(error))
    assert words in caught.args[0]


def test_reading_and_calculating_are_done_by_one_and_the_same_strand(job: Job) -> None:
    job.start(lambda progress: None)
    assert type(job._reading) is Strand
    job.stop()


def test_what_is_called_off_ends_in_the_middle_and_is_not_heard(qtbot, job: Job) -> None:
    begun, go, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(progress: Progress) -> str:
        try:
            begun.set()
            go.wait(5)
            progress(0.5)
            return "never"
        finally:
            ended.set()

    heard: list[object] = []
    job.finished.connect(heard.append)
    job.start(slow)
    assert begun.wait(5)
    with qtbot.waitSignal(job.finished):
        job.start(lambda progress: "the new one")
    go.set()
    assert ended.wait(5)
    assert heard == ["the new one"]
    job.stop()
