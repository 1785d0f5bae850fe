"""How each exported file is used: what the format is, in words, and a few lines for the library it is for."""

from typing import NamedTuple


class Use(NamedTuple):
    """What a format is in one sentence, the library that reads it, and code with {name} for the file."""

    about: str
    library: str
    code: str


# Where files hold weights alone, each ends with the first layer's linear part of `features`: here with one
# column per example ...
NUMPY = """import numpy as np

weights = np.load({name!r})
# W1 (n[1], n[0]), b1 (n[1], 1), W2, ...
X = (features - weights["input_mean"]) / weights["input_std"]
Z1 = weights["W1"] @ X + weights.get("b1", 0)"""

JSON = """import json
import numpy as np

with open({name!r}) as file:
    model = json.load(file)
W = {{key: np.array(rows, model["dtype"]) for key, rows in model["tensors"].items()}}
# W1 (n[1], n[0]), b1 (n[1], 1), W2, ...
X = (features - np.c_[model["input_mean"]]) / np.c_[model["input_std"]]
Z1 = W["W1"] @ X + W.get("b1", 0)"""

TABLES = """import json, zipfile
import numpy as np

with zipfile.ZipFile({name!r}) as file:
    model = json.loads(file.read("model.json"))
    W1 = np.loadtxt(file.open("W1.csv"), delimiter=",", ndmin=2)
# W1.csv has a row for each unit; b1.csv, W2.csv ... are read alike.
X = (features - np.c_[model["input_mean"]]) / np.c_[model["input_std"]]
Z1_without_b1 = W1 @ X"""

# ... and here, as PyTorch has it, one row.
TORCH = """import json, torch
from safetensors import safe_open

with safe_open({name!r}, "pt") as file:
    about = file.metadata()
    state = {{key: file.get_tensor(key) for key in file.keys()}}
W1, b1 = state["0.weight"], state.get("0.bias")
mean, std = (W1.new_tensor(json.loads(about[key])) for key in ("input_mean", "input_std"))
X = (features.to(W1) - mean) / std
Z1 = torch.nn.functional.linear(X, W1, b1)
# net.load_state_dict(state) fills an nn.Sequential of the same layers."""

# The others predict from raw rows, one example each, as they stand in the table.
ONNX = """import numpy as np, onnxruntime

session = onnxruntime.InferenceSession({name!r})
wide = session.get_inputs()[0].type == "tensor(double)"
rows = np.asarray(rows, np.float64 if wide else np.float32)  # raw rows [N, F]
outputs = session.run(None, {{"features": rows}})
# label [N] and probabilities [N, C]; of a regression the prediction [N, 1]"""

KERAS = """import keras

model = keras.saving.load_model({name!r})
predictions = model.predict(rows)  # raw rows [N, F]"""

PROGRAM = """import runpy

predict = runpy.run_path({name!r})["predict"]
predictions = predict(rows)  # raw rows [N, F]
# From the shell: python {name} table.csv"""

USES = {
    ".npz": Use("Exact weights in course notation, as arrays.", "NumPy", NUMPY),
    ".safetensors": Use(
        "The state_dict of a torch nn.Sequential, and beside it all else that is needed to predict.",
        "PyTorch",
        TORCH,
    ),
    ".json": Use(
        "Exact weights in course notation, as text that programs in any language read.", "NumPy", JSON
    ),
    ".zip": Use("A CSV table for each tensor, and model.json with the rest.", "NumPy", TABLES),
    ".onnx": Use(
        "One graph from raw columns to predictions: features, normalisation and network.", "onnxruntime", ONNX
    ),
    ".keras": Use(
        "A model from raw columns to predictions that loads in safe mode; Keras computes in float32.",
        "Keras",
        KERAS,
    ),
    ".py": Use("A short program that predicts raw rows; it needs nothing but NumPy.", "NumPy", PROGRAM),
    "_torch.py": Use("A short program that predicts raw rows with an nn.Sequential.", "PyTorch", PROGRAM),
    "_keras.py": Use(
        "A short program that predicts raw rows with a keras.Sequential, in float32.", "Keras", PROGRAM
    ),
}


def snippet(name: str, ending: str) -> str:
    """The code that uses a file of that name and format."""
    return USES[ending].code.format(name=name)
