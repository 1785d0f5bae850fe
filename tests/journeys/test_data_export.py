"""File > Export data…: the file is a table from which the same is learned; a refusal is one sentence."""

import msgspec
import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog, QLabel

from engine.data import Circle, Iris, Table, available
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.panels.export_dialog import ExportErrorDialog


def choose(monkeypatch, path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "CSV table (*.csv)"))


def said(user) -> str:
    return str(user.window.status.findChild(QLabel, "hint").text())


@pytest.mark.parametrize("name", ["flowers.npz", "flowers.csv", "flowers"])
def test_what_is_learned_from_the_file_is_what_is_learned_here(open_app, out, monkeypatch, name):
    experiment = Experiment(data=Iris(seed=7), features=available(4), layers=(Dense(3),))
    user = open_app(experiment)
    choose(monkeypatch, out / name)
    user.window.commands["export_data"].trigger()
    user.bot.waitUntil(lambda: "holds 150 examples: 90 train, 30 dev, 30 test" in said(user))
    path = out / (name if "." in name else f"{name}.csv")
    table = Table(path=str(path), target="species")
    user.window.session.step_epoch()
    here = user.until(lambda frame: frame.epoch == 1).parameters
    there = Trainer(msgspec.structs.replace(experiment, data=table))
    there.run_epoch()
    assert all(np.array_equal(here[key], there.parameters[key]) for key in here)


def test_what_cannot_be_written_is_said_and_the_old_file_stays(open_app, out, monkeypatch):
    user = open_app(Experiment(data=Circle(samples=50), layers=()))
    for name, words in (("nowhere/data.csv", "There is no folder"), ("data.xlsx", "Data are written as")):
        choose(monkeypatch, out / name)
        user.window.commands["export_data"].trigger()
        user.bot.waitUntil(lambda: user.window.findChild(ExportErrorDialog) is not None)
        dialog = user.window.findChild(ExportErrorDialog)
        assert dialog.windowTitle() == "Data not exported"
        assert said(user).startswith(words)
        dialog.close()
        user.bot.waitUntil(lambda: user.window.findChild(ExportErrorDialog) is None)
    assert list(out.iterdir()) == []


def test_nothing_is_written_where_no_file_is_chosen(open_app, out, monkeypatch):
    user = open_app(Experiment(data=Circle(samples=50), layers=()))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    user.window.commands["export_data"].trigger()
    assert list(out.iterdir()) == []
