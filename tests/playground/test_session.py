"""The Session: what it shows is never stale, and a failure leaves the app usable."""

import time
from itertools import pairwise

import pytest

from engine.activations import Relu
from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import GradientDescent
from engine.trainer import Trainer
from playground.document import Document
from playground.frames import Frame
from playground.session import Session

WAIT = 5000  # milliseconds; a limit, not an expectation


@pytest.fixture
def session(qtbot):
    made = Session(Document(Experiment()))
    made.start()
    yield made
    assert made.close()


def shown(session, qtbot, condition=lambda frame: True):
    """The next frame that fulfils a condition."""
    return qtbot.waitSignal(session.frame_ready, timeout=WAIT, check_params_cb=condition)


def test_the_first_picture_comes_without_play(session, qtbot):
    with shown(session, qtbot) as frame:
        pass
    assert frame.args[0].epoch == 0
    assert not session.running


def test_play_trains_and_pause_stops(session, qtbot):
    session.play()
    with shown(session, qtbot, lambda frame: frame.epoch >= 3):
        pass
    session.pause()
    qtbot.wait(150)
    iteration = session.frame.iteration
    qtbot.wait(150)
    assert session.frame.iteration == iteration


def test_the_worker_stands_aside_while_a_frame_is_shown_and_trains_on_while_it_is_painted(
    session, qtbot, monkeypatch
):
    monkeypatch.setattr("playground.mailbox.LONGEST", 5.0)
    free, order = session._worker.mailbox.shown, []
    session.frame_ready.connect(lambda frame: order.append((session.running, free.is_set())))
    with shown(session, qtbot):
        pass
    session.play()
    with shown(session, qtbot, lambda frame: frame.epoch >= 2):
        pass
    assert order[0] == (False, True)
    assert order[-1] == (True, False)
    assert free.is_set()


def test_a_step_is_one_mini_batch_and_an_epoch_ends_at_its_border(session, qtbot):
    with shown(session, qtbot):
        pass
    session.step()
    with shown(session, qtbot) as one:
        pass
    assert (one.args[0].iteration, one.args[0].epoch) == (1, 0)
    session.step_epoch()
    with shown(session, qtbot, lambda frame: frame.epoch == 1) as whole:
        pass
    assert whole.args[0].iteration == whole.args[0].steps_per_epoch


def test_same_start_is_the_same_and_new_start_is_another(session, qtbot):
    with shown(session, qtbot) as first:
        pass
    session.step_epoch()
    with shown(session, qtbot, lambda frame: frame.epoch == 1):
        pass
    session.same_start()
    with shown(session, qtbot, lambda frame: frame.epoch == 0) as again:
        pass
    assert (again.args[0].parameters["W1"] == first.args[0].parameters["W1"]).all()
    session.new_start()
    with shown(session, qtbot) as new:
        pass
    assert new.args[0].experiment.seed == first.args[0].experiment.seed + 1
    assert (new.args[0].parameters["W1"] != first.args[0].parameters["W1"]).any()


def test_no_stale_frame_is_ever_shown_while_everything_is_edited(session, qtbot):
    session.set_pace(None)
    session.play()
    stale: list[Frame] = []
    seen: list[Frame] = []
    session.frame_ready.connect(
        lambda frame: (seen if frame.experiment is session.document.experiment else stale).append(frame)
    )
    for k in range(150):
        before = session.document.experiment
        changed = before.with_(learning_rate=0.01 + 0.001 * k, layers=(Dense(2 + k % 5), Dense(3)))
        session.document.edit(changed, "edit")
        qtbot.wait(8)  # as often as a mouse reports
    with shown(session, qtbot):
        pass
    assert not stale
    assert len(seen) >= 10  # the screen kept moving meanwhile


def test_the_screen_keeps_moving_while_a_slider_is_dragged(session, qtbot):
    """Sixty edits a second for a second, as from a slider: pictures keep coming."""
    session.set_pace(None)
    session.play()
    times = []
    session.frame_ready.connect(lambda frame: times.append(time.monotonic()))
    for k in range(60):
        noise = session.document.experiment.data
        data = type(noise)(seed=noise.seed, samples=500, noise=k / 200)
        session.document.edit(session.document.experiment.with_(data=data), "noise 0 to 1", "noise")
        qtbot.wait(16)
    gaps = [b - a for a, b in pairwise(times)]
    assert len(times) >= 8
    assert max(gaps) < 0.5


