"""Projects in the shell: they go on as in the window, are described, and a wrong file is one sentence."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.export import FORMATS
from engine.project import open_project
from engine.trainer import Trainer
from playground.cli import main


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "mine.nnplay"
    assert main(["train", "--data", "circle", "--epochs", "3", "--quiet", "--checkpoint", str(path)]) == 0
    return path


def test_a_project_goes_on_as_if_it_had_not_stopped(project: Path, tmp_path: Path, capsys) -> None:
    later = tmp_path / "later.nnplay"
    assert main(["train", str(project), "--epochs", "2", "--quiet", "--checkpoint", str(later)]) == 0
    found = open_project(later).trainer
    alone = Trainer(found.experiment)
    for _ in range(5):
        alone.run_epoch()
    assert found.epoch == 5
    np.testing.assert_array_equal(found.parameters["W1"], alone.parameters["W1"])


def test_a_project_is_described(project: Path, capsys) -> None:
    assert main(["show", str(project)]) == 0
    told = capsys.readouterr().out
    assert "Circle" in told
    assert "cross-entropy" in told
    assert main(["show", str(project), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    trainer = open_project(project).trainer
    train = trainer.evaluate("train")
    assert train is not None
    assert found["epoch"] == 3
    assert found["layers"] == list(trainer.network.sizes)
    assert found["train"]["cost"] == pytest.approx(train.cost)
    assert found["data_inside"] is False


def test_a_table_is_inside(tmp_path: Path, capsys) -> None:
    table = tmp_path / "t.csv"
    table.write_text("a,b,y\n" + "\n".join(f"{k},{k % 7},{'u' if k % 2 else 'v'}" for k in range(30)))
    path = tmp_path / "t.nnplay"
    arguments = ["train", "--data", str(table), "--target", "y", "--epochs", "1", "--quiet"]
    assert main([*arguments, "--checkpoint", str(path)]) == 0
    table.unlink()
    assert main(["train", str(path), "--epochs", "1", "--quiet"]) == 0
    assert main(["show", str(path)]) == 0
    assert "data inside" in capsys.readouterr().out


def test_the_weights_of_a_project_are_written_with_their_proof(project: Path, tmp_path, capsys) -> None:
    files = [tmp_path / name for name in ("w.npz", "w.safetensors", "w.json", "w.zip", "w.py", "w_torch.py")]
    assert main(["export", str(project), *map(str, files), "--dtype", "float64"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in told] == list(map(str, files))
    assert all("predictions differ by" in line for line in told)
    trainer = open_project(project).trainer
    X = trainer.problem.unlocked
    model = FORMATS[".npz"].read(files[0])
    assert model.dtype == "float64"
    np.testing.assert_allclose(model.output(model.logits(X)), trainer.predict(X), rtol=1e-5)
    assert main(["export", str(project), str(files[0]), "--json"]) == 0
    (proof,) = json.loads(capsys.readouterr().out)["files"]
    assert proof["file"] == str(files[0])
    assert proof["largest_difference"] < 1e-6
    assert proof["examples"] == X.shape[1]


def test_nothing_is_written_where_one_of_the_files_cannot_be(project: Path, tmp_path: Path, capsys) -> None:
    good = tmp_path / "good.npz"
    assert main(["export", str(project), str(good), str(tmp_path / "no" / "bad.npz")]) == 2
    assert main(["export", str(project), str(good), str(tmp_path / "bad.txt")]) == 2
    assert main(["export", str(project), str(good), "--dtype", "float16"]) == 2
    assert not good.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["show"],
        ["train", "bad.nnplay"],
        ["show", "bad.nnplay"],
        ["show", "none.nnplay"],
        ["export"],
        ["export", "none.nnplay"],
        ["export", "bad.nnplay", "w.npz"],
        ["export", "none.nnplay", "w.npz"],
    ],
)
def test_what_is_no_project_is_one_sentence(words, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.nnplay").write_bytes(b"nothing")
    assert main(words) in (2, 3)
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_project_is_not_described_anew(project: Path, capsys) -> None:
    assert main(["train", str(project), "--lr", "1", "--epochs", "1"]) == 2
