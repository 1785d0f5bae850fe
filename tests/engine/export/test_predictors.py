"""ONNX and .keras as files: what they hold, how they are refused, and what a missing package means."""

import json
import zipfile
from contextlib import suppress
from itertools import islice

import numpy as np
import onnx
import pytest
from onnx.reference import ReferenceEvaluator

from engine.data import Normalizer, Spiral
from engine.errors import ExportError
from engine.experiment import Experiment
from engine.export import FORMATS, PREDICTORS, UNREADABLE, cast, check_path, every_format, export, formats
from engine.export import consumers as of_consumers
from engine.export.onnx_file import input_dtype
from engine.layers import Dense
from engine.model import Model, weights_sha256
from engine.trainer import Trainer
from tests.engine.export.many_networks import TOLERANCE, X, difference, many_models

ENDINGS = (".onnx", ".keras")


@pytest.fixture
def alone(monkeypatch):
    """A machine on which no consumer is installed."""
    monkeypatch.setattr(of_consumers, "is_installed", lambda package: False)


@pytest.mark.parametrize("ending", ENDINGS)
def test_weights_are_read_back_bit_by_bit(tmp_path, ending):
    for model in islice(many_models("float32"), 25):
        path = tmp_path / f"w{ending}"
        path.write_bytes(PREDICTORS[ending].encode(model))
        back = PREDICTORS[ending].read(path)
        assert weights_sha256(back.tensors) == weights_sha256(model.tensors)
        assert back.predict(X).tobytes() == model.predict(X).tobytes()
        assert (back.classes, back.columns, back.seed) == (model.classes, model.columns, model.seed)
        assert PREDICTORS[ending].encode(back) == path.read_bytes()  # equal models are equal files


def test_onnx_predicts_the_same_by_the_reference_of_its_makers():
    """Its BatchNormalization is wrong below opset 15; ours is 17."""
    for model in islice(many_models("float32"), 25):
        graph = onnx.load_from_string(PREDICTORS[".onnx"].encode(model))
        rows = X.T.astype(input_dtype(model))
        found = np.asarray(ReferenceEvaluator(graph).run(None, {"features": rows})[-1])
        found = found[:, 1:] if model.task == "binary" else found
        assert difference(model, found.T) <= TOLERANCE["float32"]


def test_the_input_of_onnx_is_wide_where_float32_would_lose_digits():
    near, far = (Normalizer(np.full((1, 1), mean), np.ones((1, 1))) for mean in (9.0, 11.0))
    one = np.ones((1, 1), np.float32)
    for feature, normalizer, expected in (
        ("x2", near, "float32"),
        ("x2", far, "float64"),
        ("sin(x1)", near, "float64"),  # of a column of any size
        ("x1/x2", near, "float64"),
    ):
        model = Model(
            parameters={"W1": one, "b1": one},
            activations=(),
            task="regression",
            features=(feature,),
            columns=("a", "b"),
            classes=(),
            normalizer=normalizer,
        )
        assert input_dtype(model) == expected
        assert input_dtype(cast(model, "float64")) == "float64"


def test_onnx_is_of_a_version_that_runtimes_read_and_says_what_it_is():
    """The package's own defaults are refused by onnxruntime."""
    model = next(many_models("float32"))
    graph = onnx.load_from_string(PREDICTORS[".onnx"].encode(model))
    assert (graph.ir_version, [(o.domain, o.version) for o in graph.opset_import]) == (8, [("", 17)])
    assert graph.graph.input[0].type.tensor_type.shape.dim[0].dim_param == "N"
    about = {prop.key: prop.value for prop in graph.metadata_props}
    assert json.loads(about["columns"]) == list(model.columns)
    assert json.loads(about["classes"]) == list(model.classes)
    assert json.loads(about["seed"]) == model.seed
    assert {"task", "features", "app_version", "input_mean", "input_std"} <= about.keys()
    assert "Dropout" not in {node.op_type for node in graph.graph.node}