def test_divergence_pauses_restores_and_says_so(session, qtbot):
    layers = (Dense(8, Relu()), Dense(8, Relu()))
    wild = Experiment(learning_rate=1e6, layers=layers, optimizer=GradientDescent())
    session.document.edit(wild, "a wild rate")
    with qtbot.waitSignal(session.failed, timeout=WAIT) as failed:
        session.play()
    failure = failed.args[0]
    assert failure.diverged
    assert "1e+06" in failure.sentence
    assert not session.running
    for tensor in session.frame.parameters.values():
        assert abs(tensor).max() < 1e6
    session.document.edit(wild.with_(learning_rate=failure.suggested_rate), "a mild rate")
    session.play()
    with shown(session, qtbot, lambda frame: frame.epoch >= 2):
        pass


def test_an_error_in_a_step_becomes_a_message_and_the_app_lives_on(session, qtbot, monkeypatch, caplog):
    with shown(session, qtbot):
        pass
    advance = Trainer.advance

    def broken(self, steps):
        raise RuntimeError("the step broke")

    monkeypatch.setattr(Trainer, "advance", broken)
    with qtbot.waitSignal(session.failed, timeout=1000) as failed:
        session.play()
    assert "the step broke" in failed.args[0].sentence
    assert not session.running
    monkeypatch.setattr(Trainer, "advance", advance)
    session.play()
    with shown(session, qtbot, lambda frame: frame.epoch >= 2):
        pass


def test_an_experiment_that_cannot_be_built_is_named_and_undo_helps(session, qtbot):
    with shown(session, qtbot):
        pass
    with qtbot.waitSignal(session.failed, timeout=1000) as failed:
        session.document.edit(
            session.document.experiment.with_(features=("x1", "x9")), "a feature that is not"
        )
    assert "x9" in failed.args[0].sentence
    with shown(session, qtbot):
        session.document.history.undo()


def test_undoing_a_design_change_brings_the_weights_back(session, qtbot):
    session.step_epoch()
    with shown(session, qtbot, lambda frame: frame.epoch == 1) as trained:
        pass
    with shown(session, qtbot):
        session.document.edit(session.document.experiment.with_(layers=(Dense(7),)), "another network")
    with shown(session, qtbot) as back:
        session.document.history.undo()
    before, after = trained.args[0].parameters, back.args[0].parameters
    assert all((before[name] == after[name]).all() for name in before)


def test_closing_while_it_trains_flat_out_ends_the_thread(qtbot):
    session = Session(Document(Experiment()))
    session.start()
    session.set_pace(None)
    session.play()
    with shown(session, qtbot, lambda frame: frame.epoch >= 1):
        pass
    began = time.monotonic()
    assert session.close()
    assert time.monotonic() - began < 1


def test_after_a_failure_the_worker_is_as_paused_as_the_window(session, qtbot):
    """A Run that was sent before the window knew of the failure must not train on behind its back."""
    layers = (Dense(8, Relu()), Dense(8, Relu()))
    session.document.edit(Experiment(learning_rate=1e6, layers=layers, optimizer=GradientDescent()), "wild")
    with qtbot.waitSignal(session.failed, timeout=WAIT):
        session.play()
        time.sleep(0.3)  # the worker has failed by now, and the window has not looked yet
        session.document.edit(session.document.experiment.with_(learning_rate=0.1), "mild")
        session.play()
    assert not session.running
    qtbot.wait(200)
    iteration = session.frame.iteration
    qtbot.wait(200)
    assert session.frame.iteration == iteration


def test_an_epoch_of_many_mini_batches_can_be_left_at_once(qtbot):
    data = Circle(samples=60_000)
    session = Session(Document(Experiment(data=data, batch_size=1)))
    session.start()
    with shown(session, qtbot):
        pass
    for _ in range(10):
        session.step_epoch()
    qtbot.wait(100)
    began = time.monotonic()
    assert session.close()
    assert time.monotonic() - began < 1


def test_two_epochs_asked_for_are_two_epochs(session, qtbot):
    with shown(session, qtbot):
        pass
    session.step_epoch()
    session.step_epoch()
    with shown(session, qtbot, lambda frame: frame.epoch == 2):
        pass
    qtbot.wait(100)
    assert session.frame.epoch == 2
    assert session.frame.position == 0
