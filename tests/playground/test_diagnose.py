"""`nnplay diagnose`: trains, then one table or one JSON object about what came of it."""

import json
from types import SimpleNamespace

import pytest

from engine.activations import Relu
from engine.bias_variance import Verdict
from engine.data import Circle
from engine.diagnostics import diagnose as look
from engine.experiment import Experiment
from engine.layers import Dense
from playground.cli import main
from playground.commands.diagnose import table
from playground.commands.json_text import json_text
from tests.engine.textbook import train


@pytest.fixture
def diagnose(capsys):
    """Run the command: exit code, standard output, standard error."""

    def run(line):
        code = main(["diagnose", *line.split()])
        captured = capsys.readouterr()
        return SimpleNamespace(code=code, out=captured.out, err=captured.err)

    return run


def test_it_trains_and_looks_at_every_layer(diagnose):
    done = diagnose("--layers 6:tanh,4:relu --epochs 7 --json --quiet")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    expected = look(train(Experiment(layers=(Dense(6), Dense(4, Relu()))), 7))
    assert json.loads(json_text(expected))["layers"] == found["layers"]
    assert (found["epoch"], found["measure"], found["diverged"]) == (7, "misclassified", False)
    assert [row["part"] for row in found["errors"]] == ["train", "dev"]
    assert found["verdict"].keys() == {"words", "bias", "variance", "remedies"}


def test_the_table_ends_with_the_verdict_and_its_remedies(diagnose):
    done = diagnose("--epochs 1 --layers 2")
    lines = done.out.splitlines()
    assert lines[0].split()[:2] == ["layer", "units"]
    assert [line.split()[:2] for line in lines[1:3]] == [["1", "2"], ["2", "1"]]
    assert lines[-2].startswith("high bias (bias ")
    assert lines[-1] == "against high bias: a bigger network, longer training"
    assert "epoch 1 of 1" in done.err


def test_the_test_part_is_locked_until_asked_for(diagnose):
    line = "--epochs 1 --quiet"
    assert "test" not in diagnose(line).out
    assert ", test " in diagnose(f"{line} --test").out


def test_the_human_level_error_is_taken_off_the_bias(diagnose):
    line = "--epochs 0 --quiet --json"
    without, with_it = (
        json.loads(diagnose(f"{line} {more}").out)["verdict"]["bias"] for more in ("", "--human-error 12.5")
    )
    assert without - with_it == pytest.approx(0.125)


def test_what_is_unusual_is_named(diagnose):
    network = "--layers 8:relu,8:relu --initializer normal:scale=0.001"
    out = diagnose(f"{network} --epochs 0 --optimizer gd --rate 1e-9 --quiet").out
    assert "\nlook at layer 2: vanishing signal (" in out
    assert "\nlook at layer 1: small updates (" in out


def test_a_regression_is_judged_by_what_it_leaves_unexplained(diagnose, tmp_path):
    path = tmp_path / "line.csv"
    path.write_text("x,y\n" + "\n".join(f"{i / 7},{2.5 * i}" for i in range(60)))
    out = diagnose(f"--data {path} --target y --task numbers --epochs 60 --quiet").out
    assert "error (1 - R^2) after epoch 60: train 0.0 %" in out
    assert "low bias, low variance" in out


def test_early_stopping_is_told_and_the_epoch_is_that_of_the_weights(diagnose):
    line = "--layers 4 --rate 0.5 --epochs 200 --early-stopping 2"
    done = diagnose(f"{line} --json")
    words = done.err.split("Stopped early after epoch ")[1].split()
    assert json.loads(done.out)["epoch"] == int(words[0].rstrip(",")) - 2
    assert f"the weights of epoch {json.loads(done.out)['epoch']}." in done.err


def test_a_training_that_diverges_is_looked_at_where_it_was_still_good(diagnose):
    done = diagnose("--layers 4:linear,4:linear --rate 1e8 --optimizer gd --epochs 20 --quiet --json")
    assert done.code == 4
    assert "Training diverged" in done.err
    assert json.loads(done.out)["diverged"] is True


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("--human-error 100", 2, "--human-error: expected percent from 0 to below 100"),
        ("--human-error x", 2, "--human-error: expected a number"),
        ("--epochs -1", 2, "--epochs: expected a whole number of at least 0"),
        ("--examples 3", 2, '"--examples" is an unknown option'),
        ("--data missing.csv --target y", 3, "missing.csv"),
    ],
)
def test_mistakes_are_one_sentence(diagnose, line, code, sentence):
    done = diagnose(line)
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert len(done.err.splitlines()) == 1


def test_no_verdict_is_said_too():
    found = look(train(Experiment(data=Circle(samples=50)), 0))
    without = {name: getattr(found, name) for name in found.__struct_fields__} | {"verdict": None}
    assert "no verdict" in table(type(found)(**without))
    both = type(found)(**without | {"verdict": Verdict(0.1, 0.2)})
    assert table(both).splitlines()[-1].startswith("against high variance: more data, ")


def test_numbers_that_are_not_finite_become_null():
    assert json_text({"a": [float("inf"), 1.5], "b": (float("nan"), None, "x")}) == (
        '{"a": [null, 1.5], "b": [null, null, "x"]}'
    )
