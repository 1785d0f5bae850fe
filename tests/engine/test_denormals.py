"""Denormal numbers are zero while training and nowhere else, and no warning or flag is left behind."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from engine.denormals import IS_POSSIBLE, Flushing
from engine.experiment import Experiment
from engine.trainer import Trainer
from tests.engine.textbook import assert_same_parameters

TINY = {"float32": 1e-40, "float64": 1e-310}
pytestmark = pytest.mark.skipif(not IS_POSSIBLE, reason="this processor or system is not told to flush")


def survives(dtype):
    return bool((np.full(9, TINY[dtype], dtype) * np.ones(9, dtype)).any())


@pytest.mark.parametrize("dtype", list(TINY))
def test_within_they_are_zero_and_afterwards_they_are_not(dtype):
    assert survives(dtype)
    with Flushing():
        assert not survives(dtype)
    assert survives(dtype)


def test_an_error_inside_puts_all_back_too():
    with pytest.raises(ValueError, match="inside"), Flushing():
        raise ValueError("inside")
    assert survives("float32")


def test_another_thread_is_left_alone():
    """A thread that is started within would inherit it; one that runs already does not."""
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(survives, "float32").result()
        with Flushing():
            assert pool.submit(survives, "float32").result()


def test_training_flushes_and_its_caller_does_not():
    trainer = Trainer(Experiment(l2=0.0))
    tiny = {name: np.full_like(value, 1e-40) for name, value in trainer.parameters.items()}
    trainer.load(tiny)
    trainer.retune(trainer.experiment.with_(learning_rate=1e-9))
    assert survives("float32")
    trainer.runner.memory.moments[:] = 1e-40
    trainer.advance(1)
    assert not np.any((trainer.runner.memory.moments != 0) & (np.abs(trainer.runner.memory.moments) < 1e-38))
    assert survives("float32")


def test_the_same_bits_in_the_main_thread_and_in_another():
    here, there = Trainer(Experiment()), Trainer(Experiment())
    here.advance(30)
    thread = threading.Thread(target=there.advance, args=(30,))
    thread.start()
    thread.join()
    assert_same_parameters(here.parameters, there.parameters)
