"""`nnplay train`: learn from a data set or a table, print how well it went, write the weights."""

import json
import sys
import time
from argparse import Namespace
from pathlib import Path

from threadpoolctl import threadpool_limits

from engine.checkpoint import save_checkpoint
from engine.errors import DivergedError, ExportError
from engine.files import check_writable, replacing
from engine.project import SUFFIX, encode_project
from engine.trainer import Trainer
from playground.commands import UsageError, exports, refused_as, tell
from playground.commands.experiments import training_of
from playground.commands.progress import Progress
from playground.commands.results import Run, table, to_json

HELP = "Train a network and print its costs and accuracies."
DIVERGED = 4


def run(options: Namespace) -> int:
    """Train as the options say; the exit code. Raises UsageError, DataError, ExportError, OSError."""
    _check_files(options)
    progress = Progress(options.epochs, sys.stderr, options.quiet)
    trainer = training_of(options, advised=True)
    # As in the window: these matrices are too small for more than one thread.
    with threadpool_limits(limits=1, user_api="blas"):
        outcome = _train(trainer, options, progress)
        proofs = exports.write(options.export, trainer)
    for proof in proofs:
        progress.note(exports.sentence(proof))
    print(json.dumps(to_json(outcome), allow_nan=False) if options.json else table(outcome))
    return DIVERGED if outcome.diverged else 0


def _train(trainer: Trainer, options: Namespace, progress: Progress) -> Run:
    start, done = time.perf_counter(), trainer.iteration
    error: DivergedError | None = None
    try:
        run_epochs(trainer, options.epochs, progress)
    except DivergedError as diverged:
        error = diverged
    finally:
        seconds = time.perf_counter() - start
        if options.checkpoint is not None:
            with refused_as(ExportError, options.checkpoint):
                _put_away(trainer, options.checkpoint)
        if trainer.early_stop is None and error is None:
            trainer.keep_best()
        progress.finish(trainer.epoch, trainer.evaluate("train"), trainer.evaluate("dev"))
    if error:
        tell(f"nnplay: {error}")
    return Run.of(trainer, trainer.iteration - done, seconds, diverged=error is not None)


def _put_away(trainer: Trainer, path: Path) -> None:
    """A checkpoint, or a project for the window where the name ends so."""
    if path.suffix != SUFFIX:
        save_checkpoint(trainer, path)
        return
    with replacing(path) as temporary:
        temporary.write_bytes(encode_project(trainer))


def run_epochs(trainer: Trainer, epochs: int, progress: Progress) -> None:
    """Train so long, or until early stopping ends it. Raises DivergedError."""
    for _ in range(epochs):
        trainer.run_epoch()
        progress.update(trainer.epoch, trainer.history.curve)
        if trainer.early_stop:
            break


def _check_files(options: Namespace) -> None:
    """What is to be written at the end must be writable before."""
    exports.check(options.export)
    if options.checkpoint is not None:
        with refused_as(UsageError, options.checkpoint):
            check_writable(options.checkpoint)
