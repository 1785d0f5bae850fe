"""Noise of every sort moves the same points: each example has its own draws, each sort its own stream."""

import msgspec
import numpy as np
import pytest

from engine.data import BY_NAME, Blobs, Circle, Dataset, Generator, Plane, Quantiles, Sine, Spiral
from engine.data.generators import MOST
from engine.errors import DataError

KINDS = [kind for kind in BY_NAME.values() if issubclass(kind, Generator)]
CLASSIFIED = [kind for kind in KINDS if kind().n_classes]
SPOILED = [(kind, field) for kind in KINDS for field in kind.settings if field in MOST]


def load(data: Generator, **fields: float) -> Dataset:
    return msgspec.structs.replace(data, **fields).load()


@pytest.mark.parametrize(("kind", "field"), SPOILED)
def test_every_setting_changes_something_and_a_seed_gives_the_same_bits(kind, field):
    clean, spoiled, again = kind().load(), kind(**{field: 0.2}).load(), kind(**{field: 0.2}).load()
    assert (spoiled.X.tobytes(), spoiled.y.tobytes()) == (again.X.tobytes(), again.y.tobytes())
    assert not (np.array_equal(clean.X, spoiled.X) and np.array_equal(clean.y, spoiled.y))


@pytest.mark.parametrize(("kind", "field"), SPOILED)
def test_fewer_samples_are_a_prefix_of_more(kind, field):
    if kind is Spiral:
        pytest.skip("its points are spaced anew")
    few, many = kind(samples=120, **{field: 0.2}).load(), kind(samples=400, **{field: 0.2}).load()
    assert np.array_equal(few.X, many.X[:, :120])
    assert np.array_equal(few.y, many.y[:120])


@pytest.mark.parametrize("kind", KINDS)
def test_jitter_moves_every_point_along_its_own_arrow(kind):
    if "jitter" not in kind.settings:
        return
    clean, mild, strong = (kind(jitter=jitter).load() for jitter in (0, 0.5, 1.5))
    assert np.array_equal(clean.y, strong.y)
    np.testing.assert_allclose(strong.X - clean.X, 3 * (mild.X - clean.X), atol=1e-12)
    assert (mild.X - clean.X).std() == pytest.approx(0.5, rel=0.1)


@pytest.mark.parametrize("kind", CLASSIFIED)
def test_more_flips_flip_more_and_the_same_again(kind):
    if "flips" not in kind.settings:
        return
    clean, few, many = (kind(samples=4000, flips=flips).load() for flips in (0, 0.1, 0.3))
    assert np.array_equal(clean.X, many.X)
    first, then = clean.y != few.y, clean.y != many.y
    assert (first.mean(), then.mean()) == (pytest.approx(0.1, abs=0.02), pytest.approx(0.3, abs=0.03))
    assert np.array_equal(few.y[first], many.y[first])
    assert then[first].all()


def test_a_flipped_label_is_any_other_class_alike():
    clean, flipped = (
        Blobs(classes=6, samples=30_000).load(),
        Blobs(classes=6, samples=30_000, flips=0.5).load(),
    )
    wrong = clean.y != flipped.y
    steps = np.bincount((flipped.y - clean.y)[wrong] % 6, minlength=6)
    assert steps[0] == 0
    assert steps[1:] / wrong.sum() == pytest.approx([0.2] * 5, abs=0.02)


@pytest.mark.parametrize("kind", CLASSIFIED)
@pytest.mark.parametrize("imbalance", [0.3, 0.9])
def test_imbalance_gives_class_0_what_it_takes_from_the_others(kind, imbalance):
    data = kind(samples=1000, imbalance=imbalance)
    counts = np.bincount(data.load().y, minlength=data.n_classes) / 1000
    rare = (1 - imbalance) / data.n_classes
    assert counts[1:] == pytest.approx([rare] * (data.n_classes - 1), abs=0.01)


@pytest.mark.parametrize("kind", CLASSIFIED)
def test_imbalance_moves_only_the_examples_that_change_their_class(kind):
    equal, unequal = kind().load(), kind(imbalance=0.5).load()
    same = equal.y == unequal.y
    assert np.array_equal(equal.X[:, same], unequal.X[:, same])
    assert (unequal.y[~same] == 0).all()
    distinct = [np.unique(data.X, axis=1).shape[1] for data in (equal, unequal)]
    assert distinct[0] == distinct[1]  # none is put on top of another


@pytest.mark.parametrize("kind", CLASSIFIED)
def test_no_class_is_ever_empty(kind):
    data = kind(samples=10, imbalance=0.9)
    assert np.bincount(data.load().y, minlength=data.n_classes).min() >= 1


@pytest.mark.parametrize("kind", KINDS)
def test_outliers_are_few_and_far_and_the_same_again(kind):
    clean, few, many = (kind(samples=2000, outliers=share).load() for share in (0, 0.05, 0.1))
    moved = ((clean.X != few.X).any(axis=0) if clean.classes else clean.y != few.y).nonzero()[0]
    assert moved.size == pytest.approx(100, abs=30)
    assert np.array_equal(few.X[:, moved], many.X[:, moved])
    assert np.array_equal(few.y[moved], many.y[moved])
    if clean.classes:
        assert np.array_equal(clean.y, few.y)
        assert 7 < np.abs(few.X).max() <= 9
    else:
        assert np.array_equal(clean.X, few.X)
        assert 2 < np.abs(few.y).max() <= 3


def test_each_sort_leaves_the_draws_of_the_others_alone():
    """Flips and jitter together are those that each alone would make."""
    clean, flips, jitter = Circle().load(), Circle(flips=0.2).load(), Circle(jitter=0.3).load()
    both = Circle(flips=0.2, jitter=0.3).load()
    assert np.array_equal(both.y, flips.y)
    assert np.array_equal(both.X, jitter.X)
    assert not np.array_equal(clean.X, both.X)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_seed_draws_new_points(kind):
    ours, others = (
        kind(seed=1, jitter=0).load(),
        kind(seed=2, jitter=0.2 if "jitter" in kind.settings else 0).load(),
    )
    assert not np.array_equal(ours.X, others.X)


@pytest.mark.parametrize("kind", [Plane, Sine])
@pytest.mark.parametrize("field", ["flips", "imbalance"])
def test_numbers_have_no_labels_to_flip_and_no_rare_classes(kind, field):
    assert field not in kind.settings
    with pytest.raises(DataError, match=f"The data {kind().name} have no {field}: leave it at 0."):
        kind(**{field: 0.1})


@pytest.mark.parametrize("field", MOST)
def test_limits_are_told(field):
    for value in (-0.01, MOST[field] + 0.01, float("nan")):
        with pytest.raises(DataError, match=f"{field.capitalize()} must be from 0 to {MOST[field]:g}, not"):
            msgspec.structs.replace(Circle(), **{field: value})


@pytest.mark.parametrize(("kind", "least", "most"), [(Blobs, 3, 6), (Quantiles, 2, 4)])
def test_a_kind_has_so_many_classes(kind, least, most):
    for classes in range(least, most + 1):
        data = kind(classes=classes).load()
        assert data.n_classes == classes
        assert np.bincount(data.y).max() - np.bincount(data.y).min() <= 1
    for classes in (least - 1, most + 1):
        with pytest.raises(DataError, match=f"must be from {least} to {most}, not {classes}"):
            kind(classes=classes)


def test_a_hundred_thousand_examples_are_the_most():
    assert Circle(samples=100_000, jitter=0.1, flips=0.1, outliers=0.1).load().m == 100_000
