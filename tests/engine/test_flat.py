"""The flat vector: what lies where, and that nothing but the vector is behind the views."""

import msgspec
import numpy as np
import pytest

from engine.activations import Relu, Tanh
from engine.flat import (
    averages_of,
    blocks,
    fill,
    flatten,
    fold,
    layer_numbers,
    scales,
    statistics_of,
    unpack,
    views,
)
from engine.layers import Dense
from engine.losses import DEFAULT_LOSSES
from engine.network import Network

LAYERS = (Dense(3, Tanh(), batch_norm=True), Dense(5, Relu()), Dense(2, Tanh(), batch_norm=True), Dense(1))
NETWORK = Network(2, LAYERS, DEFAULT_LOSSES["binary"])


def random_parameters(seed=0):
    rng = np.random.default_rng(seed)
    return {name: rng.standard_normal(shape) for name, shape in NETWORK.parameter_shapes.items()}


def test_names_and_shapes_are_those_of_the_course():
    assert list(NETWORK.parameter_shapes) == [
        "W1",
        "gamma1",
        "beta1",
        "W2",
        "b2",
        "W3",
        "gamma3",
        "beta3",
        "W4",
        "b4",
    ]
    assert NETWORK.parameter_shapes["W2"] == (5, 3)
    assert NETWORK.parameter_shapes["gamma3"] == (2, 1)
    assert NETWORK.n_parameters == sum(np.prod(shape) for shape in NETWORK.parameter_shapes.values())


def test_flatten_and_unpack_are_inverse():
    parameters = random_parameters()
    flat = flatten(NETWORK, parameters)
    for name, value in unpack(NETWORK, flat).items():
        np.testing.assert_array_equal(value, parameters[name])


def test_a_block_is_weights_over_bias_and_gamma_and_beta_are_last():
    parameters = random_parameters()
    flat = flatten(NETWORK, parameters)
    first, second = blocks(NETWORK, flat)[:2]
    np.testing.assert_array_equal(first, parameters["W1"].T)
    np.testing.assert_array_equal(second, np.vstack([parameters["W2"].T, parameters["b2"].T]))
    assert np.shares_memory(second, flat)
    gamma, beta = scales(NETWORK, flat)[3]
    np.testing.assert_array_equal(flat[-4:], np.concatenate([gamma, beta]))
    np.testing.assert_array_equal(gamma, parameters["gamma3"][:, 0])


def test_unpacked_parameters_are_copies_and_views_are_not():
    flat = np.zeros(NETWORK.n_parameters)
    for value in unpack(NETWORK, flat).values():
        assert value.flags.c_contiguous
        value[:] = 9
    assert not flat.any()
    for value in views(NETWORK, flat).values():
        value[:] = 9
    assert (flat == 9).all()


def test_every_place_knows_its_layer():
    counted = {l: int((layer_numbers(NETWORK) == l).sum()) for l in range(1, 5)}
    assert counted == {1: 6 + 6, 2: 15 + 5, 3: 10 + 4, 4: 2 + 1}


def test_fill_broadcasts_by_name():
    flat = fill(NETWORK, {"W2": np.array(3.0)}, np.float32)
    assert flat.dtype == np.float32
    assert (flat != 0).sum() == 15


def test_statistics_have_names_and_find_back():
    averages = np.random.default_rng(1).random((2, 5))
    named = statistics_of(NETWORK, averages)
    assert list(named) == ["mean1", "variance1", "mean3", "variance3"]
    assert named["variance3"].shape == (2, 1)
    np.testing.assert_array_equal(averages_of(NETWORK, named, np.float64), averages)


@pytest.mark.parametrize("seed", range(5))
def test_batch_norm_folded_into_weights_predicts_the_same(seed):
    parameters, rng = random_parameters(seed), np.random.default_rng(seed)
    statistics = {name: value + 0.1 for name, value in statistics_of(NETWORK, rng.random((2, 5))).items()}
    X = rng.standard_normal((2, 7))
    folded = np.empty(NETWORK.inference.n_parameters)
    fold(NETWORK, flatten(NETWORK, parameters), averages_of(NETWORK, statistics, np.float64), folded)
    expected = NETWORK.logits(parameters, X, statistics)
    np.testing.assert_allclose(
        NETWORK.inference.logits(unpack(NETWORK.inference, folded), X), expected, rtol=1e-12
    )


def test_inference_has_neither_batch_norm_nor_dropout():
    dropping = Network(2, tuple(msgspec.structs.replace(d, keep_prob=0.5) for d in LAYERS), NETWORK.loss, 0.5)
    assert dropping.drops
    assert not dropping.inference.drops
    assert not dropping.inference.normalized
    assert dropping.inference.sizes == NETWORK.sizes
