"""The project file: experiment, weights, optimiser state, data or where they are, and history, in one zip."""

from engine.project.archive import ProjectError
from engine.project.file import (
    Gathered,
    Opened,
    Summary,
    decode_project,
    encode_project,
    gather_project,
    open_project,
    summary,
)
from engine.project.manifest import FORMAT

SUFFIX = ".nnplay"

__all__ = [
    "FORMAT",
    "SUFFIX",
    "Gathered",
    "Opened",
    "ProjectError",
    "Summary",
    "decode_project",
    "encode_project",
    "gather_project",
    "open_project",
    "summary",
]
