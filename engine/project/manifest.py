"""project.json: what a project is made of, its format number, and the way from older formats to this one."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np

from engine.checkpoint import State
from engine.data import Dataset
from engine.data.dataset import Task
from engine.project.archive import ProjectError

FORMAT = 1

# From format n to n + 1, as pure functions of the decoded JSON.
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


class DataShape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What of a data set is no array."""

    task: Task
    columns: tuple[str, ...]
    classes: tuple[str, ...] = ()
    target: str = "y"
    image: tuple[int, ...] | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: Dataset) -> "DataShape":
        """That of a data set."""
        fields = ("task", "columns", "classes", "target", "image", "notes")
        return cls(**{field: getattr(data, field) for field in fields})

    def with_arrays(self, arrays: dict[str, Any]) -> Dataset:
        """The data set. Raises DataError where the parts do not fit together."""
        fields = msgspec.structs.asdict(self) | {
            name: arrays.get(name) for name in ("split", "places") if name in arrays
        }
        X, y = np.asarray(arrays["X"]), np.asarray(arrays["y"])
        return Dataset(X=X, y=y, **fields)


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`state` is all of the training but its arrays; `data` describes data that are inside, None else."""

    format: int = FORMAT
    app: str
    state: State
    data: DataShape | None = None


def decode_manifest(content: bytes) -> Manifest:
    """Raises ProjectError for what is no manifest, and for one of a newer version."""
    try:
        found = json.loads(content)
        version = found["format"]
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise ValueError("no format")
        if version > FORMAT:
            raise ProjectError(
                f"This file is from a newer version (format {version}, this is {FORMAT}). "
                "Nothing was changed."
            )
        for step in range(version, FORMAT):
            found = MIGRATIONS[step](found)
        return msgspec.convert(found, Manifest)
    except ProjectError:
        raise
    except (ValueError, TypeError, KeyError, RecursionError, msgspec.MsgspecError) as error:
        raise ProjectError(f"The project's description cannot be understood ({_short(error)}).") from error


def encode_manifest(manifest: Manifest) -> bytes:
    """The text, in the order of the fields."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def _short(error: Exception) -> str:
    line = " ".join(str(error).split()) or type(error).__name__
    return line if len(line) <= 160 else f"{line[:160]}…"
