"""Story: somebody repeats in the shell what the window did, and carries the weights away."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from engine.data import Spiral
from engine.experiment import Experiment
from engine.export import every_format
from engine.layers import Dense
from engine.model import weights_sha256
from playground.panels.export_dialog import ExportDialog

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


def export_as(user, ending: str) -> ExportDialog:
    """Open the dialog by its keys, choose a format, and press Export."""
    user.press(Qt.Key.Key_E, CTRL, SHIFT)
    dialog: ExportDialog = user.window.findChild(ExportDialog)
    dialog.set_format(ending)
    user.bot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    return dialog


def told(user, dialog: ExportDialog) -> str:
    """What the dialog says once the thread has answered."""
    user.bot.waitUntil(lambda: dialog.export_button.isEnabled())
    return dialog.outcome.text()


@pytest.mark.parametrize("suffix", [".npz", ".safetensors", ".json", ".zip", ".onnx", ".keras", ".py"])
def test_the_weights_are_exported_with_their_proof(user, out, monkeypatch, suffix):
    path = out / f"mine{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    user.press(Qt.Key.Key_Right, SHIFT)
    user.until(lambda frame: frame.epoch == 1)
    dialog = export_as(user, suffix)
    sentence = told(user, dialog)
    assert sentence.startswith(f"mine{suffix} is written. ")
    assert "on 400 examples" in sentence
    assert path.name in dialog.code
    dialog.close()
    back = every_format()[suffix].read(path)
    assert weights_sha256(back.parameters) == weights_sha256(user.frame.parameters)
    assert back.normalizer.mean.shape == (2, 1)


@pytest.mark.parametrize(
    ("chosen", "typed", "written"),
    [("_torch.py", "net.py", "_torch.py"), (".npz", "net.json", ".json"), (".py", "a_torch.py", "_torch.py")],
)
def test_a_typed_ending_counts_where_it_says_another_format(user, out, monkeypatch, chosen, typed, written):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out / typed), ""))
    dialog = export_as(user, chosen)
    assert "is written" in told(user, dialog)
    assert dialog.ending == written
    dialog.close()
    text = (out / typed).read_text()
    assert ("import torch" in text) == (written == "_torch.py")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("no such folder/w.npz", "no such folder; make it first"), ("w.pt", 'but "w.pt" ends in ".pt"')],
)
def test_an_export_that_cannot_be_written_says_so_and_leaves_nothing(user, out, monkeypatch, name, sentence):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out / name), ""))
    dialog = export_as(user, ".npz")
    assert sentence in told(user, dialog)
    dialog.close()
    assert list(out.iterdir()) == []


def test_a_cancelled_export_does_nothing(user, out, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    dialog = export_as(user, ".npz")
    assert dialog.export_button.isEnabled()
    assert dialog.outcome.text() == ""
    dialog.close()


@pytest.mark.parametrize(("answer", "kept"), [("No", True), ("Yes", False)])
def test_an_ending_that_is_added_does_not_replace_a_file_unasked(user, out, monkeypatch, answer, kept):
    (out / "mine_torch.py").write_text("precious")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out / "mine"), ""))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: getattr(QMessageBox.StandardButton, answer))
    dialog = export_as(user, "_torch.py")
    told(user, dialog)
    dialog.close()
    assert ((out / "mine_torch.py").read_bytes() == b"precious") is kept


def test_the_file_dialog_opens_in_a_folder_that_is_there(user, monkeypatch):
    asked: list[str] = []

    def ask(*words: str) -> tuple[str, str]:
        asked.append(words[2])
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    export_as(user, ".npz").close()
    assert Path(asked[0]).parent.is_dir()
