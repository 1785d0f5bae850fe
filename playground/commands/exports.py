"""Writing weights from the shell: all files are checked before the work, and each is told with its proof."""

from collections.abc import Sequence
from pathlib import Path

from engine.errors import ExportError
from engine.export import check_path, every_format, export
from engine.export.proof import Proof
from engine.trainer import Trainer
from playground.commands import UsageError, refused_as

HELP = f"write the weights, {', '.join(every_format())} (the last three as programs); may be repeated"


def check(paths: Sequence[Path]) -> None:
    """Nobody should train for an hour to learn then that the folder does not exist. Raises UsageError."""
    for path in paths:
        with refused_as(UsageError, path):
            check_path(path)


def write(paths: Sequence[Path], trainer: Trainer, dtype: str = "") -> list[Proof]:
    """Write the trainer's weights into all of them, in the format of each ending. Raises ExportError.

    In the trainer's own precision unless a `dtype` is asked for.
    """
    proofs = []
    for path in paths:
        with refused_as(ExportError, path):
            proofs.append(export(path, trainer, dtype))
    return proofs


def sentence(proof: Proof) -> str:
    """What a file was proved by, and how well."""
    who = f"run by {proof.by}" if proof.by else "read back"
    return (
        f"{proof.path}: {who}, predictions differ by {proof.largest_difference:.2g} at most "
        f"on {proof.examples} examples."
    )
