"""safetensors, laid out as the state_dict of a torch nn.Sequential: it loads there with strict=True.

Tensors: 0.weight (n[1], n[0]), 0.bias (n[1],), 2.weight, ...; the odd places are the activations'. All
else that is needed to predict is in the metadata: input_mean and input_std, features, columns, activations
and classes as JSON lists, task, seed and app_version.
"""

import json
from pathlib import Path
from typing import cast

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save

from engine.activations import Array
from engine.data import Normalizer, Task
from engine.model import Model, Parameters
from engine.version import app_version


def encode(model: Model) -> bytes:
    """The content of the file."""
    tensors: dict[str, Array] = {}
    for place in range(model.depth):
        W, b = model.parameters[f"W{place + 1}"], model.parameters[f"b{place + 1}"]
        # safetensors writes the memory as it lies, which for a transposed or strided array is not its values.
        tensors[f"{2 * place}.weight"] = np.ascontiguousarray(W)
        tensors[f"{2 * place}.bias"] = np.ascontiguousarray(b.ravel())
    return save(tensors, _metadata(model))


def _metadata(model: Model) -> dict[str, str]:
    return {
        "features": json.dumps(model.features),
        "columns": json.dumps(model.columns),
        "input_mean": json.dumps(model.normalizer.mean.ravel().tolist()),
        "input_std": json.dumps(model.normalizer.std.ravel().tolist()),
        "activations": json.dumps(model.activations),
        "classes": json.dumps(model.classes),
        "task": model.task,
        "seed": str(model.seed),
        "app_version": app_version(),
    }


def read(path: Path) -> Model:
    """The model in a file written by `encode`. Others raise one of engine.export.UNREADABLE."""
    tensors = load_file(path)
    with safe_open(path, framework="numpy") as file:
        metadata = file.metadata()
    mean, std = (np.array(json.loads(metadata[key]))[:, None] for key in ("input_mean", "input_std"))
    return Model(
        parameters=_parameters(tensors),
        activations=tuple(json.loads(metadata["activations"])),
        task=cast(Task, metadata["task"]),
        features=tuple(json.loads(metadata["features"])),
        columns=tuple(json.loads(metadata["columns"])),
        classes=tuple(json.loads(metadata["classes"])),
        normalizer=Normalizer(mean, std),
        seed=int(metadata["seed"]),
        dtype=str(tensors["0.weight"].dtype),
    )


def _parameters(tensors: dict[str, Array]) -> Parameters:
    parameters: Parameters = {}
    for place in range(len(tensors) // 2):
        parameters[f"W{place + 1}"] = tensors[f"{2 * place}.weight"]
        parameters[f"b{place + 1}"] = tensors[f"{2 * place}.bias"][:, None]
    return parameters
