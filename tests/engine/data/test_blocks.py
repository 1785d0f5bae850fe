"""A file is read block by block: nothing depends on where a block ends, and little memory is taken."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import Pasted, Table
from engine.data.preview import preview
from engine.errors import DataError

CELLS = st.sampled_from(["1", "2.5", "-3e4", "7,5", "", "NA", "word", '"a, b"', '"two\nlines"', '"x""y"'])


def outcome(text, **options):
    try:
        data = Pasted(text=text, target="y", **options).load()
    except DataError as error:
        return str(error)
    return data.columns, data.X.tolist(), data.y.tolist(), data.classes, data.notes


@given(
    rows=st.lists(st.tuples(CELLS, CELLS, st.sampled_from(["0", "1", "no", ""])), min_size=1, max_size=12),
    delimiter=st.sampled_from([",", ";", "\t"]),
    end=st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
    block=st.integers(1, 40),
)
def test_where_a_block_ends_changes_nothing(rows, delimiter, end, block):
    text = end.join(delimiter.join(row) for row in [("a", "b", "y"), *rows])
    expected = outcome(text, missing="zero")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.data.text_file.BLOCK", block)
        assert outcome(text, missing="zero") == expected


def write_numbers(path: Path, rows: int, columns: int) -> Path:
    values = np.random.default_rng(1).normal(size=(1000, columns))
    body = "".join(",".join(f"{v:.6f}" for v in row) + f",{i % 3}\n" for i, row in enumerate(values))
    with path.open("w") as file:
        file.write(",".join(f"c{i}" for i in range(columns)) + ",y\n")
        for _ in range(rows // 1000):
            file.write(body)
    return path


def test_reading_takes_less_than_three_times_the_memory_of_the_numbers(tmp_path):
    path = write_numbers(tmp_path / "t.csv", 100_000, 10)
    tracemalloc.start()
    try:
        data = Table(path=str(path), target="y").load()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (data.n, data.m) == (10, 100_000)
    assert peak < 3 * data.X.nbytes + 4e6


def test_a_look_at_a_large_file_reads_its_start_alone(tmp_path):
    path = write_numbers(tmp_path / "t.csv", 20_000, 30)
    with path.open("ab") as file:
        file.truncate(2**30)  # the rest is a hole, which would not pass for text
    look = preview(path)
    assert (len(look.columns), len(look.cells), look.rows) == (31, 200, None)


def test_progress_rises_and_stops_the_reading(tmp_path):
    path = write_numbers(tmp_path / "t.csv", 20_000, 10)
    shares: list[float] = []
    Table(path=str(path), target="y").load(shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 4
    assert shares[-1] == 1

    class StoppedError(Exception):
        pass

    def stop(share):
        if share > 0.3:
            raise StoppedError

    with pytest.raises(StoppedError):
        Table(path=str(path), target="y").load(stop)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path):
    path = write_numbers(tmp_path / "t.csv", 20_000, 10)

    def write(share):
        with path.open("a") as file:
            file.write("\n")

    with pytest.raises(DataError, match=r"t.csv: The file has changed while it was read; read it again"):
        Table(path=str(path), target="y").load(write)


def test_ten_thousand_columns(tmp_path):
    path = tmp_path / "wide.csv"
    names = ",".join(f"c{i}" for i in range(9999))
    path.write_text(f"{names},y\n" + "".join(",".join(["1.5"] * 9999) + f",{i % 2}\n" for i in range(8)))
    data = Table(path=str(path), target="y", ignored=("c5",)).load()
    assert (data.n, data.m) == (9998, 8)
    assert len(preview(path).columns) == 10_000


def test_a_late_accent_decides_the_encoding(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,y\n" + b"1,no\n" * 200_000 + "2,süß\n".encode("cp1252"))
    data = Table(path=str(path), target="y").load()
    assert data.classes == ("no", "süß")
    assert data.notes == (
        "The text is no UTF-8, so it was read as Windows-1252; look at its accents and umlauts.",
    )
