"""Training gives the same bits whatever a program around it has told BLAS, and tells it nothing for good."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from engine.activations import Relu
from engine.blas import Threads, libraries
from engine.data import Spiral
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from tests.engine.textbook import assert_same_parameters

pytestmark = pytest.mark.skipif(not libraries(), reason="this BLAS cannot be told its threads")


def threads():
    return [library.get_num_threads() for library in libraries()]  # of NumPy; others may be loaded too


@pytest.mark.parametrize("outside", [1, 2])
def test_within_there_is_one_and_afterwards_as_before(outside):
    with threadpool_limits(outside, user_api="blas"):
        with Threads():
            assert set(threads()) == {1}
        assert set(threads()) == {outside}
        with pytest.raises(ValueError, match="inside"), Threads():
            raise ValueError("inside")
        assert set(threads()) == {outside}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_same_bits_whatever_blas_was_told(dtype):
    """Of widths and mini-batches for which OpenBLAS itself gives other bits with two threads."""
    layers = (Dense(65, Relu(), batch_norm=True), Dense(100, Relu(), keep_prob=0.9))
    experiment = Experiment(data=Spiral(samples=3000), layers=layers, batch_size=1000, dtype=dtype)
    twins = []
    for number in (1, 2):
        with threadpool_limits(number, user_api="blas"):
            trainer = Trainer(experiment)
            for _ in range(3):
                trainer.run_epoch()
            twins.append((trainer, trainer.predict(trainer.problem.dataset.X), trainer.evaluate("dev")))
            assert set(threads()) == {number}
    assert_same_parameters(twins[0][0].parameters, twins[1][0].parameters)
    np.testing.assert_array_equal(twins[0][1], twins[1][1])
    assert twins[0][2] == twins[1][2]
    np.testing.assert_array_equal(twins[0][0].history.rows, twins[1][0].history.rows)
