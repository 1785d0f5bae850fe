"""safetensors, laid out as the state_dict of a torch nn.Sequential: it loads there with strict=True.

The modules are numbered as they follow one another: for each layer Linear, BatchNorm1d where it is
batch-normalised (then the Linear has bias=False), and the activation; after the last Linear comes none. So a
net of one batch-normalised and one plain hidden layer is 0 Linear, 1 BatchNorm1d, 2 activation, 3 Linear,
4 activation, 5 Linear. Dropout has no module, for the file is there to predict: call eval() before.

Tensors: 0.weight (n[1], n[0]) and 0.bias (n[1],) of a Linear; weight (gamma), bias (beta), running_mean,
running_var, each (n[l],), and num_batches_tracked (always 0: the averages do not depend on it) of a
BatchNorm1d, whose eps of 1e-5 is ours. The last Linear gives the logits: what follows is the sigmoid, the
softmax or nothing, by task. Where activations have a value, it is torch's: LeakyReLU(alpha), ELU(alpha);
gelu is GELU("tanh").

All else that is needed to predict is in the metadata: input_mean and input_std, features, columns,
activations and classes as JSON lists, task, seed and app_version; target_mean and target_std where
predictions are to be multiplied by the one and moved by the other.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import load_file, save

from engine.data import Normalizer, Task
from engine.model import Model, Parameters, parted, spread
from engine.version import app_version

# Modules as torch's names of their tensors and ours; "batches" is known to the file alone.
LINEAR = {"weight": "W", "bias": "b"}
LINEAR_WITHOUT_BIAS = {"weight": "W"}
BATCH_NORM = {
    "weight": "gamma",
    "bias": "beta",
    "running_mean": "mean",
    "running_var": "variance",
    "num_batches_tracked": "batches",
}


def layout(batch_norms: Iterable[bool]) -> dict[str, str]:
    """The name of each tensor in the file with ours, such as "0.weight" and "W1".

    From whether the layers 1 ... L are batch-normalised.
    """
    names: dict[str, str] = {}
    number = 0
    for l, batch_norm in enumerate(batch_norms, start=1):
        for module in (LINEAR_WITHOUT_BIAS, BATCH_NORM) if batch_norm else (LINEAR,):
            names |= {f"{number}.{theirs}": f"{ours}{l}" for theirs, ours in module.items()}
            number += 1
        number += 1  # the activation
    return names


def encode(model: Model) -> bytes:
    """The content of the file."""
    layers = range(1, model.depth + 1)
    ours = model.tensors | {f"batches{l}": np.zeros((), np.int64) for l in layers}
    names = layout(model.batch_norm(l) for l in layers)
    return save({theirs: _written(name, ours[name]) for theirs, name in names.items()}, _metadata(model))


def _written(name: str, tensor: NDArray[Any]) -> NDArray[Any]:
    """A matrix W as it is, a column (n, 1) as a vector (n,).

    safetensors writes the memory as it lies, which for a transposed or strided array is not its values.
    """
    return (tensor if name.startswith("W") else tensor.reshape(tensor.shape[:1])).copy(order="C")


def _metadata(model: Model) -> dict[str, str]:
    columns = spread("input", model.normalizer) | spread("target", model.target)
    return {
        "features": json.dumps(model.features),
        "columns": json.dumps(model.columns),
        **{name: json.dumps(column.ravel().tolist()) for name, column in columns.items()},
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
        metadata: dict[str, str] = file.metadata() or {}
    parameters, statistics = parted(_course_tensors(tensors))
    return Model(
        parameters=parameters,
        statistics=statistics,
        activations=tuple(json.loads(metadata["activations"])),
        task=cast(Task, metadata["task"]),
        features=tuple(json.loads(metadata["features"])),
        columns=tuple(json.loads(metadata["columns"])),
        classes=tuple(json.loads(metadata["classes"])),
        normalizer=_normalizer("input", metadata),
        target=_normalizer("target", metadata) if "target_mean" in metadata else None,
        seed=int(metadata["seed"]),
        dtype=str(tensors["0.weight"].dtype),
    )


def _normalizer(name: str, metadata: dict[str, str]) -> Normalizer:
    mean, std = (json.loads(metadata[f"{name}_{moment}"]) for moment in ("mean", "std"))
    return Normalizer(np.array(mean, np.float64)[:, None], np.array(std, np.float64)[:, None])


def _course_tensors(tensors: dict[str, NDArray[Any]]) -> Parameters:
    """W1, gamma1, ... in course shapes. Raises KeyError where torch would not load the file either."""
    numbers = sorted(int(name.partition(".")[0]) for name in tensors if name.endswith(".weight"))
    matrices = [number for number in numbers if tensors[f"{number}.weight"].ndim == 2]
    names = layout(f"{number + 1}.running_mean" in tensors for number in matrices)
    if names.keys() != tensors.keys():
        raise KeyError(f"{', '.join(sorted(names.keys() ^ tensors.keys()))}: missing or too many")
    ours = {name: tensors[theirs] for theirs, name in names.items() if not name.startswith("batches")}
    return {name: tensor if name.startswith("W") else tensor[:, None] for name, tensor in ours.items()}
