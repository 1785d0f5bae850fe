"""Training gives the same bits whatever a program around it has told BLAS, and tells it nothing for good."""

from threading import Thread

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


def test_those_that_overlap_do_not_undo_each_other():
    """Two trainings in two threads: the one that ends first must not give the other's number back."""
    with threadpool_limits(2, user_api="blas"):
        first, second = Threads(), Threads()
        first.__enter__()
        second.__enter__()
        first.__exit__()
        assert set(threads()) == {1}
        second.__exit__()
        assert set(threads()) == {2}


def test_the_smallest_number_that_is_asked_for_holds():
    with threadpool_limits(3, user_api="blas"):
        with Threads(2):
            with Threads(1), Threads(2):
                assert set(threads()) == {1}
            assert set(threads()) == {2}
        assert set(threads()) == {3}


def test_many_threads_at_once_see_their_number_and_leave_none():
    seen: set[int] = set()

    def work() -> None:
        for _ in range(300):
            with Threads():
                seen.update(threads())

    with threadpool_limits(2, user_api="blas"):
        crowd = [Thread(target=work) for _ in range(4)]
        for thread in crowd:
            thread.start()
        for thread in crowd:
            thread.join()
        assert seen == {1}
        assert set(threads()) == {2}


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
