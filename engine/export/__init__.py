"""Exports: trained weights as files that others read, each proved before it is put in place."""

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError

from engine.activations import Array
from engine.data.dataset import Floats
from engine.errors import ExportError
from engine.export import npz, tensors
from engine.export.proof import Proof, check_finite, prove
from engine.files import check_writable, replacing
from engine.model import Model
from engine.trainer import Trainer

# What readers of .npz, .safetensors and JSON raise about a file that is not what it should be.
UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
    SafetensorError,
)


@dataclass(frozen=True)
class Format:
    """How a model becomes the bytes of a file, and a file a model again."""

    label: str
    encode: Callable[[Model], bytes]
    read: Callable[[Path], Model]


FORMATS = {
    ".npz": Format("NumPy", npz.encode, npz.read),
    ".safetensors": Format("safetensors", tensors.encode, tensors.read),
}


def export(path: Path | str, trainer: Trainer) -> Proof:
    """Write the trainer's weights, proved on its training and dev examples.

    Raises ExportError; then nothing is left behind and an existing file is untouched.
    """
    X = trainer.problem.unlocked
    return export_model(path, trainer.model(), X, trainer.predict(X))


def export_model(path: Path | str, model: Model, X: Floats, predicted: Array) -> Proof:
    """Write a model that predicts `predicted` (n[L], m) for raw columns X (n, m). Raises ExportError."""
    path = Path(path)
    kind = check_path(path)
    check_finite(model)
    with replacing(path) as temporary:
        temporary.write_bytes(kind.encode(model))
        return prove(path, _read_back(kind, temporary, path), model, X, predicted)


def check_path(path: Path) -> Format:
    """The format of a path's suffix. Raises ExportError when there is none or the path cannot be written."""
    if path.suffix.lower() not in FORMATS:
        ending = f'ends in "{path.suffix}"' if path.suffix else "has no ending"
        raise ExportError(f'Weights are exported as {" or ".join(FORMATS)}, but "{path.name}" {ending}.')
    check_writable(path)
    return FORMATS[path.suffix.lower()]


def _read_back(kind: Format, temporary: Path, path: Path) -> Model:
    try:
        return kind.read(temporary)
    except UNREADABLE as error:
        raise ExportError(f"{path.name} was not written: it could not be read back ({error}).") from error
