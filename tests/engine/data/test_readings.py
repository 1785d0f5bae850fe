"""A table is read as it is said to be meant, and whatever was left out or filled in is told."""

import msgspec
import numpy as np
import pytest

from engine.data import Pasted
from engine.errors import DataError
from engine.experiment import Experiment

GAPPY = "a,b,y\n1,10,0\n,20,1\n3,,0\n5,40,1\n9,50,\n"
MIXED = "a,sex,y\n1,m,0\n2,f,1\n3,,1\n4,m,0\n"


def load(text, target="y", **options):
    return Pasted(text=text, target=target, **options).load()


def test_rows_that_lack_something_are_left_out_and_told():
    data = load(GAPPY)
    assert data.X.tolist() == [[1, 5], [10, 40]]
    assert data.y.tolist() == [0, 1]
    assert data.notes == (
        "1 row has no number in y (line 6); 1 row has no number in a (line 3); "
        "1 row has no number in b (line 4). They were left out; 2 rows remain.",
    )


@pytest.mark.parametrize(("policy", "a", "b"), [("mean", 4.5, 30), ("median", 4, 30), ("zero", 0, 0)])
def test_missing_numbers_are_filled(policy, a, b):
    data = load(GAPPY, missing=policy)
    assert data.X.tolist() == [[1, a, 3, 5], [10, 20, b, 40]]
    assert data.notes[-1] == "1 row has no number in y (line 6). It was left out; 4 rows remain."
    assert all(
        name in note for name, note in zip(("in a (line 3)", "in b (line 4)"), data.notes, strict=False)
    )


def test_missing_numbers_are_refused():
    with pytest.raises(DataError, match='Line 6, column "y" has no number'):
        load(GAPPY, missing="refuse")


def test_a_long_list_of_lines_and_columns_is_shortened():
    rows = "".join(f"{'' if i % 2 else i},1,1,,{i % 3}\n" for i in range(20))
    with pytest.raises(DataError, match='No row is complete: column "d" has no number in 20 of 20'):
        load("a,b,c,d,y\n" + rows)
    note = load("a,b,c,d,y\n" + rows, ignored=("d",)).notes[0]
    assert note == (
        "10 rows have no number in a (lines 3, 5, 7 and 7 more). They were left out; 10 rows remain."
    )
    wide = load("a,b,c,d,e,y\n1,1,1,1,1,0\n2,2,2,2,2,1\n,,,,,2\n,,,,1,2\n")
    assert wide.notes == (
        "2 rows have no number in a (lines 4 and 5); 2 rows have no number in b (lines 4 and 5); "
        "2 rows have no number in c (lines 4 and 5); rows lack something in 2 more columns. "
        "They were left out; 2 rows remain.",
    )


def test_a_column_without_any_number_cannot_be_filled():
    with pytest.raises(DataError, match='Column "b" has no number at all; leave it out'):
        load("a,b,y\n1,,0\n2,NA,1\n", missing="mean")


def test_words_become_columns_of_0_and_1_or_one_of_numbers():
    data = load(MIXED)
    assert data.columns == ("a", "sex=f", "sex=m")
    assert data.X.tolist() == [[1, 2, 4], [0, 1, 0], [1, 0, 1]]
    assert data.notes == (
        "1 row has no word in sex (line 4). It was left out; 3 rows remain.",
        "The words of sex became 2 columns of 0 and 1, one per word.",
    )
    data = load(MIXED, encoding="ordinal")
    assert data.columns == ("a", "sex")
    assert data.X.tolist() == [[1, 2, 4], [1, 0, 1]]


def test_numbers_may_be_a_category_and_stand_in_their_order():
    data = load("room,y\n10,0\n9,1\n10.0,1\n", kinds=(("room", "category"),))
    assert data.columns == ("room=9", "room=10")
    assert data.X.tolist() == [[0, 1, 0], [1, 0, 1]]


def test_dates_may_be_a_category_where_somebody_says_so():
    text = "day,y\n2024-01-01,0\n2024-01-02,1\n"
    assert load(text, kinds=(("day", "category"),)).n == 2
    with pytest.raises(DataError, match='Line 2, column "day" has "2024-01-01" where a number is expected'):
        load(text, kinds=(("day", "number"),))


