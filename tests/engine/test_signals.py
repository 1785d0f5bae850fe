"""Signals are those of the readable mathematics, and tell what is wrong with a start."""

import numpy as np
import pytest

from engine.activations import Relu, Sigmoid, Tanh
from engine.data import Blobs, Sine
from engine.experiment import Experiment
from engine.initializers import INITIALIZERS
from engine.layers import Dense
from engine.signals import (
    BINS,
    ENOUGH,
    EXAMPLES,
    Histogram,
    LayerSignals,
    are_same,
    sample_of,
    signals,
    sizes,
    spread,
)
from engine.trainer import Trainer

NORMED = Dense(5, Relu(), batch_norm=True)


def signals_of(trainer: Trainer) -> tuple[LayerSignals, ...]:
    X, Y = sample_of(trainer.network, trainer.problem.inputs["train"], trainer.problem.targets["train"])
    return signals(trainer.network, trainer.parameters, trainer.statistics, X, Y)


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(),
        Experiment(data=Blobs(), layers=(NORMED, Dense(3))),
        Experiment(data=Sine(), features=("x1",)),
        Experiment(layers=()),
    ],
)
def test_every_layer_has_its_signals(experiment: Experiment) -> None:
    trainer = Trainer(experiment)
    trainer.run_epoch()
    found = signals_of(trainer)
    X, Y = trainer.problem.inputs["train"], trainer.problem.targets["train"]
    caches = trainer.network.forward(
        {name: array.astype(float) for name, array in trainer.parameters.items()}, X
    )
    gradients = trainer.gradients()
    assert [state.layer for state in found] == list(range(1, trainer.network.depth + 1))
    for l, (state, cache) in enumerate(zip(found, caches, strict=True), start=1):
        assert state.Z.norm == pytest.approx(np.sqrt(np.square(cache.Z).mean()))
        assert state.Z.counts.sum() == cache.Z.size
        assert (state.Z.low, state.Z.high) == (min(0, cache.Z.min()), max(0, cache.Z.max()))
        assert state.dW.norm == pytest.approx(np.sqrt(np.square(gradients[f"W{l}"]).mean()))
        assert (state.normalisation is not None) == (f"gamma{l}" in trainer.parameters)
    assert len(X.T) <= EXAMPLES
    assert Y.shape[1] == X.shape[1]


def test_batch_norm_before_and_after() -> None:
    trainer = Trainer(Experiment(layers=(NORMED,)))
    for _ in range(3):
        trainer.run_epoch()
    normalisation = signals_of(trainer)[0].normalisation
    assert normalisation is not None
    np.testing.assert_allclose(normalisation.gamma, trainer.parameters["gamma1"][:, 0], rtol=1e-6)
    np.testing.assert_allclose(normalisation.mean, trainer.statistics["mean1"][:, 0], rtol=1e-6)
    np.testing.assert_allclose(normalisation.std**2, trainer.statistics["variance1"][:, 0], rtol=1e-5)
    assert normalisation.before.norm != pytest.approx(normalisation.after.norm)


@pytest.mark.parametrize(("g", "name"), [(Relu(), "he"), (Tanh(), "xavier")])
def test_the_signal_dies_out_with_small_weights_and_lives_with_the_right_ones(g, name: str) -> None:
    def through(initializer: str) -> float:
        layers = tuple(Dense(32, g, initializer=INITIALIZERS[initializer]) for _ in range(6))
        growths = [state.growth for state in signals_of(Trainer(Experiment(layers=layers)))]
        return float(np.prod([growth for growth in growths if growth is not None][:6]))

    small = next(key for key in INITIALIZERS if "small" in key or "normal" in key)
    assert through(small) < 1e-6
    assert 1e-2 < through(name) < 1e2


def test_units_that_are_all_the_same_are_told() -> None:
    zeros = Dense(4, initializer=INITIALIZERS["zeros"])
    assert [state.same for state in signals_of(Trainer(Experiment(layers=(zeros,))))] == [True, False]
    assert not are_same(np.ones((1, 3)))
    assert not are_same(np.array([[1.0, 2.0], [1.0, 2.1]]))


def test_dead_and_saturated_units_are_told() -> None:
    trainer = Trainer(Experiment(layers=(Dense(4, Relu()), Dense(3, Sigmoid()))))
    parameters = trainer.parameters
    parameters["b1"][:] = -100
    parameters["b2"][:] = 50
    trainer.load(parameters)
    first, second, output = signals_of(trainer)
    assert (first.dead, first.A.zeros) == (1.0, 1.0)
    assert second.saturated == 1.0
    assert output.dead is output.saturated is None
    assert second.growth is None  # nothing came in


def test_histograms_hold_every_number() -> None:
    values = np.array([-2.0, 0, 0, 1, 2])
    histogram = spread(values)
    assert (histogram.low, histogram.high, histogram.zeros) == (-2, 2, 0.4)
    assert histogram.counts.sum() == 5
    assert len(histogram.counts) == BINS
    powers = sizes(np.array([0, 1e-30, 1e-3, 1e9]))
    assert powers.counts.sum() == 3
    assert powers.counts[0] == powers.counts[-1] == 1


@pytest.mark.parametrize("make", [spread, sizes])
def test_what_is_not_finite_is_left_out(make) -> None:
    histogram: Histogram = make(np.array([np.nan, np.inf, -np.inf]))
    assert histogram.counts.sum() == 0
    assert np.isfinite([histogram.low, histogram.high, histogram.norm, histogram.zeros]).all()


def test_large_matrices_are_sampled() -> None:
    histogram = spread(np.arange(1e6))
    assert 4000 < histogram.counts.sum() <= 8192
    network = Trainer(Experiment()).network
    X, Y = sample_of(network, np.zeros((2, 10_001)), np.zeros((1, 10_001)))
    assert X.shape[1] == Y.shape[1] <= EXAMPLES
    wide = Trainer(Experiment(layers=(Dense(256), Dense(256)))).network
    assert ENOUGH / 2 < sample_of(wide, np.zeros((2, 10_001)), np.zeros((1, 10_001)))[0].shape[1] <= ENOUGH
