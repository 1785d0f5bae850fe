"""Everything that can be set of drawn points in the window can be said in the shell."""

import csv

import numpy as np
import pytest

from engine.data import BY_NAME, Blobs, Boxed, Circle, Quantiles, Sine
from playground.cli import main


@pytest.fixture
def written(capsys):
    """The columns but the last, which is the split, of what `nnplay data` prints."""

    def run(line):
        assert main(["data", *line.split()]) == 0
        rows = list(csv.reader(capsys.readouterr().out.splitlines()))
        return np.array(rows[1:])[:, :-1].astype(float).T

    return run


@pytest.mark.parametrize(
    ("line", "data"),
    [
        ("circle --flips 0.2 --jitter 0.3", Circle(flips=0.2, jitter=0.3)),
        ("circle --imbalance 0.5 --outliers 0.1 --seed 4", Circle(imbalance=0.5, outliers=0.1, seed=4)),
        ("blobs --classes 5 --samples 60", Blobs(classes=5, samples=60)),
        ("quantiles --classes 2", Quantiles(classes=2)),
        ("sine --noise 0.1 --jitter 1.5", Sine(noise=0.1, jitter=1.5)),
    ],
)
def test_options_reach_the_points(written, line, data):
    *X, y = written(line)
    dataset = data.load()
    assert np.array_equal(np.stack(X), dataset.X)
    assert np.array_equal(y, dataset.y)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "data plane --flips 0.1",
            "--flips means nothing for plane; it has --samples, --noise, --jitter, --outliers.",
        ),
        ("data no_structure --noise 0.1", "--noise means nothing for no_structure; it has --samples,"),
        ("data circle --classes 3", "--classes means nothing for circle; it has --samples, --noise,"),
        ("data blobs --classes 7", "The classes of blobs must be from 3 to 6, not 7."),
        ("train --data xor --jitter 3", "Jitter must be from 0 to 2, not 3."),
        (
            "train --data wine --outliers 0.1",
            "--outliers belongs to the generated data; wine has its own rows.",
        ),
    ],
)
def test_what_means_nothing_is_refused_in_words(capsys, line, sentence):
    assert main(line.split()) == 2
    assert sentence in capsys.readouterr().err


def test_the_help_tells_the_sources_of_the_real_data(capsys):
    main(["data", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    for name, kind in BY_NAME.items():
        if issubclass(kind, Boxed):
            assert f"{name}: {kind.from_whom}. Licence: {kind.licence}" in said
