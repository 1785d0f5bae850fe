"""A Model predicts by the course's formulas and is never made of tensors that do not fit together."""

import hashlib
from typing import Any

import msgspec
import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.data import Normalizer
from engine.errors import EngineError
from engine.model import Model, activation, activation_name, parted, weights_sha256


def column(*values: float) -> np.ndarray:
    return np.array(values)[:, None]


def model(**changes) -> Model:
    """Two inputs, two batch-normalised units, one output."""
    values: dict[str, Any] = {
        "parameters": {
            "W1": np.array([[1.0, 2.0], [0.0, -1.0]]),
            "gamma1": column(2.0, 1.0),
            "beta1": column(0.5, -1.0),
            "W2": np.array([[1.0, 3.0]]),
            "b2": column(0.25),
        },
        "statistics": {"mean1": column(4.0, 1.0), "variance1": column(9.0 - 1e-5, 4.0 - 1e-5)},
        "activations": ("linear",),
        "task": "regression",
        "features": ("x1", "x2"),
        "columns": ("a", "b"),
        "classes": (),
        "normalizer": Normalizer.identity(2),
        "dtype": "float64",
    }
    return Model(**(values | changes))


def test_batch_norm_in_inference_form_by_hand():
    """Z = (1 + 2*3, -3) = (7, -3); normalised (1, -2); gamma z + beta = (2.5, -3); 2.5 - 9 + 0.25."""
    assert model().predict(column(1.0, 3.0)).item() == pytest.approx(-6.25, abs=1e-12)


def test_one_example_is_predicted_as_among_others():
    """Inference uses the running averages, never those of the examples at hand."""
    X = np.random.default_rng(1).normal(size=(2, 7))
    together = model().predict(X)
    assert np.allclose(together[:, 3:4], model().predict(X[:, 3:4]), rtol=1e-14, atol=0)


def test_predictions_are_brought_back_to_the_targets_units():
    target = Normalizer(column(100.0), column(8.0))
    assert model(target=target).predict(column(1.0, 3.0)).item() == pytest.approx(100 - 6.25 * 8, abs=1e-12)


def test_float32_keeps_the_digits_of_a_distant_target():
    """1e8 has no neighbour closer than 8 in float32."""
    small = {name: tensor.astype(np.float32) for name, tensor in model().parameters.items()}
    statistics = {name: tensor.astype(np.float32) for name, tensor in model().statistics.items()}
    distant = model(
        parameters=small, statistics=statistics, dtype="float32", target=Normalizer(column(1e8), column(1.0))
    )
    assert distant.logits(column(1.0, 3.0)).dtype == np.float32
    assert distant.predict(column(1.0, 3.0)).item() == pytest.approx(1e8 - 6.25, abs=1e-4)


@pytest.mark.parametrize(
    ("task", "classes", "expected"),
    [
        ("binary", ("no", "yes"), [1 / (1 + np.exp(-2))]),
        ("multiclass", ("a", "b", "c", "d"), [0.842, 0.042, 0.002, 0.114]),
        ("regression", (), [2.0]),
    ],
)
def test_the_output_follows_the_task(task, classes, expected):
    """The softmax of [5, 2, -1, 3] is the course's."""
    logits = column(5.0, 2.0, -1.0, 3.0) if task == "multiclass" else column(2.0)
    plain = model(
        parameters={"W1": np.zeros((len(logits), 2)), "b1": logits},
        statistics={},
        activations=(),
        task=task,
        classes=classes,
    )
    assert plain.predict(np.zeros((2, 1))).ravel() == pytest.approx(expected, abs=5e-4)


def test_depth_counts_the_weights():
    assert model().depth == 2
    assert [model().batch_norm(l) for l in (1, 2)] == [True, False]


def other_values(g):
    return type(g)(*(value * 0.7 for value in msgspec.structs.astuple(g)))


def test_names_of_activations_go_both_ways():
    for g in ACTIVATIONS.values():
        assert activation_name(g) == g.name
        assert activation(g.name) == g
        assert activation(activation_name(other_values(g))) == other_values(g)


def test_the_name_tells_what_is_not_usual():
    leaky = type(ACTIVATIONS["leaky_relu"])
    assert activation_name(leaky(0.2)) == "leaky_relu(0.2)"
    assert activation_name(leaky(1e-05)) == "leaky_relu(1e-05)"
    assert activation("leaky_relu(0.01)") == ACTIVATIONS["leaky_relu"]


