"""NumPy's .npz: exact weights in course shapes, with all that is needed to predict from the file alone.

Keys: W1 (n[1], n[0]), b1 (n[1], 1), W2, ...; input_mean and input_std (n[0], 1); features, columns,
activations, classes and task as text; seed. It is read without pickle.
"""

import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data import Normalizer
from engine.model import Model

NAMES = ("features", "columns", "activations", "classes")


def encode(model: Model) -> bytes:
    """The content of the file."""
    arrays: dict[str, NDArray[Any]] = {
        **model.parameters,
        "input_mean": model.normalizer.mean,
        "input_std": model.normalizer.std,
        **{name: np.array(getattr(model, name), dtype=np.str_) for name in NAMES},
        "task": np.array(model.task),
        "seed": np.array(model.seed),
    }
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


def read(path: Path) -> Model:
    """The model in a file written by `encode`. Others raise one of engine.export.UNREADABLE."""
    with open(path, "rb") as opened, np.load(opened, allow_pickle=False) as file:
        content: dict[str, NDArray[Any]] = dict(file)
    names = {name: tuple(content.pop(name).tolist()) for name in NAMES}
    mean, std = content.pop("input_mean"), content.pop("input_std")
    task, seed = content.pop("task").item(), content.pop("seed").item()
    return Model(
        parameters=content,
        **names,
        task=task,
        normalizer=Normalizer(mean, std),
        seed=seed,
        dtype=str(content["W1"].dtype),
    )