def test_a_column_that_is_left_out_may_hold_anything():
    assert load("a,b,y\n1,x y,0\n2,,1\n", ignored=("b",)).columns == ("a",)


def test_words_that_only_begin_as_numbers_are_read_again():
    rows = [f"{i % 7},{i % 2}\n" for i in range(250)] + [f"word {i % 3},1\n" for i in range(600)]
    data = load("a,y\n" + "".join(rows))
    assert data.columns == tuple(f"a={name}" for name in (*map(str, range(7)), "word 0", "word 1", "word 2"))


def test_numbers_that_only_begin_as_words_are_numbers():
    rows = [f"{'NA' if i % 2 else 'inf'},0\n" for i in range(250)] + [f"{i},1\n" for i in range(600)]
    with pytest.raises(DataError, match='Line 2, column "a" has inf; only finite numbers'):
        load("a,y\n" + "".join(rows))
    rows = [f"w{i % 3},0\n" for i in range(250)] + [f"{i},1\n" for i in range(600)]
    with pytest.raises(DataError, match='Line 2, column "a" has "w0" where a number is expected'):
        load("a,y\n" + "".join(rows))


def test_classes_get_the_names_they_are_shown_under():
    data = load("a,y\n1,0\n2,1\n3,2\n", class_names=(("0", "setosa"), ("2", "virginica")))
    assert data.classes == ("setosa", "1", "virginica")
    with pytest.raises(DataError, match='Two classes are called "1"; give each a name of its own'):
        load("a,y\n1,0\n2,1\n", class_names=(("0", "1"),))


def test_classes_of_which_no_row_is_left_are_none():
    assert load("a,y\n1,x\n2,y\n,z\n").classes == ("x", "y")


def test_one_class_that_is_left_says_why():
    with pytest.raises(DataError, match=r'only the class "x".*no number in a \(line 3\)\. It was left out'):
        load("a,y\n1,x\n,y\n")


def test_any_column_may_be_the_split():
    text = "a,part,split,y\n1,train,x,0\n2,Test,y,1\n3,val,x,0\n"
    data = load(text, split_column="part", ignored=("split",))
    assert data.split is not None
    assert (data.columns, data.split.tolist()) == (("a",), [0, 2, 1])
    assert load("a,split,y\n1,5,0\n2,6,1\n", ignored=("split",)).split is None


@pytest.mark.parametrize(
    "options", [{"ignored": ("x",)}, {"kinds": (("x", "number"),)}, {"split_column": "x"}, {"target": "x"}]
)
def test_unknown_columns_are_named(options):
    with pytest.raises(DataError, match='There is no column "x"; the columns are a, b, y'):
        load("a,b,y\n1,2,0\n3,4,1\n", **options)


def test_columns_without_a_name_are_left_out_and_told():
    data = load(",a,y,\n0,5,0,\n1,6,1,\n")
    assert (data.columns, data.notes) == (("a",), ("Columns 1, 4 have no names, so they are left out.",))


def test_the_origin_tells_other_columns_apart():
    plain = Pasted(text=MIXED, target="y")
    assert plain.origin == Pasted(text=MIXED, target="y", seed=5, missing="mean").origin
    assert plain.origin != Pasted(text=MIXED, target="y", ignored=("sex",)).origin
    assert plain.origin != Pasted(text=MIXED, target="y", encoding="ordinal").origin


def test_a_reading_is_kept_in_a_file_of_its_own_values():
    data = Pasted(text=MIXED, target="y", kinds=(("a", "category"),), class_names=(("0", "no"),))
    back = msgspec.json.decode(msgspec.json.encode(Experiment(data=data)), type=Experiment)
    assert back.data == data


def test_pasted_text_may_hold_what_no_file_can():
    assert load("a\ty\r\n1,5\t\ud800\r\n2\tx\r\n").X.tolist() == [[1.5, 2]]
    assert np.array_equal(load("a\ty\n1\t0\n2\t1").y, [0, 1])
