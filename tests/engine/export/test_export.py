"""An exported file predicts what the app predicts, or it is not there."""

import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file

from engine.activations import ACTIVATIONS, LeakyRelu
from engine.data import Iris, Normalizer, Spiral, Table
from engine.errors import ExportError
from engine.experiment import Experiment
from engine.export import FORMATS, Format, check_path, export, export_model
from engine.layers import Dense
from engine.model import Model, activation, activation_name, weights_sha256
from engine.trainer import Trainer

EVERY_ACTIVATION = (*(Dense(3, g) for g in ACTIVATIONS.values()), Dense(2, LeakyRelu(0.2)))
FEATURES = ("x2", "sin(x1)", "x1*x2")


@pytest.fixture
def regression(tmp_path):
    path = tmp_path / "numbers.csv"
    x = np.random.default_rng(1).normal(1e4, 3, (40, 3))
    path.write_text("a,b,c,y\n" + "".join(f"{a},{b},{c},{a * 2 + b - c}\n" for a, b, c in x))
    return Table(path=str(path), target="y")


def trained(epochs=20, **changes):
    trainer = Trainer(Experiment(**changes))
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer


@pytest.fixture
def trainer():
    return trained(data=Spiral(samples=60), features=FEATURES, layers=EVERY_ACTIVATION)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("normalize", [True, False])
def test_every_activation_survives(tmp_path, suffix, dtype, normalize):
    trainer = trained(
        data=Spiral(samples=60), features=FEATURES, layers=EVERY_ACTIVATION, dtype=dtype, normalize=normalize
    )
    proof = export(tmp_path / f"w{suffix}", trainer)
    assert proof.examples == 48
    assert proof.largest_difference <= (1e-5 if dtype == "float32" else 1e-13)
    assert os.listdir(tmp_path) == [f"w{suffix}"]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("layers", [(), (Dense(5),)])
def test_every_task_survives(tmp_path, regression, suffix, layers):
    iris = {"data": Iris(), "features": ("x1", "x2", "x3", "x4")}
    numbers = {"data": regression, "features": ("x1", "x2", "x3")}
    for options in ({}, iris, numbers):
        trainer = trained(layers=layers, **options)
        path = tmp_path / f"w{suffix}"
        assert export(path, trainer).largest_difference <= 1e-3
        back, model = FORMATS[suffix].read(path), trainer.model()
        assert weights_sha256(back.parameters) == weights_sha256(model.parameters)
        for name in ("activations", "task", "features", "columns", "classes", "seed", "dtype"):
            assert getattr(back, name) == getattr(model, name)
        assert np.array_equal(back.normalizer.mean, model.normalizer.mean)
        assert np.array_equal(back.normalizer.std, model.normalizer.std)


def test_npz_holds_course_shapes_and_what_a_reader_needs(tmp_path):
    trainer = trained(data=Iris(), features=("x1", "x2", "x3", "x4"), layers=(Dense(5),))
    export(tmp_path / "w.npz", trainer)
    with np.load(tmp_path / "w.npz", allow_pickle=False) as file:
        shapes = {name: file[name].shape for name in ("W1", "b1", "W2", "b2", "input_mean", "input_std")}
        assert shapes == {
            "W1": (5, 4),
            "b1": (5, 1),
            "W2": (3, 5),
            "b2": (3, 1),
            "input_mean": (4, 1),
            "input_std": (4, 1),
        }
        X = (trainer.problem.dataset.X - file["input_mean"]) / file["input_std"]
        Z = file["W2"] @ np.tanh(file["W1"] @ X + file["b1"]) + file["b2"]
        by_hand = np.exp(Z) / np.exp(Z).sum(axis=0)
        assert file["classes"].tolist() == ["setosa", "versicolor", "virginica"]
        assert (file["task"].item(), file["activations"].tolist()) == ("multiclass", ["tanh"])
    assert np.abs(by_hand - trainer.predict(trainer.problem.dataset.X)).max() < 1e-5


