"""Inverted dropout: the expectation stays, every step has masks of its own, and prediction has none.

How far a mean of N masks may be from 1: a mask lies in 0 ... 1/p, so by Hoeffding's inequality the mean is
further off than sqrt(ln(2 / q) / (2 N)) / p with a probability below q. K means at once: q / K each.
"""

import numpy as np
import pytest

from engine.activations import Linear, Relu, Tanh
from engine.data import Dataset
from engine.dropout import LEVELS, draw_mask, generator, threshold
from engine.layers import Dense, Output
from tests.engine.textbook import assert_same_parameters, make_dataset, make_trainer, run

Q = 1e-9
KEEP_PROBS = [0.01, 0.2, 0.5, 0.8, 0.99]


def bound(p, n, means=1):
    """What the mean of n masks stays within of 1, `means` of them at once, but for a probability of Q."""
    return np.sqrt(np.log(2 * means / Q) / (2 * n)) / p


def identical(m, n=3):
    """One example m times: a step's mini-batch is then m draws of the same units' masks."""
    X = np.tile(np.linspace(1, 2, n)[:, None], m)
    return Dataset(X, np.zeros(m), "regression", tuple("abc"[:n]), split=np.zeros(m, np.int8))


def frozen_trainer(m, keep_prob, **fields):
    layer = Dense(8, Tanh(), keep_prob=keep_prob, frozen=True)
    usual = {"layers": (layer,), "output": Output(frozen=True), "normalize": False, "batch_size": None}
    return make_trainer(identical(m), **usual | fields)


def one_step(trainer):
    """The hidden layer's output after its mask, and the logits, of one step over all examples."""
    trainer.runner.begin_epoch(1)
    trainer.runner.run(1)
    ((Z, _),) = trainer.runner.buffers.outputs()
    return trainer.runner.step.pool.A[:8].copy(), Z[0].copy()


@pytest.mark.parametrize("keep_prob", KEEP_PROBS)
def test_a_mask_is_zero_or_one_by_p_and_one_on_average(keep_prob):
    mask, p = draw_mask(keep_prob, (8, 50_000), generator(1)), threshold(keep_prob) / LEVELS
    assert set(np.unique(mask)) == {0, 1 / p}
    assert abs(mask.mean(axis=1) - 1).max() < bound(p, 50_000, means=8)
    assert abs(p - keep_prob) <= 0.5 / LEVELS


@pytest.mark.parametrize("keep_prob", KEEP_PROBS)
def test_the_step_keeps_the_expectation_of_a_layers_output(keep_prob):
    m, p = 50_000, threshold(keep_prob) / LEVELS
    trainer = frozen_trainer(m, keep_prob)
    A, _ = one_step(trainer)
    caches = trainer.network.forward(trainer.parameters, trainer.problem.inputs["train"][:, :1])
    means = (A / caches[0].A).mean(axis=1)
    assert abs(means - 1).max() < bound(p, m, means=8)
    np.testing.assert_allclose(A[A != 0], np.broadcast_to(caches[0].A / p, A.shape)[A != 0], rtol=1e-13)


@pytest.mark.parametrize("keep_prob", [0.2, 0.8])
def test_the_step_keeps_the_expectation_of_the_input(keep_prob):
    """Seen through linear layers, a logit is a sum of its inputs' masks: their bounds add up."""
    m, p = 50_000, threshold(keep_prob) / LEVELS
    layers = (Dense(8, Linear(), frozen=True),)
    trainer = frozen_trainer(m, 1.0, layers=layers, input_keep_prob=keep_prob)
    _, Z = one_step(trainer)
    weights = (trainer.parameters["W2"] @ trainer.parameters["W1"] * np.linspace(1, 2, 3))[0]
    assert len(np.unique(Z.round(9))) == 2**3
    expected = trainer.forward("train")()[0, 0]
    assert abs(Z.mean() - expected) < np.abs(weights).sum() * bound(p, m, means=3)


def test_units_are_dropped_independently_of_each_other():
    """For p = 1/2 the products of two units' signs are signs with mean 0: Hoeffding once more."""
    signs = np.sign(draw_mask(0.5, (8, 50_000), generator(3)) - 0.5)
    products = signs @ signs.T / 50_000 - np.eye(8)
    assert abs(products).max() < np.sqrt(2 * np.log(2 * 28 / Q) / 50_000)


def test_every_step_and_every_layer_has_masks_of_its_own():
    layers = (Dense(8, Tanh(), keep_prob=0.5, frozen=True), Dense(8, Tanh(), keep_prob=0.5, frozen=True))
    trainer = make_trainer(identical(100), layers=layers, normalize=False, batch_size=50)
    kept = []
    for _ in range(4):
        trainer.step()
        kept += [trainer.runner.step.pool.A[rows] != 0 for rows in trainer.runner.step.pool.rows]
    assert len({mask.tobytes() for mask in kept}) == 8


def test_it_is_off_at_prediction():
    layers = (Dense(8, Relu(), keep_prob=0.5), Dense(6, Tanh(), keep_prob=0.7, batch_norm=True))
    trainer = make_trainer(make_dataset("multiclass"), layers=layers, input_keep_prob=0.6)
    run(trainer, 3)
    X = trainer.problem.dataset.X
    first = trainer.predict(X)
    state = str(trainer.runner.masks.bit_generator.state)
    Z = trainer.network.logits(trainer.parameters, trainer.problem.prepare(X), trainer.statistics)
    np.testing.assert_allclose(first, trainer.network.loss.output(Z), rtol=1e-12)
    np.testing.assert_array_equal(first, trainer.predict(X))
    trainer.evaluate("train")
    assert str(trainer.runner.masks.bit_generator.state) == state


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_keep_prob_of_one_changes_no_bit(dtype):
    """Dropout that is switched off before the first step leaves a training that never knew of it."""
    dropped = (Dense(8, Tanh(), keep_prob=0.5), Dense(6, Relu(), keep_prob=0.3))
    plain = tuple(Dense(layer.units, layer.activation) for layer in dropped)
    data = make_dataset("multiclass")
    trainer = make_trainer(data, layers=dropped, input_keep_prob=0.5, batch_size=7, dtype=dtype)
    twin = make_trainer(data, layers=plain, batch_size=7, dtype=dtype)
    trainer.retune(trainer.experiment.with_(layers=plain, input_keep_prob=1.0))
    assert "mask" not in trainer.source
    for each in (trainer, twin):
        run(each, 3)
    assert_same_parameters(trainer.parameters, twin.parameters)


def test_masks_leave_the_order_of_the_examples_alone():
    orders = []
    for keep_prob in (1.0, 0.5):
        trainer = make_trainer(make_dataset("binary"), layers=(Dense(4, keep_prob=keep_prob),))
        run(trainer, 3)
        orders.append(trainer.runner.buffers.order.tolist())
    assert orders[0] == orders[1]
