"""`nnplay train`: learn from a data set or a table, print how well it went, write the weights."""

import json
import sys
import time
from argparse import Namespace
from pathlib import Path

from threadpoolctl import threadpool_limits

from engine.errors import DivergedError, ExportError
from engine.export import check_path, export
from engine.export.proof import Proof
from engine.trainer import Trainer
from playground.commands import UsageError, refused_as, tell
from playground.commands.experiments import problem_of, trainer_of, unused_split
from playground.commands.progress import Progress
from playground.commands.results import Run, table, to_json

HELP = "Train a network and print its costs and accuracies."
DIVERGED = 4


def run(options: Namespace) -> int:
    """Train as the options say; the exit code. Raises UsageError, DataError, ExportError, OSError."""
    _check_exports(options)
    problem = problem_of(options)
    progress = Progress(options.epochs, sys.stderr, options.quiet)
    if note := unused_split(options, problem):
        progress.note(note)
    # As in the window: these matrices are too small for more than one thread.
    with threadpool_limits(limits=1, user_api="blas"):
        trainer = trainer_of(options, problem)
        outcome = _train(trainer, options.epochs, progress)
        proofs = [_export(path, trainer) for path in options.export]
    for proof in proofs:
        progress.note(
            f"{proof.path}: read back, predictions differ by {proof.largest_difference:.2g} at most "
            f"on {proof.examples} examples."
        )
    print(json.dumps(to_json(outcome), allow_nan=False) if options.json else table(outcome))
    return DIVERGED if outcome.diverged else 0


def _train(trainer: Trainer, epochs: int, progress: Progress) -> Run:
    start = time.perf_counter()
    error: DivergedError | None = None
    try:
        for _ in range(epochs):
            trainer.run_epoch()
            progress.update(trainer.epoch, trainer.history.curve)
            if trainer.early_stop:
                break
    except DivergedError as diverged:
        error = diverged
    finally:
        seconds = time.perf_counter() - start
        progress.finish(trainer.epoch, trainer.evaluate("train"), trainer.evaluate("dev"))
    if error:
        tell(f"nnplay: {error}")
    return Run.of(trainer, seconds, diverged=error is not None)


def _check_exports(options: Namespace) -> None:
    """Nobody should train for an hour to learn then that the folder does not exist."""
    for path in options.export:
        with refused_as(UsageError, path):
            check_path(path)


def _export(path: Path, trainer: Trainer) -> Proof:
    with refused_as(ExportError, path):
        return export(path, trainer)
