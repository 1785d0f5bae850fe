"""While too few points are painted the session waits; it goes on by itself, with the weights it had."""

import msgspec
import numpy as np
import pytest

from engine.data import Circle, Painted
from engine.data.painted import painted_from
from engine.experiment import Experiment
from playground.document import Document
from playground.session import Session

WAIT = 5000  # milliseconds; a limit, not an expectation
FULL = painted_from(Circle(samples=60).load())
ONE_CLASS = msgspec.structs.replace(FULL, points=tuple(p for p in FULL.points if p.y == 0))


@pytest.fixture
def begin(qtbot):
    sessions = []

    def start(data: Painted) -> Session:
        sessions.append(Session(Document(Experiment(data=data))))
        sessions[-1].start()
        return sessions[-1]

    yield start
    assert all([session.close() for session in sessions])


def paint(session: Session, data: Painted) -> None:
    session.document.edit(session.document.experiment.with_(data=data), "paint")


def epochs(session, qtbot, more: int) -> None:
    """Wait until it has learned so many epochs more."""
    first = session.frame.epoch if session.frame else 0
    ready = lambda frame: frame.epoch >= first + more  # noqa: E731
    with qtbot.waitSignal(session.frame_ready, timeout=WAIT, check_params_cb=ready):
        pass


def test_it_waits_without_a_failure_and_goes_on_by_itself(begin, qtbot):
    session = begin(FULL)
    failures, said = list[object](), list[str]()
    session.failed.connect(failures.append)
    session.waiting_changed.connect(said.append)
    session.play()
    epochs(session, qtbot, 3)
    learned = session.frame.parameters
    paint(session, ONE_CLASS)
    assert session.running
    assert said == [session.waiting]
    paint(session, msgspec.structs.replace(ONE_CLASS, points=ONE_CLASS.points[1:]))
    paint(session, FULL)
    assert said == ["Paint points of another class too: so far there is only class 0.", ""]
    epochs(session, qtbot, 3)
    assert session.running
    assert failures == []
    assert session.frame.iteration > 0
    assert not np.array_equal(session.frame.parameters["W1"], learned["W1"])


def test_paused_it_stays_paused(begin, qtbot):
    session = begin(FULL)
    session.step()
    with qtbot.waitSignal(session.frame_ready, timeout=WAIT, check_params_cb=lambda f: f.iteration == 1):
        pass
    learned = session.frame.parameters
    paint(session, ONE_CLASS)
    session.step()
    session.same_start()
    paint(session, msgspec.structs.replace(FULL, points=FULL.points[1:]))
    with qtbot.waitSignal(session.frame_ready, timeout=WAIT):
        pass
    assert not session.running
    assert session.frame.iteration == 1
    assert np.array_equal(session.frame.parameters["W1"], learned["W1"])


def test_a_file_with_too_few_points_waits_from_the_start(begin, qtbot):
    session = begin(ONE_CLASS)
    failures = list[object]()
    session.failed.connect(failures.append)
    session.play()
    assert session.waiting
    qtbot.waitUntil(lambda: session._worker._wanted is session.document.experiment, timeout=WAIT)
    paint(session, FULL)
    epochs(session, qtbot, 2)
    assert failures == []
