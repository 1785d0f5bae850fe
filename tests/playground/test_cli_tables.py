"""`nnplay train` reads tables of all formats as the options mean them, and says what it left out."""

import json

import numpy as np
import pytest

from playground.cli import main
from tests.engine.data.workbooks import rows_of, write

TABLE = "a;sex;name;y\n1,5;m;ann;0\n2;f;bob;1\n;f;cy;1\n3;m;dan;0\n4;f;eve;1\n"


@pytest.fixture
def train(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text(TABLE)

    def run(*options, data="t.csv"):
        code = main(["train", "--data", data, "--epochs", "1", "--split", "100/0/0", *options])
        streams = capsys.readouterr()
        return code, streams.out, streams.err

    return run


def test_what_was_left_out_is_told_on_standard_error(train):
    code, out, err = train("--target", "y", "--ignore", "name")
    assert code == 0
    assert "t.csv: 1 row has no number in a (line 4). It was left out; 4 rows remain.\n" in err
    assert "t.csv: The words of sex became 2 columns of 0 and 1, one per word.\n" in err
    assert "left out" not in out
    assert "left out" not in train("--target", "y", "--ignore", "name", "--quiet")[2]


def test_options_say_how_a_table_is_meant(train):
    columns = ["--target", "y", "--ignore", "name", "--ignore", "sex", "--json"]
    parameters = json.loads(train(*columns)[1])["parameters"]
    assert parameters == 2
    words = ["--target", "y", "--ignore", "name", "--kind", "a=category", "--missing", "mean", "--json"]
    assert json.loads(train(*words)[1])["parameters"] == 4 + 2 + 1
    assert json.loads(train(*words, "--encoding", "ordinal")[1])["parameters"] == 3


def test_rows_may_be_refused_or_filled(train):
    code, _, err = train("--target", "y", "--ignore", "name", "--missing", "refuse")
    assert (code, err) == (
        3,
        'nnplay: t.csv: Line 4, column "a" has no number; fill it in or remove the line.\n',
    )
    assert "they were" not in train("--target", "y", "--ignore", "name", "--missing", "zero")[2]
    assert "it was taken as zero" in train("--target", "y", "--ignore", "name", "--missing", "zero")[2]


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (
            ["--ignore", "nam"],
            3,
            'There is no column "nam"; the columns are a, sex, name, y. Did you',
        ),
        (["--ignore", "name", "--kind", "a=word"], 2, "expected COLUMN=number or COLUMN=category"),
        (["--ignore", "name", "--missing", "guess"], 2, '"guess" is no policy; there are drop, refuse, mean'),
        (["--ignore", "name", "--class-name", "1"], 2, 'expected VALUE=NAME, not "1"'),
        (["--ignore", "name", "--class-name", "0=1"], 3, 'Two classes are called "1"'),
        (["--ignore", "name", "--split-column", "sex"], 3, 'Line 2, column "sex" has "m"; expected train'),
        (["--ignore", "name", "--encoding", "two_hot"], 2, "Did you mean one_hot?"),
    ],
)
def test_mistakes_are_one_sentence(train, options, code, sentence):
    found, _, err = train("--target", "y", *options)
    assert found == code
    assert sentence in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("option", [["--missing", "mean"], ["--ignore", "x"], ["--encoding", "ordinal"]])
def test_options_of_tables_mean_nothing_elsewhere(train, option):
    code, _, err = train(*option, data="circle")
    assert (code, err) == (2, f"nnplay: {option[0]} belongs to a table; circle has its own target.\n")


def test_workbooks_parquet_and_arrays_are_tables_too(train, tmp_path):
    rows = [["a", "y"], *([i, i % 2] for i in range(10))]
    write(tmp_path / "t.xlsx", Data=rows_of(rows))
    np.savez(tmp_path / "t.npz", X=np.arange(10.0)[None, :], y=np.arange(10) % 2)
    assert train("--target", "y", data="t.xlsx")[0] == 0
    assert train(data="t.npz")[0] == 0
    parquet = pytest.importorskip("pyarrow.parquet")
    arrow = pytest.importorskip("pyarrow")
    columns = {"a": list(range(10)), "y": [i % 2 for i in range(10)]}
    parquet.write_table(arrow.table(columns), tmp_path / "t.parquet")
    assert train("--target", "y", data="t.parquet")[0] == 0
    assert train(data="t.parquet")[2] == (
        "nnplay: --target is missing: name the column of t.parquet that is to be predicted.\n"
    )
