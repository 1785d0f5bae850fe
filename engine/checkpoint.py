"""Checkpoint and resume: a training put away and gone on with as if nothing had happened, bit for bit.

A checkpoint is one safetensors file: every array that learning changes, and as JSON in its metadata the
experiment, the counters and the state of each generator. The data are not in it; they are loaded again by the
experiment's own description and must be the same.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import load_file, save

from engine.data import Dataset
from engine.errors import DataError, EngineError
from engine.experiment import Experiment
from engine.files import check_writable, replacing
from engine.history import History, StepHistory
from engine.problem import Part, Problem
from engine.snapshot import Snapshot
from engine.trainer import EarlyStop, Trainer

VERSION = 1
GENERATORS = ("order_rng", "augment_rng", "masks")


class CheckpointError(DataError):
    """A checkpoint cannot be read, or what it describes is not there any more."""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """All of a training but its arrays and its data."""

    version: int = VERSION
    experiment: Experiment
    data_sha256: str
    epoch: int
    iteration: int
    position: int
    updates: int
    averaged: float
    is_augmented: bool
    stride: int
    best: dict[Part, float | None]  # None: not finite
    best_dev: float | None
    early_stop: EarlyStop | None
    counters: dict[str, tuple[int, int, int, float]]  # of kept moments: epoch, iteration, updates, averaged
    generators: dict[str, str]
    threads: int = 1
    by_hand: bool = False


def save_checkpoint(trainer: Trainer, path: Path | str) -> None:
    """Write a trainer's state; an existing file is replaced only when all is written. Raises ExportError."""
    check_writable(Path(path))
    with replacing(Path(path)) as temporary:
        temporary.write_bytes(encode(trainer))


def load_checkpoint(path: Path | str, dataset: Dataset | None = None) -> Trainer:
    """The trainer that was put away; a `dataset` of one's own has to be given again.

    Raises CheckpointError or DataError with one sentence.
    """
    path = Path(path)
    try:
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
        return decode(load_file(path), metadata.get("checkpoint", ""), dataset)
    except (OSError, SafetensorError, KeyError, ValueError, msgspec.MsgspecError) as error:
        if isinstance(error, EngineError):
            raise
        raise CheckpointError(f"{path.name} is not a checkpoint that can be read ({error}).") from error


def encode(trainer: Trainer) -> bytes:
    """The content of the file."""
    arrays = {name: np.ascontiguousarray(array) for name, array in arrays_of(trainer).items()}
    return save(arrays, {"checkpoint": msgspec.json.encode(state_of(trainer)).decode()})


def state_of(trainer: Trainer) -> State:
    """All of a training but its arrays."""
    moments = _kept_moments(trainer)
    return State(
        experiment=trainer.experiment,
        data_sha256=data_sha256(trainer.problem.dataset),
        epoch=trainer.epoch,
        iteration=trainer.iteration,
        position=trainer.position,
        updates=trainer.runner.updates,
        averaged=trainer.runner.memory.statistics.count,
        is_augmented=trainer.runner.is_augmented,
        stride=trainer.history.stride,
        best={part: cost if np.isfinite(cost) else None for part, cost in trainer.best.items()},
        best_dev=trainer.best_dev[0] if trainer.best_dev else None,
        early_stop=trainer.early_stop,
        counters={name: (s.epoch, s.iteration, s.updates, s.averaged) for name, s in moments.items()},
        threads=trainer.runner.threads,
        by_hand=trainer.by_hand,
        generators={name: _generator_state(getattr(trainer.runner, name)) for name in GENERATORS},
    )


def _kept_moments(trainer: Trainer) -> dict[str, Snapshot]:
    """What the training may go back to: the last good epoch, and the best one under early stopping."""
    return {"good": trainer.good} | ({"best_dev": trainer.best_dev[1]} if trainer.best_dev else {})


def arrays_of(trainer: Trainer) -> dict[str, Any]:
    """All arrays of a training: weights, moments, averages, the order of the examples, recorded costs."""
    runner, moments = trainer.runner, _kept_moments(trainer)
    arrays: dict[str, Any] = {"order": runner.buffers.order, "history": trainer.history.rows}
    arrays |= trainer.steps.arrays()
    for name, moment in {"now": trainer.snapshot(), **moments}.items():
        arrays |= {f"{name}.parameters": moment.parameters, f"{name}.moments": moment.moments}
        arrays[f"{name}.averages"] = moment.averages
    if runner.position:  # the epoch that is under way
        arrays |= {"logits": runner.buffers.logits, "scalars": runner.scalars}
        if runner.is_augmented:
            arrays["inputs"] = runner.buffers.X
    return arrays


