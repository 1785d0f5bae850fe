"""NumPy's .npz files are read as tables, and what cannot be is one sentence."""

import io
import tracemalloc
import zipfile

import numpy as np
import pytest

from engine.data import BY_NAME, Split, Table
from engine.data.npy_member import Member
from engine.data.npz_writer import write_npz
from engine.data.preview import preview
from engine.errors import DataError

X = np.arange(12.0).reshape(3, 4)
Y = np.array([0, 1, 0, 1])


@pytest.fixture
def load(tmp_path):
    def make(target="y", **arrays):
        np.savez(tmp_path / "t.npz", **arrays)
        return Table(path=str(tmp_path / "t.npz"), target=target).load()

    return make


@pytest.mark.parametrize("array", [X, X.T, X.astype(np.float32), X.astype(np.int8), np.asfortranarray(X)])
def test_examples_may_be_columns_or_rows(load, array):
    data = load(X=array, y=Y)
    assert np.array_equal(data.X, X)
    assert (data.columns, data.classes, data.y.tolist()) == (("x1", "x2", "x3"), ("0", "1"), [0, 1, 0, 1])


def test_names_classes_and_split_are_taken_over(load):
    names = {"columns": np.array(["u", "v", "w"]), "classes": np.array(["apple", "pear"])}
    data = load(
        target="fruit", X=X, y=Y, split=np.array([0, 0, 1, 2]), **names | {"Target": np.array("fruit")}
    )
    assert (data.columns, data.classes) == (("u", "v", "w"), ("apple", "pear"))
    assert data.split is not None
    assert data.split.tolist() == [0, 0, 1, 2]


def test_values_are_a_regression(load):
    assert load(X=X, y=np.array([0.5, 1.5, 2.5, 4.0])).task == "regression"


def test_numbers_that_are_missing_are_told(load):
    spoilt = X.copy()
    spoilt[1, 2] = np.nan
    data = load(X=spoilt, y=np.array([0, 1, 1, 1]))
    assert data.notes == ("1 row has no number in x2 (example 3). It was left out; 3 rows remain.",)


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"a": X, "b": Y}, r"needs the arrays X .* and y \(examples\); it has a, b"),
        ({"X": X}, "it has X"),
        ({"X": X, "y": np.array([0, 1])}, r"X is \(3, 4\) and y has 2"),
        ({"X": np.zeros((2, 2, 4)), "y": Y}, r"X is \(2, 2, 4\) and y has 4"),
        ({"X": np.array([[object()] * 4]), "y": Y}, "holds Python objects"),
        ({"X": np.array([list("abcd")]), "y": Y}, "X must hold numbers, not <U1"),
        ({"X": X * 1j, "y": Y}, "X must hold numbers, not complex128"),
        ({"X": np.full((1, 4), np.inf), "y": Y}, 'Example 1, column "x1" has inf; only finite numbers'),
        ({"X": X, "y": np.zeros((2, 2))}, r"one value per example came as \(2, 2\)"),
        ({"X": np.zeros((0, 4)), "y": Y}, r"X is \(0, 4\)"),
        ({"X": np.zeros((3, 0)), "y": np.zeros(0)}, r"came as \(0,\)"),
        ({"X": X, "y": Y, "classes": np.array(["a"])}, "y holds 0 to 1, but there are 1 names of classes"),
        ({"X": X, "y": Y, "columns": np.array(["a"])}, "There are 1 names of columns for 3 features"),
        ({"X": X, "y": Y, "columns": np.array(["a", "a", "b"])}, '2 columns are named "a"'),
        ({"X": X, "y": Y, "split": np.array([0, 1])}, "split has 2 entries for 4 examples"),
        (
            {"X": X, "y": Y, "split": np.array([0, 1, 2, 7])},
            'Example 1, column "split" has "0"; expected train',
        ),
    ],
)
def test_arrays_that_do_not_fit(load, arrays, sentence):
    with pytest.raises(DataError, match=sentence) as caught:
        load(**arrays)
    assert str(caught.value).startswith("t.npz: ")


