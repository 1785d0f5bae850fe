"""Exported files in the hands of those they are for: 500 random networks, and the traps of each format."""

import importlib.util

import numpy as np
import pytest

from engine.data import Normalizer, compute
from engine.errors import ExportError
from engine.export import FORMATS, PREDICTORS, cast, export_model, runner
from engine.export.consumers import KERAS, ONNXRUNTIME, TORCH, Consumer
from engine.model import Model
from tests.engine.export.many_networks import TOLERANCE, X, difference, many_models
from tests.engine.export.random_models import EVERY_ACTIVATION, network

pytestmark = [pytest.mark.consumers, pytest.mark.filterwarnings("default")]  # their warnings are not ours
INSTALLED = {
    ".onnx": ONNXRUNTIME.is_installed,
    ".keras": KERAS.is_installed,
    "_torch.py": TORCH.is_installed,
    "_keras.py": KERAS.is_installed,
}
CASES = [(ending, dtype) for ending in INSTALLED for dtype in PREDICTORS[ending].dtypes]


def predicted(path, ending):
    """By the consumer in this process: one for each of 500 files would take an hour."""
    runner.choose_backend()
    return np.asarray(getattr(runner, consumer(ending).way)(str(path), X.T)).T


def consumer(ending) -> Consumer:
    found = PREDICTORS[ending].consumer
    assert found is not None
    return found


def needs(ending):
    if not INSTALLED[ending]:
        pytest.skip(f"nothing is installed that runs {ending}; `make test-consumers` installs it")


@pytest.mark.parametrize(("ending", "dtype"), CASES)
def test_500_networks_predict_the_same(tmp_path, ending, dtype):
    needs(ending)
    worst = 0.0
    for number, model in enumerate(many_models(dtype)):
        path = tmp_path / f"w{ending}"
        path.write_bytes(PREDICTORS[ending].encode(model))
        found = difference(model, predicted(path, ending))
        assert found <= TOLERANCE[dtype], (number, model.features, model.activations)
        worst = max(worst, found)
    print(f"{ending} {dtype}: largest relative difference {worst:.2g}")


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_500_safetensors_in_torch(tmp_path, dtype):
    torch = pytest.importorskip("torch")
    from safetensors.torch import load_file

    from tests.engine.export.test_torch import OUTPUTS, sequential

    worst = 0.0
    for model in many_models(dtype):
        path = tmp_path / "w.safetensors"
        path.write_bytes(FORMATS[".safetensors"].encode(model))
        net = sequential(model)
        net.load_state_dict(load_file(path), strict=True)
        with torch.no_grad():
            A = OUTPUTS[model.task](net(torch.tensor(inputs(model).T))).numpy().T
        if model.target is not None:
            A = A * model.target.std + model.target.mean
        worst = max(worst, difference(model, A))
    print(f".safetensors {dtype}: largest relative difference {worst:.2g}")
    assert worst <= TOLERANCE[dtype]


def inputs(model):
    """What the first layer gets."""
    return model.normalizer.apply(compute(model.features, X)).astype(model.dtype)


def one(dtype="float32", **changes) -> Model:
    """A model of one batch-normalised hidden layer and one plain one."""
    parameters, statistics = network([3, 4, 4, 1], [True, False, False], "float32", np.random.default_rng(1))
    values = {
        "parameters": parameters,
        "statistics": statistics,
        "activations": ("gelu", "tanh"),
        "task": "binary",
        "features": ("x1", "x2", "x3"),
        "columns": ("a", "b", "c"),
        "classes": ("no", "yes"),
        "normalizer": Normalizer.identity(3),
    }
    return cast(Model(**(values | changes)), dtype)


@pytest.mark.parametrize(("ending", "dtype"), CASES)
def test_every_activation_in_its_tails(tmp_path, ending, dtype):
    """Where exponentials overflow, and where an exact GELU, another eps or threshold would tell."""
    needs(ending)
    for name in EVERY_ACTIVATION:
        for size in (1e-3, 1.0, 30.0, 300.0):
            wide = Normalizer(np.zeros((3, 1)), np.full((3, 1), 1 / size))
            model = one(dtype, activations=(name, name), normalizer=wide)
            path = tmp_path / f"w{ending}"
            path.write_bytes(PREDICTORS[ending].encode(model))
            assert difference(model, predicted(path, ending)) <= TOLERANCE[dtype], (name, size)


