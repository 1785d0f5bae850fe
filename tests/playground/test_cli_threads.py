"""`nnplay train --threads 2`: the same result to the last digits."""

import json

import numpy as np
import pytest

from engine.lanes import WIDE
from playground.cli import main


@pytest.fixture
def weights(capsys, tmp_path):
    def run(threads):
        path = tmp_path / f"{threads}.npz"
        line = f"train --samples 50 --dtype float64 --epochs 3 --quiet --json --layers {WIDE}:relu --export"
        assert main([*line.split(), str(path), "--threads", threads]) == 0
        assert json.loads(capsys.readouterr().out)["epochs"] == 3
        return np.load(path)

    return run


def test_two_threads_learn_what_one_learns(weights):
    one, two = weights("1"), weights("2")
    for name in ("W1", "b1", "W2", "b2"):
        np.testing.assert_allclose(one[name], two[name], rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [(["--threads", "3"], "from 1 to 2"), (["--resume", "a", "--threads", "2"], "(threads)")],
)
def test_what_cannot_be_is_one_sentence(capsys, options, sentence):
    assert main(["train", *options]) == 2
    printed = capsys.readouterr().err
    assert sentence in printed
    assert printed.count("\n") == 1
