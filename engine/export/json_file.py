"""JSON for programs in any language: exact values, shapes in course notation.

One object: what `engine.export.description` says of the model, and `tensors`, in which W1 is the list of its
rows (n[1], n[0]), b1 (n[1], 1) a list of lists of one number, and so on; of a batch-normalised layer gamma1,
beta1, mean1, variance1 (n[1], 1) instead of b1. Each number is written in full, so that it is read back as
the same one.
"""

import json
from pathlib import Path

from engine.export.description import describe, model_of
from engine.model import Model


def encode(model: Model) -> bytes:
    """The content of the file: a line for each field, and for each row of a tensor."""
    head = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in describe(model).items()]
    tensors = (_tensor(name, tensor.tolist()) for name, tensor in model.tensors.items())
    lines = [*head, '"tensors": {\n' + ",\n".join(tensors) + "\n}"]
    return ("{\n" + ",\n".join(lines) + "\n}").encode()


def _tensor(name: str, rows: list[list[float]]) -> str:
    return f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(row, allow_nan=False) for row in rows) + "\n]"


def read(path: Path) -> Model:
    """The model in a file written by `encode`. Others raise one of engine.export.UNREADABLE."""
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or not isinstance(content["tensors"], dict):
        raise TypeError("it is no object with tensors")
    return model_of(content, content["tensors"])