def test_safetensors_holds_a_state_dict_and_metadata(tmp_path, trainer):
    export(tmp_path / "w.safetensors", trainer)
    tensors, parameters = load_file(tmp_path / "w.safetensors"), trainer.parameters
    assert sorted(tensors) == sorted(
        f"{2 * i}.{kind}" for i in range(len(EVERY_ACTIVATION) + 1) for kind in ("weight", "bias")
    )
    for i in range(7):
        assert np.array_equal(tensors[f"{2 * i}.weight"], parameters[f"W{i + 1}"])
        assert np.array_equal(tensors[f"{2 * i}.bias"], parameters[f"b{i + 1}"].ravel())
    with safe_open(tmp_path / "w.safetensors", framework="numpy") as file:
        metadata = file.metadata()
    assert metadata["features"] == '["x2", "sin(x1)", "x1*x2"]'
    assert metadata["task"] == "binary"
    assert metadata["seed"] == "1"


def test_torch_loads_it_strictly_and_predicts_the_same(tmp_path):
    torch = pytest.importorskip("torch")
    from safetensors.torch import load_file as load_torch

    trainer = trained(
        data=Iris(), features=("x1", "x2", "x3", "x4"), layers=(Dense(6), Dense(5)), dtype="float64"
    )
    export(tmp_path / "w.safetensors", trainer)
    nn = torch.nn
    net = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 3)).double()
    net.load_state_dict(load_torch(tmp_path / "w.safetensors"), strict=True)
    X = trainer.problem.prepare(trainer.problem.dataset.X)
    theirs = torch.softmax(net(torch.tensor(X.T)), dim=1).detach().numpy().T
    assert np.abs(theirs - trainer.predict(trainer.problem.dataset.X)).max() < 1e-12


def model(**changes) -> Model:
    strided = np.arange(24.0).reshape(4, 6)[:, ::2].T / 10
    values: dict[str, Any] = {
        "parameters": {
            "W1": strided,
            "b1": np.ones((3, 1)),
            "W2": np.ones((1, 6))[:, ::2],
            "b2": np.zeros((1, 1)),
        },
        "activations": ("tanh",),
        "task": "binary",
        "features": ("x1", "x2", "x3", "x4"),
        "columns": ("a", "b", "c", "d"),
        "classes": ("no", "yes"),
        "normalizer": Normalizer.identity(4),
        "dtype": "float64",
    }
    return Model(**(values | changes))


X = np.random.default_rng(1).normal(size=(4, 9))


@pytest.mark.parametrize("suffix", FORMATS)
def test_strided_and_transposed_arrays_are_written_by_value(tmp_path, suffix):
    proof = export_model(tmp_path / f"w{suffix}", model(), X, model().predict(X))
    assert proof.largest_difference == 0


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_weights_that_are_not_finite_are_refused(tmp_path, suffix, bad):
    broken = model(parameters=model().parameters | {"b1": np.full((3, 1), bad)})
    with pytest.raises(ExportError, match="b1 holds a number that is not finite, so nothing was written"):
        export_model(tmp_path / f"w{suffix}", broken, X, model().predict(X))
    assert os.listdir(tmp_path) == []


def mistaken(real: Format, **changes) -> Format:
    """A format that writes something else than the model it was given."""

    def encode(right: Model) -> bytes:
        wrong = model()
        for name, value in changes.items():
            object.__setattr__(wrong, name, value)
        return real.encode(wrong)

    return Format(real.label, encode, real.read)