@pytest.mark.parametrize(("ending", "dtype"), CASES)
def test_columns_far_from_zero_keep_their_digits(tmp_path, ending, dtype):
    needs(ending)
    far = Normalizer(np.array([[1e8], [-1e7], [0.0]]), np.ones((3, 1)))
    model = one(dtype, normalizer=far)
    rows = X + far.mean
    proof = export_model(tmp_path / f"w{ending}", model, rows, model.predict(rows))
    assert proof.by == consumer(ending).label
    assert proof.largest_difference <= (1e-5 if dtype == "float32" else 1e-12)


@pytest.mark.parametrize(("ending", "dtype"), CASES)
def test_small_variances_show_another_eps(tmp_path, ending, dtype):
    needs(ending)
    statistics = {"mean1": np.zeros((4, 1), np.float32), "variance1": np.full((4, 1), 1e-6, np.float32)}
    model = one(dtype, statistics=statistics, normalizer=Normalizer(np.zeros((3, 1)), np.full((3, 1), 1e3)))
    path = tmp_path / f"w{ending}"
    path.write_bytes(PREDICTORS[ending].encode(model))
    assert difference(model, predicted(path, ending)) <= TOLERANCE[dtype]


@pytest.mark.parametrize("ending", INSTALLED)
def test_a_wrong_file_is_found_by_its_consumer(tmp_path, monkeypatch, ending):
    """Its weights are right, and something else is not."""
    needs(ending)
    real = PREDICTORS[ending]

    def encode(model: Model) -> bytes:
        other = one(normalizer=Normalizer(np.full((3, 1), 0.5), np.ones((3, 1))))
        return real.encode(other)

    monkeypatch.setitem(PREDICTORS, ending, type(real)(real.label, encode, real.read, real.consumer))
    model = one()
    with pytest.raises(ExportError, match="its predictions are off by"):
        export_model(tmp_path / f"w{ending}", model, X, model.predict(X))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_onnx_outputs_are_named_and_typed(tmp_path, task):
    needs(".onnx")
    from onnxruntime import InferenceSession

    model = next(m for m in many_models("float32") if m.task == task)
    path = tmp_path / "w.onnx"
    path.write_bytes(PREDICTORS[".onnx"].encode(model))
    session = InferenceSession(path, providers=["CPUExecutionProvider"])
    rows = X.T.astype(np.float64 if session.get_inputs()[0].type == "tensor(double)" else np.float32)
    outputs = {output.name: output.shape for output in session.get_outputs()}
    if task == "regression":
        assert outputs == {"prediction": ["N", 1]}
        return
    assert outputs == {"label": ["N"], "probabilities": ["N", len(model.classes)]}
    label, probabilities = session.run(None, {"features": rows})
    assert label.dtype == np.int64
    assert (label == probabilities.argmax(axis=1)).all()
    assert np.abs(probabilities.sum(axis=1) - 1).max() < 1e-6
    assert session.run(["label"], {"features": rows[:1]})[0].shape == (1,)


def test_keras_loads_in_safe_mode_and_goes_on_training(tmp_path):
    needs(".keras")
    import keras

    model = one(features=("x3", "x1*x2", "sin(x1)"))
    path = tmp_path / "w.keras"
    path.write_bytes(PREDICTORS[".keras"].encode(model))
    loaded = keras.saving.load_model(path, safe_mode=True)
    loaded.compile("sgd", "binary_crossentropy")
    loaded.fit(X.T, np.ones(X.shape[1]), epochs=1, verbose=0)
    loaded.save(tmp_path / "again.keras")
    again = keras.saving.load_model(tmp_path / "again.keras", safe_mode=True)
    assert again.predict(X.T, verbose=0).shape == (X.shape[1], 1)


def test_torch_and_keras_are_there_where_they_should_be():
    """`make test-consumers` would else pass by skipping everything."""
    there = {name: importlib.util.find_spec(name) is not None for name in ("onnxruntime", "torch", "keras")}
    if not any(there.values()):
        pytest.skip("`make test-consumers` installs them")
    assert all(there.values()), there
