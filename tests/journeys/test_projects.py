"""Story: the work is saved, opened elsewhere, and not lost by a crash, a full disk or a wrong file."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from engine.data import Painted, Spiral, Split, Table
from engine.data.loading import load_now
from engine.data.painted import Point
from engine.experiment import Experiment
from engine.layers import Dense
from engine.project import open_project
from playground.folders import recovery_folder
from playground.projects import asking
from playground.projects.recent import recent
from tests.journeys.conftest import WAIT, User

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
RIGHT = Qt.Key.Key_Right


def answer_with(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    """What the user chooses in the file dialogs."""
    chosen = ("" if path is None else str(path), "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: chosen)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: chosen)


def settled(user: User, do) -> None:
    """Do something and wait until the file is written or read."""
    with user.bot.waitSignal(user.window.projects.settled, timeout=WAIT):
        do()


def epochs(user: User, count: int) -> None:
    first = user.frame.epoch
    for _ in range(count):
        user.press(RIGHT, SHIFT)
    user.until(lambda frame: frame.epoch == first + count)


@pytest.fixture
def deep(open_app) -> User:
    layers = (Dense(5, batch_norm=True), Dense(4, keep_prob=0.8))
    user: User = open_app(Experiment(data=Spiral(), layers=layers))
    epochs(user, 3)
    return user


def test_save_and_open_goes_on_bit_for_bit(deep: User, open_app, tmp_path, monkeypatch) -> None:
    path = tmp_path / "mine.nnplay"
    answer_with(monkeypatch, path)
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    assert deep.window.windowTitle().startswith("mine")
    assert not deep.window.isWindowModified()
    epochs(deep, 2)
    assert deep.window.isWindowModified()
    other: User = open_app()
    settled(other, lambda: other.press(Qt.Key.Key_O, CTRL))
    shown = other.until(lambda frame: frame.epoch == 3)
    assert shown.experiment == deep.experiment
    assert other.window.document.history.count() == 0
    epochs(other, 2)
    for name, array in deep.frame.parameters.items():
        np.testing.assert_array_equal(other.frame.parameters[name], array)
    np.testing.assert_array_equal(other.frame.costs.lines[0].y, deep.frame.costs.lines[0].y)
    assert recent() == [str(path)]


def test_save_goes_to_the_same_file_and_save_as_to_another(deep: User, tmp_path, monkeypatch) -> None:
    first, second = tmp_path / "a.nnplay", tmp_path / "b"
    answer_with(monkeypatch, first)
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    epochs(deep, 1)
    answer_with(monkeypatch, None)
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    assert open_project(first).trainer.epoch == 4
    answer_with(monkeypatch, second)
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL, SHIFT))
    assert open_project(tmp_path / "b.nnplay").trainer.epoch == 4
    assert recent() == [str(tmp_path / "b.nnplay"), str(first)]
    assert open_project(first).thumb.startswith(b"\x89PNG")


def test_saving_while_it_trains_takes_one_moment(deep: User, tmp_path, monkeypatch) -> None:
    answer_with(monkeypatch, tmp_path / "running.nnplay")
    deep.window.session.set_pace(None)
    deep.press(Qt.Key.Key_Space)
    deep.until(lambda frame: frame.epoch > 5)
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    saved = open_project(tmp_path / "running.nnplay").trainer
    assert saved.epoch >= 5
    deep.until(lambda frame: frame.epoch > saved.epoch)  # it goes on


def test_cancelling_the_dialog_changes_nothing(deep: User, tmp_path, monkeypatch) -> None:
    answer_with(monkeypatch, None)
    deep.press(Qt.Key.Key_S, CTRL)
    deep.press(Qt.Key.Key_O, CTRL)
    assert deep.window.projects.path is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PK nothing", b"{}"])
def test_a_file_that_is_no_project_leaves_the_work_as_it_was(
    deep: User, content, tmp_path, monkeypatch
) -> None:
    path, before = tmp_path / "bad.nnplay", deep.experiment
    path.write_bytes(content)
    answer_with(monkeypatch, path)
    settled(deep, lambda: deep.press(Qt.Key.Key_O, CTRL))
    assert deep.experiment is before
    assert deep.window.banner.isVisible()
    assert "not opened" in deep.window.banner.title.text()


def test_a_folder_that_cannot_be_written_to_leaves_the_old_file(deep: User, tmp_path, monkeypatch) -> None:
    path = tmp_path / "mine.nnplay"
    answer_with(monkeypatch, path)
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    old = path.read_bytes()
    epochs(deep, 1)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    assert path.read_bytes() == old
    assert [file.name for file in tmp_path.iterdir()] == ["mine.nnplay"]
    assert "No space left" in deep.window.banner.sentence.text()
    assert deep.window.isWindowModified()


def test_new_begins_without_a_file(deep: User, tmp_path, monkeypatch) -> None:
    answer_with(monkeypatch, tmp_path / "mine.nnplay")
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    deep.press(Qt.Key.Key_N, CTRL)
    fresh = deep.until(lambda frame: frame.experiment == Experiment())
    assert fresh.iteration == 0
    assert deep.window.projects.path is None
    assert not deep.window.isWindowModified()


@pytest.mark.parametrize(
    ("answer", "closes", "saves"), [("save", True, True), ("discard", True, False), ("cancel", False, False)]
)
def test_unsaved_changes_are_asked_about(deep: User, answer, closes, saves, tmp_path, monkeypatch) -> None:
    path, asked = tmp_path / "kept.nnplay", list[str]()
    answer_with(monkeypatch, path)

    def ask(parent: object, name: str) -> str:
        asked.append(name)
        return str(answer)

    deep.window.document.edit(deep.experiment.with_(learning_rate=0.01), "rate")
    deep.until(lambda frame: True)
    monkeypatch.setattr("playground.projects.asking.keep", ask)
    assert deep.window.close() == closes
    assert asked == ["This experiment"]
    assert path.exists() == saves
    if saves:
        assert open_project(path).trainer.experiment.learning_rate == 0.01
    monkeypatch.setattr("playground.projects.asking.keep", lambda parent, name: "discard")


def test_nothing_changed_nothing_is_asked(user: User, monkeypatch) -> None:
    monkeypatch.setattr("playground.projects.asking.keep", lambda *a: pytest.fail("asked"))
    assert user.window.close()


def test_a_project_file_is_opened_by_dropping_it(deep: User, open_app, tmp_path, monkeypatch) -> None:
    path = tmp_path / "mine.nnplay"
    answer_with(monkeypatch, path)
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    other: User = open_app()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    middle = other.window.rect().center()
    enter = QDragEnterEvent(middle, *how)
    QApplication.sendEvent(other.window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(middle), *how)
    settled(other, lambda: QApplication.sendEvent(other.window.importer.sheet, drop))
    other.until(lambda frame: frame.epoch == 3)


def test_work_put_aside_is_offered_after_a_crash(deep: User, open_app) -> None:
    recovery = deep.window.projects.recovery
    deep.window.document.edit(deep.experiment.with_(learning_rate=0.02), "rate")
    deep.until(lambda frame: True)
    with deep.bot.waitSignal(recovery._calculation.ended, timeout=WAIT):
        recovery.put_aside()
    assert recovery._lock is not None
    recovery._timer.stop()
    recovery._lock.unlock()  # as when the process is gone
    recovery._file = recovery._lock = None
    other: User = open_app()
    assert "was not saved" in other.window.banner.title.text()
    keys = other.window.banner._keys
    settled(other, lambda: other.click(next(button for button, key in keys.items() if key == "recover")))
    shown = other.until(lambda frame: frame.epoch == 3)
    assert shown.experiment.learning_rate == 0.02
    assert other.window.projects.path is None
    assert other.window.isWindowModified()
    kept = list(recovery_folder().glob("*.nnplay"))
    assert len(kept) == 1  # on the disk until it is saved
    other.window.close()
    assert list(recovery_folder().glob("*.nnplay")) == []


def test_what_a_living_window_has_put_aside_is_not_offered(deep: User, open_app) -> None:
    recovery = deep.window.projects.recovery
    with deep.bot.waitSignal(recovery._calculation.ended, timeout=WAIT):
        recovery.put_aside()
    other: User = open_app()
    assert not other.window.banner.isVisible()
    deep.window.close()
    assert list(recovery_folder().glob("*.nnplay")) == []


def test_painted_points_are_saved(open_app, tmp_path, monkeypatch) -> None:
    points = tuple(Point(float(k % 5), float(k // 5), float(k % 2), k) for k in range(30))
    user: User = open_app(Experiment(data=Painted(points=points)))
    answer_with(monkeypatch, tmp_path / "painted.nnplay")
    settled(user, lambda: user.press(Qt.Key.Key_S, CTRL))
    assert open_project(tmp_path / "painted.nnplay").trainer.experiment.data == Painted(points=points)


ONE_CLASS = Painted(points=tuple(Point(float(k), 0.0, 0.0, k) for k in range(5)))


def test_what_cannot_be_learned_yet_cannot_be_saved_and_says_so(deep: User, tmp_path, monkeypatch) -> None:
    answer_with(monkeypatch, tmp_path / "early.nnplay")
    deep.window.document.edit(deep.experiment.with_(data=ONE_CLASS, features=("x1", "x2")), "paint")
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    assert "nothing to save yet" in deep.window.banner.sentence.text()
    monkeypatch.setattr("playground.projects.asking.keep", lambda parent, name: "save")
    assert not deep.window.close()  # it was to be saved, and was not
    monkeypatch.setattr("playground.projects.asking.keep", lambda parent, name: "discard")


def test_a_project_is_opened_while_points_are_missing(deep: User, tmp_path, monkeypatch) -> None:
    answer_with(monkeypatch, tmp_path / "mine.nnplay")
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    deep.window.document.edit(deep.experiment.with_(data=ONE_CLASS, features=("x1", "x2")), "paint")
    settled(deep, lambda: deep.press(Qt.Key.Key_O, CTRL))
    deep.until(lambda frame: frame.epoch == 3)


def test_what_was_decided_while_the_file_was_written_is_not_saved(deep: User, tmp_path, monkeypatch) -> None:
    path = tmp_path / "mine.nnplay"
    answer_with(monkeypatch, path)

    def save_and_edit() -> None:
        deep.press(Qt.Key.Key_S, CTRL)
        deep.window.document.edit(deep.experiment.with_(learning_rate=0.0123), "rate")

    settled(deep, save_and_edit)
    assert open_project(path).trainer.experiment.learning_rate != 0.0123
    assert deep.window.isWindowModified()


def test_what_was_edited_while_a_file_was_read_is_asked_about(deep: User, tmp_path, monkeypatch) -> None:
    answer_with(monkeypatch, tmp_path / "mine.nnplay")
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    asked = list[str]()

    def ask(parent: object, name: str) -> str:
        asked.append(name)
        return "cancel"

    def open_and_edit() -> None:
        deep.press(Qt.Key.Key_O, CTRL)
        deep.window.document.edit(deep.experiment.with_(learning_rate=0.0123), "rate")

    monkeypatch.setattr("playground.projects.asking.keep", ask)
    settled(deep, open_and_edit)
    assert asked == ["mine.nnplay"]
    assert deep.experiment.learning_rate == 0.0123
    monkeypatch.setattr("playground.projects.asking.keep", lambda parent, name: "discard")


def test_saving_in_the_past_saves_the_run(deep: User, tmp_path, monkeypatch) -> None:
    path = tmp_path / "past.nnplay"
    answer_with(monkeypatch, path)
    deep.press(Qt.Key.Key_Left)
    deep.until(lambda frame: frame.epoch == 2)
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    assert open_project(path).trainer.epoch == 3
    deep.press(RIGHT)
    deep.until(lambda frame: frame.epoch == 3)
    assert not deep.window.isWindowModified()


def test_a_table_in_a_project_does_not_stand_for_the_file(
    deep: User, open_app, tmp_path, monkeypatch
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("a,b,y\n" + "\n".join(f"{k},{k % 7},{'u' if k % 2 else 'v'}" for k in range(30)))
    source = Table(path=str(table), target="y")
    user: User = open_app(Experiment(data=source))
    answer_with(monkeypatch, tmp_path / "t.nnplay")
    settled(user, lambda: user.press(Qt.Key.Key_S, CTRL))
    table.write_text(table.read_text().replace("0,0,v", "99,0,v", 1))
    settled(user, lambda: user.press(Qt.Key.Key_O, CTRL))
    shown = user.until(lambda frame: frame.experiment.data != source)
    assert shown.scene.dataset.X[0, 0] == 0
    assert load_now(source)[1].X[0, 0] == 99
    user.window.document.edit(user.experiment.with_(split=Split(train=0.5, dev=0.3, test=0.2)), "split")
    user.until(lambda frame: frame.scene.dataset.X[0, 0] == 0)


@pytest.mark.parametrize("answer", ["cancel", "overwrite", "save as"])
def test_two_windows_do_not_write_over_each_other_unasked(
    deep: User, open_app, answer, tmp_path, monkeypatch
) -> None:
    path, another = tmp_path / "mine.nnplay", tmp_path / "another.nnplay"
    answer_with(monkeypatch, path)
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    other: User = open_app()
    settled(other, lambda: other.press(Qt.Key.Key_O, CTRL))
    other.until(lambda frame: frame.epoch == 3)
    epochs(other, 1)
    asked: list[str] = []

    def ask(window: QWidget, name: str) -> str:
        asked.append(name)
        return str(answer)

    monkeypatch.setattr(asking, "overwrite", ask)
    settled(other, lambda: other.press(Qt.Key.Key_S, CTRL))
    assert asked == []  # nobody has written to it since
    deep.window.activateWindow()
    deep.bot.waitUntil(deep.window.isActiveWindow)
    epochs(deep, 3)
    theirs = path.read_bytes()
    answer_with(monkeypatch, another)
    if answer == "cancel":
        deep.press(Qt.Key.Key_S, CTRL)
    else:
        settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    assert asked == ["mine.nnplay"]
    assert (path.read_bytes() == theirs) is (answer != "overwrite")
    assert another.exists() is (answer == "save as")
    assert deep.window.isWindowModified() is (answer == "cancel")
    if answer == "overwrite":
        epochs(deep, 1)
        settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
        assert asked == ["mine.nnplay"]  # its own writing is no surprise


def test_the_question_about_a_file_of_others_is_answered_by_its_buttons(deep: User) -> None:
    found = {}
    for text, way in (("Save as…", "save as"), ("Overwrite", "overwrite"), ("Cancel", "cancel")):
        QTimer.singleShot(0, partial(press_in_box, text))
        found[way] = asking.overwrite(deep.window, "mine.nnplay")
    assert found == {way: way for way in found}


def press_in_box(text: str) -> None:
    """Press the button with these words in the question that is open."""
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert "mine.nnplay was saved by another window" in box.text()
    next(b for b in box.buttons() if b.text().replace("&", "") == text).click()


def test_a_recent_project_is_opened_from_the_menu(deep: User, tmp_path, monkeypatch) -> None:
    path = tmp_path / "mine.nnplay"
    answer_with(monkeypatch, path)
    settled(deep, lambda: deep.press(Qt.Key.Key_S, CTRL))
    deep.press(Qt.Key.Key_N, CTRL)
    deep.until(lambda frame: frame.experiment == Experiment())
    menu = deep.window.projects.recent._menu
    menu.aboutToShow.emit()
    entry = next(action for action in menu.actions() if action.data() == str(path))
    settled(deep, entry.trigger)
    assert deep.until(lambda frame: frame.epoch == 3).experiment.data == Spiral()
    path.unlink()
    menu.aboutToShow.emit()
    settled(deep, lambda: deep.window.projects.open_path(str(path)))
    assert str(path) not in recent()
    assert "no file" in deep.window.banner.sentence.text()
