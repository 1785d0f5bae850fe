"""Keras's own .keras: a zip of config.json, metadata.json and model.weights.h5, as keras.saving writes it.

It holds a functional model from raw columns [N, F] to what the app predicts [N, n[L]], of built-in layers and
operations alone, so that it loads in safe mode. Keras computes in float32; only the columns and their
normalisation stay in float64, where the backend has that. metadata.json says the rest, which Keras ignores.
"""

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import numpy as np

from engine.activations import Array
from engine.batch_norm import EPS
from engine.data.features import raw_names
from engine.export.description import describe, model_of
from engine.export.formula_code import columns_of, feature_tree
from engine.export.keras_graph import OF_CORE, OF_NN, KerasGraph, Result
from engine.model import BATCH_NORM, Model, activation

CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
VERSION = "3.15.1"  # of Keras, whose files these are like
WIDE, DTYPE = "float64", "float32"
OUTPUT = {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}


def encode(model: Model) -> bytes:
    """The content of the file. Raises ImportError where the package h5py is missing."""
    graph = KerasGraph()
    X = graph.input(len(model.columns), WIDE)
    A = _layers(graph, model, _normalized(graph, model, _features(graph, model, X)))
    if model.target is not None:
        A = _moved(graph, A, model.target.std, model.target.mean)
    metadata = {"keras_version": VERSION, "date_saved": "", "neural_playground": describe(model)}
    members = {
        METADATA: json.dumps(metadata).encode(),
        CONFIG: json.dumps(graph.config(X, A)).encode(),
        WEIGHTS: _weights(model),
    }
    content = BytesIO()
    with ZipFile(content, "w", ZIP_STORED) as file:
        for name, member in members.items():
            file.writestr(ZipInfo(name), member)
    return content.getvalue()


def _features(graph: KerasGraph, model: Model, X: Result) -> Result:
    n = len(model.columns)
    if model.features == raw_names(n):
        return X
    trees = [feature_tree(name, n) for name in model.features]
    columns = {number: graph.column(X, number) for number in sorted(set().union(*map(columns_of, trees)))}
    found = [graph.tree(tree, columns) for tree in trees]
    raw = set(columns.values())
    wide = [f if f in raw else graph.operation(OF_CORE, "Cast", f, f, dtype=WIDE) for f in found]
    return graph.joined(wide)


def _normalized(graph: KerasGraph, model: Model, X: Result) -> Result:
    mean, std = model.normalizer.mean, model.normalizer.std
    return _moved(graph, X, 1 / std, -mean / std)


def _moved(graph: KerasGraph, A: Result, scale: Array, offset: Array) -> Result:
    """A scale + offset for each column, in float64."""
    scales, offsets = scale.ravel().tolist(), offset.ravel().tolist()
    return graph.layer("Rescaling", A, len(scales), WIDE, scale=scales, offset=offsets)


def _layers(graph: KerasGraph, model: Model, A: Result) -> Result:
    for l in range(1, model.depth + 1):
        units, batch_norm = len(model.parameters[f"W{l}"]), model.batch_norm(l)
        g = OUTPUT[model.task] if l == model.depth and not batch_norm else "linear"
        A = graph.layer(
            "Dense", A, units, DTYPE, f"layer_{l}", units=units, use_bias=not batch_norm, activation=g
        )
        if batch_norm:
            A = graph.layer("BatchNormalization", A, units, DTYPE, f"batch_norm_{l}", epsilon=EPS)
        if l < model.depth:
            A = _activation(graph, model.activations[l - 1], A)
        elif batch_norm:
            A = graph.layer("Activation", A, units, DTYPE, activation=OUTPUT[model.task])
    return A


def _activation(graph: KerasGraph, name: str, Z: Result) -> Result:
    g: Any = activation(name)
    match g.name:
        case "linear":
            return Z
        case "leaky_relu":
            return graph.layer("LeakyReLU", Z, Z.width, DTYPE, negative_slope=g.alpha)
        case "elu":
            return graph.layer("ELU", Z, Z.width, DTYPE, alpha=g.alpha)
        case "gelu":  # what Keras calls "gelu" is the exact one
            return graph.operation(OF_NN, "Gelu", Z, Z, approximate=True)
    return graph.layer("Activation", Z, Z.width, DTYPE, activation=g.name)


def _places(model: Model) -> dict[str, str]:
    """Where Keras keeps each tensor: by kind of layer, counted among its like, in the order of creation."""
    places: dict[str, str] = {}
    normalized = 0
    for l in range(1, model.depth + 1):
        dense = _counted("layers/dense", l - 1)
        places[f"W{l}"] = f"{dense}/vars/0"
        if model.batch_norm(l):
            group = _counted("layers/batch_normalization", normalized)
            places |= {f"{kind}{l}": f"{group}/vars/{i}" for i, kind in enumerate(BATCH_NORM)}
            normalized += 1
        else:
            places[f"b{l}"] = f"{dense}/vars/1"
    return places


def _counted(name: str, number: int) -> str:
    return f"{name}_{number}" if number else name


def _weights(model: Model) -> bytes:
    """The tensors as Keras keeps them: kernels (n[l-1], n[l]), vectors flat."""
    import h5py

    content = BytesIO()
    with h5py.File(content, "w") as file:
        for name, place in _places(model).items():
            tensor = model.tensors[name]
            file[place] = np.ascontiguousarray(tensor.T if name.startswith("W") else tensor.ravel())
    return content.getvalue()


def read(path: Path) -> Model:
    """The model in a file written by `encode`. Others raise one of engine.export.UNREADABLE."""
    import h5py

    with ZipFile(path) as file:
        about = json.loads(file.read(METADATA))["neural_playground"]
        weights = BytesIO(file.read(WEIGHTS))
    with h5py.File(weights, "r") as file:
        return model_of(about, _tensors(file))


def _tensors(file: Any) -> dict[str, Array]:
    tensors: dict[str, Array] = {}
    l = normalized = 0
    while (dense := _counted("layers/dense", l)) in file:
        l += 1
        tensors[f"W{l}"] = file[f"{dense}/vars/0"][()].T
        if f"{dense}/vars/1" in file:
            tensors[f"b{l}"] = file[f"{dense}/vars/1"][()][:, None]
            continue
        group = _counted("layers/batch_normalization", normalized)
        for i, kind in enumerate(BATCH_NORM):
            tensors[f"{kind}{l}"] = file[f"{group}/vars/{i}"][()][:, None]
        normalized += 1
    return tensors
