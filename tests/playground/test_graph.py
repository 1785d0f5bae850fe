"""`nnplay graph`: the course's worked example, and the derivatives of a network layer by layer."""

import json

import numpy as np
import pytest

from engine.checkpoint import load_checkpoint
from engine.trainer import Trainer
from playground.cli import main

NETWORK = ["--layers", "3:tanh,2:relu:bn", "--samples", "60", "--quiet"]


def nodes(capsys, *arguments):
    assert main(["graph", "--json", *map(str, arguments)]) == 0
    return {node["name"]: node for node in json.loads(capsys.readouterr().out)["nodes"]}


def test_the_worked_example_of_the_course(capsys):
    found = nodes(capsys, "--worked-example", "5,3,2")
    assert {name: node["value"] for name, node in found.items()} == {
        "a": 5, "b": 3, "c": 2, "3": 3, "u": 6, "v": 11, "J": 33
    }  # fmt: skip
    derivatives = {name: found[name]["derivative"] for name in "avubc"}
    assert derivatives == {"a": 3, "v": 3, "u": 3, "b": 6, "c": 9}
    nudged = nodes(capsys, "--worked-example", "5.001,3,2")
    assert (nudged["v"]["value"], nudged["J"]["value"]) == pytest.approx((11.001, 33.003))


def test_the_derivatives_of_a_network_are_its_gradients(capsys, tmp_path):
    assert main(["train", *NETWORK, "--epochs", "2", "--checkpoint", str(tmp_path / "c")]) == 0
    capsys.readouterr()
    trainer: Trainer = load_checkpoint(tmp_path / "c")
    m = trainer.problem.inputs["train"].shape[1]
    found = nodes(capsys, "--resume", tmp_path / "c", "--examples", m, "--quiet")
    for name, gradient in trainer.gradients().items():
        assert found[name]["shape"] == list(gradient.shape)
        np.testing.assert_allclose(found[name]["derivative"], gradient, rtol=1e-9, atol=1e-12)


def test_one_layer_as_a_table(capsys):
    assert main(["graph", *NETWORK, "--layer", "2", "--examples", "5"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["node", "computed", "as", "shape", "value", "dJ/dnode"]
    names = [line.split()[0] for line in lines[1:]]
    assert names == ["A1", "W2", "U2", "N2", "gamma2", "S2", "beta2", "Z2", "A2"]
    assert "@(W2, A1)" in lines[3]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([*NETWORK, "--layer", "4"], "layers 1 to 3, not 4"),
        (["--worked-example", "5,3"], "expected 3 numbers"),
        (["--worked-example", "5,3,nan"], "expected a number"),
        (["--layer", "0"], "whole number of at least 1"),
    ],
)
def test_what_cannot_be_is_one_sentence(capsys, arguments, sentence):
    assert main(["graph", *arguments]) == 2
    assert sentence in capsys.readouterr().err
