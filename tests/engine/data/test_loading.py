"""Equal data are loaded once; a file that has changed is read anew."""

import os
from pathlib import Path

from engine.data import Circle, Iris, Table
from engine.data.loading import known, load


def test_equal_data_share_one_dataset() -> None:
    assert load(Circle(seed=7)) is load(Circle(seed=7))
    assert load(Circle(seed=7)) is not load(Circle(seed=8))
    assert load(Iris()) is load(Iris())


def test_a_file_is_not_read_again_to_be_divided_anew(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("x,y\n1,a\n2,b\n")
    first = load(Table(path=str(path), target="y", seed=1))
    assert known(Table(path=str(path), target="y", seed=2)) is first
    assert known(Table(path=str(path), target="x", seed=1)) is None


def test_a_file_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("x,y\n1,a\n2,b\n")
    table = Table(path=str(path), target="y")
    assert known(table) is None
    first = load(table)
    assert known(table) is first
    path.write_text("x,y\n1,a\n2,b\n3,a\n")
    assert known(table) is None
    assert load(table).m == 3
    path.unlink()
    assert known(table) is None


def test_a_file_of_the_same_size_written_later_is_another(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("x,y\n1,a\n2,b\n")
    table = Table(path=str(path), target="y")
    load(table)
    path.write_text("x,y\n5,a\n2,b\n")
    os.utime(path, ns=(1, 1))
    assert load(table).X[0, 0] == 5


def test_only_the_last_are_kept() -> None:
    load(Circle(seed=100))
    for seed in range(101, 120):
        load(Circle(seed=seed))
    assert known(Circle(seed=100)) is None
    assert known(Circle(seed=119)) is not None
