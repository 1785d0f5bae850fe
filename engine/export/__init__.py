"""Exports: trained weights as files that others read, each proved before it is put in place."""

import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
from safetensors import SafetensorError

from engine.activations import Array
from engine.data.dataset import Floats
from engine.errors import ExportError
from engine.export.formats import DTYPES, FORMATS, PREDICTORS, Format, ending, every_format
from engine.export.proof import Proof, check_finite, prove, prove_by
from engine.files import check_writable, replacing
from engine.model import Model
from engine.trainer import Trainer

__all__ = [
    "DTYPES",
    "FORMATS",
    "PREDICTORS",
    "UNREADABLE",
    "Format",
    "Proof",
    "cast",
    "check_path",
    "ending",
    "every_format",
    "export",
    "export_model",
]

# What readers of the formats raise about a file that is not what it should be.
UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    RuntimeError,
    SyntaxError,
    OverflowError,
    zipfile.BadZipFile,
    zlib.error,
    SafetensorError,
)


def export(path: Path | str, trainer: Trainer, dtype: str = "") -> Proof:
    """Write the trainer's weights, proved on its training and dev examples.

    Raises ExportError; then nothing is left behind and an existing file is untouched.
    """
    X = trainer.problem.unlocked
    return export_model(path, trainer.model(), X, trainer.predict(X), dtype)


def export_model(
    path: Path | str, model: Model, X: Floats, predicted: Array, dtype: str = "", kind: Format | None = None
) -> Proof:
    """Write a model that predicts `predicted` (n[L], m) for raw columns X (n, m). Raises ExportError.

    In the model's own precision unless a `dtype` is asked for, if the format has that one; in the
    format of the file's ending unless a `kind` is given.
    """
    path = Path(path)
    kind = check_path(path, kind)
    check_finite(model)
    dtype = dtype or model.dtype
    written = cast(model, dtype if dtype in kind.dtypes else kind.dtypes[0])
    check_finite(written, f" in {written.dtype}", "choose float64 or train anew with smaller ones")
    with replacing(path) as temporary:
        temporary.write_bytes(kind.encode(written))
        proof = prove(path, _read_back(kind, temporary, path), written, X, predicted, model.dtype)
        if kind.consumer is not None and kind.consumer.is_installed:
            proof = prove_by(kind.consumer, path, temporary, written, X, predicted, model.dtype)
        return proof


def cast(model: Model, dtype: str) -> Model:
    """The same weights in another precision."""
    if dtype == model.dtype:
        return model
    with np.errstate(over="ignore"):
        parameters = {name: tensor.astype(dtype) for name, tensor in model.parameters.items()}
        statistics = {name: tensor.astype(dtype) for name, tensor in model.statistics.items()}
    return replace(model, parameters=parameters, statistics=statistics, dtype=dtype)


def check_path(path: Path, kind: Format | None = None) -> Format:
    """The format of a path's ending, or the given one.

    Raises ExportError when there is none, it cannot be written here, or the path cannot be.
    """
    if kind is None:
        known = every_format().get(ending(path))
        if known is None:
            told = f'ends in "{path.suffix}"' if path.suffix else "has no ending"
            *others, last = every_format()
            raise ExportError(
                f'Weights are exported as {", ".join(others)} or {last}, but "{path.name}" {told}.'
            )
        kind = known
    kind.check_installed()
    check_writable(path)
    return kind


def _read_back(kind: Format, temporary: Path, path: Path) -> Model:
    try:
        return kind.read(temporary)
    except UNREADABLE as error:
        raise ExportError(f"{path.name} was not written: it could not be read back ({error}).") from error
