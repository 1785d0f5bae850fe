"""What is written is read back bit for bit."""

import numpy as np
import pytest

from engine.data import BY_NAME, Dataset, Split, Table
from engine.data.csv_writer import csv_lines, header, write_csv
from engine.errors import ExportError


@pytest.mark.parametrize("kind", BY_NAME.values(), ids=BY_NAME.keys())
def test_round_trip(tmp_path, kind):
    data = kind(seed=3).load()
    codes = Split().assign(data, 3)
    path = tmp_path / "data.csv"
    write_csv(data, codes, path)
    back = Table(path=str(path), target=header(data)[-2]).load()
    assert (back.columns, back.target) == (data.columns, data.target)
    assert back.X.tobytes() == data.X.tobytes()
    assert np.array_equal(back.y, data.y)
    assert (back.classes, back.task) == (data.classes, data.task)
    assert back.split is not None
    assert np.array_equal(back.split, codes)


def test_the_header_names_features_target_and_split():
    data = BY_NAME["iris"]().load()
    assert header(data)[2:] == ("petal length (cm)", "petal width (cm)", "species", "split")
    lines = csv_lines(data, Split().assign(data, 1))
    assert (
        next(lines)
        == '"sepal length (cm)","sepal width (cm)","petal length (cm)","petal width (cm)",species,split'
    )
    assert next(lines).startswith("5.1,3.5,1.4,0.2,setosa,")


@pytest.mark.parametrize(
    "columns",
    [("a", "a"), ("a", "Split"), ("1", "b"), (" a", "b"), ("a", "two\nlines"), ("a", ""), ("a", "y")],
)
def test_names_that_could_not_be_read_back_are_replaced(tmp_path, columns):
    data = Dataset(np.arange(6.0).reshape(2, 3), np.array([0, 1, 0]), "binary", columns, ("n", "p"))
    write_csv(data, np.zeros(3, np.int8), tmp_path / "t.csv")
    assert Table(path=str(tmp_path / "t.csv"), target="y").load().columns == ("x1", "x2")


def test_awkward_class_names_and_numbers_survive(tmp_path):
    classes = ('a "quoted" one', "comma, semicolon; tab\t|", "two\nlines")
    X = np.array([[0.1, 1 / 3, -1e-300]])
    data = Dataset(X=X, y=np.arange(3), task="multiclass", columns=("x",), classes=classes)
    write_csv(data, np.zeros(3, np.int8), tmp_path / "t.csv")
    back = Table(path=str(tmp_path / "t.csv"), target="y").load()
    assert back.classes == classes
    assert back.X.tobytes() == X.tobytes()


def test_regression_targets_survive(tmp_path):
    y = np.array([0.1, 2 / 3, 1e17])
    data = Dataset(X=np.ones((1, 3)), y=y, task="regression", columns=("x",))
    write_csv(data, np.zeros(3, np.int8), tmp_path / "t.csv")
    assert Table(path=str(tmp_path / "t.csv"), target="y").load().y.tobytes() == y.tobytes()


def test_a_missing_folder_is_named(tmp_path):
    data = BY_NAME["circle"]().load()
    with pytest.raises(
        ExportError, match=r"There is no folder .*nowhere; make it first or name another one\."
    ):
        write_csv(data, Split().assign(data, 1), tmp_path / "nowhere" / "t.csv")
