"""The Document: one history, one command, no change without a difference."""

import pytest

from engine.experiment import Experiment
from playground.document import MERGE_SECONDS, Document, gesture

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def document():
    return Document(Experiment())


def rate(document: Document, value: float, merge: str = "") -> None:
    before = document.experiment
    text = f"learning rate {before.learning_rate:g} to {value:g}"
    document.edit(before.with_(learning_rate=value), text, merge)


def test_an_edit_can_be_undone_and_redone_to_the_very_same_values(document, qtbot):
    first = document.experiment
    with qtbot.waitSignal(document.changed) as change:
        rate(document, 0.1)
    second = document.experiment
    assert change.args == [second]
    document.history.undo()
    assert document.experiment is first
    document.history.redo()
    assert document.experiment is second


def test_an_equal_value_is_no_edit(document, qtbot):
    with qtbot.assertNotEmitted(document.changed):
        document.edit(Experiment(), "nothing")
    assert document.history.count() == 0


def test_a_drag_is_one_step_named_by_its_ends(document):
    for value in (0.1, 0.2, 0.3):
        rate(document, value, "rate")
    assert document.history.count() == 1
    assert document.history.undoText() == "learning rate 0.03 to 0.3"
    document.history.undo()
    assert document.experiment.learning_rate == 0.03


def test_a_drag_back_to_the_start_leaves_no_step(document):
    rate(document, 0.1, "rate")
    rate(document, 0.03, "rate")
    assert document.history.count() == 0
    assert document.experiment == Experiment()


def test_different_controls_do_not_merge(document):
    rate(document, 0.1, "rate")
    document.edit(document.experiment.with_(batch_size=8), "mini-batch 32 to 8", "batch")
    rate(document, 0.2, "rate")
    assert document.history.count() == 3


def test_after_a_pause_the_same_control_begins_a_new_step(document, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("playground.document.time.monotonic", lambda: now[0])
    rate(document, 0.1, "rate")
    now[0] += MERGE_SECONDS + 0.1
    rate(document, 0.2, "rate")
    assert document.history.count() == 2


def test_a_gesture_is_one_step_however_long_it_takes_and_the_next_is_another(document, monkeypatch):
    now = 0.0
    monkeypatch.setattr("playground.document.time.monotonic", lambda: now)
    stroke = gesture("paint")
    for value in (0.1, 0.2, 0.3):
        rate(document, value, stroke)
        now += 10 * MERGE_SECONDS
    assert document.history.count() == 1
    rate(document, 0.4, gesture("paint"))
    assert document.history.count() == 2
    document.history.undo()
    assert document.experiment.learning_rate == 0.3
    document.history.undo()
    assert document.experiment == Experiment()


def test_it_tells_which_edit_takes_the_place_of_the_one_before(document):
    merging = []
    document.changed.connect(lambda experiment: merging.append(document.merging))
    stroke = gesture("paint")
    for value, merge in ((0.1, stroke), (0.2, stroke), (0.3, "rate"), (0.4, ""), (0.5, ""), (0.6, stroke)):
        rate(document, value, merge)
    document.history.undo()
    assert merging == [False, True, False, False, False, False, False]
    assert not document.merging


def test_what_was_saved_stays_a_step_of_its_own(document):
    merging = []
    document.changed.connect(lambda experiment: merging.append(document.merging))
    rate(document, 0.1, "rate")
    document.history.setClean()
    rate(document, 0.2, "rate")
    assert merging == [False, False]
    assert document.history.count() == 2
