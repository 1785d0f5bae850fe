"""Whatever is wrong with a table, the user gets one sentence that says what and where."""

import os
import tracemalloc
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import Dataset, Table
from engine.data.csv_reader import read_text
from engine.data.preview import preview
from engine.data.text_file import texts_in
from engine.errors import DataError

HEAD = "a,b,y\n1,2,no\n"

NASTY = {
    "empty": ("", "The file is empty."),
    "blank lines": ("\n \n\t\n", "The file is empty."),
    "only a byte order mark": (b"\xef\xbb\xbf", "The file is empty."),
    "only a header": (
        "a,b,y\n",
        "The file has a line of column names but no rows below it; add at least one.",
    ),
    "one column": ("y\n1\n2\n", "The file has only one column; a feature and a target are needed at least"),
    "prose": ("Hello.\nThis is no table at all.\n", "The file has only one column;"),
    "too few fields": (HEAD + "1,2\n", "Line 3 has 2 fields but the first line has 3; every line must have"),
    "too many fields": (HEAD + "1,2,3,4\n", "Line 3 has 4 fields but the first line has 3;"),
    "one field": (HEAD + "1,2,no\n\n7\n", "Line 5 has 1 field but the first line has 3;"),
    "trailing delimiters": ("a,b,y\n1,2,no,\n3,4,yes,\n", "Line 2 has 4 fields but the first line has 3;"),
    "missing": (HEAD + "3,,yes\n", 'Line 3, column "b" has no number; fill it in or remove the line.'),
    "NA": (HEAD + "NA,3,yes\n", 'Line 3, column "a" has no number;'),
    "nan": (HEAD + "nan,3,yes\n", 'Line 3, column "a" has no number;'),
    "question mark": (HEAD + "?,3,yes\n", 'Line 3, column "a" has no number;'),
    "whole column missing": ("a,b,y\n1,,no\n2,,yes\n", 'Line 2, column "b" has no number;'),
    "inf": (HEAD + "3,inf,yes\n", 'Line 3, column "b" has inf; only finite numbers can be used.'),
    "-Infinity": (HEAD + "3,-Infinity,yes\n", 'column "b" has -Infinity; only finite'),
    "1e308": (
        HEAD + "1e308,3,yes\n",
        'column "a" has the number 1e308, which is too large; 1e+18 is the most.',
    ),
    "1e999": (HEAD + "1e999,3,yes\n", 'column "a" has the number 1e999, which is too large;'),
    "many digits": (HEAD + "9" * 400 + ",3,yes\n", f"the number {'9' * 60}…, which is too large;"),
    "typing error": (HEAD + "3,4,yes\n1o,3,yes\n", 'Line 4, column "a" has "1o" where a number is expected.'),
    "underscore": (HEAD + "1_000,3,yes\n2,3,no\n", 'column "a" has "1_000" where a number is expected.'),
    "hexadecimal": (HEAD + "3,5,no\n0x1F,3,yes\n", 'column "a" has "0x1F" where a number'),
    "percent": (HEAD + "3,5,no\n50%,3,yes\n", 'column "a" has "50%" where a number'),
    "thousands and a decimal comma": (
        "a;b;y\n1.234,5;2;no\n2.0;3;yes\n3;4;no\n",
        'column "a" has "1.234,5" where a number',
    ),
    "comma and point": ("a;b;y\n1,5;2;no\n2.5;3;yes\n", 'Line 2, column "a" has "1,5" where a number'),
    "date feature": ("day,y\n2024-01-01,0\n2024-01-02,1\n", 'Column "day" holds dates such as "2024-01-01";'),
    "same name twice": ("a,a,y\n1,2,no\n", '2 columns are named "a"; rename all but one.'),
    "no such column": ("a,b,Y\n1,2,no\n3,4,yes\n", 'There is no column "y"; the columns are a, b, Y.'),
    "nearly that column": ("a,b,yy\n1,2,no\n3,4,yes\n", "the columns are a, b, yy. Did you mean yy?"),
    "no header": ("1,2,0\n3,4,1\n", 'There is no column "y"; the columns are 1, 2, 3.'),
    "no feature": ("y,split\n0,train\n1,test\n", 'There is no column besides "y" to learn from.'),
    "one class": ("a,y\n1,no\n2,no\n", 'Column "y" holds only the class "no"; two are needed at least.'),
    "one number": ("a,y\n1,7\n2,7\n", 'Column "y" holds only the class "7"; two are needed at least.'),
    "class missing": (
        "a,y\n1,no\n2,\n3,yes\n",
        'Line 3, column "y" has no class; fill it in or remove the line.',
    ),
    "target missing": ("a,y\n1,0.5\n2,\n3,1.5\n", 'Line 3, column "y" has no number;'),
    "target typing error": ("a,y\n1,5.5\n2,6.x\n3,1.5\n", 'Line 3, column "y" has "6.x" where a number'),
    "too many classes": (
        "a,y\n" + "".join(f"{i},n{i}\n" for i in range(1001)),
        'Column "y" holds 1001 different classes; 1000 are the most.',
    ),
    "bad split": (
        "a,split,y\n1,train,0\n2,holdout,1\n",
        'Line 3, column "split" has "holdout"; expected train,',
    ),
    "no train": (
        "a,y,Split\n1,0,dev\n2,1,test\n",
        'No row is in the train part by the column "Split"; mark rows with train, or leave the column out.',
    ),
    "other case": ("a,Y\n1,0\n2,1\n", 'There is no column "y"; the columns are a, Y. Did you mean Y?'),
    "empty split": (
        "a,split,y\n1,train,0\n2,,1\n",
        'Line 3, column "split" has ""; expected train, dev or test.',
    ),
    "open quote": ('a,b,y\n1,2,"no\n3,4,yes\n', "The quotation marks from line 2 on do not pair up;"),
    "text after quote": ('a,b,y\n1,2,"no"o\n3,4,yes\n', "The quotation marks from line 2 on do not pair up;"),
    "zip or xlsx": (
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00",
        "The file is a damaged or cut-off archive; copy or save it again.",
    ),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "The file is not a text table;"),
    "zero byte": (HEAD + "1,2\x00,no\n", "The file is not a text table;"),
    "gzip": (b"\x1f\x8b\x08\x00rest", "The file is compressed by gzip; unpack it first."),
    "bzip2": (b"BZh91AY&SY", "The file is compressed by bzip2;"),
    "xz": (b"\xfd7zXZ\x00\x00", "The file is compressed by xz;"),
    "numpy array": (b"\x93NUMPY\x01\x00", "The file holds one array; save X and y together"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00", "The file is not a text table;"),
    "sqlite": (b"SQLite format 3\x00\x10", "The file is not a text table;"),
    "half a parquet file": (b"PAR1\x15\x04", "The Parquet file is damaged or cut off"),
    "half an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "The workbook is damaged"),
    "a number of every kind of separator": (
        "1 2;3\t4|5\n",
        'There is no column "y"; the columns are 1, 2.',
    ),
    "one long cell": ("a,y\n" + "x" * 200_000 + ",1\n", "Line 2 has a cell of more than 131,072 characters;"),
    "a quotation that never ends": (
        "a,y\n" + '"' + "1,2\n" * 100_000,
        "Line 2 has a cell of more than 131,072 characters; it may begin with a quotation mark that is never",
    ),
    "excel error": ("a,y\n#DIV/0!,0\n1,1\n", 'Line 2, column "a" has "#DIV/0!" where a number'),
    "percentages": (
        "a,y\n50%,0\n40%,1\n",
        '"a" holds what looks like numbers but is not',
    ),
    "money": (
        'a,y\n"$1,200",0\n$5,1\n',
        '"a" holds what looks like numbers but is not',
    ),
    "German dates": ("a;y\n31.12.2024;0\n1.1.2025;1\n", 'Column "a" holds dates such as "31.12.2024";'),
    "times": ("a,y\n2024-01-01T12:00,0\n2024-01-02T12:00,1\n", 'Column "a" holds dates such as'),
    "names of people": (
        "a,y\n" + "".join(f"person {chr(97 + i)},{i % 2}\n" for i in range(20)),
        'Column "a" holds 20 different texts such as "person a", too many for a category; leave it out.',
    ),
    "hundreds of words": (
        "a,y\n" + "".join(f"w{i % 101}x,{i % 2}\n" for i in range(404)),
        'Column "a" holds 101 different texts such as "w0x"',
    ),
    "an empty column": ("a,b,y\n1,,0\n2,,1\n", 'Line 2, column "b" has no number;'),
    "decimal commas among commas": (
        "a,y\n1,5,0\n2,5,1\n",
        "Line 2 has 3 fields but the first line has 2;",
    ),
    "thousands": ('a,b,y\n"1,234",1,0\n5,2,1\n', 'Line 2, column "a" has "1,234" where a number'),
    "a comma late, points before": (
        "a;y\n" + "1.5;0\n" * 300 + "2,5;1\n",
        'Line 302, column "a" has "2,5" where a number is expected.',
    ),
    "a word late": ("a,y\n" + "1.5,0\n" * 300 + "two,1\n", 'Line 302, column "a" has "two" where a number'),
    "a wide row late": (
        "a,y\n" + "1.5,0\n" * 300 + "1,2,3\n",
        "Line 302 has 3 fields but the first line has 2;",
    ),
    "zero bytes": (b"\x00" * 5000, "The file is not a text table;"),
    "half a UTF-16 file": ("a,y\n1,0\n2,1\n".encode("utf-16")[:-1], "The file is not a text table;"),
    "undefined in cp1252": (b"a,y\n1,\x81\n2,\x9d\n", "The file is not a text table;"),
}