MISTAKES = [
    ({"parameters": model().parameters | {"W1": model().parameters["W1"][::-1]}}, "it holds other weights"),
    ({"activations": ("relu",)}, r"its predictions are off by 0\.\d"),
    ({"normalizer": Normalizer(np.ones((4, 1)), np.ones((4, 1)))}, "its predictions are off by"),
    ({"features": ("x2", "x1", "x3", "x4")}, "its predictions are off by"),
    ({"activations": ("cube",)}, "it could not be read back"),
]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(("changes", "sentence"), MISTAKES)
def test_a_file_that_predicts_something_else_never_appears(tmp_path, monkeypatch, suffix, changes, sentence):
    path = tmp_path / f"w{suffix}"
    path.write_text("precious")
    monkeypatch.setitem(FORMATS, suffix, mistaken(FORMATS[suffix], **changes))
    with pytest.raises(ExportError, match=sentence):
        export_model(path, model(), X, model().predict(X))
    assert (path.read_text(), os.listdir(tmp_path)) == ("precious", [path.name])


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("cut", [0, 1, 40, -1, -30])
def test_a_file_that_is_cut_short_never_appears(tmp_path, monkeypatch, suffix, cut):
    real = FORMATS[suffix]
    monkeypatch.setitem(FORMATS, suffix, Format(real.label, lambda m: real.encode(m)[:cut], real.read))
    with pytest.raises(ExportError, match=r"was not written: it could not be read back"):
        export_model(tmp_path / f"w{suffix}", model(), X, model().predict(X))
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("function", ["write_bytes", "replace", "fsync"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, suffix, function):
    path = tmp_path / f"w{suffix}"
    path.write_text("precious")

    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path if function == "write_bytes" else os, function, full)
    with pytest.raises(ExportError, match=r"was not written: No space left on device\."):
        export_model(path, model(), X, model().predict(X))
    monkeypatch.undo()
    assert (path.read_text(), os.listdir(tmp_path)) == ("precious", [path.name])


def test_an_interrupt_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupt(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        export_model(tmp_path / "w.npz", model(), X, model().predict(X))
    assert os.listdir(tmp_path) == []


def test_the_new_file_keeps_the_old_ones_permissions_and_link(tmp_path):
    real, link = tmp_path / "real.npz", tmp_path / "w.npz"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    export_model(link, model(), X, model().predict(X))
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert FORMATS[".npz"].read(link).depth == 2


def test_paths_are_checked_before_anything_is_done(tmp_path, monkeypatch):
    (tmp_path / "folder.npz").mkdir()
    for name, sentence in (
        ("w.pt", r'Weights are exported as \.npz, .* or _keras\.py, but "w\.pt" ends in "\.pt"\.'),
        ("weights", r'but "weights" has no ending\.'),
        ("nowhere/w.npz", r"There is no folder .*nowhere; make it first"),
        ("folder.npz", r"folder\.npz is a folder; name a file in it\."),
    ):
        with pytest.raises(ExportError, match=sentence):
            check_path(tmp_path / name)
    assert check_path(tmp_path / "W.NPZ") is FORMATS[".npz"]
    monkeypatch.setattr(os, "access", lambda *args: False)
    with pytest.raises(ExportError, match=r"The folder .* may not be written to; name another one\."):
        check_path(tmp_path / "w.npz")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ExportError, match="may not be written to"):
        export_model(tmp_path / "w.npz", model(), X, model().predict(X))
    tmp_path.chmod(0o700)


def test_names_of_activations_go_both_ways():
    for g in (*ACTIVATIONS.values(), LeakyRelu(0.2), LeakyRelu(1e-05)):
        assert activation(activation_name(g)) == g
    assert activation_name(LeakyRelu()) == "leaky_relu"


def test_the_digest_depends_on_every_bit_and_the_order():
    parameters = model().parameters
    digest = weights_sha256(parameters)
    assert digest == weights_sha256({name: w.copy(order="F") for name, w in reversed(parameters.items())})
    nudged = np.nextafter(parameters["b2"], 1)
    assert digest != weights_sha256(parameters | {"b2": nudged})
    assert digest != weights_sha256(parameters | {"W1": parameters["W1"].astype(np.float32)})
