"""Weights as tables: a zip with one CSV file per tensor, and what else is needed to predict as JSON.

W1.csv has a row for each unit of layer 1 and a column for each unit before it, without headings; b1.csv has
one column. model.json says what `engine.export.description` says of the model. One zip and not a folder,
for a file can be replaced as a whole. Equal models are byte-equal files.
"""

import json
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np

from engine.activations import Array
from engine.export.description import describe, model_of
from engine.model import Model, place

ABOUT = "model.json"
ENDING = ".csv"
MOST_BYTES = 2**28  # of one member, unpacked


def encode(model: Model) -> bytes:
    """The content of the file."""
    members = {ABOUT: json.dumps(describe(model), indent=1) + "\n"}
    members |= {f"{name}{ENDING}": _table(tensor) for name, tensor in model.tensors.items()}
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(ZipInfo(name), text, ZIP_DEFLATED)  # dated 1980, as all zips without a date
    return content.getvalue()


def _table(tensor: Array) -> str:
    return "".join(",".join(map(repr, row)) + "\r\n" for row in tensor.tolist())


def read(path: Path) -> Model:
    """The model in a file written by `encode`. Others raise one of engine.export.UNREADABLE."""
    with ZipFile(path) as file:
        if any(member.file_size > MOST_BYTES for member in file.infolist()):
            raise ValueError("it is too large")
        description = json.loads(file.read(ABOUT))
        names = [name.removesuffix(ENDING) for name in file.namelist() if name != ABOUT]
        tables = {name: file.read(f"{name}{ENDING}").decode() for name in sorted(names, key=place)}
    return model_of(description, {name: _rows(text) for name, text in tables.items()})


def _rows(text: str) -> Array:
    return np.loadtxt(StringIO(text), delimiter=",", ndmin=2, comments=None)
