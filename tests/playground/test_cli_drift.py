"""The shell, too, says where dev or test are not from the same distribution as train."""

import numpy as np

from playground.cli import main


def test_a_dev_set_from_elsewhere_is_noted(tmp_path, capsys):
    rng = np.random.default_rng(1)
    parts = ("train", "dev", "test")
    lines = [f"{rng.normal() + 3 * (i % 3 == 1)},{parts[i % 3]},{'ab'[i // 3 % 2]}" for i in range(300)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["length,split,kind", *lines]))
    assert main(["train", "--data", str(path), "--target", "kind", "--epochs", "1"]) == 0
    assert "nnplay: note: length differs: train mean " in capsys.readouterr().err
    assert main(["train", "--epochs", "1"]) == 0
    assert "differ" not in capsys.readouterr().err


def test_of_a_locked_test_part_no_number_is_told(tmp_path, capsys):
    rng = np.random.default_rng(1)
    parts = ("train", "dev", "test")
    lines = [f"{rng.normal() + 3 * (i % 3 == 2)},{parts[i % 3]},{'ab'[i // 3 % 2]}" for i in range(300)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["length,split,kind", *lines]))
    words = ["train", "--data", str(path), "--target", "kind", "--epochs", "1"]
    assert main(words) == 0
    told = capsys.readouterr().err
    assert "note: The test part differs from train in: length. How much is told once it is revealed." in told
    assert "test mean" not in told
    assert main(["diagnose", *words[1:], "--test"]) == 0
    assert "nnplay: note: length differs: train mean " in capsys.readouterr().err
