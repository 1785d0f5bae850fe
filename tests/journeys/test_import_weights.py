"""Story: somebody brings trained weights back, undoes it, and is told where they do not fit."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from engine.experiment import Experiment
from engine.export import export
from engine.layers import Dense
from engine.model import weights_sha256
from engine.trainer import Trainer
from playground.panels.export_dialog import ExportErrorDialog

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def weights(out):
    """Write weights that were trained a while, of one layer of so many units; their digest."""

    def write(ending=".npz", **changes):
        trainer = Trainer(Experiment(**changes))
        for _ in range(5):
            trainer.run_epoch()
        export(out / f"w{ending}", trainer)
        return weights_sha256(trainer.parameters)

    return write


def bring(user, monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    user.window.commands["import_weights"].trigger()


def digest(user) -> str:
    return weights_sha256(user.frame.parameters)


@pytest.mark.parametrize("ending", [".npz", ".safetensors"])
@pytest.mark.parametrize("epochs", [0, 2])
def test_weights_go_into_the_network_and_undo_brings_the_old_ones_back(
    user, out, monkeypatch, weights, ending, epochs
):
    wanted = weights(ending)
    for epoch in range(1, epochs + 1):
        user.press(Qt.Key.Key_Right, SHIFT)
        user.until(lambda frame, epoch=epoch: frame.epoch == epoch)
    before = digest(user)
    bring(user, monkeypatch, out / f"w{ending}")
    user.until(lambda frame: weights_sha256(frame.parameters) == wanted)
    assert user.window.document.history.undoText() == f"weights of w{ending}"
    assert user.frame.epoch == 0
    user.press(Qt.Key.Key_Right, SHIFT)
    user.until(lambda frame: frame.epoch == 1)
    learned = digest(user)
    user.press(Qt.Key.Key_Z, CTRL)
    user.until(lambda frame: weights_sha256(frame.parameters) == before)
    assert user.frame.epoch == epochs
    user.press(Qt.Key.Key_Z, CTRL, SHIFT)
    user.until(lambda frame: weights_sha256(frame.parameters) == learned)


def test_weights_that_do_not_fit_are_refused_with_the_layer(user, out, monkeypatch, weights):
    weights(layers=(Dense(4), Dense(5)))
    before = digest(user)
    bring(user, monkeypatch, out / "w.npz")
    user.bot.waitUntil(lambda: user.window.findChild(ExportErrorDialog) is not None)
    dialog = user.window.findChild(ExportErrorDialog)
    told = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert dialog.windowTitle() == "Weights not imported"
    assert "Layer 2 has 2 units here, W2 (2, 4), and in the file 5 units, W2 (5, 4)." in told
    dialog.close()
    assert not user.window.document.history.canUndo()
    assert digest(user) == before


def test_no_file_is_no_import(user, monkeypatch):
    bring(user, monkeypatch, "")
    assert not user.window.document.history.canUndo()
