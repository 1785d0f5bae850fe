"""Written and read back, a model is the same in every bit, whatever it is made of."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data import Normalizer
from engine.export import FORMATS, export_model
from engine.model import Model, weights_sha256
from tests.engine.export.random_models import EVERY_ACTIVATION, N_INPUTS, models, network

PLAIN = ("activations", "task", "features", "columns", "classes", "seed", "dtype")
X = np.random.default_rng(3).normal(0, 20, (N_INPUTS, 11))


def same(one: Normalizer | None, other: Normalizer | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one.mean, other.mean) and np.array_equal(one.std, other.std)


def assert_same_model(back: Model, model: Model) -> None:
    for ours, theirs in ((back.parameters, model.parameters), (back.statistics, model.statistics)):
        assert list(ours) == list(theirs)
        for name in ours:
            assert ours[name].dtype == theirs[name].dtype
            assert ours[name].shape == theirs[name].shape
            assert ours[name].tobytes() == theirs[name].tobytes()
    assert {name: getattr(back, name) for name in PLAIN} == {name: getattr(model, name) for name in PLAIN}
    assert same(back.normalizer, model.normalizer)
    assert same(back.target, model.target)
    assert weights_sha256(back.tensors) == weights_sha256(model.tensors)
    assert back.predict(X).tobytes() == model.predict(X).tobytes()


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(models(), st.sampled_from(list(FORMATS)))
def test_random_models_come_back_bit_by_bit(tmp_path_factory, model, suffix):
    path = tmp_path_factory.mktemp("w") / f"w{suffix}"
    proof = export_model(path, model, X, model.predict(X))
    assert (proof.largest_difference, proof.examples) == (0, 11)
    assert_same_model(FORMATS[suffix].read(path), model)


def hidden(name: str, batch_norm: bool, **changes) -> Model:
    """A model of one hidden layer."""
    parameters, statistics = network(
        [N_INPUTS, 5, 1], [batch_norm, False], changes.get("dtype", "float32"), np.random.default_rng(1)
    )
    values = {
        "parameters": parameters,
        "statistics": statistics,
        "activations": (name,),
        "task": "regression",
        "features": ("x1", "x2", "x3"),
        "columns": ("a", "b", "c"),
        "classes": (),
        "normalizer": Normalizer.identity(N_INPUTS),
    }
    return Model(**(values | changes))


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("batch_norm", [True, False])
@pytest.mark.parametrize("name", EVERY_ACTIVATION)
def test_every_activation_with_and_without_batch_norm(tmp_path, suffix, batch_norm, name):
    model = hidden(name, batch_norm)
    export_model(tmp_path / f"w{suffix}", model, X, model.predict(X))
    assert_same_model(FORMATS[suffix].read(tmp_path / f"w{suffix}"), model)


@pytest.mark.parametrize("suffix", FORMATS)
def test_strided_gamma_and_statistics_are_written_by_value(tmp_path, suffix):
    """safetensors writes the memory as it lies: a view of every other number must be copied first."""
    model = hidden("tanh", True, dtype="float64")
    for tensors in (model.parameters, model.statistics):
        for name, tensor in tensors.items():
            wide = np.full((2 * len(tensor), 3 * tensor.shape[1]), 7.0)
            wide[::2, ::3] = tensor
            tensors[name] = wide[::2, ::3]
    export_model(tmp_path / f"w{suffix}", model, X, model.predict(X))
    back = FORMATS[suffix].read(tmp_path / f"w{suffix}").tensors
    assert all(np.array_equal(back[name], tensor) for name, tensor in model.tensors.items())


def test_an_npz_names_what_batch_norm_and_the_target_need(tmp_path):
    """A reader who knows the course alone gets the app's predictions."""
    target = Normalizer(np.array([[30.0]]), np.array([[4.0]]))
    model = hidden("relu", True, dtype="float64", target=target)
    export_model(tmp_path / "w.npz", model, X, model.predict(X))
    with np.load(tmp_path / "w.npz", allow_pickle=False) as file:
        tensors = {"W1", "gamma1", "beta1", "mean1", "variance1", "W2", "b2"}
        assert tensors <= set(file.files)
        assert "b1" not in file.files
        assert {file[name].shape for name in tensors - {"W1", "W2", "b2"}} == {(5, 1)}
        Z = (file["W1"] @ X - file["mean1"]) / np.sqrt(file["variance1"] + 1e-5)
        Z = file["W2"] @ np.maximum(file["gamma1"] * Z + file["beta1"], 0) + file["b2"]
        by_hand = Z * file["target_std"] + file["target_mean"]
    assert np.abs(by_hand - model.predict(X)).max() < 1e-12


OLD: dict[str, Any] = {
    "W1": np.array([[0.5, -1.0]]),
    "b1": np.array([[0.25]]),
    "input_mean": np.zeros((2, 1)),
    "input_std": np.ones((2, 1)),
    "features": np.array(["x1", "x2"]),
    "columns": np.array(["a", "b"]),
    "activations": np.array([], dtype=np.str_),
    "classes": np.array(["no", "yes"]),
    "task": np.array("binary"),
    "seed": np.array(3),
}


def test_an_npz_from_before_batch_norm_is_read(tmp_path):
    np.savez(tmp_path / "old.npz", allow_pickle=False, **OLD)
    model = FORMATS[".npz"].read(tmp_path / "old.npz")
    assert (model.statistics, model.target, model.depth, model.seed) == ({}, None, 1, 3)
    logit = 0.5 * 2 - 1.0 * 1 + 0.25
    assert model.predict(np.array([[2.0], [1.0]])).item() == pytest.approx(
        1 / (1 + np.exp(-logit)), abs=1e-15
    )


def test_without_batch_norm_and_target_the_files_are_as_before(tmp_path):
    model = hidden("tanh", False)
    export_model(tmp_path / "w.npz", model, X, model.predict(X))
    with np.load(tmp_path / "w.npz", allow_pickle=False) as file:
        assert set(file.files) == set(OLD) | {"W2", "b2"}
