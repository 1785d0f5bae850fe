"""A generated program predicts what the app predicts, and is nothing but a program and numbers."""

import ast
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.data import Normalizer
from engine.errors import ExportError
from engine.export import PREDICTORS, every_format, export_model
from engine.export.programs import numpy_source, text
from engine.model import Model, weights_sha256
from tests.engine.export.many_networks import COLUMNS, TOLERANCE, X, difference, many_models
from tests.engine.export.random_models import EVERY_ACTIVATION, network

PROGRAMS = ("_keras.py", "_torch.py", ".py")
# Runs all programs of a folder on the same rows: a process for each would take minutes.
RUN_ALL = """
import sys, pathlib
import numpy as np
folder = pathlib.Path(sys.argv[1])
rows = np.load(folder / "rows.npy")
found = {}
for path in folder.glob("*.py"):
    program = {"__name__": "generated"}
    exec(compile(path.read_bytes(), path.name, "exec"), program)
    found[path.stem] = program["predict"](rows)
np.savez(folder / "found.npz", **found)
"""


def test_500_numpy_programs_predict_the_same(tmp_path):
    """Every other one in float64."""
    models = list(many_models("float32", "float64"))
    for number, model in enumerate(models):
        (tmp_path / f"{number}.py").write_bytes(numpy_source.encode(model))
    np.save(tmp_path / "rows.npy", X.T)
    command = [sys.executable, "-W", "error::SyntaxWarning", "-c", RUN_ALL, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with np.load(tmp_path / "found.npz") as found:
        for number, model in enumerate(models):
            assert difference(model, found[str(number)].T) <= TOLERANCE[model.dtype]


@pytest.mark.parametrize("ending", PROGRAMS)
def test_weights_of_a_program_are_read_back_bit_by_bit(tmp_path, ending):
    for model in islice(many_models("float32"), 25):
        path = tmp_path / f"w{ending}"
        path.write_bytes(PREDICTORS[ending].encode(model))
        back = text.read(path)
        assert weights_sha256(back.tensors) == weights_sha256(model.tensors)
        assert back.predict(X).tobytes() == model.predict(X).tobytes()


def one(**changes) -> Model:
    """A model of one hidden layer."""
    parameters, statistics = network([3, 4, 3], [True, False], "float32", np.random.default_rng(1))
    values = {
        "parameters": parameters,
        "statistics": statistics,
        "activations": ("gelu",),
        "task": "multiclass",
        "features": ("x1", "x2", "x3"),
        "columns": COLUMNS,
        "classes": ("a", "b", "c"),
        "normalizer": Normalizer.identity(3),
    }
    return Model(**(values | changes))


NASTY = (
    '"""',
    "'''",
    "\\",
    "\n",
    "\r",
    "\u2028",
    "\x00",
    "\ud800",
    "{0}",
    '"; import os; "',
    "größe 😀",
    "#",
)


@pytest.mark.parametrize("ending", PROGRAMS)
@pytest.mark.parametrize("name", NASTY)
def test_names_stay_strings_whatever_they_are(tmp_path, ending, name):
    model = one(columns=(name, "b", "c"), classes=(name, "b", f"{name}{name}"))
    path = tmp_path / f"w{ending}"
    path.write_bytes(PREDICTORS[ending].encode(model))
    assert path.read_bytes().isascii()
    back = text.read(path)
    assert (back.columns, back.classes) == (model.columns, model.classes)
    plain = [type(node) for node in ast.walk(ast.parse(PREDICTORS[ending].encode(one())))]
    assert [type(node) for node in ast.walk(ast.parse(path.read_bytes()))] == plain


def test_a_program_predicts_a_table_from_the_shell(tmp_path):
    model = one(columns=("a", "b", "c"))
    export_model(tmp_path / "w.py", model, X, model.predict(X))
    rows = "".join(",".join(map(repr, row)) + "\n" for row in X.T.tolist())
    (tmp_path / "t.csv").write_text(f"a,b,c\n{rows}")
    command = [sys.executable, "w.py"]
    done = subprocess.run([*command, "t.csv"], cwd=tmp_path, capture_output=True, text=True, check=True)
    found = np.loadtxt(done.stdout.splitlines(), delimiter=",")
    assert np.abs(found.T - model.predict(X)).max() < 1e-6
    without = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert without.returncode == 1
    assert without.stderr.strip().endswith("these columns: a, b, c")


def test_a_program_keeps_columns_far_from_zero():
    """In float32 a column of 1e9 and its neighbour are the same number."""
    far = Normalizer(np.array([[1e9], [-1e9], [0.0]]), np.ones((3, 1)))
    model = one(normalizer=far)
    program: dict[str, Any] = {"__name__": "generated"}
    exec(numpy_source.encode(model), program)
    rows = (X + far.mean).T
    assert np.abs(program["predict"](rows).T - model.predict(rows.T)).max() < 1e-6


def test_what_is_too_large_to_be_read_is_refused(tmp_path):
    wide = {"W1": np.zeros((3, 100_001), np.float32), "b1": np.zeros((3, 1), np.float32)}
    names = tuple(f"x{i}" for i in range(1, 100_002))
    model = one(
        parameters=wide,
        statistics={},
        activations=(),
        features=names,
        columns=names,
        normalizer=Normalizer.identity(len(names)),
    )
    X = np.zeros((len(names), 1))
    with pytest.raises(ExportError, match=r"300,006 numbers in it can hardly be read; 300,000 are the most"):
        export_model(tmp_path / "w.py", model, X, model.predict(X))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", PROGRAMS)
def test_every_activation_and_value_is_written(ending):
    for name in EVERY_ACTIVATION:
        compile(PREDICTORS[ending].encode(one(activations=(name,))), "w.py", "exec")


def test_the_numpy_program_is_proved_by_running_it(tmp_path, monkeypatch):
    model = one()
    proof = export_model(tmp_path / "w.py", model, X, model.predict(X))
    assert (proof.by, proof.examples) == ("Python with NumPy", X.shape[1])
    real = every_format()[".py"]
    wrong = real.encode

    def encode(model: Model) -> bytes:
        return wrong(model).replace(b"np.tanh(k", b"np.sin(k")

    monkeypatch.setitem(PREDICTORS, ".py", type(real)(real.label, encode, real.read, real.consumer))
    (tmp_path / "w.py").write_text("precious")
    with pytest.raises(ExportError, match=r"run by Python with NumPy, its predictions are off by"):
        export_model(tmp_path / "w.py", model, X, model.predict(X))
    assert Path(tmp_path / "w.py").read_text() == "precious"


@pytest.mark.parametrize("broken", [b"raise OSError('no luck')", b"def predict(rows): return rows[0]"])
def test_a_program_that_fails_is_refused_in_one_sentence(tmp_path, monkeypatch, broken):
    real = every_format()[".py"]

    def encode(model: Model) -> bytes:
        return b"\n".join((real.encode(model), broken, b""))

    monkeypatch.setitem(PREDICTORS, ".py", type(real)(real.label, encode, real.read, real.consumer))
    model = one()
    with pytest.raises(ExportError, match=r"w\.py was not written: .*(no luck|another shape)"):
        export_model(tmp_path / "w.py", model, X, model.predict(X))
    assert list(tmp_path.iterdir()) == []
