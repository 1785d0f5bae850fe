"""A report says what the training is: its numbers are the engine's, and what users named is only text."""

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.activations import Relu
from engine.data import Circle, Digits, Iris, Table, available
from engine.experiment import Experiment
from engine.layers import Dense
from engine.metrics import Classification, measure
from engine.model import weights_sha256
from engine.presets import PRESETS
from engine.trainer import Trainer
from playground.canvas.clipboard import read
from playground.cli import main
from playground.frames import FrameBuilder, View
from playground.report_page import report
from playground.shades import Shades
from playground.tokens import LIGHT
from tests.playground.html_page import Page

FLOWERS = Experiment(data=Iris(), features=available(4), layers=(Dense(5, Relu(), batch_norm=True),), l2=0.1)
NASTY = "<script>alert('x')</script>&\""


def trained(experiment: Experiment, epochs: int = 2) -> Trainer:
    trainer = Trainer(experiment)
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "rate-too-high"])
def test_every_preset_has_a_page(name):
    page = Page(report(trained(PRESETS[name].experiment), "A <title>"))
    assert page.headings[0] == "Network"
    assert "A <title>" in page.words
    assert all(link.startswith("data:image/png;base64,") for link in page.links)
    assert "nan" not in page.words.lower().split()


def test_the_numbers_are_those_of_the_engine():
    trainer = trained(FLOWERS)
    page = Page(report(trainer, "Flowers"))
    dev = trainer.evaluate("dev")
    assert dev is not None
    found = measure(trainer.problem, "dev", trainer.evaluator.last_logits("dev"))
    assert isinstance(found, Classification)
    assert page.row("dev") == [
        f"{dev.cost:.3f}",
        *(f"{100 * x:.1f}\u2009%" for x in (found.accuracy, found.macro.precision, found.macro.recall)),
        f"{100 * found.macro.f1:.1f}\u2009%",
    ]
    names = trainer.problem.dataset.classes
    matrix = [row[1:] for row in page.rows if row[0] in names][-3:]
    assert np.array_equal(np.array(matrix, int), found.confusion)
    assert page.row("Weights, SHA-256") == [weights_sha256(trainer.parameters | trainer.statistics)]
    assert page.row("L2 λ") == ["0.1"]
    mean = float(trainer.problem.normalizer.mean[0, 0])
    assert float(page.row("x₁ sepal length (cm)")[0]) == pytest.approx(mean, rel=1e-5)


def test_the_equations_are_those_of_the_network():
    page = Page(report(trained(FLOWERS), "Flowers"))
    lines = {row[0]: row[1] for row in page.rows if len(row) == 2}
    assert lines["Z[1] = W[1] X"] == "(5, m) = (5, 4)(4, m)"
    assert lines["A[1] = relu(Z̃[1])"] == "(5, m)"
    assert lines["Z[2] = W[2] A[1] + b[2]"] == "(3, m) = (3, 5)(5, m) + (3, 1)"
    assert any(line.startswith("J = ") and "λ/2m" in line for line in lines)


def test_the_plane_is_what_the_network_says_of_it():
    trainer = trained(Experiment(data=Circle(samples=60)))
    page = Page(report(trainer, "Circle"))
    frame = FrameBuilder(trainer, View()).build(0.0)
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(page.links[0].partition(",")[2]))))
    shades = Shades(frame.scene.dataset, LIGHT).pixels(frame.field)
    assert np.array_equal(pixels[..., 0], shades >> 16 & 255)
    assert np.array_equal(pixels[..., 2], shades & 255)


def test_the_same_training_is_the_same_page():
    assert report(trained(FLOWERS), "Flowers") == report(trained(FLOWERS), "Flowers")


def test_the_test_part_is_locked_unless_it_is_asked_for():
    trainer = trained(FLOWERS)
    locked, told = Page(report(trainer, "Flowers")), Page(report(trainer, "Flowers", test=True))
    assert "The test part is locked" in locked.words
    assert not [row for row in locked.rows if row[0] == "test"]
    assert told.row("test")
    assert "The test part is locked" not in told.words


def test_wide_layers_are_drawn_in_part():
    page = Page(
        report(trained(Experiment(data=Digits(), features=available(64), layers=(Dense(40),)), 1), "D")
    )
    assert "and 32 more" in page.words
    assert "8 by 8 pixels" in page.words


def test_what_users_named_is_only_text(tmp_path: Path):
    path = tmp_path / "t.csv"
    rows = [f'"{NASTY.replace(chr(34), 2 * chr(34))}",b,y']
    rows += [f"{k},{k % 7},{'<b>up</b>' if k % 2 else 'no & none'}" for k in range(30)]
    path.write_text("\n".join(rows))
    trainer = trained(Experiment(data=Table(path=str(path), target="y"), layers=(Dense(2),)))
    text = report(trainer, NASTY)
    page = Page(text)
    assert "<script" not in text
    assert NASTY in page.words
    assert "<b>up</b>" in page.words
    assert str(tmp_path) not in text


def test_the_experiment_can_be_taken_up_from_the_page():
    page = Page(report(trained(FLOWERS), "Flowers"))
    found = re.search(r'\{\s*"neural-playground".*\}', page.words, re.DOTALL)
    assert found is not None
    assert read(found[0]) == FLOWERS


def test_the_shell_writes_the_same_page(tmp_path: Path, capsys):
    project, path = tmp_path / "mine.nnplay", tmp_path / "r.html"
    assert main(["train", "--data", "circle", "--epochs", "2", "--quiet", "--checkpoint", str(project)]) == 0
    assert main(["report", str(project), str(path)]) == 0
    assert "is written" in capsys.readouterr().err
    page = Page(path.read_text("utf-8"))
    assert page.row("Trained for") == ["2 epochs, 20 iterations"]
    assert not [row for row in page.rows if row[0] == "test"]
    assert main(["report", str(project), str(path), "--test"]) == 0
    assert Page(path.read_text("utf-8")).row("test")


@pytest.mark.parametrize(("name", "code"), [("no/r.html", 2), ("r.txt", 1)])
def test_a_page_that_cannot_be_written_is_one_sentence(tmp_path: Path, capsys, name: str, code: int):
    project = tmp_path / "mine.nnplay"
    assert main(["train", "--data", "circle", "--epochs", "1", "--quiet", "--checkpoint", str(project)]) == 0
    capsys.readouterr()
    assert main(["report", str(project), str(tmp_path / name)]) == code
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
