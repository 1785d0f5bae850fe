"""The worker without a window: commands in, frames and failures out, and nothing that kills its thread."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from engine.activations import Relu, Tanh
from engine.data import Circle, Iris
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import Adam, GradientDescent
from engine.succession import succeed
from engine.trainer import Trainer
from playground import worker as worker_module
from playground.frames import Failure, Frame, FrameBuilder, View
from playground.worker import Mailbox, Metronome, Pace, Restart, Run, SetView, Steps, Use, Worker

PATIENCE = 20.0  # seconds; only ever spent by a test that fails
A = Experiment(data=Circle(samples=100), batch_size=10)  # 6 mini-batches an epoch
B = A.with_(layers=(Dense(5, Tanh()),))
DIVERGING = A.with_(layers=(Dense(8, Relu()), Dense(8, Relu())), learning_rate=1e6)
IMPOSSIBLE = A.with_(features=("x1", "x9"))

Content = Frame | Failure
Start = Callable[[Experiment], Worker]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts workers, and sees to it that every one of them can be stopped."""
    workers = []

    def begin(experiment: Experiment) -> Worker:
        workers.append(Worker(experiment))
        workers[-1].start()
        return workers[-1]

    yield begin
    for worker in workers:
        assert worker.stop(PATIENCE)