@pytest.mark.parametrize(("content", "sentence"), NASTY.values(), ids=NASTY.keys())
def test_nasty_files(tmp_path, content, sentence):
    path = tmp_path / "nasty.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(DataError) as caught:
        Table(path=str(path), target="y", missing="refuse").load()
    message = str(caught.value)
    assert message.startswith("nasty.csv: ")
    assert sentence in message
    assert "\n" not in message


def test_numbers_that_are_asked_for_must_be_numbers(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,y\n1,no\n2,yes\n")
    with pytest.raises(DataError, match='Line 2, column "y" has "no" where a number is expected'):
        Table(path=str(path), target="y", task="numbers").load()


def test_files_that_cannot_be_had(tmp_path):
    for path, sentence in (
        (tmp_path / "none.csv", "There is no file .*none.csv; check its name and folder."),
        (tmp_path, "is a folder; name the table file in it."),
        (tmp_path / "none.csv" / "deeper.csv", "There is no file|cannot be read: Not a directory"),
        (tmp_path / ("x" * 300), "cannot be read: "),
    ):
        with pytest.raises(DataError, match=sentence):
            Table(path=str(path), target="y").load()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path):
    path = tmp_path / "secret.csv"
    path.write_text("a,y\n1,0\n2,1\n")
    path.chmod(0)
    with pytest.raises(DataError, match=r"secret.csv may not be read; check its permissions."):
        Table(path=str(path), target="y").load()


