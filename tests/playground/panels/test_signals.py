"""The Signals panel says in words and pictures what a layer does, and asks for nothing while it is hidden."""

import pytest
from PySide6.QtGui import QColor

from engine.activations import Relu
from engine.experiment import Experiment
from engine.initializers import INITIALIZERS
from engine.layers import Dense
from engine.trainer import Trainer
from playground.frames import Frame, FrameBuilder, View
from playground.panels.signals import SignalsPanel
from playground.panels.signals.words import normalised, notes, through
from playground.theme import DARK, LIGHT, apply


def frame_of(experiment: Experiment, epochs: int = 0) -> Frame:
    trainer = Trainer(experiment)
    for _ in range(epochs):
        trainer.run_epoch()
    return FrameBuilder(trainer, View(signals=True)).build(0)


@pytest.fixture
def panel(qtbot, qapp) -> SignalsPanel:
    apply(qapp, LIGHT)
    widget = SignalsPanel()
    widget.set_theme(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(1000, 332)
    widget.show()
    return widget


def test_it_asks_only_while_it_is_seen(qtbot) -> None:
    panel = SignalsPanel()
    qtbot.addWidget(panel)
    asked: list[dict] = []
    panel.wanted.connect(asked.append)
    panel.show()
    panel.hide()
    assert asked == [{"signals": True}, {"signals": False}]


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_bars_are_orange_below_nothing_and_blue_above(panel: SignalsPanel, theme) -> None:
    panel.set_theme(theme)
    panel.show_frame(frame_of(Experiment(), 3))
    image = panel.rows.grab().toImage()
    colors = {image.pixel(x, y) & 0xFFFFFF for x in range(0, image.width(), 2) for y in range(0, 160, 2)}
    for ink in (theme.neg_line, theme.pos_line, theme.dev_curve):
        assert QColor(ink).rgb() & 0xFFFFFF in colors


def test_ridges_show_the_past_behind_the_present(panel: SignalsPanel) -> None:
    panel.show_frame(frame_of(Experiment(), 8))
    now = panel.rows.grab().toImage()
    panel.when._group.button(1).click()
    assert panel.rows.grab().toImage() != now


def test_a_start_that_cannot_learn_is_said_before_the_first_step(panel: SignalsPanel) -> None:
    zeros = Dense(4, initializer=INITIALIZERS["zeros"])
    panel.show_frame(frame_of(Experiment(layers=(zeros,))))
    assert panel.sentence.text().startswith("⚠ Before the first step: units of a layer that start the same")
    small = next(key for key in INITIALIZERS if "small" in key or "normal" in key)
    deep = tuple(Dense(16, Relu(), initializer=INITIALIZERS[small]) for _ in range(5))
    panel.show_frame(frame_of(Experiment(layers=deep)))
    assert "it dies out" in panel.sentence.text()
    panel.show_frame(frame_of(Experiment()))
    assert "it keeps its size" in panel.sentence.text()


def test_warnings_come_first_and_numbers_are_those_of_the_frame(panel: SignalsPanel) -> None:
    trainer = Trainer(Experiment(layers=(Dense(4, Relu()), Dense(2))))
    parameters = trainer.parameters
    parameters["b1"][:3] = -100
    trainer.load(parameters)
    frame = FrameBuilder(trainer, View(signals=True)).build(0)
    assert frame.signals is not None
    found = notes(frame.signals.layers[0], frame.signals.ratios[1])
    assert found[0] == ("3 of 4 units dead", True)
    panel.show_frame(frame)
    assert "3 of 4 units dead" in panel.rows.accessibleDescription()


def test_batch_norm_is_told_before_and_after() -> None:
    frame = frame_of(Experiment(layers=(Dense(4, batch_norm=True),)), 2)
    assert frame.signals is not None
    first, output = frame.signals.layers
    assert normalised(first)[0].startswith("batch norm: z ")
    assert "γ" in normalised(first)[1]
    assert normalised(output) == []
    assert not through(frame.signals, fresh=False)[0].startswith("Before")


def test_another_depth_makes_other_rows(panel: SignalsPanel) -> None:
    panel.show_frame(frame_of(Experiment()))
    before = panel.rows.sizeHint().height()
    panel.show_frame(frame_of(Experiment(layers=(Dense(3),) * 9)))
    assert panel.rows.sizeHint().height() > 2 * before
