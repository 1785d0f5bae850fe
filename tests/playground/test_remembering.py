"""However long a gesture is, undo brings back the weights that there were before it."""

import numpy as np
import pytest
from msgspec.structs import replace

from engine.data import Circle
from engine.data.painted import painted_from
from engine.experiment import Experiment
from playground.document import Document, gesture
from playground.remembered import MOST
from playground.session import Session

WAIT = 5000  # milliseconds; a limit, not an expectation
POINTS = painted_from(Circle(samples=60).load())


@pytest.fixture
def session(qtbot):
    made = Session(Document(Experiment(data=POINTS)))
    made.start()
    yield made
    assert made.close()


def shown(session, qtbot, condition=lambda frame: True):
    """Wait for a frame of the present experiment."""
    with qtbot.waitSignal(session.frame_ready, timeout=WAIT, check_params_cb=condition):
        pass
    return session.frame


def paint(session, qtbot, stroke: str) -> None:
    """One more portion of a stroke, and the picture of it."""
    data = session.document.experiment.data
    more = replace(data, points=data.points + data.new_points(np.full((2, 1), 2.0), 1))
    session.document.edit(session.document.experiment.with_(data=more), "paint", stroke)
    shown(session, qtbot)


def test_a_long_stroke_is_one_step_back_to_the_weights_before(session, qtbot):
    shown(session, qtbot)
    for _ in range(3):
        session.step()
        shown(session, qtbot)
    before = session.frame
    for stroke in (gesture("brush"), gesture("brush")):
        for _ in range(MOST + 4):
            paint(session, qtbot, stroke)
        session.step()
        shown(session, qtbot, lambda frame: frame.iteration > before.iteration)
    session.document.history.undo()
    shown(session, qtbot)
    session.document.history.undo()
    frame = shown(session, qtbot)
    assert frame.experiment is before.experiment
    assert frame.iteration == before.iteration
    assert np.array_equal(frame.parameters["W1"], before.parameters["W1"])
