"""Story: somebody repeats in the shell what the window did, and carries the weights away."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox
from safetensors.numpy import load_file

from engine.data import Spiral
from engine.experiment import Experiment
from engine.layers import Dense
from engine.model import weights_sha256
from playground.panels.export_dialog import ExportErrorDialog, ExportResultDialog

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
CASES = {
    "first run": (Experiment(), ["--data", "circle", "--layers", "4:tanh,2:tanh"]),
    "spiral": (
        Experiment(data=Spiral(noise=0.05), layers=(Dense(8), Dense(8)), batch_size=10),
        ["--data", "spiral", "--noise", "0.05", "--layers", "8:tanh,8:tanh", "--batch-size", "10"],
    ),
}


def nnplay(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "playground.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("case", list(CASES))
def test_the_window_and_the_command_line_give_the_same_weights(open_app, case):
    experiment, options = CASES[case]
    user = open_app(experiment)
    for epoch in range(1, 4):
        user.press(Qt.Key.Key_Right, SHIFT)
        user.until(lambda frame, epoch=epoch: frame.epoch == epoch)
    shell = ["--optimizer", "adam", "--rate", "0.03", "--epochs", "3", "--seed", "1", "--json", "--quiet"]
    if "--batch-size" not in options:
        shell += ["--batch-size", "32"]
    report = json.loads(nnplay("train", *options, *shell).stdout)
    assert report["weights_sha256"] == weights_sha256(user.frame.parameters)
    assert report["iterations"] == user.frame.iteration
    assert report["cost"]["train"] == pytest.approx(user.frame.train.cost, rel=1e-12)
    assert report["accuracy"]["dev"] == user.frame.dev.accuracy


@pytest.mark.parametrize("suffix", [".npz", ".safetensors"])
def test_the_weights_are_exported_with_their_proof(user, out, monkeypatch, suffix):
    path = out / f"mine{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    user.press(Qt.Key.Key_Right, SHIFT)
    user.until(lambda frame: frame.epoch == 1)
    user.press(Qt.Key.Key_E, CTRL, SHIFT)
    dialog = user.window.findChild(ExportResultDialog)
    assert dialog.isVisible()
    assert "mine" in dialog.accessibleName() + dialog.windowTitle() + all_text(dialog)
    dialog.close()
    if suffix == ".npz":
        with np.load(path, allow_pickle=False) as file:
            assert np.array_equal(file["W1"], user.frame.parameters["W1"])
            assert file["input_mean"].shape == file["input_std"].shape == (2, 1)
    else:
        assert np.array_equal(load_file(path)["0.weight"], user.frame.parameters["W1"])


def all_text(widget) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_an_export_that_cannot_be_written_says_so_and_leaves_nothing(user, out, monkeypatch):
    path = out / "no such folder" / "w.npz"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    user.press(Qt.Key.Key_E, CTRL, SHIFT)
    dialog = user.window.findChild(ExportErrorDialog)
    assert dialog.isVisible()
    assert "no such folder" in all_text(dialog)
    dialog.close()
    assert list(out.iterdir()) == []


def test_a_cancelled_export_does_nothing(user, out, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    user.press(Qt.Key.Key_E, CTRL, SHIFT)
    assert user.window.findChild(ExportResultDialog) is None


@pytest.mark.parametrize(("answer", "kept"), [("No", True), ("Yes", False)])
def test_an_ending_that_is_added_does_not_replace_a_file_unasked(user, out, monkeypatch, answer, kept):
    (out / "mine.safetensors").write_text("precious")
    chosen = (str(out / "mine"), "safetensors (*.safetensors)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: getattr(QMessageBox.StandardButton, answer))
    user.press(Qt.Key.Key_E, CTRL, SHIFT)
    for dialog in user.window.findChildren(ExportResultDialog):
        dialog.close()
    assert ((out / "mine.safetensors").read_bytes() == b"precious") is kept


def test_the_file_dialog_opens_in_a_folder_that_is_there(user, monkeypatch):
    asked: list[str] = []

    def ask(*words: str) -> tuple[str, str]:
        asked.append(words[2])
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    user.press(Qt.Key.Key_E, CTRL, SHIFT)
    assert Path(asked[0]).parent.is_dir()