def decode(arrays: dict[str, Any], text: str, dataset: Dataset | None = None) -> Trainer:
    """The trainer of a file's arrays and metadata; its data are loaded unless they are given."""
    state = msgspec.json.decode(text, type=State)
    if state.version > VERSION:
        raise CheckpointError(
            f"This checkpoint is from a newer version (format {state.version}, this is {VERSION}). "
            "Nothing was read."
        )
    problem = Problem(state.experiment, dataset)
    if data_sha256(problem.dataset) != state.data_sha256:
        raise CheckpointError(
            "The data are not those of the checkpoint any more, so it cannot go on from there."
        )
    trainer = Trainer(state.experiment, problem, state.threads)
    try:
        fill(trainer, state, arrays)
    except (KeyError, ValueError, TypeError) as error:
        raise CheckpointError(f"The checkpoint does not fit its own experiment ({error}).") from error
    return trainer


def fill(trainer: Trainer, state: State, arrays: dict[str, Any]) -> None:
    """Bring a new trainer of the state's experiment to where the state and its arrays were.

    Raises KeyError, ValueError or TypeError where these do not fit.
    """
    runner = trainer.runner
    _check(state, trainer)
    counters = state.counters | {"now": (state.epoch, state.iteration, state.updates, state.averaged)}
    moments = {name: _snapshot(name, counters[name], arrays, trainer.snapshot()) for name in counters}
    drawn = trainer.snapshot().parameters
    trainer.restore(moments["now"])
    trainer.by_hand = not np.array_equal(drawn, moments["now"].parameters)  # imported ones are kept as well
    trainer.good = moments["good"]
    trainer.best_dev = (state.best_dev, moments["best_dev"]) if state.best_dev is not None else None
    trainer.best.update({part: np.inf if cost is None else cost for part, cost in state.best.items()})
    trainer.early_stop, trainer.by_hand = state.early_stop, state.by_hand
    rows = arrays["history"]
    if rows.ndim != 2 or rows.shape[1] != 3:
        raise ValueError("the recorded costs are no rows of three")
    trainer.history, trainer.steps = History.of(arrays["history"], state.stride), StepHistory.of(arrays)
    for name, text in state.generators.items():
        getattr(runner, name).bit_generator.state = json.loads(text, object_hook=_with_array)
    _copy(arrays["order"], runner.buffers.order)
    if not np.array_equal(np.sort(runner.buffers.order), np.arange(runner.buffers.m)):
        raise ValueError("the order is not one of all examples")
    runner.position, runner.is_augmented = state.position, state.is_augmented
    if state.position:
        runner.buffers.gather()
        _copy(arrays["logits"], runner.buffers.logits)
        _copy(arrays["scalars"], runner.scalars)
        if state.is_augmented:
            _copy(arrays["inputs"], runner.buffers.X)


def _check(state: State, trainer: Trainer) -> None:
    """Raises ValueError for numbers that no training can have."""
    whole = (state.epoch, state.iteration, state.updates, *(n for c in state.counters.values() for n in c))
    if not all(0 <= number < 2**62 for number in (*whole, state.averaged)):
        raise ValueError("a counter is out of its range")
    if state.threads not in (1, 2):
        raise ValueError("the number of threads is neither 1 nor 2")
    if not 0 <= state.position < trainer.steps_per_epoch or not 1 <= state.stride <= 2**62:
        raise ValueError("the place in the epoch is out of its range")
    if set(state.generators) != set(GENERATORS) or not {"good"} <= set(state.counters) <= {
        "good",
        "best_dev",
    }:
        raise ValueError("a generator or a kept moment is missing")
    if set(state.best) != set(trainer.best):
        raise ValueError("the best costs are of other parts")


def _snapshot(
    name: str, counters: tuple[int, int, int, float], arrays: dict[str, Any], like: Snapshot
) -> Snapshot:
    epoch, iteration, updates, averaged = counters
    for field in ("parameters", "moments", "averages"):
        _copy(arrays[f"{name}.{field}"], getattr(like, field))
    changes = {"epoch": epoch, "iteration": iteration, "updates": updates, "averaged": averaged}
    return msgspec.structs.replace(like, **changes)


def _copy(array: NDArray[Any], into: NDArray[Any]) -> None:
    if array.shape != into.shape or array.dtype != into.dtype:
        raise ValueError(f"{into.dtype} {into.shape} was expected, {array.dtype} {array.shape} came")
    into[...] = array


def _generator_state(rng: np.random.Generator) -> str:
    """Some generators keep whole numbers of 128 bits, some an array: JSON of Python's own takes both."""
    return json.dumps(rng.bit_generator.state, default=lambda array: {"array": array.tolist()})


def _with_array(found: dict[str, Any]) -> Any:
    return np.array(found["array"], np.uint64) if set(found) == {"array"} else found


def data_sha256(dataset: Dataset) -> str:
    """SHA-256 over X, y and the split of the data themselves."""
    digest = hashlib.sha256()
    for array in (dataset.X, dataset.y, dataset.split):
        digest.update(b"-" if array is None else np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
