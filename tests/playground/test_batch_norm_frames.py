"""A batch-normalised layer has gamma and beta instead of b: every panel shows its frames all the same."""

import pytest

from engine.data import Blobs
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.canvas.designer import NetworkCanvas
from playground.canvas.items import shade
from playground.canvas.panel import NetworkPanel
from playground.frames import Frame, FrameBuilder, View
from playground.panels.cost import CostPanel
from playground.panels.output import OutputPanel
from playground.theme import DARK, apply


def frame_of(experiment: Experiment) -> Frame:
    trainer = Trainer(experiment)
    trainer.advance(20)
    return FrameBuilder(trainer, View()).build(0.0)


@pytest.fixture
def normalised() -> Frame:
    layers = (Dense(4, batch_norm=True), Dense(3, keep_prob=0.8))
    return frame_of(Experiment(layers=layers, input_keep_prob=0.9))


def test_the_frame_has_no_bias_there(normalised):
    assert "b1" not in normalised.parameters
    assert {"gamma1", "beta1", "b2", "b3"} <= set(normalised.parameters)


def test_the_bias_squares_of_a_normalised_layer_show_beta(qtbot, qapp, normalised):
    apply(qapp, DARK)
    canvas = NetworkCanvas(DARK, normalised.experiment)
    qtbot.addWidget(canvas)
    canvas.resize(900, 640)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.show_frame(normalised)
    canvas.grab()
    tints = [list(units._tints) for units in canvas._units]
    assert tints[0] == []
    assert tints[1] == [shade(beta) for beta in normalised.parameters["beta1"][:, 0].tolist()]
    assert tints[2] == [shade(b) for b in normalised.parameters["b2"][:, 0].tolist()]


@pytest.mark.parametrize("data", [Experiment().data, Blobs()])
def test_every_panel_paints_such_a_frame(qtbot, qapp, data):
    apply(qapp, DARK)
    frame = frame_of(Experiment(data=data, layers=(Dense(4, batch_norm=True), Dense(3))))
    for panel in (NetworkPanel(DARK, frame.experiment), OutputPanel(), CostPanel()):
        qtbot.addWidget(panel)
        panel.resize(600, 600)
        panel.set_theme(DARK)
        panel.show()
        panel.show_frame(frame)
        assert not panel.grab().isNull()
