"""Recorded moments: the worker shows any of them, and whoever trains on there trains on a branch."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine.data import Blobs, Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.problem import Problem
from engine.trainer import Trainer
from playground.frames import Frame, FrameBuilder, View
from playground.frames.film import Film, spacing
from playground.frames.scene import make_scene
from playground.orders import GoTo, Rejoin, Run, SetView, Steps, Use
from playground.worker import Worker
from tests.playground.listening import A, Start, frame, started

FILM = View(film=12)
EPOCHS = 20


@pytest.fixture
def start() -> Iterator[Start]:
    yield from started()


@pytest.fixture
def worker(start: Start) -> Worker:
    """Has trained for 20 epochs, and shows the timeline."""
    worker = start(A)
    worker.send(SetView(FILM))
    for _ in range(EPOCHS):
        worker.send(Steps(whole_epoch=True))
    frame(worker, lambda frame: frame.epoch == EPOCHS and frame.timeline is not None)
    return worker


def at(worker: Worker, epoch: int, live: bool = False) -> Frame:
    return frame(worker, lambda f: f.epoch == epoch and f.timeline is not None and f.timeline.live == live)


def weights_after(epochs: int) -> np.ndarray:
    trainer = Trainer(A)
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer.parameters["W1"]


def test_a_moment_is_shown_as_it_was(worker: Worker) -> None:
    worker.send(GoTo(7))
    shown = at(worker, 7)
    np.testing.assert_array_equal(shown.parameters["W1"], weights_after(7))
    assert shown.timeline is not None
    assert shown.timeline.newest == EPOCHS
    assert shown.curve.epochs[-1] == EPOCHS  # the curve is that of the whole run
    assert shown.experiment is A


def test_the_newest_moment_is_live_again(worker: Worker) -> None:
    worker.send(GoTo(7))
    at(worker, 7)
    worker.send(GoTo(None))
    live = at(worker, EPOCHS, live=True)
    np.testing.assert_array_equal(live.parameters["W1"], weights_after(EPOCHS))


def test_training_on_in_the_past_is_a_branch_and_the_run_is_kept(worker: Worker) -> None:
    worker.send(GoTo(7))
    at(worker, 7)
    worker.send(Steps(whole_epoch=True))
    branch = at(worker, 8, live=True)
    assert branch.timeline is not None
    assert branch.timeline.newest == 8
    assert branch.timeline.branched == (7,)
    assert branch.timeline.epochs == tuple(range(8))
    assert branch.curve.epochs.tolist() == list(range(9))
    worker.send(Rejoin())
    run = at(worker, EPOCHS, live=True)
    np.testing.assert_array_equal(run.parameters["W1"], weights_after(EPOCHS))
    worker.send(Rejoin())
    again = at(worker, 8, live=True)
    np.testing.assert_array_equal(again.parameters["W1"], branch.parameters["W1"])


def test_a_branch_has_the_same_bits_each_time(worker: Worker) -> None:
    def branch() -> np.ndarray:
        worker.send(GoTo(5))
        at(worker, 5)
        worker.send(Steps(whole_epoch=True))
        shown = at(worker, 6, live=True).parameters["W1"]
        worker.send(Rejoin())
        at(worker, EPOCHS, live=True)
        return shown

    np.testing.assert_array_equal(branch(), branch())


def test_an_edit_in_the_past_begins_a_branch_and_undo_brings_the_run_back(worker: Worker) -> None:
    worker.send(GoTo(7))
    at(worker, 7)
    slower = A.with_(learning_rate=0.001)
    worker.send(Use(slower))
    shown = frame(worker, lambda f: f.experiment is slower)
    assert shown.epoch == 7
    np.testing.assert_array_equal(shown.parameters["W1"], weights_after(7))
    worker.send(Use(A))
    back = frame(worker, lambda f: f.experiment is A)
    assert back.epoch == EPOCHS
    np.testing.assert_array_equal(back.parameters["W1"], weights_after(EPOCHS))


def test_a_new_layer_in_the_past_leaves_the_run_to_undo_as_well(worker: Worker) -> None:
    worker.send(GoTo(7))
    at(worker, 7)
    deeper = A.with_(layers=(*A.layers, Dense(2)))
    worker.send(Use(deeper))
    frame(worker, lambda f: f.experiment is deeper)
    worker.send(Use(A))
    back = frame(worker, lambda f: f.experiment is A)
    np.testing.assert_array_equal(back.parameters["W1"], weights_after(EPOCHS))


def test_going_back_pauses(worker: Worker) -> None:
    worker.send(Run(True))
    frame(worker, lambda f: f.epoch > EPOCHS)
    worker.send(GoTo(3))
    at(worker, 3)
    worker.send(GoTo(None))
    frame(worker, lambda f: f.steps_per_second == 0 and f.timeline is not None and f.timeline.live)


def test_what_is_not_recorded_is_not_gone_to(start: Start) -> None:
    worker = start(A)
    worker.send(SetView(FILM))
    frame(worker, lambda f: f.timeline is not None)
    for order in (GoTo(0), GoTo(99), GoTo(-5), Rejoin()):
        worker.send(order)
        assert at(worker, 0, live=True).timeline.branched == ()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("newest", "slots", "stride", "step"),
    [(5, 30, 1, 1), (29, 30, 1, 1), (30, 30, 1, 2), (1000, 30, 1, 64), (1000, 30, 128, 128)],
)
def test_pictures_are_spread_evenly(newest: int, slots: int, stride: int, step: int) -> None:
    assert spacing(newest, slots, stride) == step
    assert len(range(0, newest + 1, step)) <= slots


@pytest.mark.parametrize(
    "experiment", [Experiment(data=Circle()), Experiment(data=Blobs(), layers=(Dense(3, batch_norm=True),))]
)
def test_a_picture_is_what_the_network_said_then(experiment: Experiment) -> None:
    trainer = Trainer(experiment)
    fields = []
    for _ in range(4):
        fields.append(FrameBuilder(trainer, View()).build(0).field)
        trainer.run_epoch()
    film = Film(trainer, make_scene(trainer.problem, View()))
    stills = film.timeline(10).stills
    assert [still.epoch for still in stills] == [0, 1, 2, 3]
    for still, field in zip(stills, fields, strict=True):
        np.testing.assert_allclose(still.field[:, 0, 0], field[:, 0, 0], atol=1e-5)
        np.testing.assert_allclose(still.field[:, -1, -1], field[:, -1, -1], atol=1e-5)


def test_a_picture_is_made_once() -> None:
    trainer = Trainer(A)
    film = Film(trainer, make_scene(Problem(A), View()))
    for _ in range(9):
        trainer.run_epoch()
    first = film.timeline(8).stills
    trainer.run_epoch()
    assert all(any(still is known for known in first) for still in film.timeline(8).stills)


def test_a_hidden_timeline_costs_nothing() -> None:
    assert FrameBuilder(Trainer(A), View()).build(0).timeline is None
