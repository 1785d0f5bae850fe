"""While training runs a frame is shown in two steps, at rest at once; no older one comes after a newer."""

import pytest
from PySide6.QtCore import QObject

from playground.two_steps import TwoSteps


@pytest.fixture
def shown(qapp):
    return {"first": [], "then": []}


@pytest.fixture
def steps(shown):
    parent = QObject()
    yield TwoSteps(shown["first"].append, shown["then"].append, parent)
    parent.deleteLater()


def test_what_moves_is_shown_in_two_steps(steps, shown, qtbot):
    steps.show("a", moving=True)
    assert shown == {"first": ["a"], "then": []}
    qtbot.waitUntil(lambda: shown["then"] == ["a"])


def test_at_rest_all_is_shown_at_once(steps, shown, qtbot):
    steps.show("a", moving=False)
    assert shown == {"first": ["a"], "then": ["a"]}
    qtbot.wait(30)
    assert shown["then"] == ["a"]


def test_the_last_frame_before_a_pause_does_not_come_after_it(steps, shown, qtbot):
    steps.show("a", moving=True)
    steps.show("b", moving=False)
    qtbot.wait(30)
    assert shown == {"first": ["a", "b"], "then": ["b"]}


def test_where_frames_come_faster_than_the_second_step_it_shows_the_newest(steps, shown, qtbot):
    for frame in "abc":
        steps.show(frame, moving=True)
    qtbot.waitUntil(lambda: bool(shown["then"]))
    assert shown == {"first": ["a", "b", "c"], "then": ["c"]}
