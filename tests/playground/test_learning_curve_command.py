"""`nnplay learning-curve`: a table or one JSON object, the numbers of the engine, and plain refusals."""

import csv
import io
import json
from types import SimpleNamespace

import pytest

from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.learning_curve import CurvePoint, LearningCurve, conclusion, plan, trace
from engine.problem import Problem
from playground.cli import main
from playground.commands.learning_curve import csv_text, table

LINE = "--samples 100 --layers 3 --epochs 5 --sizes 3"


@pytest.fixture
def run(capsys):
    """Run the command: exit code, standard output, standard error."""

    def run(line):
        code = main(["learning-curve", *line.split()])
        captured = capsys.readouterr()
        return SimpleNamespace(code=code, out=captured.out, err=captured.err)

    return run


def curve(count=3):
    problem = Problem(Experiment(data=Circle(samples=100), layers=(Dense(3),)))
    *_, found = trace(problem, plan(problem, 5, count))
    return found


def test_the_numbers_are_the_engine_s(run):
    done, known = run(LINE), curve()
    assert done.code == 0
    assert done.out == table(known) + "\n"
    assert done.out.endswith(conclusion(known) + "\n")
    found = json.loads(run(f"{LINE} --json").out)
    assert [(p["m"], p["train"], p["dev"]) for p in found["points"]] == [
        (p.m, p.train, p.dev) for p in known.points
    ]
    assert found["conclusion"] == conclusion(known)


def test_each_point_is_told_as_it_comes(run):
    lines = run(LINE).err.splitlines()
    assert [line.split(":")[0] for line in lines] == ["1 of 3", "2 of 3", "3 of 3"]
    assert run(f"{LINE} --quiet").err == ""


def test_sizes_grow_by_the_same_step(run):
    found = json.loads(run(f"{LINE} --spacing linear --json --quiet").out)
    assert [point["m"] for point in found["points"]] == [10, 35, 60]


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("--sizes 1", 2, "from 2 to 50"),
        ("--spacing cubic", 2, "spacing"),
        ("--split 100/0/0", 3, "no example is dev"),
        ("--start weights.npz", 2, "fresh copies"),
        ("--epochs 0", 1, "at least 1 epoch"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run, line, code, words):
    done = run(f"--samples 50 {line}")
    assert done.code == code
    assert words in done.err
    assert done.err.count("\n") == 1


def test_a_divergence_is_seen_in_the_exit_code(run):
    done = run("--data plane --samples 50 --optimizer gd --rate 1e6 --epochs 20 --sizes 2 --quiet")
    assert done.code == 4
    assert "* diverged" in done.out


def test_as_csv_every_number_is_whole():
    known = curve()
    rows = list(csv.DictReader(io.StringIO(csv_text(known))))
    assert [(int(row["m"]), float(row["dev_cost"])) for row in rows] == [
        (p.m, p.dev_cost) for p in known.points
    ]
    unknown = LearningCurve("1 - R^2", 5, 10, (CurvePoint(10, None, 0.5, 1.0, 2.0),))
    assert csv_text(unknown).splitlines()[1] == "10,,0.5,1.0,2.0,0"
