"""The split holds its shares, every class is in every part, and the data's own split wins."""

import numpy as np
import pytest

from engine.data import Blobs, Circle, Dataset, Iris, Split
from engine.errors import DataError


def counts(codes):
    return np.bincount(codes, minlength=3).tolist()


def test_default_is_60_20_20():
    assert counts(Split().assign(Circle().load(), 1)) == [300, 100, 100]


@pytest.mark.parametrize("data", [Circle(), Blobs(samples=302), Iris()])
def test_every_class_keeps_its_share(data):
    dataset = data.load()
    codes = Split().assign(dataset, 3)
    for c in range(dataset.n_classes):
        mine = counts(codes[dataset.y == c])
        total = sum(mine)
        assert mine == pytest.approx([0.6 * total, 0.2 * total, 0.2 * total], abs=1)


def test_the_seed_decides():
    data = Circle().load()
    assert np.array_equal(Split().assign(data, 1), Split().assign(data, 1))
    assert not np.array_equal(Split().assign(data, 1), Split().assign(data, 2))


def test_regression_is_split_by_chance():
    data = Dataset(X=np.zeros((1, 50)), y=np.arange(50.0), task="regression", columns=("x",))
    codes = Split(train=0.5, dev=0.5, test=0).assign(data, 1)
    assert counts(codes) == [25, 25, 0]
    assert len(set(codes[:25])) == 2


def with_split(codes):
    m = len(codes)
    y = np.arange(m) % 2
    return Dataset(
        X=np.zeros((1, m)),
        y=y,
        task="binary",
        columns=("x",),
        classes=("a", "b"),
        split=np.array(codes, np.int8),
    )


def test_the_split_in_the_data_wins():
    assert Split().assign(with_split([2, 0, 1, 0]), 1).tolist() == [2, 0, 1, 0]


def test_no_training_part_is_refused():
    with pytest.raises(DataError, match="No example is in the training part"):
        Split().assign(with_split([1, 2, 2]), 1)


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        ((0.6, 0.2, 0.1), r"must add up to 100 %, not 60 % \+ 20 % \+ 10 %"),
        ((1.2, -0.1, -0.1), r"must add up to 100 %, not 120 % \+ -10 % \+ -10 %"),
        ((float("nan"), 0.5, 0.5), "must add up to 100 %, not nan %"),
        ((0.0, 0.5, 0.5), "The training part is 0 %"),
    ],
)
def test_impossible_shares_are_refused(shares, sentence):
    train, dev, test = shares
    with pytest.raises(DataError, match=sentence):
        Split(train=train, dev=dev, test=test)


def placed(places):
    y = np.arange(len(places), dtype=np.int64) % 2
    X = np.zeros((1, len(places)))
    return Dataset(X=X, y=y, task="binary", columns=("x",), classes=("a", "b"), places=np.array(places))


def test_examples_with_places_of_their_own_are_divided_by_them_alone():
    data = placed([0.0, 0.59, 0.61, 0.79, 0.81, 0.99])
    assert Split().assign(data, 1).tolist() == Split().assign(data, 2).tolist() == [0, 0, 1, 1, 2, 2]
    assert Split(train=1, dev=0, test=0).assign(data, 1).tolist() == [0] * 6


def test_a_larger_training_part_takes_examples_in_and_gives_none_away():
    data = placed(np.linspace(0, 0.99, 50).tolist())
    small, large = (Split(train=t, dev=0.9 - t, test=0.1).assign(data, 1) for t in (0.4, 0.6))
    assert (large[small == 0] == 0).all()
    assert (large == 0).sum() > (small == 0).sum()


@pytest.mark.parametrize("places", [[0.1], [0.1, 1.0], [-0.1, 0.5], [float("nan"), 0.5]])
def test_places_that_are_none_are_refused(places):
    with pytest.raises(DataError, match="place"):
        Dataset(
            X=np.zeros((1, 2)),
            y=np.array([0, 1]),
            task="binary",
            columns=("x",),
            classes=("a", "b"),
            places=np.array(places),
        )
