"""Tables as people have them are read as they are meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import Pasted, Table
from engine.data.formats import read_pasted
from engine.errors import DataError

FLOWERS = "a,b,kind\n1,2.5,red\n2,3.5,blue\n3,4.5,red\n"


@pytest.fixture
def table(tmp_path):
    def make(content, target="y", **options):
        path = tmp_path / "table.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Table(path=str(path), target=target, **options).load()

    return make


def grid_of(text):
    return read_pasted(text, lambda names, sample, decimal_comma: dict.fromkeys(names, "words"))


def test_text_becomes_classes_in_alphabetical_order(table):
    data = table(FLOWERS, "kind")
    assert data.classes == ("blue", "red")
    assert data.y.tolist() == [1, 0, 1]
    assert data.X.tolist() == [[1, 2, 3], [2.5, 3.5, 4.5]]
    assert (data.columns, data.target, data.task, data.split) == (("a", "b"), "kind", "binary", None)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(table, encoding):
    data = table("größe,y\n1,süß\n2,herb\n3,süß\n".encode(encoding))
    assert data.columns == ("größe",)
    assert data.classes == ("herb", "süß")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", " "])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(table, delimiter, end):
    rows = [["a", "b", "y"], ["1", "2.5", "no"], ["3", "4", "yes"]]
    data = table(end.join(delimiter.join(row) for row in rows))
    assert data.X.tolist() == [[1, 3], [2.5, 4]]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a;b;y\n1,5;2,5;0\n-3,25;,5;1\n", [[1.5, -3.25], [2.5, 0.5]]),
        ("a\tb\ty\n1,5e3\t2\t0\n2,5\t3\t1\n", [[1500, 2.5], [2, 3]]),
        ("a , b , y\n 1 , 2 , 0\n 3 , 4 , 1\n", [[1, 3], [2, 4]]),
        ("  a   b  y\n  1   2  0\n 10  20  1\n", [[1, 10], [2, 20]]),
        ('"a","b","y"\n"1","2","0"\n"3","4","1"\n', [[1, 3], [2, 4]]),
        ("a,b,y\n\n1,2,0\n\n3,4,1\n\n\n", [[1, 3], [2, 4]]),
        ("a,b,y\n+1,.5,0\n1.,1e-3,1\n", [[1, 1], [0.5, 0.001]]),
        ('a;b;y\n1;2;"x; y"\n3;4;"z, w"\n', [[1, 3], [2, 4]]),
    ],
)
def test_numbers_in_many_spellings(table, content, expected):
    assert table(content).X.tolist() == expected


def test_semicolons_with_decimal_commas_are_not_a_comma_table(table):
    assert table("1,5;2,5;0\n3,5;4,5;1\n", "3").X.tolist() == [[1.5, 3.5], [2.5, 4.5]]


def test_a_quoted_line_break_does_not_shift_line_numbers():
    grid = grid_of('a,y\n1,"two\nlines"\n2,one\n')
    assert [grid.lines[row] for row in range(grid.m)] == [2, 4]
    assert grid.words["y"].words == ["two\nlines", "one"]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("a,b\n1,2\n3,4\n", ("a", "b")),
        ("1,2\n3,4\n", ("1", "2")),
        ("5.1,3.5,setosa\n4.9,3.0,setosa\n6.1,3.1,other\n", ("1", "2", "3")),
        ("name,colour\nada,red\nbob,blue\n", ("name", "colour")),
        ("a,2020,y\n1,2,x\n3,4,z\n", ("1", "2", "3")),
    ],
)
def test_header_guess(content, names):
    assert grid_of(content).names == names


CELLS = st.sampled_from(
    ["1", "2.5", "-3e4", " .5 ", "", "nan", "1_0", "1,5", "1e400", "word", "NA", "+7.", "\u0661", "0x1"]
)


@given(
    st.lists(st.tuples(CELLS, CELLS, st.sampled_from(["yes", "no", "0", "1", ""])), min_size=1, max_size=8)
)
def test_the_fast_way_and_the_careful_way_agree(rows):
    """A quoted name of a column is enough to send its block the careful way."""
    body = "".join("\t".join(row) + "\n" for row in rows)
    outcomes: list[object] = []
    for header in ("a\tb\ty\n", '"a"\tb\ty\n'):
        try:
            data = Pasted(text=header + body, target="y", missing="zero").load()
            outcomes.append((data.columns, data.X.tolist(), data.y.tolist(), data.classes, data.notes))
        except DataError as error:
            outcomes.append(str(error))
    assert outcomes[0] == outcomes[1]


def test_a_table_of_very_long_lines(table, monkeypatch):
    monkeypatch.setattr("engine.data.text_file.SNIFFED_CHARACTERS", 200)
    header = ",".join(f"c{i}" for i in range(20))
    data = table(f"{header},y\n" + "".join(",".join(["1"] * 20) + f',"class, {i % 2}"\n' for i in range(50)))
    assert (data.n, data.classes) == (20, ("class, 0", "class, 1"))


def test_a_late_mistake_is_found_in_a_long_file(table):
    rows = [f"{i}.5,{i % 2}" for i in range(1000)]
    rows[700] = "oops,1"
    with pytest.raises(DataError, match='Line 702, column "a" has "oops" where a number is expected'):
        table("a,y\n" + "\n".join(rows))
    rows[700] = "1.5,1,1"
    with pytest.raises(DataError, match="Line 702 has 3 fields but the first line has 2"):
        table("a,y\n" + "\n".join(rows))


@pytest.mark.parametrize(
    ("cells", "task", "classes"),
    [
        (["0", "1", "0", "1"], "auto", ("0", "1")),
        (["10", "9", "10", "2"], "auto", ("2", "9", "10")),
        (["1.0", "2.0", "1", "2"], "auto", ("1", "2")),
        (["0.5", "1.5", "2", "3"], "auto", ()),
        ([str(i) for i in range(20)], "auto", tuple(str(i) for i in range(20))),
        ([str(i) for i in range(21)], "auto", ()),
        ([str(i) for i in range(21)], "classes", tuple(str(i) for i in range(21))),
        (["0", "1", "0", "1"], "numbers", ()),
        (["0.5", "1.5", "0.5", "1"], "classes", ("0.5", "1", "1.5")),
        (["1", "2", "unknown", "1"], "classes", ("1", "2", "unknown")),
        (["none", "mild", "none", "severe"], "auto", ("mild", "none", "severe")),
        (["True", "False", "True", "False"], "auto", ("False", "True")),
    ],
)
def test_classes_or_numbers(table, cells, task, classes):
    data = table("x,y\n" + "".join(f"{i},{cell}\n" for i, cell in enumerate(cells)), task=task)
    assert data.classes == classes
    expected = {0: "regression", 2: "binary"}.get(len(classes), "multiclass")
    assert data.task == expected
    back = [classes[c] for c in data.y] if classes else data.y.tolist()
    assert [float(v) if v[0].isdigit() else v for v in map(str, back)] == [
        float(c) if c[0].isdigit() else c for c in cells
    ]


def test_a_split_column_is_honoured_and_no_feature(table):
    data = table("x,Split,y\n1,train,0\n2,TEST,1\n3,val,0\n4,dev,1\n5,Validation,0\n")
    assert data.columns == ("x",)
    assert data.split is not None
    assert data.split.tolist() == [0, 2, 1, 1, 1]


def test_split_may_be_the_target(table):
    assert table("x,split\n1,train\n2,test\n", "split").classes == ("test", "train")
