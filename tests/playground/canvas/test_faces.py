"""The words on cards and for screen readers, for every field that a layer has."""

import pytest
from msgspec.structs import replace

from engine.activations import Relu
from engine.experiment import Experiment
from engine.layers import Dense, Output
from engine.losses import Huber, SigmoidSquaredError
from engine.trainer import Trainer
from playground.canvas.drag import part_tip
from playground.canvas.faces import describe, equation, faces, n_parameters
from playground.canvas.layout import Hit

PLAIN = Experiment(layers=(Dense(8, Relu()), Dense(4)))


def badges_of(experiment: Experiment, column: int) -> list[str]:
    return [badge.text for badge in faces(experiment, None)[column].badges]


@pytest.mark.parametrize(
    ("changes", "badges"),
    [
        ({}, []),
        ({"batch_norm": True}, ["BN"]),
        ({"keep_prob": 0.8}, ["keep 0.8"]),
        ({"l2": 0.1}, ["λ 0.1"]),
        ({"l1": 0.01}, ["L1 0.01"]),
        ({"frozen": True}, ["frozen"]),
        ({"batch_norm": True, "keep_prob": 0.5, "frozen": True}, ["frozen", "BN", "keep 0.5"]),
    ],
)
def test_a_card_shows_what_is_special_about_its_layer(changes, badges):
    layers = (replace(PLAIN.layers[0], **changes), PLAIN.layers[1])
    assert badges_of(PLAIN.with_(layers=layers), 1) == badges
    assert badges_of(PLAIN.with_(layers=layers), 2) == []


def test_the_networks_lambda_holds_for_layers_without_their_own():
    experiment = PLAIN.with_(l2=0.1, layers=(Dense(8, l2=0.0), Dense(4)), output=Output(frozen=True))
    assert [badges_of(experiment, column) for column in (1, 2, 3)] == [[], ["λ 0.1"], ["frozen", "λ 0.1"]]


def test_dropout_on_the_input_shows_on_its_card():
    assert badges_of(PLAIN.with_(input_keep_prob=0.9), 0) == ["keep 0.9"]


def test_the_output_names_the_loss_that_is_in_use():
    for loss, words in ((None, "loss: cross-entropy"), (SigmoidSquaredError(), "loss: squared error")):
        assert faces(PLAIN.with_(loss=loss), None)[-1].detail == words
    assert faces(PLAIN.with_(loss=Huber()), None)[-1].label == "linear"


@pytest.mark.parametrize("batch_norm", [False, True])
def test_parameters_are_counted_as_the_engine_has_them(batch_norm):
    """A batch-normalised layer has gamma and beta, and no b."""
    experiment = PLAIN.with_(layers=(Dense(8, batch_norm=batch_norm), Dense(4)))
    assert sum(n_parameters(experiment, (2, 8, 4, 1))) == Trainer(experiment).network.n_parameters


def test_a_screen_reader_hears_all_of_it():
    layer = Dense(8, Relu(), keep_prob=0.8, l2=0.1)
    experiment = PLAIN.with_(layers=(Dense(8), layer, Dense(4)))
    assert describe(faces(experiment, None)[2], 2, 5, True) == (
        "Layer 2 of 4, dense, 8 units, ReLU, keep probability 0.8, L2 lambda 0.1, W 8 by 8, selected"
    )


def test_the_tooltip_of_badges_says_them_in_words():
    written = faces(PLAIN.with_(layers=(Dense(4, keep_prob=0.5, frozen=True),)), None)
    tip = part_tip(Hit(1, "badges"), written)
    assert tip == "frozen, keep probability 0.5. Click or Enter: all settings."


def test_the_equation_of_a_layer_has_its_shapes():
    assert equation(PLAIN, 1, 1) == "Z[1] = W[1] X + b[1]   (8, m) = (8, 2)(2, m) + (8, 1)"
    assert equation(PLAIN, 2, 1) == "Z[2] = W[2] A[1] + b[2]   (4, m) = (4, 8)(8, m) + (4, 1)"
    assert equation(PLAIN, 3, 3) == "Z[3] = W[3] A[2] + b[3]   (3, m) = (3, 4)(4, m) + (3, 1)"


def test_a_normalised_layer_has_no_b_in_its_equation():
    normalised = PLAIN.with_(layers=(Dense(8, batch_norm=True), Dense(4)))
    words = "Z[1] = γ[1] norm(W[1] X) + β[1]   W (8, 2), γ and β (8, 1)"
    assert equation(normalised, 1, 1) == words
