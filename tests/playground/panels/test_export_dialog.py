"""The answer to an export tells file and proof, and its snippet really loads the file."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from engine.experiment import Experiment
from engine.export import consumers, every_format, export, formats, runner
from engine.export.proof import Proof
from engine.export.snippets import snippet
from engine.layers import Dense
from engine.trainer import Trainer
from playground.panels.export_dialog import ExportDialog, ExportErrorDialog, proof_sentence


def words(dialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_sentence_gives_the_largest_difference():
    told = proof_sentence(Proof(Path("w.npz"), 1.2e-7, 1400))
    assert "the app's own predictions on 1\u2009400 examples is 1.2e−07" in told
    assert "Run by Keras and compared" in proof_sentence(Proof(Path("w.keras"), 1e-7, 9, "Keras"))
    assert "no difference at all" in proof_sentence(Proof(Path("w.npz"), 0.0, 400))


@pytest.fixture
def dialog(qtbot):
    dialog = ExportDialog("float32")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_dialog_names_the_file_and_copies_the_snippet(qtbot, dialog):
    dialog.begin("spiral.npz")
    assert not dialog.export_button.isEnabled()
    dialog.prove(Proof(Path("/somewhere/spiral.npz"), 1.2e-7, 400))
    assert "spiral.npz" in words(dialog)
    assert "1.2e−07" in words(dialog)
    assert dialog.mark.isVisible()
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == dialog.code
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_a_long_name_does_not_stretch_the_dialog(dialog):
    dialog.prove(Proof(Path("a" * 200 + ".npz"), 1.2e-7, 400))
    assert dialog.width() < 700
    assert "a" * 200 in dialog.code


def test_a_refusal_is_one_sentence_with_a_mark_until_something_else_is_chosen(dialog):
    dialog.begin("w.npz")
    dialog.refuse("w.npz was not written: the disk is full.")
    assert dialog.outcome.text() == "w.npz was not written: the disk is full."
    assert dialog.mark.isVisible()
    assert dialog.export_button.isEnabled()
    dialog.set_format(".json")
    assert (dialog.outcome.text(), dialog.mark.isVisible()) == ("", False)


@pytest.mark.parametrize("ending", every_format())
def test_every_format_says_what_it_is_and_fits(dialog, ending):
    dialog.set_format(ending)
    assert dialog.about.text()
    assert f"weights{ending}" in dialog.code
    assert dialog.plan.text()
    block = dialog.block
    assert block.verticalScrollBar().maximum() == 0
    assert dialog.precision.current == "float32"


def test_the_chosen_precision_is_wanted_where_the_format_has_it(qtbot, dialog):
    qtbot.mouseClick(dialog.precision.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    for ending, dtype in ((".keras", "float32"), (".npz", "float64")):
        dialog.set_format(ending)
        with qtbot.waitSignal(dialog.wanted) as wanted:
            qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
        assert wanted.args == [ending, dtype]


def test_it_says_who_will_run_the_file_and_what_is_missing(dialog, monkeypatch):
    monkeypatch.setattr(consumers, "is_installed", lambda package: False)
    dialog.set_format("_torch.py")
    assert dialog.plan.text().startswith("PyTorch is not installed here")
    dialog.set_format(".py")
    assert "Python with NumPy predicts with it" in dialog.plan.text()
    monkeypatch.setattr(formats, "is_installed", lambda package: False)
    dialog.set_format(".onnx")
    assert 'pip install "neural-playground[onnx]"' in dialog.plan.text()
    assert not dialog.export_button.isEnabled()
    dialog.set_format(".npz")
    assert dialog.export_button.isEnabled()


def test_error_is_one_sentence_with_an_icon(qtbot):
    dialog = ExportErrorDialog("w.npz was not written: the disk is full.")
    qtbot.addWidget(dialog)
    assert "the disk is full" in words(dialog)
    assert not dialog.mark.pixmap().isNull()


SNIPPETS = [
    (".npz", "numpy"),
    (".json", "numpy"),
    (".zip", "numpy"),
    (".safetensors", "torch"),
    (".onnx", "onnxruntime"),
    (".keras", "keras"),
    (".py", "numpy"),
    ("_torch.py", "torch"),
]


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize(("ending", "needs"), [case for case in SNIPPETS if case[1] == "numpy"])
def test_snippet_for_numpy_does_what_it_says(ending, needs, batch_norm, tmp_path, monkeypatch):
    check_snippet(ending, needs, batch_norm, tmp_path, monkeypatch)


@pytest.mark.consumers
@pytest.mark.filterwarnings("default")  # those of the libraries are not ours
@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize(("ending", "needs"), [case for case in SNIPPETS if case[1] != "numpy"])
def test_snippet_for_others_does_what_it_says(ending, needs, batch_norm, tmp_path, monkeypatch):
    check_snippet(ending, needs, batch_norm, tmp_path, monkeypatch)


def check_snippet(ending, needs, batch_norm, tmp_path, monkeypatch):
    runner.choose_backend()
    pytest.importorskip(needs)
    trainer = Trainer(Experiment(dtype="float64", layers=(Dense(3, batch_norm=batch_norm),)))
    export(tmp_path / f"my 'w'{ending}", trainer)
    monkeypatch.chdir(tmp_path)
    columns = trainer.problem.dataset.X[:, :3]
    if needs == "torch":
        import torch

        space = {"features": torch.tensor(columns.T), "rows": columns.T}
    else:
        space = {"features": columns, "rows": columns.T}
    exec(snippet(f"my 'w'{ending}", ending), space)
    parameters = trainer.parameters
    if "Z1" in space or "Z1_without_b1" in space:
        Z1 = parameters["W1"] @ trainer.problem.prepare(columns) + (
            parameters.get("b1", 0) if "Z1" in space else 0
        )
        found = np.asarray(space.get("Z1", space.get("Z1_without_b1")))
        assert (found.T if needs == "torch" else found) == pytest.approx(Z1, rel=1e-6)
        return
    found = space["outputs"][1][:, 1:] if ending == ".onnx" else np.asarray(space["predictions"])
    assert pytest.approx(trainer.predict(columns), rel=1e-5) == found.T
