"""Runs an exported file by its own consumer, in a process of its own, for the app imports none of these.

Called with the consumer's name, the file, the rows (.npy) and where to write the predictions (.npy). It
imports nothing of this project, so that the file is all it has.
"""

import importlib.util
import os
import sys
from typing import Any

import numpy as np

BACKENDS = {"tensorflow": "tensorflow", "torch": "torch", "jax": "jax"}


def onnxruntime(path: str, rows: Any) -> Any:
    """The last output, for two classes the probability of the second; rows in the dtype that is asked for."""
    from onnxruntime import InferenceSession

    session = InferenceSession(path, providers=["CPUExecutionProvider"])
    wide = session.get_inputs()[0].type == "tensor(double)"
    features = rows.astype(np.float64 if wide else np.float32)
    found = session.run(None, {"features": features})[-1]
    return found[:, 1:] if len(session.get_outputs()) == 2 and found.shape[1] == 2 else found


def keras(path: str, rows: Any) -> Any:
    """By the first backend that is there."""
    import keras as library

    model = library.saving.load_model(path, safe_mode=True, compile=False)
    return library.ops.convert_to_numpy(model(rows, training=False))


def source(path: str, rows: Any) -> Any:
    """What a generated program predicts."""
    spec = importlib.util.spec_from_file_location("generated", path)
    assert spec is not None
    assert spec.loader is not None
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    return np.asarray(program.predict(rows))


def choose_backend() -> None:
    """Let Keras run by a backend that is installed, unless somebody has chosen one."""
    there = (name for name, package in BACKENDS.items() if importlib.util.find_spec(package))
    os.environ.setdefault("KERAS_BACKEND", next(there, "tensorflow"))


if __name__ == "__main__":
    consumer, path, rows_path, found_path = sys.argv[1:]
    choose_backend()
    sys.dont_write_bytecode = True
    rows = np.load(rows_path, allow_pickle=False)
    np.save(found_path, globals()[consumer](path, rows), allow_pickle=False)