def receive(worker: Worker, wanted: Callable[[Content], bool] = lambda content: True) -> Content:
    """Takes from the mailbox, as the screen does, until something wanted comes."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        content = worker.mailbox.take()
        if content is not None and wanted(content):
            return content
        time.sleep(0.001)
    pytest.fail("What was waited for did not come.")


def frame(worker: Worker, wanted: Callable[[Frame], bool] = lambda frame: True) -> Frame:
    content = receive(worker, lambda content: isinstance(content, Failure) or wanted(content))
    assert isinstance(content, Frame), content
    return content


def failure(worker: Worker) -> Failure:
    content = receive(worker, lambda content: isinstance(content, Failure))
    assert isinstance(content, Failure)
    return content


def trained(worker: Worker, epochs: int = 3) -> Frame:
    """The frame of a paused training that has come to the end of some epochs."""
    for _ in range(epochs):
        worker.send(Steps(whole_epoch=True))
    return frame(worker, lambda frame: frame.epoch == epochs)


def settled(worker: Worker, experiment: Experiment) -> Frame:
    """The frame after all commands sent so far: the last one is an equal experiment, told by its identity."""
    marker = msgspec.structs.replace(experiment)
    worker.send(Use(marker))
    return frame(worker, lambda frame: frame.experiment is marker)


def assert_same(left: Frame, right: Frame) -> None:
    assert (left.epoch, left.iteration) == (right.epoch, right.iteration)
    for name, value in left.parameters.items():
        np.testing.assert_array_equal(value, right.parameters[name])


class TestFrames:
    def test_the_first_frame_is_the_start(self, start):
        first = frame(start(A))
        assert first.experiment is A
        assert first.iteration == 0
        np.testing.assert_array_equal(first.parameters["W1"], Trainer(A).parameters["W1"])

    def test_while_running_frames_keep_coming(self, start):
        worker = start(A)
        worker.send(Run(True))
        seen = [frame(worker).iteration]
        for _ in range(5):
            seen.append(frame(worker, lambda frame: frame.iteration > seen[-1]).iteration)

    def test_the_speed_is_shown_while_running_and_nought_when_paused(self, start):
        worker = start(A)
        worker.send(Run(True))
        assert frame(worker, lambda frame: frame.steps_per_second > 0).steps_per_second > 1
        worker.send(Run(False))
        frame(worker, lambda frame: frame.steps_per_second == 0)

    def test_the_worker_is_the_trainer_and_nothing_else(self, start):
        """Same bits as a plain trainer, however the slices fell."""
        worker = start(A)
        worker.send(Run(True))
        frame(worker, lambda frame: frame.epoch >= 5)
        worker.send(Steps(whole_epoch=True))
        shown = settled(worker, A)
        trainer = Trainer(A)
        while trainer.epoch < shown.epoch:
            trainer.run_epoch()
        np.testing.assert_array_equal(trainer.parameters["W1"], shown.parameters["W1"])

    def test_another_view_shows_other_columns(self, start):
        worker = start(Experiment(data=Iris(), features=("x1", "x2", "x3", "x4")))
        worker.send(SetView(View(axes=(0, 1))))
        frame(worker, lambda frame: frame.scene.axes == (0, 1))
        worker.send(SetView(View(axes=(3, 1))))
        frame(worker, lambda frame: frame.scene.axes == (3, 1))


class TestCommands:
    def test_steps_do_one_mini_batch_or_the_rest_of_the_epoch_and_pause(self, start):
        worker = start(A)
        worker.send(Run(True))
        frame(worker, lambda frame: frame.iteration > 0)
        worker.send(Steps(whole_epoch=True))
        whole = settled(worker, A)
        assert whole.iteration == 6 * whole.epoch
        worker.send(Steps())
        one = settled(worker, A)
        assert (one.epoch, one.iteration) == (whole.epoch, whole.iteration + 1)
        worker.send(Steps(whole_epoch=True))
        rest = settled(worker, A)
        assert (rest.epoch, rest.iteration) == (whole.epoch + 1, whole.iteration + 6)
        assert settled(worker, A).iteration == rest.iteration

    def test_restart_is_the_same_start_again(self, start):
        worker = start(A)
        first = frame(worker)
        after = trained(worker)
        worker.send(Restart())
        assert_same(frame(worker, lambda frame: frame.epoch == 0), first)
        assert_same(trained(worker), after)

    def test_restart_goes_on_running(self, start):
        worker = start(A)
        worker.send(Run(True))
        frame(worker, lambda frame: frame.epoch >= 20)
        worker.send(Restart())
        frame(worker, lambda frame: frame.epoch < 20)
        frame(worker, lambda frame: frame.epoch >= 20)

    def test_a_slow_pace_holds_it_and_flat_out_lets_it_go(self, start):
        worker = start(A)
        worker.send(Pace(1e-6))
        worker.send(Run(True))
        for _ in range(5):
            assert frame(worker).iteration == 0
        worker.send(Pace(None))
        frame(worker, lambda frame: frame.epoch >= 5)

    def test_at_a_slow_pace_an_edit_is_answered_too(self, start):
        worker = start(A)
        worker.send(Pace(1e-6))
        worker.send(Run(True))
        frame(worker)
        worker.send(Use(B))
        frame(worker, lambda frame: frame.experiment is B)

    @pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="no clock per thread here")
    def test_paused_costs_no_processor_time(self, start):
        worker = start(A)
        worker.send(Run(True))
        frame(worker, lambda frame: frame.epoch >= 1)
        worker.send(Run(False))
        settled(worker, A)
        (thread,) = (t for t in threading.enumerate() if t.name == "training")
        assert thread.ident is not None
        clock = time.pthread_getcpuclockid(thread.ident)  # counts this thread's work alone
        before = time.clock_gettime(clock)
        time.sleep(0.3)
        assert time.clock_gettime(clock) - before < 0.1


class TestEdits:
    def test_a_live_edit_goes_on_with_the_same_weights(self, start):
        worker = start(A)
        before = trained(worker)
        faster = A.with_(learning_rate=0.3)
        worker.send(Use(faster))
        after = frame(worker, lambda frame: frame.experiment is faster)
        assert_same(after, before)

    @pytest.mark.parametrize("running", [False, True])
    def test_a_burst_of_300_is_answered_with_a_frame_of_the_last(self, start, running):
        worker = start(A)
        worker.send(Run(running))
        frame(worker)
        burst = [A.with_(learning_rate=0.001 * (k + 1), layers=(Dense(1 + k % 8),)) for k in range(300)]
        for experiment in burst:
            worker.send(Use(experiment))
        frame(worker, lambda frame: frame.experiment is burst[-1])

    def test_only_the_last_of_many_that_wait_is_built(self, monkeypatch):
        built = []

        def build(experiment: Experiment) -> Trainer:
            built.append(experiment)
            return Trainer(experiment)

        monkeypatch.setattr(worker_module, "Trainer", build)
        worker = Worker(A)
        edits = [A.with_(seed=seed) for seed in range(2, 60)]
        for experiment in edits:
            worker.send(Use(experiment))
        worker.start()
        assert frame(worker).experiment is edits[-1]
        assert worker.stop(PATIENCE)
        assert built == [edits[-1]]

    def test_a_frame_that_has_become_stale_is_dropped_before_the_next_trainer_is_built(
        self, start, monkeypatch
    ):
        worker, waiting, building = start(A), [], threading.Event()
        while worker.mailbox.empty:
            time.sleep(0.001)

        def build(trainer: Trainer, experiment: Experiment) -> Trainer:
            waiting.append(worker.mailbox.take())
            building.set()
            return succeed(trainer, experiment)

        monkeypatch.setattr(worker_module, "succeed", build)
        worker.send(Use(B))
        assert building.wait(PATIENCE)
        frame(worker, lambda frame: frame.experiment is B)
        assert waiting == [None]

    def test_undo_brings_the_weights_back(self, start):
        worker = start(A)
        before = trained(worker)
        worker.send(Use(B))
        frame(worker, lambda frame: frame.experiment is B)
        worker.send(Steps(whole_epoch=True))
        after = frame(worker, lambda frame: frame.epoch == 4)
        worker.send(Use(A))
        undone = frame(worker, lambda frame: frame.experiment is A)
        assert_same(undone, before)
        assert undone.curve.epochs.tolist() == [0, 1, 2, 3]
        worker.send(Use(B))
        assert_same(frame(worker, lambda frame: frame.experiment is B), after)

    def test_undo_of_an_edit_before_the_first_step_loses_nothing(self, start):
        faster = A.with_(learning_rate=0.3)
        worker = start(A)
        frame(worker)
        worker.send(Use(faster))
        after = trained(worker)
        worker.send(Use(A))
        assert_same(frame(worker, lambda frame: frame.experiment is A), after)

    def test_the_experiment_it_has_already_is_answered_again(self, start):
        """Between two edits that cancel out the screen may have dropped the frame it needs now."""
        worker = start(A)
        before = trained(worker)
        worker.send(Use(A))
        assert_same(frame(worker), before)

    def test_equal_is_not_the_same(self, start):
        worker = start(A)
        frame(worker)
        twin = Experiment(data=Circle(samples=100), batch_size=10)
        worker.send(Use(twin))
        assert frame(worker, lambda frame: frame.experiment is twin).experiment == A


class TestDivergence:
    @pytest.mark.parametrize("optimizer", [GradientDescent(), Adam()], ids=lambda o: o.name)
    @pytest.mark.parametrize("batch_size", [1, 10, None])
    def test_it_becomes_a_failure_with_a_finite_frame(self, start, optimizer, batch_size):
        experiment = DIVERGING.with_(optimizer=optimizer, batch_size=batch_size)
        worker = start(experiment)
        worker.send(Run(True))
        found = failure(worker)
        assert found.diverged
        assert found.experiment is experiment
        assert found.title == "Training diverged"
        assert "try a rate of 0.3" in found.sentence
        shown = found.frame
        assert shown is not None
        assert all(np.isfinite(value).all() for value in shown.parameters.values())
        assert np.isfinite([*shown.field.ravel(), *shown.curve.train, shown.train.cost]).all()

    def test_it_pauses_and_a_smaller_rate_goes_on(self, start):
        worker = start(DIVERGING)
        worker.send(Run(True))
        shown = failure(worker).frame
        assert shown is not None
        slower = DIVERGING.with_(learning_rate=0.01)
        worker.send(Use(slower))
        assert frame(worker, lambda frame: frame.experiment is slower).epoch == shown.epoch
        worker.send(Run(True))
        frame(worker, lambda frame: frame.epoch > shown.epoch + 5)

    def test_a_step_can_diverge_too(self, start):
        worker = start(DIVERGING)
        for _ in range(20):
            worker.send(Steps(whole_epoch=True))
        assert failure(worker).diverged


class TestFailures:
    def test_an_experiment_that_cannot_run_says_why(self, start):
        worker = start(IMPOSSIBLE)
        found = failure(worker)
        assert found.experiment is IMPOSSIBLE
        assert found.title == "This experiment cannot run"
        assert 'no feature "x9"' in found.sentence
        assert not found.diverged
        assert found.frame is None
        worker.send(Use(A))
        assert frame(worker).experiment is A

    def test_while_training_it_pauses_and_the_last_experiment_can_be_had_back(self, start):
        worker = start(A)
        worker.send(Run(True))
        frame(worker, lambda frame: frame.epoch >= 2)
        worker.send(Use(IMPOSSIBLE))
        shown = failure(worker).frame
        assert shown is not None
        assert shown.experiment is A
        worker.send(Use(A))
        assert_same(frame(worker), shown)

    def test_an_error_in_a_step_is_a_message_and_the_worker_lives_on(self, start, monkeypatch):
        worker = start(A)
        before = trained(worker)
        with monkeypatch.context() as broken:
            broken.setattr(Trainer, "advance", raiser(RuntimeError("The step broke.")))
            worker.send(Run(True))
            found = failure(worker)
        assert found.title == "Something went wrong while training"
        assert found.sentence == "The step broke."
        assert found.frame is not None
        assert_same(found.frame, before)
        worker.send(Run(True))
        frame(worker, lambda frame: frame.epoch > 5)

    def test_an_error_without_words_is_named(self, start, monkeypatch):
        worker = start(A)
        with monkeypatch.context() as broken:
            broken.setattr(Trainer, "advance", raiser(ZeroDivisionError()))
            worker.send(Steps())
            assert failure(worker).sentence == "ZeroDivisionError"

    @pytest.mark.parametrize("error", [RuntimeError("No memory."), MemoryError("No memory.")])
    def test_an_error_while_building_is_a_message_and_the_worker_lives_on(self, start, monkeypatch, error):
        worker = start(A)
        before = trained(worker)
        with monkeypatch.context() as broken:
            broken.setattr(worker_module, "succeed", raiser(error))
            worker.send(Use(B))
            found = failure(worker)
        assert (found.experiment, found.sentence) == (B, "No memory.")
        worker.send(Use(A))
        assert_same(frame(worker), before)
        worker.send(Use(B))
        frame(worker, lambda frame: frame.experiment is B)

    def test_an_error_while_a_frame_is_built_is_a_message_without_a_frame(self, start, monkeypatch):
        worker = start(A)
        frame(worker)
        with monkeypatch.context() as broken:
            broken.setattr(FrameBuilder, "build", raiser(RuntimeError("No picture.")))
            worker.send(Steps())
            found = failure(worker)
        assert (found.sentence, found.frame) == ("No picture.", None)
        worker.send(Steps())
        assert frame(worker).iteration == 2

    def test_an_edit_made_while_a_message_waits_is_shown_with_it(self):
        """Paused, no later frame would come to make up for it."""
        worker = Worker(IMPOSSIBLE)
        for command in (Steps(), Use(B), Steps()):  # the first finds that the experiment is impossible
            worker.send(command)
        worker.start()
        assert worker.stop(PATIENCE)
        content = worker.mailbox.take()
        assert isinstance(content, Failure)
        assert content.experiment is IMPOSSIBLE
        assert content.frame is not None
        assert (content.frame.experiment, content.frame.iteration) == (B, 1)


def raiser(error: Exception) -> Callable[..., None]:
    def fail(*_args: object) -> None:
        raise error

    return fail


class TestStopping:
    def test_from_every_state(self, start):
        for commands in ([], [Run(True)], [Run(True), Pace(1e-6)], [Run(True), Pace(5.0)], [Use(IMPOSSIBLE)]):
            worker = start(A)
            receive(worker)
            for command in commands:
                worker.send(command)
            assert worker.stop(PATIENCE)

    def test_while_training_flat_out_on_large_mini_batches(self, start):
        worker = start(
            Experiment(data=Circle(samples=50_000), batch_size=None, layers=(Dense(64), Dense(64)))
        )
        worker.send(Run(True))
        frame(worker, lambda frame: frame.iteration > 0)
        assert worker.stop(PATIENCE)

    def test_before_it_began_and_twice(self, start):
        assert Worker(A).stop()
        worker = start(A)
        assert worker.stop(PATIENCE)
        assert worker.stop(PATIENCE)

    def test_while_building(self, monkeypatch):
        entered, released = threading.Event(), threading.Event()

        def build(experiment: Experiment) -> Trainer:
            entered.set()
            released.wait(PATIENCE)
            return Trainer(experiment)

        monkeypatch.setattr(worker_module, "Trainer", build)
        worker = Worker(A)
        worker.start()
        assert entered.wait(PATIENCE)
        assert not worker.stop(0.01)
        released.set()
        assert worker.stop(PATIENCE)


@pytest.fixture(scope="module")
def shown() -> Frame:
    return FrameBuilder(Trainer(A), View()).build(0.0)


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
    monkeypatch.setattr(worker_module, "time", clock)
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
