"""`nnplay race-loops`: a table or one JSON object, and 0 only where all three ways agree."""

import json
from types import SimpleNamespace

import pytest

from engine.loops import UnitLoops
from engine.race import Contender, Race
from playground.cli import main
from playground.commands.race import table


@pytest.fixture
def race(capsys):
    """Run the command: exit code, standard output, standard error."""

    def run(line):
        code = main(["race-loops", *line.split()])
        captured = capsys.readouterr()
        return SimpleNamespace(code=code, out=captured.out, err=captured.err)

    return run


@pytest.mark.parametrize(
    "line",
    [
        "--examples 20",
        "--examples 5 --data iris --layers 5:relu:bn:keep=0.8,4:gelu --l1 0.1 --l2 0.2 --dtype float64",
    ],
)
def test_all_three_ways_are_equal(race, line):
    done = race(line)
    assert (done.code, done.err) == (0, "")
    assert "\nequal: they differ by " in done.out
    found = json.loads(race(f"{line} --json").out)
    assert found["equal"] is True
    assert found["difference"] <= 1e-12
    assert found["examples"] == int(line.split()[1])
    assert [row["name"] for row in found["contenders"]][::2] == ["loops over examples and units", "matrices"]
    assert all(row["seconds"] > 0 and row["speed_up"] > 0 for row in found["contenders"])


def test_a_way_that_differs_exits_with_one(race, monkeypatch):
    monkeypatch.setattr(UnitLoops, "bias_gradient", lambda loops, D: D[:, :1])
    done = race("--examples 5")
    assert (done.code, done.err) == (1, "")
    assert "\nnot equal: they differ by " in done.out


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("--examples 0", 2, "--examples: expected a whole number of at least 1"),
        ("--epochs 3", 2, '"--epochs" is an unknown option'),
        ("--layers 900,900", 1, "they race with at most 500000"),
        ("--data missing.csv --target y", 3, "missing.csv"),
    ],
)
def test_mistakes_are_one_sentence(race, line, code, sentence):
    done = race(line)
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert len(done.err.splitlines()) == 1


def test_a_split_that_is_not_used_is_said_so(race, tmp_path):
    path = tmp_path / "flowers.csv"
    assert main(["data", "iris", "--quiet", "--out", str(path)]) == 0
    done = race(f"--data {path} --target species --split 50/50/0 --examples 3")
    assert "has a split column, so --split is not used." in done.err
    assert race(f"--data {path} --target species --split 50/50/0 --examples 3 --quiet").err == ""


def test_times_are_in_the_unit_that_fits():
    contenders = (Contender("a", 2.5, 1.0), Contender("b", 0.0125, 200.0), Contender("c", 5e-5, 50000.0))
    lines = table(Race(contenders, 0.0, 3, 9)).splitlines()
    assert [line.split()[1:] for line in lines[1:4]] == [
        ["2.5", "s", "1x"],
        ["12.5", "ms", "200x"],
        ["50", "µs", "5e+04x"],
    ]
    assert lines[-1].startswith("9 parameters, 3 examples")
