"""Story: edits, Undo, training, saving and opening in any order; what is opened is what was saved."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PySide6.QtCore import Qt

from engine.experiment import Experiment
from engine.network import Parameters
from engine.project import open_project
from playground.frames import Frame
from tests.journeys.conftest import User
from tests.journeys.test_projects import CTRL, RIGHT, SHIFT, answer_with, epochs, settled

STEPS, SEEDS = 40, (1, 2)
KEYS: dict[str, tuple[Qt.Key, tuple[Qt.KeyboardModifier, ...]]] = {
    "more units": (Qt.Key.Key_Plus, ()),
    "undo": (Qt.Key.Key_Z, (CTRL,)),
    "redo": (Qt.Key.Key_Z, (CTRL, SHIFT)),
    "mini-batch": (RIGHT, ()),
}
ACTS = (*KEYS, "batch norm", "epoch", "save", "open")


class Moment(NamedTuple):
    """What a file has to bring back, and what one more epoch must make of it."""

    experiment: Experiment
    iteration: int
    weights: Parameters
    an_epoch_later: Parameters


def assert_same(found: Parameters, expected: Parameters) -> None:
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        np.testing.assert_array_equal(found[name], array)


def is_at(iteration: int, frame: Frame) -> bool:
    return frame.iteration == iteration


def of_file(path: Path) -> tuple[Parameters, Parameters]:
    """The weights in it, and those after what is left of the epoch and one more."""
    trainer = open_project(path).trainer
    weights = trainer.parameters
    trainer.run_epoch()
    return weights, trainer.parameters


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_done_before_and_after_a_project_is_as_it_was_saved(
    open_app, tmp_path, monkeypatch, seed
):
    user: User = open_app()
    path, rng, saved = tmp_path / "mine.nnplay", np.random.default_rng(seed), None
    answer_with(monkeypatch, path)
    user.press(Qt.Key.Key_1)
    for act in (*rng.choice(ACTS, STEPS).tolist(), "save", "undo", "epoch", "open"):
        if act == "epoch":
            epochs(user, 1)
        elif act == "batch norm":
            user.window.commands["batch_norm_layer"].trigger()
        elif act in KEYS:
            key, modifiers = KEYS[act]
            user.press(key, *modifiers)
        elif act == "save":
            frame = user.until(lambda frame: frame.experiment == user.experiment)
            settled(user, lambda: user.press(Qt.Key.Key_S, CTRL))
            weights, later = of_file(path)
            saved = Moment(user.experiment, frame.iteration, weights, later)
            assert_same(weights, user.frame.parameters)
        elif saved is not None:
            settled(user, lambda: user.press(Qt.Key.Key_O, CTRL))
            frame = user.until(partial(is_at, saved.iteration))
            assert frame.experiment == saved.experiment
            assert user.window.document.history.count() == 0
            assert not user.window.isWindowModified()
            assert_same(frame.parameters, saved.weights)
            user.press(Qt.Key.Key_1)
        user.until(lambda frame: True)
    assert saved is not None
    epochs(user, 1)
    assert_same(user.frame.parameters, saved.an_epoch_later)