UNKNOWN = (
    "cube",
    "",
    "TANH",
    "tanh()",
    "tanh(1)",
    "cube(0.1)",
    "leaky_relu(",
    "leaky_relu()",
    "leaky_relu(a)",
)
IMPOSSIBLE = ("leaky_relu(2)", "leaky_relu(nan)", "leaky_relu(0.1,0.2)", "leaky_relu(0.1) ")


@pytest.mark.parametrize("name", UNKNOWN + IMPOSSIBLE)
def test_an_unknown_activation_is_a_key_error(name):
    with pytest.raises(KeyError):
        activation(name)
    with pytest.raises(KeyError):
        model(activations=(name,))


def without(tensors, name):
    return {key: tensor for key, tensor in tensors.items() if key != name}


PARAMETERS, STATISTICS = model().parameters, model().statistics
UNFIT = [
    ({"statistics": {}}, "mean1 should be (2, 1), but is missing"),
    ({"parameters": without(PARAMETERS, "beta1")}, "beta1 should be (2, 1), but is missing"),
    ({"parameters": PARAMETERS | {"b1": column(0.0, 0.0)}}, "b1 should be absent, but is (2, 1)"),
    ({"statistics": STATISTICS | {"mean1": np.zeros(2)}}, "mean1 should be (2, 1), but is (2,)"),
    ({"statistics": STATISTICS | {"mean2": column(0.0)}}, "mean2 should be absent, but is (1, 1)"),
    ({"parameters": PARAMETERS | {"W2": np.ones((1, 3))}}, "W2 should be (1, 2), but is (1, 3)"),
    ({"parameters": PARAMETERS | {"W2": np.ones((2, 2))}}, "W2 should be (1, 2), but is (2, 2)"),
    ({"features": ("x1",)}, "W1 should be (2, 1), but is (2, 2)"),
    ({"normalizer": Normalizer.identity(3)}, "input_mean should be (2, 1), but is (3, 1)"),
    ({"target": Normalizer(np.zeros(1), np.ones(1))}, "target_mean should be (1, 1), but is (1,)"),
    ({"activations": ("tanh", "tanh")}, "A model of 2 layers needs 1 activations"),
]


@pytest.mark.parametrize(("changes", "sentence"), UNFIT)
def test_tensors_that_do_not_fit_together_are_refused(changes, sentence):
    with pytest.raises(EngineError) as caught:
        model(**changes)
    assert str(caught.value).startswith(sentence)


def test_an_unknown_task_is_a_key_error():
    with pytest.raises(KeyError):
        model(task="ternary")


def sha256(*tensors) -> str:
    return hashlib.sha256(b"".join(np.ascontiguousarray(t).tobytes() for t in tensors)).hexdigest()


def test_the_digest_takes_layer_by_layer():
    rng = np.random.default_rng(1)
    plain = {f"{kind}{l}": rng.normal(size=(2, 2)) for kind in "bW" for l in (11, 2, 1)}
    assert weights_sha256(plain) == sha256(*(plain[f"{kind}{l}"] for l in (1, 2, 11) for kind in "Wb"))
    m = model()
    order = ("W1", "gamma1", "beta1", "mean1", "variance1", "W2", "b2")
    assert weights_sha256(m.tensors) == sha256(*(m.tensors[name] for name in order))
    assert weights_sha256(dict(reversed(m.tensors.items()))) == weights_sha256(m.tensors)


@pytest.mark.parametrize("name", model().tensors)
def test_the_digest_depends_on_every_tensor(name):
    tensors = model().tensors
    assert weights_sha256(tensors | {name: np.nextafter(tensors[name], 9)}) != weights_sha256(tensors)


@pytest.mark.parametrize("name", ["delta1", "W", "1", "W1b", "mean1_"])
def test_a_tensor_of_another_name_has_no_place(name):
    with pytest.raises(ValueError, match=r"invalid literal|not in tuple"):
        weights_sha256({name: column(1.0)})


def test_parameters_and_statistics_are_parted():
    parameters, statistics = parted(dict(reversed(model().tensors.items())))
    assert list(parameters) == ["W1", "gamma1", "beta1", "W2", "b2"]
    assert list(statistics) == ["mean1", "variance1"]
