"""The answer to an export tells file and proof, and its snippet really loads the file."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from engine.experiment import Experiment
from engine.export import export
from engine.export.proof import Proof
from engine.trainer import Trainer
from playground.panels.export_dialog import ExportErrorDialog, ExportResultDialog, proof_sentence, snippet


def words(dialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_sentence_gives_the_largest_difference():
    told = proof_sentence(Proof(Path("w.npz"), 1.2e-7, 1400))
    assert "the app's own predictions on 1\u2009400 examples is 1.2e−07" in told
    assert "no difference at all" in proof_sentence(Proof(Path("w.npz"), 0.0, 400))


def test_dialog_names_the_file_and_copies_the_snippet(qtbot):
    dialog = ExportResultDialog(Proof(Path("/somewhere/spiral.npz"), 1.2e-7, 400))
    qtbot.addWidget(dialog)
    dialog.show()
    assert "spiral.npz" in words(dialog)
    assert "1.2e−07" in words(dialog)
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == dialog.code
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_a_long_name_does_not_stretch_the_dialog(qtbot):
    dialog = ExportResultDialog(Proof(Path("a" * 200 + ".npz"), 1.2e-7, 400))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.width() < 700
    assert "a" * 200 in dialog.code


def test_error_is_one_sentence_with_an_icon(qtbot):
    dialog = ExportErrorDialog("w.npz was not written: the disk is full.")
    qtbot.addWidget(dialog)
    assert "the disk is full" in words(dialog)
    assert not dialog.mark.pixmap().isNull()


@pytest.mark.parametrize(("name", "needs"), [("w.npz", "numpy"), ("w.safetensors", "torch")])
def test_snippet_gives_the_first_layers_z(name, needs, tmp_path, monkeypatch):
    pytest.importorskip(needs)
    trainer = Trainer(Experiment(dtype="float64"))
    proof = export(tmp_path / name, trainer)
    monkeypatch.chdir(tmp_path)
    features = trainer.problem.dataset.X[:, :3]
    if needs == "torch":
        import torch

        features = torch.tensor(features.T)
    space = {"features": features}
    exec(snippet(proof)[1], space)
    parameters = trainer.parameters
    expected = parameters["W1"] @ trainer.problem.prepare(trainer.problem.dataset.X[:, :3]) + parameters["b1"]
    Z1 = np.asarray(space["Z1"])
    assert (Z1.T if needs == "torch" else Z1) == pytest.approx(expected, rel=1e-6)
