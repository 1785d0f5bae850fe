"""Listening to a worker as the screen does: taking from its mailbox until what is wanted comes."""

import time
from collections.abc import Callable, Iterator

import msgspec
import numpy as np
import pytest

from engine.activations import Tanh
from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from playground.frames import Failure, Frame
from playground.orders import Steps, Use
from playground.worker import Worker

PATIENCE = 20.0  # seconds; only ever spent by a test that fails
A = Experiment(data=Circle(samples=100), batch_size=10)  # 6 mini-batches an epoch
B = A.with_(layers=(Dense(5, Tanh()),))

Content = Frame | Failure
Start = Callable[[Experiment], Worker]


def started() -> Iterator[Start]:
    """For a fixture: starts workers, and sees to it that every one of them can be stopped."""
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
