"""Same seed, same bits: run by run, process by process, with one BLAS thread and with two.

The nets are the benchmarks' W1 to W4. Beyond them two threads may cut a product elsewhere: OpenBLAS then
differs in last bits from one thread (widths that are no multiple of its kernel's, mini-batches of a thousand,
the QR decomposition behind orthogonal weights of some hundred units). The program itself holds to one thread.
"""

import hashlib
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from engine.activations import Relu, Tanh
from engine.data.dataset import Dataset
from engine.initializers import Orthogonal
from engine.layers import Dense
from engine.optimizers import OPTIMIZERS, GradientDescent
from tests.engine.textbook import make_dataset, make_trainer, run

W3 = tuple(Dense(64, Relu(), batch_norm=True, keep_prob=0.8) for _ in range(2))
NETS: dict[str, tuple[int, int, dict[str, Any]]] = {
    "W1": (2, 60, {"layers": (Dense(4, Tanh()), Dense(2, Tanh())), "optimizer": GradientDescent()}),
    "W2": (2, 300, {"layers": (Dense(25, Relu()), Dense(12, Relu())), "batch_size": 64}),
    "W3": (64, 300, {"layers": W3, "batch_size": 64, "l2": 0.1, "input_keep_prob": 0.9}),
    "W4": (64, 300, {"layers": (Dense(128, Relu()), Dense(64, Relu())), "batch_size": 128}),
}


def digest(trainer):
    """Of everything that training leaves behind."""
    curve, moment = trainer.history.curve(), trainer.snapshot()
    parts = [moment.parameters, moment.moments, moment.averages, curve.train, curve.dev]
    return hashlib.sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts)).hexdigest()


def digest_of(name, dtype, epochs=2):
    n, m, fields = NETS[name]
    trainer = make_trainer(make_dataset("multiclass", n=n, m=m, train=m * 4 // 5), dtype=dtype, **fields)
    run(trainer, epochs)
    return digest(trainer)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", NETS)
def test_one_thread_and_two_give_the_same_bits(name, dtype):
    found = set()
    for threads in (1, 2, 1):
        with threadpool_limits(limits=threads, user_api="blas"):
            found.add(digest_of(name, dtype))
    assert len(found) == 1


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda rule: rule.name)
def test_same_seed_same_bits_for_every_optimiser(optimizer, dtype):
    layers = (Dense(8, Tanh(), batch_norm=True, initializer=Orthogonal()), Dense(5, Relu(), keep_prob=0.7))
    fields = {"layers": layers, "optimizer": optimizer, "dtype": dtype, "l1": 0.1, "clip_norm": 0.5}
    digests = []
    for seed in (3, 3, 4):
        trainer = make_trainer(make_dataset("multiclass", train=30), seed=seed, batch_size=7, **fields)
        run(trainer, 3)
        digests.append(digest(trainer))
    assert digests[0] == digests[1] != digests[2]


def test_another_process_gives_the_same_bits():
    """Neither the order in which a set is gone through nor an address has a part in it."""
    code = "from tests.engine.test_determinism import digest_of; print(digest_of('W3', 'float32'))"
    run_of_its_own = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    with threadpool_limits(limits=1, user_api="blas"):
        assert run_of_its_own.stdout.strip() == digest_of("W3", "float32")


def test_global_random_numbers_have_no_part_in_it():
    np.random.seed(1)
    first = digest_of("W2", "float32")
    np.random.seed(2)
    np.random.random(100)
    assert first == digest_of("W2", "float32")


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_layout_of_the_data_in_memory_has_no_part_in_it(dtype):
    data, digests = make_dataset("multiclass", n=3, train=30), []
    for X in (np.asfortranarray(data.X), np.ascontiguousarray(data.X), np.repeat(data.X, 2, axis=1)[:, ::2]):
        same = Dataset(X, data.y, data.task, data.columns, data.classes, data.split)
        trainer = make_trainer(same, dtype=dtype)
        run(trainer, 2)
        digests.append(digest(trainer))
    assert len(set(digests)) == 1
