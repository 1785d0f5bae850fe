"""ONNX for onnxruntime and all that reads it: from raw columns to labels and probabilities, in one graph.

Input `features` [N, F]: the raw columns. Outputs: `label` int64 [N], the index of the class, and
`probabilities` [N, C]; for regression `prediction` [N, 1] in the target's units. Features, normalisation and
batch normalisation in its inference form are inside, dropout is left out. What is not weights is in
metadata_props. Opset 17 and IR 8, which runtimes since 2022 read.

Features and normalisation are always computed in float64: columns far from zero would lose their digits.
The input is float32 unless the weights are float64, a mean is more than ten times its deviation, or a feature
is computed, which may magnify the rounding of its columns. Attributes of an operator are float32 whatever its
inputs are, so where the weights are float64 the leak of leaky ReLU and the eps of batch normalisation are
inputs of plainer operators.
"""

from pathlib import Path
from typing import Any

import numpy as np

from engine.batch_norm import EPS
from engine.data.features import raw_names
from engine.export.description import as_text, describe, from_text, model_of
from engine.export.formula_code import columns_of, feature_tree
from engine.export.onnx_graph import Graph
from engine.model import BATCH_NORM, Model, activation, place

OPSET, IR_VERSION = 17, 8
# |mean| / std up to which float32 holds the raw columns well enough.
FAR = 10


def encode(model: Model) -> bytes:
    """The content of the file, checked in full. Raises ImportError where the package onnx is missing."""
    from onnx import checker, helper

    graph = Graph("float64")
    A = _inputs(graph, model)
    graph.dtype = model.dtype
    outputs = _heads(graph, model, _layers(graph, model, A))
    onnx_model = helper.make_model(
        _graph(graph, model, outputs),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="Neural Playground",
        producer_version=describe(model)["app_version"],
    )
    helper.set_model_props(onnx_model, as_text(describe(model)))
    checker.check_model(onnx_model, full_check=True)
    return bytes(onnx_model.SerializeToString(deterministic=True))


def input_dtype(model: Model) -> str:
    """What the raw columns come in."""
    computed = set(model.features) - set(raw_names(len(model.columns)))
    far = bool((np.abs(model.normalizer.mean) > FAR * model.normalizer.std).any())
    return "float64" if model.dtype == "float64" or computed or far else "float32"


def _inputs(graph: Graph, model: Model) -> str:
    """The normalised features (N, n[0]) in the model's dtype."""
    is_wide = input_dtype(model) == graph.dtype
    X = "features" if is_wide else graph.node("Cast", "features", to="raw", dtype=graph.dtype)
    X = _features(graph, model, X)
    mean = graph.array("input_mean", model.normalizer.mean.T)
    std = graph.array("input_std", model.normalizer.std.T)
    X = graph.node("Div", graph.node("Sub", X, mean), std)
    return X if model.dtype == graph.dtype else graph.node("Cast", X, dtype=model.dtype)


def _features(graph: Graph, model: Model, X: str) -> str:
    """The features (N, n[0]) of the raw columns X (N, F)."""
    n = len(model.columns)
    if model.features == raw_names(n):
        return X
    trees = [feature_tree(name, n) for name in model.features]
    columns = {number: _column(graph, X, number) for number in set().union(*map(columns_of, trees))}
    rows = [graph.tree(tree, columns) for tree in trees]
    return graph.node("Concat", *rows, axis=1) if len(rows) > 1 else rows[0]


def _column(graph: Graph, X: str, number: int) -> str:
    index = graph.array(f"column_{number}", np.array([number - 1], np.int64))
    return graph.node("Gather", X, index, to=f"x{number}", axis=1)


def _layers(graph: Graph, model: Model, A: str) -> str:
    """The logits (N, n[L])."""
    for name in model.tensors:
        tensor = model.tensors[name]
        graph.array(name, tensor if name.startswith("W") else tensor.ravel())
    for l in range(1, model.depth + 1):
        Z = _pre_activation(graph, model, l, A)
        A = Z if l == model.depth else _activation(graph, model.activations[l - 1], Z)
    return A


def _pre_activation(graph: Graph, model: Model, l: int, A: str) -> str:
    if not model.batch_norm(l):
        return graph.node("Gemm", A, f"W{l}", f"b{l}", to=f"Z{l}", transB=1)
    Z = graph.node("Gemm", A, f"W{l}", transB=1)
    gamma, beta, mean, variance = (f"{kind}{l}" for kind in BATCH_NORM)
    if graph.dtype == "float32":
        return graph.node("BatchNormalization", Z, gamma, beta, mean, variance, to=f"Z{l}", epsilon=EPS)
    sigma = graph.node("Sqrt", graph.node("Add", variance, graph.number(EPS)))
    centred = graph.node("Div", graph.node("Sub", Z, mean), sigma)
    return graph.node("Add", graph.node("Mul", centred, gamma), beta, to=f"Z{l}")


