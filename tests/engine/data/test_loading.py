"""Equal data are loaded once; a file that has changed is read anew."""

import gc
import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from engine.data import Circle, Dataset, Iris, Table, loading
from engine.data.loading import has_changed, hold, known, load, load_now
from engine.errors import DataError
from engine.experiment import Experiment
from engine.problem import Problem


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


class TestWhatIsHeld:
    """A window holds what it uses: that stays as it was read."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "points.csv"
        path.write_text("x,y\n1,a\n2,b\n3,a\n")
        return path

    @staticmethod
    def held(path: Path) -> tuple[Table, Dataset]:
        table = Table(path=str(path), target="y")
        dataset = load(table)
        hold(table, dataset)
        return table, dataset

    def test_it_stays_whatever_becomes_of_its_file(self, path):
        table, dataset = self.held(path)
        assert not has_changed(table)
        path.write_text("x,y\n1,a\n2,b\n")
        assert load(table) is load(replace(table, seed=5)) is known(table) is dataset
        assert has_changed(table)
        path.unlink()
        assert load(table) is dataset
        assert has_changed(table)

    def test_what_is_in_use_stays_however_much_is_loaded_since(self, path):
        table, dataset = self.held(path)
        path.unlink()
        for i in range(20):
            other = path.with_name(f"{i}.csv")
            other.write_text(f"x,y\n1,a\n{i},b\n")
            self.held(other)
        assert known(table) is dataset

    def test_what_nobody_uses_any_more_is_not_replaced_by_something_else(self, path):
        table, dataset = self.held(path)
        loading._holding.clear()
        del dataset
        gc.collect()
        assert load(table).m == 3  # the file is the same
        loading._holding.clear()
        gc.collect()
        path.write_text("x,y\n1,a\n2,b\n")
        with pytest.raises(DataError, match="has changed since it was read"):
            load(table)

    def test_what_the_file_holds_now_is_another_source(self, path):
        table, dataset = self.held(path)
        assert load_now(table) == (table, dataset)
        path.write_text("x,y\n1,a\n2,b\n")
        version, fresh = load_now(replace(table, seed=7))
        assert version.content != table.content
        assert (version.seed, fresh.m) == (7, 2)
        assert (load(version), load(table)) == (fresh, dataset)
        assert not has_changed(version)
        assert load_now(version) == (version, fresh)
        path.write_text("x,y\n1,a\n2,b\n4,b\n5,b\n")
        assert (has_changed(version), load(version).m, load_now(version)[1].m) == (True, 2, 4)

    def test_a_file_that_was_written_again_with_the_same_is_the_same(self, path):
        table, dataset = self.held(path)
        os.utime(path, ns=(1, 1))
        assert has_changed(table)
        assert load_now(table) == (table, dataset)
        assert not has_changed(table)

    def test_a_file_that_is_gone_cannot_be_read_again(self, path):
        table, dataset = self.held(path)
        path.unlink()
        with pytest.raises(DataError, match="There is no file"):
            load_now(table)
        assert known(table) is dataset

    def test_what_was_never_held_is_read_as_it_is(self, path):
        table = Table(path=str(path), target="y")
        assert load(table).m == 3
        path.write_text("x,y\n1,a\n2,b\n")
        assert load_now(table) == (table, load(table))
        assert load(table).m == 2


def test_data_that_are_divided_anew_are_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("x,y\n" + "".join(f"{i},{'ab'[i % 2]}\n" for i in range(20)))
    table = Table(path=str(path), target="y")
    problem = Problem(Experiment(data=table, features=("x1",)))
    path.unlink()
    anew = problem.for_experiment(problem.experiment.with_(data=replace(table, seed=2)))
    assert anew.dataset is problem.dataset
    assert (anew.codes != problem.codes).any()