def test_a_keras_file_is_three_members_of_built_in_layers(tmp_path):
    """Safe mode refuses Lambda layers and what is registered by others."""
    for model in islice(many_models("float32"), 25):
        (tmp_path / "w.keras").write_bytes(PREDICTORS[".keras"].encode(model))
        with zipfile.ZipFile(tmp_path / "w.keras") as file:
            assert file.namelist() == ["metadata.json", "config.json", "model.weights.h5"]
            config = json.loads(file.read("config.json"))["config"]
        assert {layer["module"].split(".")[0] for layer in config["layers"]} == {"keras"}
        assert "Lambda" not in {layer["class_name"] for layer in config["layers"]}


@pytest.mark.parametrize("ending", ENDINGS)
def test_damaged_files_are_refused_or_read(tmp_path, ending):
    whole = np.frombuffer(PREDICTORS[ending].encode(next(many_models("float32"))), np.uint8)
    rng = np.random.default_rng(1)
    for cut in (0, 1, 40, len(whole) // 2, len(whole) - 1):
        (tmp_path / "w").write_bytes(whole[:cut].tobytes())
        with pytest.raises(UNREADABLE):
            PREDICTORS[ending].read(tmp_path / "w")
    for _ in range(100):
        damaged = whole.copy()
        damaged[rng.integers(len(whole), size=3)] = rng.integers(256, size=3)
        (tmp_path / "w").write_bytes(damaged.tobytes())
        with suppress(*UNREADABLE):
            PREDICTORS[ending].read(tmp_path / "w")


LAYERS = (Dense(9, batch_norm=True, keep_prob=0.5), Dense(5, keep_prob=0.8), Dense(4, batch_norm=True))


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("dtype", ["", "float32", "float64"])
@pytest.mark.parametrize("ending", every_format())
def test_a_training_with_dropout_and_formulas_is_exported_in_every_format(tmp_path, ending, dtype):
    features = ("x1", "x2^2", "sin(3*x1)*x2", "max(x1,0.5)")
    trainer = Trainer(
        Experiment(data=Spiral(samples=60), features=features, layers=LAYERS, input_keep_prob=0.9)
    )
    for _ in range(5):
        trainer.run_epoch()
    proof = export(tmp_path / f"w{ending}", trainer, dtype)
    assert proof.largest_difference < 1e-5
    assert (proof.by, proof.examples) == ("Python with NumPy" if ending == ".py" else "", 48)
    expected = dtype if dtype in every_format()[ending].dtypes else "float32"
    assert every_format()[ending].read(tmp_path / f"w{ending}").dtype == expected


def test_weights_too_large_for_float32_are_refused(tmp_path):
    trainer = Trainer(Experiment(dtype="float64"))
    parameters = trainer.parameters
    parameters["W1"][0, 0] = 1e300
    trainer.load(parameters)
    with pytest.raises(ExportError, match="W1 holds a number that is not finite in float32"):
        export(tmp_path / "w.json", trainer, "float32")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "package", "extra"), [("w.onnx", "onnx", "onnx"), ("w.keras", "h5py", "keras")]
)
def test_a_missing_package_is_named_with_the_way_to_it(tmp_path, monkeypatch, name, package, extra):
    monkeypatch.setattr(formats, "is_installed", lambda package: False)
    sentence = rf'needs the package {package}, .* pip install "neural-playground\[{extra}\]"'
    with pytest.raises(ExportError, match=sentence):
        check_path(tmp_path / name)
    check_path(tmp_path / "w_keras.py")


def test_the_longest_ending_counts(tmp_path):
    for name, ending in (("w.PY", ".py"), ("w_Torch.py", "_torch.py"), ("w_keras.py", "_keras.py")):
        assert check_path(tmp_path / name) is PREDICTORS[ending]
    assert check_path(tmp_path / "w.csv.zip") is FORMATS[".zip"]
