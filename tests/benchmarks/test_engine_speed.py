"""Mini-batch steps per second of the default network against PyTorch eager, interleaved in one run.

Both learn the same examples from the same first weights with one thread. Ours shuffles anew each epoch and
records the train and dev cost; PyTorch's plain loop does neither. Only the ratio counts: the times belong to
the machine.
"""

import time
from collections.abc import Callable
from itertools import pairwise
from statistics import median

import numpy as np
import pytest

from engine.activations import Tanh
from engine.data import Circle, Split
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import GradientDescent
from engine.trainer import Trainer

torch = pytest.importorskip("torch")

# W1: TensorFlow Playground's default network and settings.
W1 = Experiment(
    data=Circle(samples=500),
    split=Split(train=0.5, dev=0.5, test=0.0),
    layers=(Dense(4, Tanh()), Dense(2, Tanh())),
    optimizer=GradientDescent(),
    learning_rate=0.03,
    batch_size=10,
)
ROUNDS, WARM_UP = 9, 2
OUR_EPOCHS, THEIR_EPOCHS = 400, 20
REQUIRED = 20


def torch_epoch(trainer: Trainer) -> Callable[[], None]:
    """One epoch of the usual PyTorch loop: same weights, data and mathematics, mini-batches cut before."""
    torch.set_num_threads(1)
    modules = []
    for l, (n_in, n_out) in enumerate(pairwise(trainer.network.sizes), start=1):
        linear = torch.nn.Linear(n_in, n_out)
        linear.weight.data = torch.from_numpy(trainer.parameters[f"W{l}"])
        linear.bias.data = torch.from_numpy(trainer.parameters[f"b{l}"][:, 0])
        modules += [linear, torch.nn.Tanh()]
    model = torch.nn.Sequential(*modules[:-1])
    order = np.random.default_rng(0).permutation(trainer.buffers.m)
    X = torch.from_numpy(trainer.problem.inputs["train"].T[order].astype(np.float32))
    y = torch.from_numpy((trainer.problem.targets["train"].T[order] > 0).astype(np.float32))
    batches = list(zip(X.split(10), y.split(10), strict=True))
    criterion = torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.03)

    def epoch() -> None:
        for inputs, targets in batches:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()

    return epoch


def seconds_per_step(epoch: Callable[[], None], epochs: int, steps: int) -> float:
    began = time.perf_counter()
    for _ in range(epochs):
        epoch()
    return (time.perf_counter() - began) / (epochs * steps)


def test_the_default_network_learns_faster_than_in_pytorch(benchmark, capsys):
    trainer = Trainer(W1)
    theirs = torch_epoch(trainer)
    steps = trainer.steps_per_epoch
    ours_seconds: list[float] = []
    theirs_seconds: list[float] = []

    def interleaved() -> None:
        ours_seconds.append(seconds_per_step(trainer.run_epoch, OUR_EPOCHS, steps))
        theirs_seconds.append(seconds_per_step(theirs, THEIR_EPOCHS, steps))

    benchmark.pedantic(interleaved, rounds=ROUNDS, warmup_rounds=WARM_UP)
    our_rate, their_rate = (1 / median(times[WARM_UP:]) for times in (ours_seconds, theirs_seconds))
    ratio = our_rate / their_rate
    benchmark.extra_info |= {"steps_per_second": our_rate, "pytorch": their_rate, "ratio": ratio}
    with capsys.disabled():
        print(f"\nW1: {our_rate:,.0f} steps/s, PyTorch eager {their_rate:,.0f} steps/s, ratio {ratio:.1f}")
    assert trainer.history.curve().epochs[-1] == trainer.epoch
    assert ratio >= REQUIRED
