"""The worker in trouble: divergence, errors and the end become messages; nothing kills its thread."""

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from engine.activations import Relu
from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import Adam, GradientDescent
from engine.trainer import Trainer
from playground import worker as worker_module
from playground.frames import Failure, FrameBuilder
from playground.orders import Pace, Run, Steps, Use
from playground.worker import Worker
from tests.playground.listening import (
    PATIENCE,
    A,
    B,
    Start,
    assert_same,
    failure,
    frame,
    receive,
    started,
    trained,
)

DIVERGING = A.with_(layers=(Dense(8, Relu()), Dense(8, Relu())), learning_rate=1e6)
IMPOSSIBLE = A.with_(features=("x1", "x9"))


@pytest.fixture
def start() -> Iterator[Start]:
    yield from started()


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
        assert found.title.startswith("Training diverged in epoch")
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
