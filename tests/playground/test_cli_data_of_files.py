"""A table is written as another table, with its split: from CSV to arrays and back."""

import numpy as np
import pytest

from playground.cli import main


@pytest.fixture
def table(tmp_path):
    lines = [f"{i},{i * i % 7},{'ab'[i % 2]}" for i in range(40)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["length,width,kind", *lines]))
    return path


def test_a_table_becomes_arrays_with_its_names(table, tmp_path, capsys):
    out = tmp_path / "t.npz"
    options = ["--target", "kind", "--ignore", "width", "--split", "50/25/25", "--out", str(out)]
    assert main(["data", str(table), *options]) == 0
    assert capsys.readouterr().err == f"{out}: 40 examples\n"
    with np.load(out, allow_pickle=False) as file:
        assert file["columns"].tolist() == ["length"]
        assert file["classes"].tolist() == ["a", "b"]
        assert np.bincount(file["split"]).tolist() == [20, 10, 10]
    assert main(["data", str(out)]) == 0
    assert capsys.readouterr().out.startswith("length,kind,split\n0.0,a,")


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (["t.csv"], 2, "--target is missing"),
        (["missing.csv", "--target", "y"], 3, "There is no file"),
        (["circle", "--target", "y"], 2, "--target belongs to a table"),
    ],
)
def test_what_is_wrong_is_said(table, monkeypatch, capsys, options, code, sentence):
    monkeypatch.chdir(table.parent)
    assert main(["data", *options]) == code
    assert sentence in capsys.readouterr().err
