"""Batch norm: the identity of the course, and running averages that are those of its mini-batches."""

import numpy as np
import pytest

from engine.activations import Linear, Relu, Tanh
from engine.averages import ewa
from engine.batch_norm import BETA, EPS, backward, fold, normalize
from engine.layers import Dense
from tests.engine.textbook import assert_same_parameters, make_dataset, make_trainer, metrics, run

LAYERS = (Dense(6, Relu(), batch_norm=True), Dense(5, Tanh()), Dense(4, Tanh(), batch_norm=True))
Z = np.random.default_rng(0).normal(3.0, [[0.001], [1.0], [50.0]], (3, 20))


def test_gamma_sigma_and_beta_mu_give_the_identity():
    Z_norm, mean, variance = normalize(Z)
    np.testing.assert_allclose(np.sqrt(variance + EPS) * Z_norm + mean, Z, rtol=1e-13)


def test_the_identity_in_the_training_step_and_in_prediction():
    """With it the layer is a plain one without bias: same logits as the net that has no batch norm."""
    data = make_dataset("multiclass", n=3, m=20)
    trainer, plain = (
        make_trainer(data, layers=(Dense(5, Tanh(), batch_norm=on),), batch_size=None) for on in (True, False)
    )
    p, X = trainer.parameters, trainer.problem.inputs["train"]
    _, mean, variance = normalize(p["W1"] @ X)
    trainer.load(p | {"gamma1": np.sqrt(variance + EPS), "beta1": mean})
    before = trainer.parameters
    trainer.runner.begin_epoch(1)
    trainer.runner.run(1)
    ((Z, _),) = trainer.runner.buffers.outputs()
    plain.load({"W1": p["W1"], "b1": np.zeros((5, 1)), "W2": p["W2"], "b2": p["b2"]})
    expected = plain.forward("train")()
    np.testing.assert_allclose(Z[0], expected[:, trainer.runner.buffers.order], rtol=1e-12)
    trainer.load(before)  # after one mini-batch its mu and sigma^2 are the averages
    np.testing.assert_allclose(trainer.forward("train")(), expected, rtol=1e-12)


def test_each_unit_has_mean_zero_and_nearly_variance_one():
    Z_norm, _, variance = normalize(Z)
    np.testing.assert_allclose(Z_norm.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(Z_norm.var(axis=1), (variance / (variance + EPS))[:, 0], rtol=1e-12)


def test_a_bias_would_be_centred_away():
    b = np.array([[1.0], [-20.0], [300.0]])
    np.testing.assert_allclose(normalize(Z + b).Z_norm, normalize(Z).Z_norm, atol=1e-10)


def test_a_unit_that_is_alike_for_all_examples_gives_beta():
    same = normalize(np.full((1, 9), 7.0))
    assert not same.Z_norm.any()
    dZ, dgamma, dbeta = backward(np.ones((1, 9)), np.ones((1, 1)), same)
    assert not dZ.any()
    assert (dgamma.item(), dbeta.item()) == (0.0, 9.0)


def test_what_is_folded_for_prediction_is_the_same():
    rng = np.random.default_rng(1)
    gamma, beta, mean, variance = rng.uniform(0.5, 2, (4, 3, 1))
    scale, shift = fold(gamma, beta, mean, variance)
    expected = gamma * normalize(Z, mean, variance).Z_norm + beta
    np.testing.assert_allclose(scale * Z + shift, expected, rtol=1e-12)


@pytest.mark.parametrize("steps", [1, 2, 7, 23])
def test_running_averages_are_the_corrected_ones_of_the_course(steps):
    """Over the mini-batches' own mu and sigma^2 = (1/m) sum (z - mu)^2."""
    trainer = make_trainer(make_dataset("multiclass", n=3, m=40), layers=LAYERS, batch_size=8)
    seen: dict[str, list] = {name: [] for name in trainer.statistics}
    for _ in range(steps):
        before, k = trainer.parameters, 8 * trainer.position
        trainer.step()
        chosen = trainer.runner.buffers.order[k : k + 8]
        caches = trainer.network.forward(before, trainer.problem.inputs["train"][:, chosen])
        for l in trainer.network.normalized:
            normalized = caches[l - 1].normalized
            assert normalized is not None
            seen[f"mean{l}"].append(normalized.mean)
            seen[f"variance{l}"].append(normalized.variance)
    assert BETA == 0.9
    expected = {name: ewa(np.array(values), BETA, corrected=True)[-1] for name, values in seen.items()}
    assert_same_parameters(trainer.statistics, expected, 1e-12)


def test_a_last_mini_batch_of_one_example_does_not_ruin_them():
    """Its sigma^2 is 0; with the weight of a full mini-batch it made predictions worthless."""
    layers = (Dense(8, Relu(), batch_norm=True), Dense(8, Relu(), batch_norm=True))
    trainer = make_trainer(
        make_dataset("binary", m=51), layers=layers, batch_size=50, learning_rate=0.01, seed=2
    )
    run(trainer, 60)
    X = trainer.problem.inputs["train"]
    exact = trainer.network.loss.total(
        trainer.network.logits(trainer.parameters, X), trainer.problem.targets["train"]
    )
    assert metrics(trainer, "train").cost < 1.5 * exact / 51


def test_a_shorter_mini_batch_counts_as_the_part_that_it_is():
    """v goes by beta^(1/2) where half a mini-batch comes: as if time had passed half as long."""
    trainer = make_trainer(make_dataset("binary", m=12), layers=(Dense(2, batch_norm=True),), batch_size=8)
    trainer.run_epoch()
    assert trainer.runner.memory.statistics.count == 1.5


def test_they_do_not_depend_on_the_rate_of_training_that_is_frozen():
    """With all layers frozen and one mini-batch, every mini-batch is the same, and so is its average."""
    layers = tuple(Dense(4, Tanh(), batch_norm=True, frozen=True) for _ in range(2))
    trainer = make_trainer(make_dataset("binary"), layers=layers, batch_size=None)
    run(trainer, 1)
    once = trainer.statistics
    run(trainer, 30)
    assert_same_parameters(trainer.statistics, once, 1e-13)


def test_the_scale_of_the_weights_does_not_matter():
    """z_norm forgets it, but for eps: ten times the weights predict the same after one mini-batch."""
    outputs = []
    for scale in (10.0, 100.0):
        trainer = make_trainer(
            make_dataset("regression"), layers=(Dense(3, Linear(), batch_norm=True, frozen=True),)
        )
        trainer.load(trainer.parameters | {"W1": scale * trainer.parameters["W1"]})
        run(trainer, 1)
        outputs.append(trainer.predict(trainer.problem.dataset.X))
    np.testing.assert_allclose(outputs[0], outputs[1], rtol=1e-3)
