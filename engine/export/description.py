"""All of a model but its tensors, as plain values: what files that hold text say beside the weights.

Together with the tensors by name it is the whole model again.
"""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.data import Normalizer
from engine.model import Model, parted, spread
from engine.version import app_version

FORMAT = "Neural Playground weights"
VERSION = 1


def describe(model: Model) -> dict[str, Any]:
    """The fields of a model and its normalisers, in an order that reads well."""
    columns = spread("input", model.normalizer) | spread("target", model.target)
    return {
        "format": FORMAT,
        "version": VERSION,
        "app_version": app_version(),
        "task": model.task,
        "columns": list(model.columns),
        "features": list(model.features),
        "classes": list(model.classes),
        "activations": list(model.activations),
        "seed": int(model.seed),
        "dtype": model.dtype,
        **{name: [float(value) for value in column.ravel()] for name, column in columns.items()},
    }


def model_of(description: Mapping[str, Any], tensors: Mapping[str, Any]) -> Model:
    """The model again, from tensors in course shapes, as arrays or as lists of rows.

    Raises one of engine.export.UNREADABLE.
    """
    if description["format"] != FORMAT or description["version"] != VERSION:
        raise ValueError("it is of another kind, or of a newer version of this program")
    dtype = _dtype(description)
    parameters, statistics = parted(
        {name: np.array(rows, dtype, order="C") for name, rows in tensors.items()}
    )
    return Model(
        parameters=parameters,
        statistics=statistics,
        activations=_names(description, "activations"),
        task=description["task"],
        features=_names(description, "features"),
        columns=_names(description, "columns"),
        classes=_names(description, "classes"),
        normalizer=_normalizer("input", description),
        target=_normalizer("target", description) if "target_mean" in description else None,
        seed=int(description["seed"]),
        dtype=dtype,
    )


def as_text(description: Mapping[str, Any]) -> dict[str, str]:
    """The same where a file has room for text alone: what is no text is JSON."""
    return {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in description.items()
    }


def from_text(texts: Mapping[str, str]) -> dict[str, Any]:
    """What `as_text` was given."""
    plain = {"format", "app_version", "task", "dtype"}
    return {name: text if name in plain else json.loads(text) for name, text in texts.items()}


def _names(description: Mapping[str, Any], name: str) -> tuple[str, ...]:
    names = description[name]
    if not isinstance(names, list) or not all(isinstance(word, str) for word in names):
        raise TypeError(f"{name} is no list of names")
    return tuple(names)


def _dtype(description: Mapping[str, Any]) -> str:
    if description["dtype"] not in ("float32", "float64"):
        raise ValueError("dtype is neither float32 nor float64")
    return str(description["dtype"])


def _normalizer(name: str, description: Mapping[str, Any]) -> Normalizer:
    mean, std = (np.array(description[f"{name}_{moment}"], np.float64) for moment in ("mean", "std"))
    return Normalizer(mean[:, None], std[:, None])