def test_permission_is_the_systems_to_refuse(tmp_path, monkeypatch):
    path = tmp_path / "secret.csv"
    path.write_text("a,y\n")

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(DataError, match=r"secret.csv may not be read; check its permissions."):
        Table(path=str(path), target="y").load()


def test_a_pipe_and_a_device_are_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", "/dev/zero"):
        for read in (Table(path=str(path), target="y").load, lambda path=path: preview(path)):
            with pytest.raises(DataError, match="is a device or a pipe; name a table file"):
                read()


def test_a_line_of_300_megabytes_is_refused_after_a_few_of_them(tmp_path):
    """The most of it is a hole in the file, which takes no room and is never reached."""
    path = tmp_path / "line.csv"
    with open(path, "wb") as file:
        file.write(b"a,y\n1,0\n")
        for _ in range(20):
            file.write(b"1" * 2**20)
        file.truncate(300 * 2**20)
    for read in (Table(path=str(path), target="y").load, lambda: preview(path)):
        tracemalloc.start()
        try:
            with pytest.raises(DataError, match="Line 3 is longer than 16 million characters"):
                read()
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 60e6


PIECES = st.sampled_from(
    ["a", "y", "1", "2.5", ",", ";", "\t", "|", " ", '"', "\n", "\r", "é", "split", "nan"]
)


@given(st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=60).map(lambda p: "".join(p).encode())))
def test_any_bytes_are_a_table_or_a_sentence(data):
    for text in texts_in(data):
        with suppress(DataError, UnicodeDecodeError):
            grid = read_text(text, all_as_words)
            assert {len(column.codes) for column in grid.words.values()} == {grid.m}
            assert len(grid.names) >= 2


def all_as_words(names, sample, decimal_comma):
    return dict.fromkeys(filter(None, names), "words")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"X": np.zeros((1, 3), np.float32)}, "X must be a float64 matrix"),
        ({"X": np.zeros((1, 0)), "y": np.zeros(0, np.int64)}, "There are no examples."),
        ({"X": np.array([[0.0, np.nan, 1.0]])}, "A number is not finite."),
        ({"columns": ("a", "b")}, "1 rows of X came with 2 names."),
        ({"y": np.zeros(2, np.int64)}, "3 examples came with targets of shape"),
        ({"y": np.array([0, 1, 2])}, "A class index is outside the classes."),
        ({"y": np.zeros(3)}, "Class indices must be int64."),
        ({"classes": ("a",)}, "At least 2 classes are needed, not 1."),
        ({"classes": ("a", "b", "c")}, "3 classes cannot be binary."),
        ({"task": "regression"}, "Regression has no classes."),
        ({"task": "regression", "classes": ()}, "Regression needs float64 targets."),
        ({"split": np.zeros(2, np.int8)}, "The split must have one code per example."),
        ({"split": np.array([0, 1, 3], np.int8)}, "Split codes are 0, 1 and 2."),
    ],
)
def test_a_dataset_checks_that_its_parts_fit(changes, sentence):
    fine: dict[str, Any] = {
        "X": np.zeros((1, 3)),
        "y": np.array([0, 1, 0]),
        "task": "binary",
        "columns": ("x",),
        "classes": ("a", "b"),
    }
    assert Dataset(**fine).m == 3
    with pytest.raises(DataError, match=sentence):
        Dataset(**(fine | changes))
