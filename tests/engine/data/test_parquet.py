"""Parquet files are read as tables, and what cannot be is one sentence."""

import datetime
import re
import sys

import pytest

from engine.data import Table
from engine.data.preview import preview
from engine.errors import DataError

arrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

COLUMNS = {
    "a": [1.5, None, 3.0, 4.0, 5.0],
    "flag": [True, False, True, True, False],
    "colour": ["red", "blue", "red", "red", "blue"],
    "y": [1, 2, 1, 2, 2],
}


@pytest.fixture
def write(tmp_path):
    def make(columns, name="t.parquet"):
        parquet.write_table(arrow.table(columns), tmp_path / name)
        return str(tmp_path / name)

    return make


def test_columns_keep_their_kinds_and_gaps_are_told(write):
    data = Table(path=write(COLUMNS), target="y", kinds=(("flag", "number"),)).load()
    assert data.columns == ("a", "flag", "colour=blue", "colour=red")
    assert data.X.tolist() == [[1.5, 3, 4, 5], [1, 1, 1, 0], [0, 0, 0, 1], [1, 1, 1, 0]]
    assert data.notes[0] == "1 row has no number in a (row 2). It was left out; 4 rows remain."


def test_the_name_of_the_file_does_not_matter(write):
    assert Table(path=write(COLUMNS, "t.bin"), target="y", ignored=("a",)).load().m == 5


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        (
            {"n": [[1], [2], [3], [4], [5]]},
            r'Column "n" holds list<.*>, not one number or word per row; leave it',
        ),
        ({"n": [{"x": 1}] * 5}, 'Column "n" holds struct'),
        ({"n": [b"x"] * 5}, 'Column "n" holds binary'),
        ({"n": [datetime.date(2024, 1, 2)] * 5}, 'Column "n" holds dates such as "2024-01-02"'),
        ({"n": [float("inf")] * 5}, 'Row 1, column "n" has inf; only finite numbers'),
        ({"n": [1e300] * 5}, r'column "n" has the number 1e\+300, which is too large'),
    ],
)
def test_columns_that_are_no_feature_can_be_left_out(write, extra, sentence):
    path = write(COLUMNS | extra)
    with pytest.raises(DataError, match=sentence):
        Table(path=path, target="y").load()
    assert Table(path=path, target="y", ignored=("n",)).load().m == 4
    assert preview(path).columns[4].trouble == "" or re.search(sentence, preview(path).columns[4].trouble)


def test_bad_files(write, tmp_path):
    whole = write(COLUMNS)
    half = tmp_path / "half.parquet"
    half.write_bytes((tmp_path / "t.parquet").read_bytes()[:200])
    for path, sentence in (
        (str(half), "The Parquet file is damaged or cut off"),
        (write({"y": [1, 2]}, "one.parquet"), "only one column"),
        (write({"a": [], "y": []}, "none.parquet"), "has no rows"),
    ):
        for read in (Table(path=path, target="y").load, lambda path=path: preview(path)):
            with pytest.raises(DataError, match=sentence):
                read()
    with pytest.raises(DataError, match='There is no column "z"; the columns are a, flag, colour, y'):
        Table(path=whole, target="z").load()


def test_without_the_reader_it_is_told_what_to_install(write, monkeypatch):
    path = write(COLUMNS)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DataError, match="pip install pyarrow"):
        Table(path=path, target="y").load()


def test_progress_is_told_and_stops_the_reading(write):
    shares: list[float] = []
    path = write(COLUMNS)
    Table(path=path, target="y").load(shares.append)
    assert shares == [1.0]
    look = preview(path)
    assert (look.rows, look.target) == (5, "y")
