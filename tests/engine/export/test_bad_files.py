"""A file that is not a whole model is refused with one of the errors that readers announce."""

import json

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from engine.data import Normalizer
from engine.export import FORMATS, UNREADABLE
from engine.model import Model
from tests.engine.export.random_models import N_INPUTS, network

FILE_OF_TORCH, FILE_OF_NUMPY = "w.safetensors", "w.npz"


@pytest.fixture
def model() -> Model:
    parameters, statistics = network(
        [N_INPUTS, 4, 3, 1], [True, False, False], "float32", np.random.default_rng(1)
    )
    return Model(
        parameters=parameters,
        statistics=statistics,
        activations=("leaky_relu(0.2)", "tanh"),
        task="regression",
        features=("x1", "x2", "x3"),
        columns=("a", "b", "c"),
        classes=(),
        normalizer=Normalizer.identity(N_INPUTS),
        target=Normalizer(np.array([[30.0]]), np.array([[4.0]])),
    )


@pytest.fixture
def in_numpy(tmp_path, model):
    """Write the content of the .npz with other arrays; None leaves one out."""
    path = tmp_path / FILE_OF_NUMPY
    path.write_bytes(FORMATS[".npz"].encode(model))
    with np.load(path, allow_pickle=False) as file:
        content = dict(file)

    def write(**changes):
        kept = {name: array for name, array in (content | changes).items() if array is not None}
        np.savez(path, allow_pickle=True, **kept)
        return path

    return write


@pytest.fixture
def in_torch(tmp_path, model):
    """Write the content of the .safetensors with other tensors and metadata; None leaves one out."""
    path = tmp_path / FILE_OF_TORCH
    path.write_bytes(FORMATS[".safetensors"].encode(model))
    tensors = load_file(path)
    with safe_open(path, framework="numpy") as file:
        metadata = file.metadata()

    def write(changes, **others):
        kept = [{k: v for k, v in d.items() if v is not None} for d in (tensors | changes, metadata | others)]
        save_file(kept[0], path, kept[1] or None)
        return path

    return write


NUMPY = {
    "no statistics": {"variance1": None},
    "no beta": {"beta1": None},
    "no bias": {"b2": None},
    "a bias under batch norm": {"b1": np.zeros((4, 1), np.float32)},
    "a hole": {"W2": None, "b2": None},
    "no weights": {"W1": None, "W2": None, "W3": None},
    "a rank-1 mean": {"mean1": np.zeros(4, np.float32)},
    "a matrix without dimensions": {"W2": np.float32(1)},
    "weights that do not fit": {"W2": np.zeros((3, 5), np.float32)},
    "too many outputs": {"W3": np.zeros((2, 3), np.float32), "b3": np.zeros((2, 1), np.float32)},
    "an unknown tensor": {"delta1": np.zeros((4, 1), np.float32)},
    "an unknown activation": {"activations": np.array(["cube", "tanh"])},
    "a value that tanh has not": {"activations": np.array(["relu", "tanh(2)"])},
    "an alpha out of range": {"activations": np.array(["leaky_relu(2)", "tanh"])},
    "an activation too few": {"activations": np.array(["tanh"])},
    "an unknown task": {"task": np.array("ternary")},
    "half a target": {"target_std": None},
    "a target that does not fit": {"target_mean": np.zeros((2, 1))},
    "no input_mean": {"input_mean": None},
    "another number of inputs": {"input_std": np.ones((4, 1))},
    "a pickle": {"features": np.array([{}], dtype=object)},
}


@pytest.mark.parametrize("changes", NUMPY.values(), ids=NUMPY)
def test_an_npz_that_is_no_model_is_refused(in_numpy, changes):
    assert FORMATS[".npz"].read(in_numpy()).depth == 3
    with pytest.raises(UNREADABLE):
        FORMATS[".npz"].read(in_numpy(**changes))


TENSORS = {
    "no running_var": {"1.running_var": None},
    "no count": {"1.num_batches_tracked": None},
    "no running_mean": {"1.running_mean": None},
    "a bias under batch norm": {"0.bias": np.zeros(4, np.float32)},
    "no bias": {"3.bias": None},
    "a module more": {"9.weight": np.zeros((1, 1), np.float32)},
    "another name": {"classifier.weight": np.zeros((1, 1), np.float32)},
    "a bias that does not fit": {"3.bias": np.zeros(4, np.float32)},
}
METADATA = {
    "no features": {"features": None},
    "no JSON": {"features": "x1, x2"},
    "no list": {"activations": "5"},
    "no numbers": {"input_mean": '["a", "b", "c"]'},
    "a number": {"input_mean": "1"},
    "an unknown task": {"task": "ternary"},
    "half a target": {"target_std": None},
    "an unknown activation": {"activations": json.dumps(["cube", "tanh"])},
}


@pytest.mark.parametrize("changes", TENSORS.values(), ids=TENSORS)
def test_safetensors_that_torch_would_not_load_are_refused(in_torch, changes):
    assert FORMATS[".safetensors"].read(in_torch({})).depth == 3
    with pytest.raises(UNREADABLE):
        FORMATS[".safetensors"].read(in_torch(changes))


@pytest.mark.parametrize("changes", METADATA.values(), ids=METADATA)
def test_safetensors_with_bad_metadata_are_refused(in_torch, changes):
    with pytest.raises(UNREADABLE):
        FORMATS[".safetensors"].read(in_torch({}, **changes))


def test_safetensors_without_any_metadata_are_refused(tmp_path):
    save_file({"0.weight": np.ones((1, 1)), "0.bias": np.ones(1)}, tmp_path / FILE_OF_TORCH)
    with pytest.raises(UNREADABLE):
        FORMATS[".safetensors"].read(tmp_path / FILE_OF_TORCH)


@pytest.mark.parametrize("suffix", FORMATS)
def test_damaged_files_are_read_as_a_model_or_refused(tmp_path, model, suffix):
    """Any other exception would end the app; a .npz whose date is damaged is still whole."""
    path, rng = tmp_path / f"w{suffix}", np.random.default_rng(1)
    whole = np.frombuffer(FORMATS[suffix].encode(model), np.uint8)
    refused = 0
    for _ in range(400):
        damaged = whole.copy()
        damaged[rng.integers(len(whole), size=2)] = rng.integers(256, size=2)
        path.write_bytes(damaged.tobytes())
        try:
            assert FORMATS[suffix].read(path).depth == 3
        except UNREADABLE:
            refused += 1
    assert refused > 200
