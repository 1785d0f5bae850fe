"""What can be done with a file or folder that is dropped on the window: a pure decision, by its name."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

Kind = Literal["table", "images", "project", "none"]

TABLES = (".csv", ".tsv", ".tab", ".txt", ".dat", ".xlsx", ".xls", ".xlsb", ".ods", ".parquet", ".npz")
PROJECT = ".nnplay"
EXPECTED = "a project, a table (CSV, TSV, text, Excel, ODS, Parquet, npz) or a folder of images"


class Droppable(msgspec.Struct, frozen=True):
    """`sentence` says what letting go would do, or where `kind` is "none" why nothing can be done."""

    kind: Kind
    path: str
    sentence: str


def droppable(paths: Sequence[str]) -> Droppable:
    """What a drag of these local files would do."""
    if not paths:
        return Droppable("none", "", f"Only files of this computer can be dropped here: {EXPECTED}.")
    if len(paths) > 1:
        return Droppable("none", "", f"These are {len(paths)} files. Drop one alone: {EXPECTED}.")
    path = Path(paths[0])
    if path.is_dir():
        return Droppable("images", str(path), f"Let go to take the images in the folder {path.name}")
    if path.suffix.lower() == PROJECT:
        return Droppable("project", str(path), f"Let go to open the project {path.name}")
    if path.suffix.lower() in TABLES:
        return Droppable("table", str(path), f"Let go to import {path.name}; you choose its columns next")
    return Droppable("none", str(path), f"{path.name} is no data that can be read. Drop {EXPECTED}.")