def test_files_that_are_cut_off_or_lie_about_their_size(tmp_path):
    np.savez(tmp_path / "t.npz", X=X, y=Y)
    whole = (tmp_path / "t.npz").read_bytes()
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f8", "fortran_order": False, "shape": (10**9, 10**6)}
    )
    with zipfile.ZipFile(tmp_path / "huge.npz", "w") as archive:
        archive.writestr("X.npy", header.getvalue())
        archive.writestr("y.npy", header.getvalue())
    (tmp_path / "half.npz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "spoilt.npz").write_bytes(whole[:150] + b"junk" * 20 + whole[230:])
    for name, sentence in (
        ("half.npz", "damaged or cut-off archive"),
        ("huge.npz", "too large for the memory|damaged"),
        ("spoilt.npz", "damaged"),
    ):
        for read in (Table(path=str(tmp_path / name), target="y").load, lambda n=name: preview(tmp_path / n)):
            with pytest.raises(DataError, match=sentence):
                read()


def test_a_file_of_arrays_is_previewed(tmp_path):
    np.savez(tmp_path / "t.npz", X=X, y=Y, classes=np.array(["no", "yes"]))
    look = preview(tmp_path / "t.npz")
    assert [c.name for c in look.columns] == ["x1", "x2", "x3", "y"]
    assert (look.cells[1], look.rows, look.target) == (("1", "5", "9", "yes"), 4, "y")


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_the_start_is_that_of_the_whole_however_it_lies_in_the_file(tmp_path, order, axis, save):
    array = np.asarray(np.arange(24, dtype=np.int16).reshape(4, 6), order=order)
    save(tmp_path / "t.npz", X=array)
    with zipfile.ZipFile(tmp_path / "t.npz") as archive:
        found = Member(archive, "X").first(3, axis)
    assert np.array_equal(found, array[:3] if axis == 0 else array[:, :3])


@pytest.mark.parametrize("order", ["C", "F"])
def test_a_look_does_not_unpack_the_file_into_memory(tmp_path, order):
    m = 1_000_000
    np.savez_compressed(tmp_path / "t.npz", X=np.zeros((5, m), order=order), y=np.arange(m) % 2)
    tracemalloc.start()
    look = preview(tmp_path / "t.npz")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (look.rows, len(look.cells), look.cells[1]) == (m, 200, ("0", "0", "0", "0", "0", "1"))
    assert peak < 24 * 2**20  # X alone has 38 MB


def test_an_array_that_is_not_as_large_as_it_says_is_not_made_room_for(tmp_path):
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": (9, 9)})
    with zipfile.ZipFile(tmp_path / "t.npz", "w") as archive:
        archive.writestr("X.npy", header.getvalue() + bytes(8))
        archive.writestr("y.npy", header.getvalue())
    with pytest.raises(DataError, match=r"damaged or cut off \(X is not as large as \(9, 9\)\)"):
        preview(tmp_path / "t.npz")


@pytest.mark.parametrize("name", ["circle", "iris", "breast_cancer", "digits", "diabetes"])
def test_what_is_exported_comes_back_as_it_was(tmp_path, name):
    source = BY_NAME[name]()
    data = source.load()
    codes = Split().assign(data, source.seed)
    write_npz(data, codes, source.seed, tmp_path / "t.npz")
    target = preview(tmp_path / "t.npz").target
    back = Table(path=str(tmp_path / "t.npz"), target=target).load()
    assert (back.X.tobytes(), back.y.tobytes()) == (data.X.tobytes(), data.y.tobytes())
    for field in ("columns", "classes", "target", "task", "image"):
        assert getattr(back, field) == getattr(data, field)
    assert back.split is not None
    assert np.array_equal(back.split, codes)


def test_an_image_of_which_pixels_are_left_out_is_none(tmp_path):
    np.savez(tmp_path / "t.npz", X=X.reshape(4, 3).repeat(2, axis=1)[:, :4], y=Y, image=np.array([2, 2]))
    assert Table(path=str(tmp_path / "t.npz"), target="y").load().image == (2, 2)
    assert Table(path=str(tmp_path / "t.npz"), target="y", ignored=("x1",)).load().image is None
