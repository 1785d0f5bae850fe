"""The network in words: what the list of it shows and what a screen reader hears."""

import pytest

from engine.activations import Linear, Relu, Tanh
from engine.advice import advise
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.canvas.drag import Selection
from playground.canvas.key import Key
from playground.canvas.words import Words, spoken
from playground.frames import Frame, FrameBuilder, View

NET = Experiment(
    features=("x1", "x1^2"),
    layers=(Dense(8), Dense(8, Relu(), keep_prob=0.8, l2=0.1), Dense(4, Tanh(), batch_norm=True)),
)


def frame_of(experiment: Experiment) -> Frame:
    trainer = Trainer(experiment)
    trainer.run_epoch()
    return FrameBuilder(trainer, View()).build(0)


@pytest.fixture(scope="module")
def frame() -> Frame:
    return frame_of(NET)


def test_a_layer_is_described_whole():
    words = Words(NET, None, Selection(2))
    assert words.layer(2) == (
        "Layer 2 of 4, dense, 8 units, ReLU, keep probability 0.8, L2 lambda 0.1, W 8 by 8, selected"
    )
    assert words.layer(0) == "Input, 2 features"
    assert "selected" not in words.layer(1)


def test_a_unit_has_its_number_and_its_bias(frame):
    words = Words(NET, frame, Selection(1, 4))
    bias = spoken(frame.parameters["b1"][4, 0])
    assert words.unit(1, 4) == f"Layer 1 unit 5, bias {bias}, selected"
    assert words.unit(1, 3) == f"Layer 1 unit 4, bias {spoken(frame.parameters['b1'][3, 0])}"
    assert words.unit(0, 1) == "Feature x₁²"


def test_with_batch_norm_it_is_beta_and_dropped_units_are_named(frame):
    beta = spoken(frame.parameters["beta3"][0, 0])
    words = Words(NET, frame)
    assert words.unit(3, 0) == f"Layer 3 unit 1, beta {beta}"
    left_out = {unit for unit in range(8) if words.unit(2, unit).endswith("left out by dropout in this step")}
    assert left_out == {unit for unit in range(8) if frame.dropped[2][unit]}


def test_a_weight_names_both_ends_and_its_value(frame):
    words = Words(NET, frame)
    value = spoken(frame.parameters["W2"][4, 2])
    assert words.weight(2, 4, 2) == f"Weight from layer 1 unit 3 to layer 2 unit 5, {value}"
    assert words.weight(1, 0, 1).startswith("Weight from feature x₁² to layer 1 unit 1, ")
    assert [words.of(key) for key in (Key(2), Key(2, 4), Key(2, 4, 2))] == [
        words.layer(2),
        words.unit(2, 4),
        words.weight(2, 4, 2),
    ]


def test_numbers_of_another_network_are_not_said(frame):
    """After an edit the frame is still that of the network before."""
    after = NET.with_(layers=(Dense(8), Dense(3), *NET.layers[2:]))
    words = Words(after, frame)
    assert words.sizes == (2, 8, 3, 4, 1)
    assert words.unit(1, 4).startswith("Layer 1 unit 5, bias")
    assert words.unit(2, 1) == "Layer 2 unit 2"
    assert words.weight(2, 1, 7) == "Weight from layer 1 unit 8 to layer 2 unit 2"
    assert words.weight(3, 1, 2) == "Weight from layer 2 unit 3 to layer 3 unit 2"
    assert Words(NET).unit(1, 0) == "Layer 1 unit 1"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (-0.4812, "−0.48"),
        (0.5, "0.50"),
        (12.3456, "12.35"),
        (0.0, "0"),
        (0.00123, "0.0012"),
        (-0.099, "−0.099"),
        (2e9, "2e9"),
        (float("nan"), "not a number"),
        (float("-inf"), "not a number"),
    ],
)
def test_numbers_are_short_and_never_lost(value, said):
    assert spoken(value) == said


def test_what_is_wrong_with_a_layer_is_said_with_it():
    experiment = Experiment(layers=(Dense(4, Linear()), Dense(4)))
    said = Words(experiment, advice=advise(experiment)).layer(1)
    assert "warning: linear" in said
