"""Story: somebody changes things while it learns; the marks belong to the run that they were made in."""

from PySide6.QtCore import Qt

from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense

START = Experiment(data=Circle(samples=100), layers=(Dense(3),))


def trained(open_app, epochs=2):
    user = open_app(START)
    for epoch in range(1, epochs + 1):
        user.window.session.step_epoch()
        user.until(lambda frame, wanted=epoch: frame.epoch == wanted)
    return user


def marks(user):
    on_chart, on_strip = user.window.cost.marks.marks.texts, user.window.timeline.strip.marks.texts
    assert on_chart == on_strip
    return on_chart


def test_a_run_that_begins_anew_has_none_though_its_first_picture_is_never_seen(open_app):
    user = trained(open_app)
    session, worker = user.window.session, user.window.session._worker
    session._timer.stop()  # as where training is too fast for the screen
    user.choose_data("sine")
    assert "1 feature" in marks(user)[2]
    session.step_epoch()
    user.bot.waitUntil(lambda: worker._trainer.epoch == 1 and worker._shown == worker._trainer.iteration)
    session._timer.start()
    user.until(lambda frame: frame.epoch == 1)
    assert marks(user) == {}


def test_they_stay_while_the_weights_go_on_and_while_the_first_moment_is_looked_at(open_app):
    user = trained(open_app)
    user.window.document.edit(user.experiment.with_(learning_rate=0.01), "rate", "")
    user.until(lambda frame: True)  # else there would be no run with this rate to come back to
    user.window.document.edit(user.experiment.with_(layers=(Dense(4),)), "units", "")
    user.until(lambda frame: True)
    user.window.session.step_epoch()
    user.until(lambda frame: frame.epoch == 3)
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    user.until(lambda frame: True)
    assert "α 0.01" in marks(user)[2]
    user.window.session.go_to(0)
    user.until(lambda frame: frame.epoch == 0)
    assert "α 0.01" in marks(user)[2]
    user.window.session.same_start()
    user.until(lambda frame: frame.timeline is None or frame.timeline.newest == 0)
    assert marks(user) == {}
