"""nnplay train --export in every format: the files are there, and it is told by whom they were proved."""

import pytest

from engine.export import consumers, every_format
from engine.export import formats as of_formats
from playground.cli import main

LINE = ["train", "--data", "spiral", "--features", "x1,x2,sin(3*x1)*x2", "--layers", "4:relu:bn:keep=0.8"]


def test_all_formats_at_once(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(consumers, "is_installed", lambda package: False)  # on any machine
    paths = {ending: tmp_path / f"w{ending}" for ending in every_format()}
    exports = [word for path in paths.values() for word in ("--export", str(path))]
    assert main([*LINE, "--epochs", "2", *exports]) == 0
    told = capsys.readouterr().err
    for ending, path in paths.items():
        who = "run by Python with NumPy" if ending == ".py" else "read back"
        assert f"{path}: {who}, predictions differ by " in told
        assert every_format()[ending].read(path).features == ("x1", "x2", "sin(3*x1)*x2")


@pytest.mark.parametrize("name", ["w.onnx", "w.keras"])
def test_a_missing_package_is_told_before_the_training(capsys, monkeypatch, tmp_path, name):
    monkeypatch.setattr(of_formats, "is_installed", lambda package: False)
    assert main([*LINE, "--epochs", "100000", "--export", str(tmp_path / name)]) == 2
    assert 'pip install "neural-playground[' in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
