"""`nnplay train --checkpoint` and `--resume`: two halves are the whole."""

import json

import pytest

from engine.checkpoint import load_checkpoint
from playground.cli import main

FULL = ["--layers", "6:relu:bn:keep=0.8,4", "--rate", "0.02", "--batch-size", "7", "--samples", "60"]


def report(capsys, *arguments):
    assert main(["train", "--json", "--quiet", *map(str, arguments)]) == 0
    found = json.loads(capsys.readouterr().out)
    return {name: found[name] for name in ("epochs", "iterations", "cost", "accuracy", "weights_sha256")}


def test_two_halves_are_the_whole(capsys, tmp_path):
    whole = report(capsys, *FULL, "--epochs", 10)
    half = report(capsys, *FULL, "--epochs", 4, "--checkpoint", tmp_path / "half")
    assert half["epochs"] == 4
    assert report(capsys, "--resume", tmp_path / "half", "--epochs", 6) == whole


def test_a_resumed_training_may_be_put_away_again(capsys, tmp_path):
    whole = report(capsys, *FULL, "--epochs", 3)
    report(capsys, *FULL, "--epochs", 1, "--checkpoint", tmp_path / "a")
    report(capsys, "--resume", tmp_path / "a", "--epochs", 1, "--checkpoint", tmp_path / "a")
    assert report(capsys, "--resume", tmp_path / "a", "--epochs", 1, "--export", tmp_path / "w.npz") == whole
    assert (tmp_path / "w.npz").exists()


def test_under_early_stopping_the_best_weights_are_kept_at_the_end_but_the_checkpoint_goes_on(
    capsys, tmp_path
):
    options = [*FULL, "--noise", "0.4", "--early-stopping", "50"]
    whole = report(capsys, *options, "--epochs", 40)
    assert (
        main(["train", "--json", "--quiet", *options, "--epochs", "30", "--checkpoint", str(tmp_path / "a")])
        == 0
    )
    stop = json.loads(capsys.readouterr().out)["early_stop"]
    assert stop["epoch"] == 30
    assert stop["best_epoch"] < 30
    assert load_checkpoint(tmp_path / "a").early_stop is None
    assert report(capsys, "--resume", tmp_path / "a", "--epochs", 10) == whole


def test_an_interrupted_training_is_put_away(capsys, tmp_path, monkeypatch):
    from engine.trainer import Trainer

    run = Trainer.run_epoch

    def interrupted(trainer):
        if trainer.epoch == 2:
            raise KeyboardInterrupt
        run(trainer)

    monkeypatch.setattr(Trainer, "run_epoch", interrupted)
    assert main(["train", "--quiet", "--epochs", "9", "--checkpoint", str(tmp_path / "a")]) == 130
    assert load_checkpoint(tmp_path / "a").epoch == 2


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (["--resume", "{tmp}/none"], 3, "none is not a checkpoint that can be read"),
        (["--resume", "{tmp}/junk"], 3, "junk is not a checkpoint that can be read"),
        (["--resume", "{tmp}/good", "--layers", "4"], 2, "leave out what says something else"),
        (["--resume", "{tmp}/good", "--seed", "4"], 2, "leave out what says something else"),
        (["--checkpoint", "{tmp}/no/folder"], 2, "There is no folder"),
    ],
)
def test_what_cannot_be_is_one_sentence(capsys, tmp_path, options, code, sentence):
    (tmp_path / "junk").write_text("junk")
    assert main(["train", "--quiet", "--epochs", "1", "--checkpoint", str(tmp_path / "good")]) == 0
    capsys.readouterr()
    assert main(["train", "--quiet", *(word.format(tmp=tmp_path) for word in options)]) == code
    printed = capsys.readouterr()
    assert sentence in printed.err
    assert printed.err.count("\n") == 1
