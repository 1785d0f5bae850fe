"""What is copied of a layer: the program runs as pasted and agrees with the workings, LaTeX is balanced."""

import re
import subprocess
import sys
from itertools import accumulate

import pytest

from engine.activations import ACTIVATIONS
from engine.data import Blobs, Circle, Plane
from engine.experiment import Experiment
from engine.layers import Dense
from engine.losses import Huber, SigmoidSquaredError
from engine.trainer import Trainer
from engine.workings import next_step
from playground.panels.equations.latex_text import document
from playground.panels.equations.marking import Mark
from playground.panels.equations.numpy_text import program, size
from playground.panels.equations.page import make_page

NET = Experiment(
    data=Circle(samples=60),
    layers=(Dense(3, batch_norm=True, keep_prob=0.7), Dense(4, keep_prob=0.6)),
    l1=0.05,
    l2=0.1,
    batch_size=16,
)
EXPERIMENTS = {
    "everything": NET,
    "smoothed": NET.with_(label_smoothing=0.1, input_keep_prob=0.9),
    "squared error": NET.with_(loss=SigmoidSquaredError()),
    "softmax": NET.with_(data=Blobs(samples=60)),
    "values": NET.with_(data=Plane(samples=60)),
    "Huber": NET.with_(data=Plane(samples=60), loss=Huber(threshold=0.3)),
    "no hidden layer": NET.with_(layers=()),
}
for name, g in ACTIVATIONS.items():
    EXPERIMENTS[name] = Experiment(
        data=Circle(samples=40), layers=(Dense(3, g, batch_norm=True), Dense(2, g))
    )


def workings(name):
    trainer = Trainer(EXPERIMENTS[name])
    trainer.step()
    return next_step(trainer, updates=False)


@pytest.mark.parametrize("name", list(EXPERIMENTS))
def test_the_program_computes_what_the_window_shows(name):
    shown = workings(name)
    for l in range(1, shown.network.depth + 1):
        written = program(shown, l, 0)
        exec(compile(written, "pasted", "exec"), {"__name__": "pasted"})


def test_it_runs_as_pasted_and_says_so():
    pasted = program(workings("everything"), 1, 3)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", pasted], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Layer 1: every number is as in the window.\n"


@pytest.mark.parametrize("line", ["dZ_tilde1 = dA1", "dZ1 = gamma1", "A1 = A1 * D1", "dW1 = dZ1"])
def test_a_line_that_is_wrong_is_noticed(line):
    written = program(workings("everything"), 1, 0)
    assert line in written
    wrong = written.replace(f"\n{line}", f"\n{line.split(' = ')[0]} = 1.01 * {line.split(' = ')[1]}")
    with pytest.raises(AssertionError):
        exec(compile(wrong, "pasted", "exec"), {})


def test_how_long_a_program_is_is_known_before_it_is_written():
    shown = workings("everything")
    for l in range(1, 4):
        written = len(re.findall(r"-?\d+\.\d+(?:e-?\d+)?|\b[01]\b", program(shown, l, 0)))
        assert 0.6 * written < size(shown, l) < 1.5 * written


@pytest.mark.parametrize("name", list(EXPERIMENTS))
def test_latex_is_balanced_and_holds_every_equation(name):
    shown = workings(name)
    for l in range(1, shown.network.depth + 1):
        page = make_page(shown, l, Mark(1, 1, 2))
        text = document(page, 7)
        assert "$" not in text
        assert re.findall(r"[^\x00-\x7f]", text) == []
        depths = list(accumulate({"{": 1, "}": -1}.get(character, 0) for character in text))
        assert (min(depths), depths[-1]) == (0, 0)
        opened = re.findall(r"\\begin\{(\w+\*?)\}", text)
        assert sorted(opened) == sorted(re.findall(r"\\end\{(\w+\*?)\}", text))
        body = text.split(r"\begin{align*}")[1].split(r"\end{align*}")[0]
        for row in body.split("\\\\\n"):
            assert row.replace(" && ", "").count("&") == 1
        for name_of in ("W", "dZ", "dW"):
            assert f"{name_of}^{{[{l}]}}" in text


def test_the_matrices_in_latex_are_cut_with_dots():
    shown = workings("everything")
    text = document(make_page(shown, 1, Mark()), 0)
    assert text.count(r"\begin{bmatrix}") == 3  # no b under batch norm
    assert r"\cdots" in text
    page = make_page(shown, 3, Mark())
    assert document(page, 0).count(r"\begin{bmatrix}") == 4
