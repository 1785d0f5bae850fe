"""`nnplay check`: a table or one JSON object, and an exit code that a script can rely on."""

import json
from types import SimpleNamespace

import pytest

from engine.activations import Tanh
from engine.gradient_checking import Component, GradientCheck, LayerCheck
from playground.cli import main
from playground.commands.check import table, to_json


@pytest.fixture
def check(capsys):
    """Run the command: exit code, standard output, standard error."""

    def run(line):
        code = main(["check", *line.split()])
        captured = capsys.readouterr()
        return SimpleNamespace(code=code, out=captured.out, err=captured.err)

    return run


@pytest.mark.parametrize(
    "line",
    [
        "",
        "--data spiral --layers 8:tanh,8:relu --l2 0.1 --seed 3",
        "--data blobs --layers 4:leaky_relu --dtype float64 --batch-size all --optimizer gd",
        "--data iris --layers 5:sigmoid --features x1,x3 --no-normalize",
        "--layers 5:tanh:bn,4:elu:alpha=0.5:frozen --l1 0.3 --output l2=0.5 --label-smoothing 0.1",
        "--layers 5:tanh --loss sigmoid_squared_error --clip-norm 0.01 --augment jitter",
    ],
)
def test_a_right_gradient_is_great(check, line):
    done = check(line)
    assert (done.code, done.err) == (0, "")
    assert "\ngreat: difference " in done.out
    found = json.loads(check(f"{line} --json").out)
    assert found["verdict"] == "great"
    assert found["difference"] < 1e-6
    assert [row["layer"] for row in found["layers"]] == list(range(1, len(found["layers"]) + 1))
    assert found["layers"][0]["largest"].keys() == {"name", "numeric", "analytic"}


def test_dropout_is_refused_and_can_be_left_out(check):
    done = check("--layers 5:keep=0.5 --input-keep-prob 0.8")
    assert (done.code, done.out) == (2, "")
    assert "Dropout makes every forward pass different" in done.err
    assert done.err.endswith("The option for that is --dropout-off.\n")
    without = check("--layers 5:keep=0.5 --input-keep-prob 0.8 --dropout-off --json")
    assert (without.code, without.err) == (0, "")
    assert without.out == check("--layers 5 --json").out


def test_given_weights_are_checked(check, capsys, tmp_path):
    file = f"{tmp_path}/w.npz"
    assert main(["train", "--layers", "4", "--epochs", "20", "--export", file, "--quiet"]) == 0
    capsys.readouterr()
    trained = json.loads(check(f"--layers 4 --start {file} --json").out)
    assert trained["verdict"] == "great"
    assert trained["cost"] < json.loads(check("--layers 4 --json").out)["cost"]


def test_the_same_line_gives_the_same_numbers(check):
    line = "--data spiral --layers 6:tanh --json"
    assert check(line).out == check(line).out


def test_the_number_of_examples_is_chosen(check):
    assert json.loads(check("--examples 7 --json").out)["examples"] == 7
    assert json.loads(check("--json").out)["examples"] == 100
    assert json.loads(check("--examples 99999 --json").out)["examples"] == 300


def test_a_wrong_gradient_exits_with_one(check, monkeypatch):
    monkeypatch.setattr(Tanh, "derivative", lambda g, Z, A: 1 - A)
    done = check("--layers 4:tanh,3:tanh")
    assert (done.code, done.err) == (1, "")
    assert "\na bug: difference " in done.out


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("--examples 0", 2, "--examples: expected a whole number of at least 1"),
        ("--epochs 3", 2, '"--epochs" is an unknown option'),
        ("--layers 8:tahn", 2, "Did you mean tanh?"),
        ("--features x9", 2, 'no feature "x9"'),
        ("--data missing.csv --target y", 3, "missing.csv"),
    ],
)
def test_mistakes_are_one_sentence(check, line, code, sentence):
    done = check(line)
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert len(done.err.splitlines()) == 1


def test_help(check):
    done = check("--help")
    assert (done.code, done.err) == (0, "")
    assert "usage: nnplay check" in done.out


def test_a_split_that_is_not_used_is_said_so(check, tmp_path):
    path = tmp_path / "flowers.csv"
    assert main(["data", "iris", "--quiet", "--out", str(path)]) == 0
    done = check(f"--data {path} --target species --split 50/50/0")
    assert done.code == 0
    assert "has a split column, so --split is not used." in done.err
    assert check(f"--data {path} --target species --split 50/50/0 --quiet").err == ""


def test_what_cannot_be_compared_is_named():
    kinks = tuple(Component(f"W1[{i}, 0]", 0.5, 1.0) for i in range(7))
    row = LayerCheck(1, 0.0, "look closer", None)
    result = GradientCheck(
        difference=float("inf"),
        readable_difference=0.0,
        verdict="a bug",
        layers=(row, LayerCheck(2, 0.5, "great", Component("b2[0, 0]", 1e-12, 2e-12))),
        kinks=kinks,
        cost=1.0,
        examples=3,
        parameters=9,
        eps=1e-7,
    )
    lines = table(result)
    assert "nothing to compare" in lines
    assert "W1[0, 0], W1[1, 0], W1[2, 0], W1[3, 0], W1[4, 0] and 2 more" in lines
    assert "* derivatives so small" in lines
    found = to_json(result)
    assert found["difference"] is None
    assert len(found["kinks"]) == 7
    assert [layer["only_rounding"] for layer in found["layers"]] == [False, True]
