"""The test part stays locked until it is revealed; the look is remembered, and said, also after a restart."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSettings, Qt

from engine.data import Circle, Split, Table
from engine.experiment import Experiment
from playground.frames import Frame
from playground.panels.output import test_part
from playground.panels.output.points import DEV, TEST
from playground.panels.output.test_part import NO_TEST
from playground.seal import LOOKS, key_of_draw

SHORT = Experiment(data=Circle(samples=100), layers=())


@pytest.fixture
def user(open_app):
    QSettings().setValue("first_steps/seen", True)
    return open_app(SHORT)


def press_t(user) -> None:
    user.press(Qt.Key.Key_T)


def reveal(user) -> None:
    press_t(user)
    user.bot.keyClick(user.window.output.test.reveal, Qt.Key.Key_Return)
    user.until(lambda frame: frame.test is not None)


def test_nothing_of_the_test_part_is_computed_or_shown_before(user):
    output = user.window.output
    assert user.frame.test is None
    assert TEST not in output.plane.points.items
    assert output.test.tile.accessibleName() == "Test: reveal"
    assert output.test.isHidden()


def test_it_is_asked_once_in_place_and_can_be_declined(user):
    part = user.window.output.test
    press_t(user)
    assert part.question.isVisible()
    assert not user.window.commands["test_part"].isChecked()
    user.bot.keyClick(part.reveal, Qt.Key.Key_Escape)
    assert part.question.isHidden()
    assert QSettings().value(LOOKS) is None
    user.click(part.tile)
    user.click(part.keep)
    assert part.question.isHidden()
    assert user.frame.test is None


def test_revealed_it_is_shown_and_said_even_when_it_is_locked_again(user):
    output, part = user.window.output, user.window.output.test
    user.window.session.step_epoch()
    user.until(lambda frame: frame.epoch == 1)
    reveal(user)
    assert user.window.commands["test_part"].isChecked()
    assert output.plane.points.items[TEST].isVisible()
    sizes = {part: item.scatter.opts["size"] for part, item in output.plane.points.items.items()}
    assert sizes[TEST] < sizes[DEV]
    user.bot.waitUntil(lambda: part.tile.value.endswith("%"))
    words = "Test set looked at: epoch 1. What you choose after that fits the test set too."
    assert part.note.text() == words
    press_t(user)
    user.until(lambda frame: frame.test is None)
    assert not output.plane.points.items[TEST].isVisible()
    assert part.tile.value == ""
    assert part.note.text() == words
    assert part.note.isVisible()
    press_t(user)  # nothing is asked any more
    user.until(lambda frame: frame.test is not None)


def test_other_points_and_another_split_are_locked_and_the_old_look_is_not_forgotten(user):
    part = user.window.output.test
    reveal(user)
    user.window.data.draw_new_points()
    user.until(lambda frame: frame.test is None)
    assert not part.box.isChecked()
    assert part.note.isHidden()
    user.window.document.history.undo()
    assert not user.window.seal.is_open  # it is locked, but what was seen was seen
    assert part.note.isVisible()
    user.window.document.edit(user.experiment.with_(split=Split(train=0.5, dev=0.2, test=0.3)), "split")
    assert part.note.text().startswith("Some of these test examples may be among those looked at in another")
    assert not user.window.seal.is_open
    press_t(user)
    assert part.question.isVisible()  # this one was not yet asked about


def test_what_was_seen_stays_said_while_the_same_points_move(user):
    part, words = (
        user.window.output.test,
        "among those looked at while the data were set otherwise (epoch 0).",
    )
    reveal(user)
    for change in ({"noise": 0.01}, {"samples": 120}, {"jitter": 0.1}):
        user.window.document.edit(user.experiment.with_(data=replace(SHORT.data, **change)), "data")
        assert not user.window.seal.is_open
        assert part.note.text().endswith(words), change
        assert part.note.isVisible()
    user.window.document.edit(user.experiment.with_(data=replace(SHORT.data, seed=2)), "other points")
    assert part.note.isHidden()


def test_another_seed_of_a_file_is_another_split_of_what_was_seen(tmp_path):
    table = Table(path=str(tmp_path / "a.csv"), target="y")
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    assert key_of_draw(table) == key_of_draw(replace(table, seed=2))
    assert key_of_draw(table) != key_of_draw(replace(table, target="x"))


def test_a_look_stays_said_whatever_becomes_of_the_file(tmp_path, open_app):
    QSettings().setValue("first_steps/seen", True)
    path = tmp_path / "points.csv"
    lines = ["a,b,y", *(f"{i},{i % 7},{'pq'[i % 2]}" for i in range(40))]
    path.write_text("\n".join(lines))
    user = open_app(Experiment(data=Table(path=str(path), target="y"), layers=()))
    reveal(user)
    note = user.window.output.test.note
    words = note.text()
    path.write_text("\n".join(lines[:20]))  # the data in use stay as they were read
    user.window.document.edit(user.experiment.with_(split=Split(train=0.5, dev=0.2, test=0.3)), "split")
    assert note.text() != words
    user.window.document.history.undo()
    assert note.text() == words


def test_no_frame_shows_the_test_part_of_other_data(user):
    frames: list[Frame] = []
    user.window.session.frame_ready.connect(frames.append)
    reveal(user)
    for _ in range(5):
        user.window.data.draw_new_points()
        user.until(lambda frame: True)
        assert all(f.test is None for f in frames if f.experiment.data.seed > 1)
        user.window.document.history.undo()
        reveal(user)
    user.window.session.frame_ready.disconnect(frames.append)


def test_a_look_is_said_after_a_restart(user, open_app):
    reveal(user)
    user.window.close()
    again = open_app(SHORT)
    assert not again.window.seal.is_open
    assert again.window.output.test.note.text().startswith("Test set looked at: epoch 0.")
    assert again.frame.test is None


def test_without_test_examples_there_is_nothing_to_reveal(open_app, monkeypatch):
    said = []
    monkeypatch.setattr(test_part, "say", lambda widget, sentence: said.append(sentence))
    user = open_app(SHORT.with_(split=Split(train=0.8, dev=0.2, test=0)))
    press_t(user)
    assert said == [NO_TEST]
    assert not user.window.output.test.tile.isVisible()


def test_settings_that_are_no_looks_do_no_harm(open_app):
    QSettings().setValue(LOOKS, "nonsense")
    user = open_app(SHORT)
    reveal(user)
    assert user.window.output.test.note.isVisible()