def _activation(graph: Graph, name: str, Z: str) -> str:
    """g(Z), by an operator of its own where runtimes have that in this precision."""
    g: Any = activation(name)
    one = graph.number
    match g.name:
        case "sigmoid" | "tanh" | "relu":
            return graph.node(g.name.title(), Z)
        case "leaky_relu" if graph.dtype == "float32":
            return graph.node("LeakyRelu", Z, alpha=g.alpha)
        case "leaky_relu":
            return graph.node("Max", graph.node("Mul", Z, one(g.alpha)), Z)
        case "elu":
            straight = graph.node("Relu", Z)
            bent = graph.node("Sub", graph.node("Exp", graph.node("Min", Z, one(0))), one(1))
            return graph.node("Add", straight, graph.node("Mul", bent, one(g.alpha)))
        case "silu":
            return graph.node("Mul", Z, graph.node("Sigmoid", Z))
        case "gelu":
            return graph.node("Mul", Z, _gelu_gate(graph, Z))
        case "softplus":
            size = graph.node("Exp", graph.node("Neg", graph.node("Abs", Z)))
            bent = graph.node("Log", graph.node("Add", size, one(1)))
            return graph.node("Add", graph.node("Relu", Z), bent)
    return Z


def _gelu_gate(graph: Graph, Z: str) -> str:
    """(1 + tanh(k (z + c z^3))) / 2. Opset 17 has no Gelu."""
    from engine.activations import Gelu

    one = graph.number
    cubic = graph.node("Add", graph.node("Mul", graph.node("Mul", Z, Z), one(Gelu.C)), one(1))
    inside = graph.node("Mul", graph.node("Mul", Z, one(Gelu.K)), cubic)
    return graph.node("Mul", graph.node("Add", graph.node("Tanh", inside), one(1)), one(0.5))


def _heads(graph: Graph, model: Model, Z: str) -> list[Any]:
    """The outputs with their types, from the logits."""
    from onnx import helper

    if model.task == "regression":
        return [helper.make_tensor_value_info("prediction", _type(_prediction(graph, model, Z)), ["N", 1])]
    if model.task == "binary":
        p = graph.node("Sigmoid", Z)
        graph.node("Concat", graph.node("Sub", graph.number(1), p), p, to="probabilities", axis=1)
        sure = graph.node("Cast", graph.node("Greater", Z, graph.number(0)), dtype="int64")
        graph.node("Reshape", sure, graph.array("flat", np.array([-1])), to="label")
    else:
        graph.node("Softmax", Z, to="probabilities", axis=1)
        graph.node("ArgMax", Z, to="label", axis=1, keepdims=0)
    return [
        helper.make_tensor_value_info("label", _type("int64"), ["N"]),
        helper.make_tensor_value_info("probabilities", _type(model.dtype), ["N", len(model.classes)]),
    ]


def _prediction(graph: Graph, model: Model, Z: str) -> str:
    """Adds the output in the target's units, which are float64, and gives its dtype."""
    if model.target is None:
        graph.node("Identity", Z, to="prediction")
        return model.dtype
    std, mean = (graph.array(f"target_{name}", getattr(model.target, name).T) for name in ("std", "mean"))
    wide = graph.node("Cast", Z, dtype="float64")
    graph.node("Add", graph.node("Mul", wide, std), mean, to="prediction")
    return "float64"


def _type(dtype: str) -> int:
    from onnx import helper

    return int(helper.np_dtype_to_tensor_dtype(np.dtype(dtype)))


def _graph(graph: Graph, model: Model, outputs: list[Any]) -> Any:
    from onnx import helper, numpy_helper

    shape = ["N", len(model.columns)]
    numbers = [numpy_helper.from_array(array, name) for name, array in graph.numbers.items()]
    inputs = [helper.make_tensor_value_info("features", _type(input_dtype(model)), shape)]
    return helper.make_graph(graph.nodes, "Neural Playground", inputs, outputs, numbers)


def read(path: Path) -> Model:
    """The model in a file written by `encode`. Others raise one of engine.export.UNREADABLE."""
    from google.protobuf.message import DecodeError
    from onnx import load, numpy_helper

    try:
        onnx_model = load(path)
    except DecodeError as error:
        raise ValueError(str(error)) from None
    found = {number.name: numpy_helper.to_array(number) for number in onnx_model.graph.initializer}
    tensors = {name: array for name, array in found.items() if _is_tensor(name)}
    about = from_text({prop.key: prop.value for prop in onnx_model.metadata_props})
    return model_of(about, {name: array.reshape(len(array), -1) for name, array in tensors.items()})


def _is_tensor(name: str) -> bool:
    try:
        return place(name)[0] > 0
    except ValueError:
        return False
