"""Drift is found where it is, never where the split is random, and measured as statistics measures it."""

import numpy as np
import pytest

from engine.data import BY_NAME, Circle, Split
from engine.data.dataset import Dataset
from engine.data.drift import chi_square_chance, differences, ks_chance, ks_distance


def dataset(X, y=None, codes=None, classes=("no", "yes")) -> Dataset:
    m = X.shape[1]
    y = np.arange(m) % 2 if y is None else y
    columns = tuple(f"c{i}" for i in range(1, len(X) + 1))
    return Dataset(np.asarray(X, float), y.astype(np.int64), "binary", columns, classes, codes)


def parts(m: int) -> np.ndarray:
    return np.repeat([0, 1, 2], m // 3).astype(np.int8)


def test_the_distance_is_that_of_the_distribution_functions():
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=70), rng.normal(0.5, size=41)
    both = np.concatenate([a, b])
    slow = max(abs(float((a <= x).mean() - (b <= x).mean())) for x in both)
    assert ks_distance(a, b) == pytest.approx(slow, abs=1e-12)


# Percentage points of Kolmogorov's distribution, as printed in Smirnov 1948.
@pytest.mark.parametrize(
    ("z", "chance"), [(0.83, 0.4963), (1.0, 0.2700), (1.36, 0.0495), (1.63, 0.0099), (2.0, 6.7e-4)]
)
def test_the_chance_of_a_distance_is_that_of_the_tables(z, chance):
    n = 1_000_000
    assert ks_chance(z / (n / 2) ** 0.5, n, n) == pytest.approx(chance, rel=0.01)


def test_ties_are_no_distance():
    assert ks_distance(np.array([1.0, 1, 2]), np.array([1.0, 1, 2, 1, 1, 2])) == 0


@pytest.mark.parametrize(
    ("statistic", "freedom", "chance"),
    [
        (3.841, 1, 0.05),
        (10.828, 1, 1e-3),
        (5.991, 2, 0.05),
        (11.070, 5, 0.05),
        (18.307, 10, 0.05),
        (29.588, 10, 1e-3),
    ],
)
def test_the_chance_of_a_chi_square_is_that_of_the_tables(statistic, freedom, chance):
    assert chi_square_chance(statistic, freedom) == pytest.approx(chance, rel=0.08)


@pytest.mark.parametrize("name", [name for name in BY_NAME if name != "painted"])
def test_a_random_split_of_the_shipped_data_gives_no_alarm(name):
    for seed in range(1, 9):
        data = BY_NAME[name](seed=seed)
        assert differences(data.load(), Split(), seed) == ()


def test_a_shifted_column_is_named_with_its_numbers():
    rng = np.random.default_rng(1)
    X = rng.normal(0.1, 1, (2, 900))
    X[1, 300:600] += 2.2
    (found,) = differences(dataset(X, codes=parts(900)), Split(), 1)
    assert (found.subject, found.name, found.part) == ("column", "c2", "dev")
    assert found.distance > 0.6
    assert found.sentence.startswith("c2 differs: train mean 0.")
    assert "dev mean 2.2" in found.sentence or "dev mean 2.3" in found.sentence
    assert f"(KS {found.distance:.2f})" in found.sentence
    assert found.train.sum() == pytest.approx(1)
    assert found.other.sum() == pytest.approx(1)


def test_other_class_shares_are_named():
    X, codes = np.random.default_rng(2).normal(size=(1, 900)), parts(900)
    y = np.where(codes == 2, np.arange(900) % 10 < 8, np.arange(900) % 2)
    (found,) = differences(dataset(X, y, codes), Split(), 1)
    assert found.sentence == "The classes differ: yes is 50 % of train, 80 % of test"


def test_the_target_of_a_regression_is_looked_at():
    X, codes = np.random.default_rng(3).normal(size=(1, 900)), parts(900)
    y = np.random.default_rng(4).normal(size=900) + 3 * (codes == 1)
    (found,) = differences(Dataset(X, y, "regression", ("a",), split=codes, target="price"), Split(), 1)
    assert (found.subject, found.part) == ("target", "dev")
    assert found.sentence.startswith("price differs")


def test_few_examples_and_wide_data_and_huge_numbers_are_no_trouble():
    assert differences(Circle(samples=10).load(), Split(), 1) == ()
    wide = np.random.default_rng(5).normal(size=(6000, 30))
    assert differences(dataset(wide), Split(), 1) == ()
    huge = np.random.default_rng(6).choice([-1.5e308, 1.5e308], (1, 900))
    huge[0, 300:600] = 1.5e308
    (found,) = differences(dataset(huge, codes=parts(900)), Split(), 1)
    assert found.other[-1] == 1


def test_all_is_the_same_for_the_same_data():
    data = Circle(samples=100_000).load()
    assert differences(data, Split(), 1) == differences(data, Split(), 1) == ()
