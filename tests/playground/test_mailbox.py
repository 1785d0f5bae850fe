"""The mailbox has one slot, in which nothing that matters is lost; the metronome keeps the pace."""

import sys
from threading import Thread

import pytest
from msgspec.structs import replace

from engine.trainer import Trainer
from playground import mailbox as mailbox_module
from playground import metronome
from playground.frames import Failure, Frame, FrameBuilder, View
from playground.mailbox import Mailbox
from playground.metronome import Metronome
from tests.playground.listening import A


@pytest.fixture(scope="module")
def shown() -> Frame:
    return FrameBuilder(Trainer(A), View()).build(0.0)


class TestPainting:
    """Window and worker: one of them at a time."""

    def test_the_window_begins_when_the_worker_stands_aside_which_trains_on_when_it_has_ended(
        self, monkeypatch
    ):
        monkeypatch.setattr(mailbox_module, "PATIENCE", 60.0)
        monkeypatch.setattr(mailbox_module, "LONGEST", 60.0)
        mailbox, order = Mailbox(), []

        def train() -> None:
            while mailbox.shown.is_set():
                order.append("training")
            mailbox.stand_aside()
            order.append("training again")

        worker = Thread(target=train)
        worker.start()
        with mailbox.showing():
            order.append("showing")
        worker.join()
        assert [*dict.fromkeys(order)] == [*dict.fromkeys(["training", *order[-2:]])]
        assert order[-2:] == ["showing", "training again"]

    def test_the_window_does_not_wait_long_for_a_slow_step(self, monkeypatch):
        monkeypatch.setattr(mailbox_module, "PATIENCE", 0.001)
        mailbox = Mailbox()
        with mailbox.showing():
            assert not mailbox.shown.is_set()
        assert mailbox.shown.is_set()

    def test_nor_for_a_worker_that_has_nothing_to_do(self, monkeypatch):
        monkeypatch.setattr(mailbox_module, "PATIENCE", 60.0)
        mailbox = Mailbox()
        with mailbox.resting(), mailbox.showing():
            assert not mailbox.shown.is_set()


class TestMailbox:
    def test_it_has_one_slot(self, shown):
        mailbox, newer = Mailbox(), replace(shown, epoch=7)
        mailbox.put(shown)
        mailbox.put(newer)
        assert not mailbox.empty
        assert mailbox.take() is newer
        assert mailbox.take() is None

    def test_a_failure_replaces_a_waiting_frame_and_the_failure_before_it(self, shown):
        mailbox, first, second = Mailbox(), Failure(A, "one", "."), Failure(A, "two", ".")
        mailbox.put(shown)
        mailbox.put(first)
        mailbox.put(second)
        assert mailbox.take() is second
        assert mailbox.empty

    def test_a_frame_travels_in_the_failure_that_waits(self, shown):
        mailbox = Mailbox()
        mailbox.put(Failure(A, "one", "."))
        mailbox.put(shown)
        content = mailbox.take()
        assert isinstance(content, Failure)
        assert (content.title, content.frame) == ("one", shown)

    def test_a_stale_frame_is_dropped_and_a_failure_is_not(self, shown):
        mailbox = Mailbox()
        mailbox.put(shown)
        mailbox.drop_frame()
        assert mailbox.empty
        mailbox.put(Failure(A, "one", ".", frame=shown))
        mailbox.drop_frame()
        content = mailbox.take()
        assert isinstance(content, Failure)
        assert content.frame is None


class Clock:
    """Stands in for the module `time`."""

    def __init__(self) -> None:
        self.now = 100.0

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(metronome, "time", clock)
    return clock


class TestMetronome:
    def test_flat_out_everything_is_due(self):
        assert Metronome().due(10) == sys.maxsize

    def test_at_a_pace_mini_batches_become_due_one_after_another(self, clock):
        metronome = Metronome()
        metronome.epochs_per_second = 2.0  # 20 mini-batches a second
        assert metronome.due(10) == 0
        assert metronome.wait(10) == pytest.approx(0.05)
        clock.now += 0.11
        assert metronome.due(10) == 2
        metronome.count(2)
        assert metronome.due(10) == 0
        assert metronome.wait(10) == pytest.approx(0.04)

    def test_a_long_lag_is_forgiven(self, clock):
        metronome = Metronome()
        metronome.epochs_per_second = 2.0
        clock.now += 60
        assert metronome.due(10) == 1
        assert metronome.due(10) == 0

    def test_a_pace_of_less_than_a_mini_batch_a_second_is_kept(self, clock):
        metronome = Metronome()
        metronome.epochs_per_second = 0.05  # one mini-batch in two seconds
        done = 0
        for _ in range(80):
            clock.now += 0.125
            due = metronome.due(10)
            metronome.count(due)
            done += due
        assert done == 5
