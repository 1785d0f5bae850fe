"""Story: somebody hands in a page that tells all of an experiment, and keeps on training meanwhile."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from engine.data import Iris
from engine.experiment import Experiment
from engine.layers import Dense
from playground.panels.export_dialog import ExportErrorDialog
from tests.journeys.conftest import User
from tests.playground.html_page import Page


def save_report(user: User, path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Choose the command and the file; what the status bar says then."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), "Web page (*.html)"))
    hint = user.window.status.findChild(QLabel, "hint")
    assert hint is not None
    user.window.commands["report"].trigger()
    user.bot.waitUntil(lambda: not hint.text().startswith("Writing"), timeout=20_000)
    return str(hint.text())


def test_a_page_tells_the_experiment_as_it_is_now(open_app, tmp_path, monkeypatch):
    user = open_app(Experiment(data=Iris(), features=("x1", "x2", "x3", "x4"), layers=(Dense(5),), seed=7))
    for _ in range(3):
        user.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    frame = user.until(lambda frame: frame.epoch == 3)
    said = save_report(user, tmp_path / "home.html", monkeypatch)
    assert said.startswith("home.html is written")
    page = Page((tmp_path / "home.html").read_text("utf-8"))
    assert page.headings == [
        *("Network", "Equations", "How it learns", "Data", "Confusion"),
        "To do it again",
    ]
    assert page.row("dev")[1] == f"{100 * frame.dev.accuracy:.1f}\u2009%"
    assert page.row("Trained for") == [f"3 epochs, {frame.iteration} iterations"]
    assert page.row("Seed") == ["7"]
    assert "petal length" in page.words
    assert not any(row[0] == "test" for row in page.rows)
    assert all(link.startswith("data:image/png;base64,") for link in page.links)


def test_training_goes_on_while_it_is_written(user, tmp_path, monkeypatch):
    user.press(Qt.Key.Key_Space)
    before = user.until(lambda frame: frame.epoch > 2)
    save_report(user, tmp_path / "r.html", monkeypatch)
    user.until(lambda frame: frame.epoch > before.epoch)
    user.press(Qt.Key.Key_Space)
    assert Page((tmp_path / "r.html").read_text("utf-8")).row("Optimiser")


def test_a_revealed_test_part_is_told(user, tmp_path, monkeypatch):
    user.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    user.until(lambda frame: frame.epoch == 1)
    user.window.seal.set_open(True)
    user.until(lambda frame: frame.test is not None)
    save_report(user, tmp_path / "r.html", monkeypatch)
    assert Page((tmp_path / "r.html").read_text("utf-8")).row("test")


def test_a_place_that_cannot_be_written_to_is_told(user, tmp_path, monkeypatch):
    for name, words in (("no/r.html", "There is no folder"), ("r.pdf", "A report is a web page")):
        assert save_report(user, tmp_path / name, monkeypatch).startswith(words)
        dialog = user.window.findChild(ExportErrorDialog)
        assert dialog.windowTitle() == "Report not saved"
        dialog.close()
        user.bot.waitUntil(lambda: user.window.findChild(ExportErrorDialog) is None)
    assert list(tmp_path.iterdir()) == []
