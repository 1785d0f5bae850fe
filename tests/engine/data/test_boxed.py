"""The real data that come with the program are those that everybody knows."""

import numpy as np
import pytest

from engine.assets import asset
from engine.data import BY_NAME, Boxed, BreastCancer, Diabetes, Digits, Iris, Wine


def test_iris_is_fishers_table():
    data = Iris().load()
    assert data.classes == ("setosa", "versicolor", "virginica")
    assert np.bincount(data.y).tolist() == [50, 50, 50]
    assert data.columns[0] == "sepal length (cm)"
    assert data.X.mean(axis=1) == pytest.approx([5.8433333, 3.0573333, 3.758, 1.1993333])


def test_iris_equals_scikit_learns():
    datasets = pytest.importorskip("sklearn.datasets")
    theirs, mine = datasets.load_iris(), Iris().load()
    assert np.array_equal(mine.X, theirs.data.T)
    assert np.array_equal(mine.y, theirs.target)


def test_digits_are_images_of_ten_classes():
    data = Digits().load()
    assert (data.n, data.m, data.image) == (64, 1797, (8, 8))
    assert (data.task, data.classes, data.target) == ("multiclass", tuple("0123456789"), "digit")
    assert data.columns[:9] == (*(f"pixel 1,{column}" for column in range(1, 9)), "pixel 2,1")
    assert (data.X.min(), data.X.max()) == (0, 16)
    assert np.array_equal(data.X, data.X.round())
    assert np.bincount(data.y).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_a_zero_has_a_hole_and_a_one_has_none():
    """The pixels stand row by row from the top left: no digit lies on its side or is mirrored."""
    data = Digits().load()
    mean = [data.X[:, data.y == c].mean(axis=1).reshape(8, 8) for c in range(10)]
    assert mean[0][3:5, 3:5].max() < 4 < mean[1][3:5, 3:5].min()
    left, right = mean[7][4:, :3].sum(), mean[7][:3, 4:].sum()
    assert right > 2 * left  # a seven has its ink at the upper right


def test_the_file_of_the_digits_is_small_and_holds_no_objects():
    path = asset("data/digits.npz")
    assert path.stat().st_size <= 80_000
    with np.load(path, allow_pickle=False) as file:
        assert {name: (a.shape, a.dtype) for name, a in file.items()} == {
            "pixels": ((1797, 64), np.uint8),
            "digit": ((1797,), np.uint8),
        }


def test_digits_equal_scikit_learns():
    datasets = pytest.importorskip("sklearn.datasets")
    theirs, mine = datasets.load_digits(), Digits().load()
    assert np.array_equal(mine.X, theirs.data.T)
    assert np.array_equal(mine.y, theirs.target)


def test_wine_equals_scikit_learns():
    datasets = pytest.importorskip("sklearn.datasets")
    theirs, mine = datasets.load_wine(), Wine().load()
    assert np.array_equal(mine.X, theirs.data.T)
    assert np.array_equal(mine.y, theirs.target)


def test_breast_cancer_equals_scikit_learns_with_malignant_as_1():
    datasets = pytest.importorskip("sklearn.datasets")
    theirs, mine = datasets.load_breast_cancer(), BreastCancer().load()
    assert np.array_equal(mine.X, theirs.data.T)
    assert np.array_equal(mine.y, 1 - theirs.target)
    assert mine.columns == tuple(theirs.feature_names)


def test_diabetes_equals_scikit_learns_in_its_own_units():
    datasets = pytest.importorskip("sklearn.datasets")
    theirs, mine = datasets.load_diabetes(scaled=False), Diabetes().load()
    assert np.array_equal(mine.X, theirs.data.T)
    assert np.array_equal(mine.y, theirs.target)


@pytest.mark.parametrize(
    ("data", "n", "m", "classes", "target"),
    [
        (Wine(), 13, 178, ("1", "2", "3"), "cultivar"),
        (BreastCancer(), 30, 569, ("benign", "malignant"), "diagnosis"),
        (Diabetes(), 10, 442, (), "progression"),
    ],
)
def test_tables_are_what_they_say(data, n, m, classes, target):
    found = data.load()
    assert (found.n, found.m, found.classes, found.target) == (n, m, classes, target)


def test_classes_are_as_many_as_published():
    assert np.bincount(Wine().load().y).tolist() == [59, 71, 48]
    assert np.bincount(BreastCancer().load().y).tolist() == [357, 212]
    y = Diabetes().load().y
    assert (y.min(), y.max(), y.mean()) == (25, 346, pytest.approx(152.1335))


def test_every_table_tells_its_source_and_its_licence_here_and_in_the_folder():
    words = asset("data/README.md").read_text()
    boxed = [kind for kind in BY_NAME.values() if issubclass(kind, Boxed)]
    assert len(boxed) == 5
    for kind in boxed:
        assert kind.from_whom
        assert kind.licence
        assert f"`{kind.file}`" in words
