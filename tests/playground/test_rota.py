"""While training runs the parts of a rota take turns; the last frame of a row reaches every one of them."""

from itertools import chain

import pytest
from PySide6.QtCore import QObject

from playground import rota
from playground.rota import Part, Rota

FRAME, EVERY = 1 / 30, 0.095


class Clock:
    """Time that goes on when it is told to."""

    now = 0.0

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(rota, "time", clock)
    return clock


@pytest.fixture
def shown(qapp):
    return {"cost": [], "numbers": [], "film": []}


@pytest.fixture
def turns(shown):
    parent = QObject()
    yield Rota(tuple(Part(frames.append, EVERY) for frames in shown.values()), parent)
    parent.deleteLater()


def train(turns, clock, frames, seconds=FRAME):
    for frame in frames:
        clock.now += seconds
        turns.show(frame, moving=True)


def test_each_part_has_every_third_of_thirty_frames_a_second_and_none_comes_with_another(turns, shown, clock):
    train(turns, clock, range(31))
    assert [frames[0] for frames in shown.values()] == [0, 0, 0], "nothing waits for its first frame"
    after = {name: [frame for frame in frames if frame > 6] for name, frames in shown.items()}
    assert sorted(chain(*after.values())) == list(range(7, 31)), "one part with each frame"
    assert all(len(frames) == 8 for frames in after.values())


def test_what_is_read_slowly_is_shown_less_often(clock, qapp):
    parent = QObject()
    often: list[object] = []
    seldom: list[object] = []
    turns = Rota((Part(often.append, EVERY), Part(seldom.append, 2 * EVERY)), parent)
    train(turns, clock, range(61))
    parent.deleteLater()
    assert 18 <= len(often) <= 21
    assert 9 <= len(seldom) <= 11


def test_the_last_frame_of_a_row_reaches_every_part(turns, shown, clock, qtbot):
    train(turns, clock, range(5))
    assert any(frames[-1] != 4 for frames in shown.values())
    qtbot.waitUntil(lambda: all(frames[-1] == 4 for frames in shown.values()))


def test_at_rest_all_is_shown_at_once_and_nothing_follows(turns, shown, clock, qtbot):
    train(turns, clock, range(5))
    turns.show("rest", moving=False)
    assert all(frames[-1] == "rest" for frames in shown.values())
    counts = {name: len(frames) for name, frames in shown.items()}
    qtbot.wait(rota.LATE_MS + 50)
    assert counts == {name: len(frames) for name, frames in shown.items()}


def test_frames_in_slow_motion_are_shown_whole(turns, shown, clock):
    train(turns, clock, range(5), seconds=0.3)
    assert all(frames == list(range(5)) for frames in shown.values())


def test_a_picture_is_taken_of_the_last_frame(turns, shown, clock):
    train(turns, clock, range(5))
    turns.catch_up()
    assert all(frames[-1] == 4 for frames in shown.values())


def test_before_the_first_frame_there_is_nothing_to_catch_up_with(turns, shown):
    turns.catch_up()
    assert shown == {"cost": [], "numbers": [], "film": []}
