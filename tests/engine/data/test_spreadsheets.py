"""Workbooks are read as tables, and what cannot be is one sentence."""

import sys
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import Table
from engine.data.preview import preview
from engine.errors import DataError
from tests.engine.data.workbooks import rows_of, write

FLOWERS = [["a", "b", "kind"], [1, 2.5, "red"], [2, 3.5, "blue"], [3, 4.5, "red"]]


def load(path, target="kind", **options):
    return Table(path=str(path), target=target, **options).load()


def test_a_sheet_is_a_table(tmp_path):
    data = load(write(tmp_path / "t.xlsx", Data=rows_of(FLOWERS)))
    assert data.X.tolist() == [[1, 2, 3], [2.5, 3.5, 4.5]]
    assert (data.columns, data.classes, data.y.tolist()) == (("a", "b"), ("blue", "red"), [1, 0, 1])
    assert data.notes == ()


def test_what_it_is_shows_in_the_file_not_in_its_name(tmp_path):
    assert load(write(tmp_path / "t.csv", Data=rows_of(FLOWERS))).m == 3


def test_the_first_sheet_that_holds_something_is_read_and_told(tmp_path):
    path = write(tmp_path / "t.xlsx", Empty="<sheetData/>", Data=rows_of(FLOWERS), More=rows_of([[1, 2]]))
    assert load(path).notes == ('The sheet "Data" was read; the workbook has 3 sheets.',)


def test_another_sheet_can_be_asked_for(tmp_path):
    path = write(tmp_path / "t.xlsx", Data=rows_of(FLOWERS), More=rows_of([["p", "q"], [1, 0], [2, 1]]))
    seen = preview(path)
    assert (seen.sheets, seen.sheet) == (("Data", "More"), "Data")
    assert preview(path, "More").target == "q"
    data = load(path, "q", sheet="More")
    assert data.X.tolist() == [[1, 2]]
    assert data.notes == ('The sheet "More" was read; the workbook has 2 sheets.',)
    with pytest.raises(DataError, match=r'There is no sheet "Mor"; the sheets are Data, More. Did you mean'):
        load(path, "q", sheet="Mor")


def test_formulas_count_by_their_results_and_errors_are_gaps(tmp_path):
    rows = [["a", "y"], ["=1+1->2", 0], ["#DIV/0!", 1], ["=A2", 1], [7, 1], [8, 0]]
    data = load(write(tmp_path / "t.xlsx", Data=rows_of(rows)), "y")
    assert data.X.tolist() == [[2, 7, 8]]
    assert data.notes == ("2 rows have no number in a (rows 3 and 4). They were left out; 3 rows remain.",)


def test_merged_cells_are_filled_in_their_first_alone(tmp_path):
    body = rows_of([["a", "y"], [1, 0], [None, 1], [3, 1]])
    path = write(
        tmp_path / "t.xlsx", Data=f'{body}<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    )
    assert load(path, "y").X.tolist() == [[1, 3]]


def test_rows_are_named_as_the_sheet_numbers_them(tmp_path):
    body = rows_of([[], ["a", "y"], [], [1, 0], ["x", 1], [2, 1]])
    with pytest.raises(DataError, match=r't.xlsx: Row 5, column "a" has "x" where a number is expected'):
        load(write(tmp_path / "t.xlsx", Data=body), "y")


def test_yes_and_no_and_empty_columns(tmp_path):
    data = load(
        write(tmp_path / "t.xlsx", Data=rows_of([["a", None, "y"], [1, None, True], [2, None, False]])), "y"
    )
    assert (data.columns, data.classes) == (("a",), ("False", "True"))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("<sheetData/>", "The workbook is empty."),
        (rows_of([["a", "y"]]), "no rows below it"),
        (rows_of([["y"], [1]]), "only one column"),
        (
            '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>',
            "^t.xlsx: The sheet reaches from A1 to row 1,048,576 and column 16,384",
        ),
        (
            "<sheetData><row r='1'><c r='A1'><v>1</v></c></row>"
            "<row r='1048576'><c><v>1</v></c><c s='1' t='n' r='XFD1048576'><v>2</v></c></row></sheetData>",
            "^t.xlsx: The sheet reaches from A1 to row 1,048,576 and column 16,384",
        ),
        (rows_of([["a", "a", "y"], [1, 2, 0]]), '2 columns are named "a"'),
        ('<sheetData><row r="1"><c r="A1"><v>1</v></c>', "The workbook is damaged or cut off"),
    ],
)
def test_workbooks_that_are_no_tables(tmp_path, body, sentence):
    path = write(tmp_path / "t.xlsx", Data=body)
    for read in (load, preview):
        with pytest.raises(DataError, match=sentence):
            read(path)


@given(spoiled=st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_spoiled_workbook_is_data_or_a_sentence(tmp_path_factory, spoiled):
    """Of an archive whose parts are not compressed, so that the spoiled bytes are in the XML as well."""
    path = tmp_path_factory.getbasetemp() / "spoiled.xlsx"
    write(path, Data=rows_of(FLOWERS), compression=zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    for place, byte in spoiled:
        content[place % len(content)] = byte
    path.write_bytes(content)
    with suppress(DataError):
        load(path)


def test_archives_that_are_no_workbooks(tmp_path):
    whole = (
        (tmp_path / "whole.xlsx").read_bytes()
        if write(tmp_path / "whole.xlsx", Data=rows_of(FLOWERS))
        else b""
    )
    (tmp_path / "half.xlsx").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("a.txt", "hello")
    with zipfile.ZipFile(tmp_path / "binary.xlsb", "w") as archive:
        archive.writestr("xl/workbook.bin", "hello")
    with zipfile.ZipFile(tmp_path / "hollow.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "hello")
    for name, sentence in (
        ("half.xlsx", "damaged or cut-off archive"),
        ("photos.zip", "The file is an archive; unpack it"),
        ("binary.xlsb", "save it as .xlsx or CSV"),
        ("hollow.xlsx", "The workbook is damaged or cut off"),
    ):
        with pytest.raises(DataError, match=sentence):
            load(tmp_path / name)


def test_without_the_reader_it_is_told_what_to_install(tmp_path, monkeypatch):
    path = write(tmp_path / "t.xlsx", Data=rows_of(FLOWERS))
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(DataError, match="pip install python-calamine"):
        load(path)


def test_reading_can_be_stopped(tmp_path):
    class StoppedError(Exception):
        pass

    def stop(share):
        raise StoppedError

    with pytest.raises(StoppedError):
        Table(path=write(tmp_path / "t.xlsx", Data=rows_of(FLOWERS)), target="kind").load(stop)


def test_a_workbook_is_previewed(tmp_path):
    look = preview(write(tmp_path / "t.xlsx", Data=rows_of(FLOWERS)))
    assert [(c.name, c.kind) for c in look.columns] == [
        ("a", "number"),
        ("b", "number"),
        ("kind", "category"),
    ]
    assert (look.target, look.rows, look.cells[0]) == ("kind", 3, ("1", "2.5", "red"))
