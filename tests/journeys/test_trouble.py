"""Story: things go wrong: a wild rate, a failing worker, mad edits, and a window closed in the middle."""

import random
import time

import numpy as np
import pytest
from PySide6.QtCore import Qt

from engine.activations import ACTIVATIONS, Relu
from engine.data import BY_NAME
from engine.data.features import raw_names
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import OPTIMIZERS, GradientDescent
from engine.schedules import ByHand
from engine.trainer import Trainer
from playground.canvas import edits
from playground.frames import Frame

WILD = Experiment(learning_rate=1e6, layers=(Dense(8, Relu()), Dense(8, Relu())), optimizer=GradientDescent())


def finite(frame) -> bool:
    tensors = (frame.field, *frame.parameters.values())
    return all(np.isfinite(tensor).all() for tensor in tensors) and np.isfinite(frame.curve.train).all()


def test_a_wild_rate_is_caught_explained_and_mended_with_one_button(open_app):
    user = open_app(WILD)
    drawn: list[Frame] = []
    user.window.session.frame_ready.connect(drawn.append)
    user.press(Qt.Key.Key_Space)
    banner = user.window.banner
    user.bot.waitUntil(banner.isVisible, timeout=5000)
    assert not user.window.session.running
    assert user.window.run_bar.play.accessibleName() == "Play"
    assert "1e+06" in banner.sentence.text()
    assert all(finite(frame) for frame in drawn)
    user.click(banner.buttons[0])
    assert user.experiment.learning_rate == 0.3
    assert user.window.session.running
    assert not banner.isVisible()
    user.until(lambda frame: frame.epoch >= 3 and finite(frame))


def test_a_failing_worker_is_a_message_within_a_second_and_the_app_goes_on(user, monkeypatch, caplog):
    advance = Trainer.advance

    def broken(self, steps):
        raise RuntimeError("a step broke")

    monkeypatch.setattr(Trainer, "advance", broken)
    user.press(Qt.Key.Key_Space)
    user.bot.waitUntil(user.window.banner.isVisible, timeout=1000)
    assert "a step broke" in user.window.banner.sentence.text()
    monkeypatch.setattr(Trainer, "advance", advance)
    user.press(Qt.Key.Key_Space)
    user.until(lambda frame: frame.epoch >= 2)
    assert not user.window.banner.isVisible()


def random_edit(experiment: Experiment, draw: random.Random) -> Experiment:
    """Any edit a user could make in the window."""
    layer = draw.randint(1, max(1, len(experiment.layers)))
    made = [
        edits.insert_layer(experiment, draw.randint(0, len(experiment.layers))),
        edits.remove_layer(experiment, layer),
        edits.move_layer(experiment, layer, draw.randint(0, len(experiment.layers))),
        edits.set_units(experiment, layer, draw.randint(1, 12)),
        edits.set_activation(experiment, layer, draw.choice(list(ACTIVATIONS.values()))),
    ]
    changes = [edit.experiment for edit in made if edit is not None]
    data = BY_NAME[draw.choice(list(BY_NAME))]()
    features = raw_names(data.load().n)
    changes += [
        experiment.with_(data=data, features=features),
        experiment.with_(learning_rate=10 ** draw.uniform(-4, 1)),
        experiment.with_(batch_size=draw.choice([1, 7, 32, None])),
        experiment.with_(optimizer=draw.choice(list(OPTIMIZERS.values()))),
        experiment.with_(seed=draw.randint(0, 9)),
    ]
    return draw.choice(changes)


def test_eighty_random_edits_while_it_trains_flat_out(user):
    draw = random.Random(7)
    window = user.window
    window.session.set_pace(None)
    for k in range(80):
        if not window.session.running:
            window.session.play()  # a wild rate may have paused it
        window.document.edit(random_edit(user.experiment, draw), f"edit {k}")
        user.bot.wait(draw.choice([0, 1, 5, 15]))
        if draw.random() < 0.2:
            window.document.history.undo()
        if draw.random() < 0.1:
            window.document.history.redo()
    window.session.pause()
    frame = user.until(lambda frame: True)
    assert finite(frame)
    while window.document.history.canUndo():
        window.document.history.undo()
    assert user.experiment == Experiment()
    user.until(lambda frame: True)


def test_closing_while_it_trains_ends_the_thread_within_a_second(open_app):
    user = open_app()
    user.window.session.set_pace(None)
    user.press(Qt.Key.Key_Space)
    user.until(lambda frame: frame.epoch > 20)
    began = time.monotonic()
    user.window.close()
    assert time.monotonic() - began < 1
    # That nothing is left behind is what every test's clean-up checks: threads, windows, exceptions.


@pytest.mark.parametrize("choice", ["dark", "light", "system"])
def test_the_theme_can_be_set_by_hand_and_is_remembered(open_app, choice):
    user = open_app()
    user.window.menus.theme_chosen.emit(choice)
    background = user.window.grab().toImage().pixelColor(5, 300).lightness()
    assert (background < 60) == user.window.themes.theme.is_dark
    assert user.window.themes.choice == choice
    assert open_app().window.themes.choice == choice


def test_a_message_goes_with_its_cause(user):
    user.window.document.edit(user.experiment.with_(features=("x1", "x9")), "a feature that is not there")
    user.bot.waitUntil(user.window.banner.isVisible, timeout=5000)
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    user.bot.waitUntil(lambda: not user.window.banner.isVisible(), timeout=5000)


def test_a_rate_by_hand_that_diverges_is_named_and_cured(open_app):
    """The learning rate beside it is not in use: to change that would cure nothing."""
    by_hand = ByHand(points=((1, 1e6), (3, 1e6)))
    user = open_app(WILD.with_(learning_rate=0.03, schedule=by_hand))
    banner = user.window.banner
    user.press(Qt.Key.Key_Space)
    user.bot.waitUntil(banner.isVisible, timeout=10_000)
    assert "With learning rate 1e+06 the numbers of layer" in banner.sentence.text()
    assert banner.buttons[0].text() == "Go on with α 0.3"
    user.click(banner.buttons[0])
    assert user.experiment.schedule == ByHand(points=((1, 0.3),))
    user.until(lambda frame: frame.epoch >= 4)
    assert not banner.isVisible()


def test_batch_norm_over_one_example_is_explained(open_app):
    """Nothing fails and nothing is learned: without a word that would be a riddle."""
    user = open_app(Experiment(batch_size=1))
    banner, window = user.window.banner, user.window
    assert not banner.isVisible()
    user.click_card(1)
    user.click(window.network.inspector.form.editors["batch_norm"].toggle)
    assert banner.title.text() == "Batch norm with a mini-batch of 1 sees no spread"
    user.click(banner.buttons[1])
    assert window.session.running
    assert not banner.isVisible()
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    assert banner.isVisible()
    user.click(banner.buttons[0])
    assert user.experiment.batch_size == 16
    assert not banner.isVisible()
    user.until(lambda frame: frame.epoch >= 1)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_window_that_closes_leaves_no_card_on_the_screen(user):
    user.press(Qt.Key.Key_Space)
    user.until(lambda frame: frame.epoch >= 1)
    user.click(user.window.run_bar.settings)
    card = user.window.run_bar.popover
    assert card.isVisible()
    user.window.close()
    assert not card.isVisible()
