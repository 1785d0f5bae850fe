"""No Python loop runs over examples or units: as many bytecodes for ten times of either.

Every bytecode that the engine and its lowered lines execute is counted while it prepares data, trains,
evaluates, predicts and takes gradients. The race of loops against vectors is not part of any of these.
"""

import sys
from pathlib import Path

import numpy as np
import pytest

import engine
from engine.activations import Gelu, Relu
from engine.data.augmentation import Jitter
from engine.layers import Dense
from engine.optimizers import Adam
from engine.trainer import Trainer
from tests.engine.textbook import make_dataset, make_trainer

HOME = str(Path(engine.__file__).parent)


def bytecodes(call):
    """How many bytecodes of the engine the call executes."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        name = frame.f_code.co_filename
        if not (name.startswith(HOME) or name == "<lowered step>"):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def trainer_for(m, units, task="multiclass", batches=1):
    layers = (
        Dense(units, Relu(), batch_norm=True, keep_prob=0.8),
        Dense(units, Gelu(), l1=0.1),
        Dense(units, keep_prob=0.9),
    )
    data = make_dataset(task, n=2, m=m, train=m * 4 // 5)
    fields = {"layers": layers, "optimizer": Adam(), "l2": 0.1, "clip_norm": 1.0, "input_keep_prob": 0.9}
    batch_size = -(-m * 4 // 5 // batches)
    return make_trainer(data, batch_size=batch_size, augmentation=(Jitter(0.1),), **fields)


TASKS = {
    "prepare": lambda t: Trainer(t.experiment, type(t.problem)(t.experiment, t.problem.dataset)),
    "train": lambda t: t.run_epoch(),
    "evaluate": lambda t: [t.evaluate(part) for part in ("train", "dev", "test")],
    "predict": lambda t: t.predict(t.problem.dataset.X),
    "gradients": lambda t: t.gradients(),
    "gradients of labels": lambda t: t.gradients(t.problem.dataset.X, t.problem.dataset.y),
}


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("what", TASKS)
def test_neither_examples_nor_units_are_looped_over(what, task):
    counts = []
    for m, units in ((50, 4), (50, 4), (500, 4), (50, 40)):  # the first one warms the caches up
        trainer = trainer_for(m, units, task)
        counts.append(bytecodes(lambda t=trainer: TASKS[what](t)))
    assert min(counts) > 100
    assert len(set(counts[1:])) == 1, counts


def test_it_is_mini_batches_and_layers_that_are_looped_over():
    """The proof would see a loop: twice the mini-batches are nearly twice the bytecodes of the step."""
    counts = []
    for batches in (1, 10, 20):
        trainer = trainer_for(500, 4, batches=batches)
        trainer.run_epoch()
        counts.append(bytecodes(trainer.run_epoch))
    assert counts[2] - counts[1] == pytest.approx(10 / 9 * (counts[1] - counts[0]), rel=0.01)


def test_a_loop_over_examples_would_be_seen():
    scope = {"range": range}
    exec(compile("def loop(X):\n    for x in X:\n        x + 1\n", "<lowered step>", "exec"), scope)
    few, many = (bytecodes(lambda m=m: scope["loop"](np.ones(m))) for m in (10, 100))
    assert many > 5 * few
