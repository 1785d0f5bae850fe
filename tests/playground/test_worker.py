"""The worker without a window: commands in, frames out, and edits that keep what can be kept."""

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from engine.data import Circle, Iris
from engine.experiment import Experiment
from engine.layers import Dense
from engine.succession import succeed
from engine.trainer import Trainer
from playground import mailbox as mailbox_module
from playground import worker as worker_module
from playground.frames import View
from playground.orders import Pace, Restart, Run, SetView, Steps, Use
from playground.worker import Worker
from tests.playground.listening import PATIENCE, A, B, Start, assert_same, frame, settled, started, trained


@pytest.fixture
def start() -> Iterator[Start]:
    yield from started()


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
        first = frame(worker, lambda frame: frame.iteration > 0)
        assert first.steps_per_second > 1, "pictures are those of a running training from the first one on"
        worker.send(Run(False))
        frame(worker, lambda frame: frame.steps_per_second == 0)

    def test_the_worker_is_the_trainer_and_nothing_else(self, start):
        """Same bits as a plain trainer, however the slices fell."""
        worker = start(A)
        worker.send(Run(True))
        frame(worker, lambda frame: frame.epoch >= 5)
        worker.send(Run(False))
        shown = settled(worker, A)
        trainer = Trainer(A)
        while trainer.iteration < shown.iteration:
            trainer.advance(1)
        np.testing.assert_array_equal(trainer.parameters["W1"], shown.parameters["W1"])

    def test_while_the_window_paints_one_the_next_is_not_built(self, start, monkeypatch):
        monkeypatch.setattr(worker_module, "PAINTING", 3600.0)
        worker = start(A)
        frame(worker)
        worker.send(Run(True))
        shown = settled(worker, A)  # what was asked for comes at once all the same
        time.sleep(0.1)
        assert worker.mailbox.empty
        monkeypatch.setattr(worker_module, "PAINTING", 0.05)
        taken = worker.mailbox.taken
        assert frame(worker).iteration > shown.iteration
        assert worker.mailbox.taken >= taken + 0.05

    def test_while_the_window_shows_a_frame_training_stands_aside_but_not_for_ever(self, start, monkeypatch):
        monkeypatch.setattr(mailbox_module, "LONGEST", 3600.0)
        worker = start(A)
        frame(worker)
        worker.mailbox.shown.clear()
        worker.send(Run(True))
        frame(worker)  # that it runs now
        time.sleep(0.05)
        assert worker.mailbox.empty
        worker.mailbox.shown.set()
        frame(worker, lambda frame: frame.iteration > 0)
        monkeypatch.setattr(mailbox_module, "LONGEST", 0.01)
        worker.mailbox.shown.clear()  # nobody ever sets it again
        later = frame(worker).iteration + 100
        frame(worker, lambda frame: frame.iteration > later)

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
        worker.send(Run(False))
        paused = settled(worker, A)
        worker.send(Steps(whole_epoch=True))
        whole = frame(worker, lambda frame: frame.epoch == paused.epoch + 1 and frame.position == 0)
        assert whole.iteration == 6 * whole.epoch
        worker.send(Steps())
        one = settled(worker, A)
        assert (one.epoch, one.iteration) == (whole.epoch, whole.iteration + 1)
        worker.send(Steps(whole_epoch=True))
        rest = frame(worker, lambda frame: frame.epoch == whole.epoch + 1 and frame.position == 0)
        assert rest.iteration == whole.iteration + 6
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
        assert frame(worker).iteration == 0
        time.sleep(0.2)
        worker.mailbox.take()  # the answer to Run
        time.sleep(0.2)
        assert worker.mailbox.empty  # nothing has changed, so there is nothing to show
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
