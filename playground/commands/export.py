"""`nnplay export PROJECT FILE...`: the trained weights of a project as files, each proved."""

from argparse import Namespace
from typing import Any

from engine.export.proof import Proof
from engine.project import open_project
from playground.commands import exports
from playground.commands.json_text import json_text

HELP = "Write the trained weights of a project, each file proved against the project's own predictions."


def run(options: Namespace) -> int:
    """Write every file and print its proof. Raises UsageError, ProjectError, ExportError."""
    exports.check(options.files)
    trainer = open_project(options.project).trainer
    proofs = exports.write(options.files, trainer, options.dtype or "")
    if options.json:
        print(json_text({"files": [_plain(proof) for proof in proofs]}))
    else:
        print("\n".join(map(exports.sentence, proofs)))
    return 0


def _plain(proof: Proof) -> dict[str, Any]:
    return {
        "file": str(proof.path),
        "largest_difference": proof.largest_difference,
        "examples": proof.examples,
        "run_by": proof.by or None,
    }
