"""Weights go back into a network that they fit, and a message says where they do not."""

import numpy as np
import pytest

from engine.activations import Relu, Tanh
from engine.data import Circle, Iris
from engine.errors import DataError
from engine.experiment import Experiment
from engine.export import FORMATS, export
from engine.export.importing import check_match, differences, read_model
from engine.layers import Dense
from engine.trainer import Trainer

LAYERS = (Dense(4, batch_norm=True), Dense(3))


def trained(**changes) -> Trainer:
    trainer = Trainer(Experiment(**{"data": Circle(samples=60), "layers": LAYERS, **changes}))
    for _ in range(3):
        trainer.run_epoch()
    return trainer


@pytest.mark.parametrize("ending", FORMATS)
def test_weights_come_back_and_predict_the_same(tmp_path, ending):
    trainer = trained()
    export(tmp_path / f"w{ending}", trainer)
    other = Trainer(trainer.experiment.with_(seed=9), trainer.problem)
    model = read_model(tmp_path / f"w{ending}")
    check_match(model, other.problem)
    assert list(differences(model, other.problem)) == []
    before = other.is_fresh
    other.begin_at(model.parameters, model.statistics)
    assert (before, other.is_fresh) == (True, False)
    X = trainer.problem.dataset.X
    assert other.predict(X).tobytes() == trainer.predict(X).tobytes()
    assert other.history.curve().epochs.tolist() == [0]


WRONG = [
    (
        {"layers": (Dense(4), Dense(3), Dense(2))},
        r"This network has 4 layers with weights, and the file has 3 layers with weights \(4, 3, 1 units\)\.",
    ),
    ({"layers": ()}, r"This network has 1 layer with weights, and the file has 3"),
    ({"features": ("x1", "x2", "x1^2")}, r"Layer 1 takes 3 input features, and in the file 2 \(x1, x2\)\."),
    (
        {"layers": (Dense(4, batch_norm=True), Dense(5))},
        r"Layer 2 has 5 units here, W2 \(5, 4\), and in the file 3 units, W2 \(3, 4\)\.",
    ),
    ({"layers": (Dense(4), Dense(3))}, "Layer 1 is not batch-normalised here, but is in the file"),
    (
        {"layers": (Dense(4, batch_norm=True), Dense(3, batch_norm=True))},
        "Layer 2 is batch-normalised here, but is not in the file",
    ),
    (
        {"data": Iris(), "features": ("x1", "x2")},
        "The output layer has 3 units here, .* in the file 1 unit, ",
    ),
]


@pytest.mark.parametrize(("changes", "sentence"), WRONG)
def test_what_does_not_fit_is_told_by_layer(changes, sentence):
    problem = Trainer(Experiment(**{"data": Circle(samples=60), "layers": LAYERS, **changes})).problem
    with pytest.raises(DataError, match=sentence):
        check_match(trained().model(), problem)


def test_numbers_beyond_the_precision_are_refused():
    wide = trained(dtype="float64")
    parameters = wide.parameters
    parameters["W2"][0, 0] = 1e300
    wide.load(parameters)
    with pytest.raises(DataError, match="W2 in the file holds a number that is not finite in float32"):
        check_match(wide.model(), trained().problem)


def test_what_fits_but_was_learned_otherwise_is_told():
    elder = trained(layers=(Dense(4, Tanh()),), features=("x1", "x2"))
    problem = trained(layers=(Dense(4, Relu()),), features=("x2", "x1"), normalize=False).problem
    check_match(elder.model(), problem)
    told = " ".join(differences(elder.model(), problem))
    assert "the features were x1, x2" in told
    assert "layer 1 had tanh there and has relu here" in told
    assert "normalised by other means" in told


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("w.npz", None, "There is no file .*w.npz"),
        ("w.npz", b"PK", "is not readable as weights"),
        ("w.safetensors", b"\0" * 9, "is not readable as weights"),
        ("w.json", b'{"tensors": {}}', "is not readable as weights"),
        ("w.json", b"[" * 100_000, "is not readable as weights"),
        ("w.json", b'{"format": "Neural Playground weights", "version": 2}', "is not readable as weights"),
        ("w.onnx", b"", r"Weights are read from \.npz, .*, and .*w\.onnx is another kind of file"),
    ],
)
def test_other_files_are_refused_in_one_sentence(tmp_path, name, content, sentence):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=sentence) as caught:
        read_model(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_numbers_too_large_for_python_are_refused(tmp_path):
    export(tmp_path / "w.json", trained())
    text = (tmp_path / "w.json").read_text()
    first = text[text.index('"W1": [') :].split("[")[2].split(",")[0]
    (tmp_path / "w.json").write_text(text.replace(first, "1" + "0" * 400, 1))
    with pytest.raises(DataError, match="not readable"):
        read_model(tmp_path / "w.json")
    assert np.isfinite(trained().parameters["W1"]).all()
