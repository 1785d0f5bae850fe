"""A look at a table says what its columns seem to hold, and tells every guess."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import Table
from engine.data.preview import preview, preview_text
from engine.errors import DataError

FLOWERS = "length;kind;note;split\n1,5;rose;;train\n;iris;x;test\n2,5;rose;y;train\n"


def test_columns_kinds_gaps_and_examples():
    look = preview_text(FLOWERS)
    assert [(c.name, c.kind, c.missing, c.examples, c.words) for c in look.columns] == [
        ("length", "number", 1, ("1,5", "2,5"), 2),
        ("kind", "category", 0, ("rose", "iris"), 2),
        ("note", "category", 1, ("x", "y"), 2),
        ("split", "category", 0, ("train", "test"), 2),
    ]
    assert look.cells[1] == ("", "iris", "x", "test")
    assert (look.split, look.rows) == ("split", 3)


def test_guesses_are_told(tmp_path):
    assert preview_text(FLOWERS).notes == (
        "Cells are separated by semicolon; the first line names the columns.",
        'A comma is a decimal mark: "1,5" is 1.5.',
    )
    (tmp_path / "t.csv").write_bytes("größe,y\n1,süß\n2,herb\n".encode("cp1252"))
    assert "read as Windows-1252" in preview(tmp_path / "t.csv").notes[1]
    (tmp_path / "t.csv").write_bytes("größe,y\n1,süß\n2,herb\n".encode("utf-16"))
    assert preview(tmp_path / "t.csv").notes[1] == "The text is encoded in UTF-16."
    assert preview_text(",a\n1,2\n3,4\n").notes[1] == "Column 1 has no name, so it is left out."
    assert preview_text("1,2\n3,4\n").notes[0].endswith("the columns have no names.")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("a,b,c\n1,2,3\n4,5,6\n", "c"),
        ("kind,b,c\nx,2,3\ny,5,6\nx,1,2\n", "kind"),
        ("name,b,c\nann,2,3\nbob,5,6\n", "c"),
        ("Y,b,c\n1,2,x\n0,5,y\n1,5,y\n", "Y"),
        ("city,size,floor,price\nBonn,90.5,0,26\nUlm,70.5,1,31\nUlm,60.1,1,30\n", "price"),
        ("city,size,worth\nBonn,90.5,26\nUlm,70.5,31\nUlm,60.1,30\n", "worth"),
        ("price,y\n1,2\n3,4\n", "y"),
        ("Species,petal\nrose,2\niris,4\nrose,1\n", "Species"),
        ("size,worth,house_id\n9,2,7\n7,3,9\n6,3,8\n", "worth"),
        ("size,worth,day\n" + "".join(f"{i % 3},{i * i},day {i}\n" for i in range(30)), "worth"),
        ("size,worth,n\n" + "".join(f"{i % 3},{i * i},{i + 1}\n" for i in range(30)), "worth"),
        ("size,worth,land\n9,2,x\n7,3,x\n6,3,x\n", "worth"),
        ("id,key\n9,2\n7,3\n6,3\n", "key"),
        ("a,b,split\n1,2,train\n3,4,dev\n5,6,train\n", "b"),
    ],
)
def test_the_likely_target(text, target):
    assert preview_text(text).target == target


def test_what_is_guessed_is_what_is_read(tmp_path):
    """A kind that the preview shows is the kind that the loading takes, in a column without an override."""
    path = tmp_path / "t.csv"
    path.write_text("a,b,c,y\n1,x,?,0\n2,y,3,1\n3,x,4,0\n")
    look = preview(path)
    data = Table(path=str(path), target=look.target).load()
    assert {c.name: c.kind for c in look.columns if c.name != "y"} == {
        "a": "number",
        "b": "category",
        "c": "number",
    }
    assert data.columns == ("a", "b=x", "b=y", "c")


def test_at_most_200_rows_are_shown():
    look = preview_text("a,y\n" + "1,2\n" * 500)
    assert (len(look.cells), look.rows) == (200, None)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty."),
        ("words\nalone\n", "only one column"),
        ("a,b\n1,2\n3\n", "Line 3 has 1 field but the first line has 2"),
        ("a,a\n1,2\n", '2 columns are named "a"'),
        ('a,b\n1,"2\n', "do not pair up"),
    ],
)
def test_what_is_no_table_is_one_sentence(text, sentence):
    with pytest.raises(DataError, match=sentence):
        preview_text(text)


def test_the_sentence_about_a_file_begins_with_its_name(tmp_path):
    (tmp_path / "t.csv").write_text("")
    with pytest.raises(DataError, match=r"t.csv: The file is empty."):
        preview(tmp_path / "t.csv")
    with pytest.raises(DataError, match=r"There is no file .*none.csv; check its name and folder."):
        preview(tmp_path / "none.csv")


def test_columns_that_cannot_be_features_are_told_with_the_reason():
    rows = "".join(f"{i}.1.2024,person {chr(97 + i)},{'mf'[i % 2]},{i % 2}\n" for i in range(12))
    look = preview_text("day,name,sex,y\n" + rows)
    assert [bool(column.trouble) for column in look.columns] == [True, True, False, False]
    assert look.notes[1].startswith('Column "day" holds dates such as "0.1.2024"; write plain numbers')
    assert look.notes[2].startswith('Column "name" holds 12 different texts such as "person a"')


PIECES = st.sampled_from(["a", "y", "1", "2,5", "x,y", ",", ";", "\t", " ", '"', "\n", "split", "nan", "inf"])


@given(st.one_of(st.text(max_size=100), st.lists(PIECES, max_size=60).map("".join)))
def test_any_text_is_a_preview_or_a_sentence(text):
    with suppress(DataError):
        look = preview_text(text)
        assert look.target in [column.name for column in look.columns]
        assert {len(row) for row in look.cells} == {len(look.columns)}
