"""NumPy's .npz: exact weights in course shapes, with all that is needed to predict from the file alone.

Keys: W1 (n[1], n[0]), b1 (n[1], 1), W2, ...; for a batch-normalised layer gamma1, beta1, mean1, variance1
(n[1], 1) instead of b1, to be used with eps 1e-5; input_mean and input_std (n[0], 1); target_mean and
target_std (n[L], 1) where predictions are to be multiplied by the one and moved by the other; features,
columns, activations, classes and task as text; seed. It is read without pickle.
"""

import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data import Normalizer
from engine.model import Model, parted, spread

NAMES = ("features", "columns", "activations", "classes")
# All keys but those of the tensors.
OTHERS = {*NAMES, "task", "seed", "input_mean", "input_std", "target_mean", "target_std"}


def encode(model: Model) -> bytes:
    """The content of the file."""
    arrays: dict[str, NDArray[Any]] = {
        **model.tensors,
        **spread("input", model.normalizer),
        **spread("target", model.target),
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
    parameters, statistics = parted({name: content[name] for name in content if name not in OTHERS})
    standardized = "target_mean" in content
    return Model(
        parameters=parameters,
        statistics=statistics,
        **{name: tuple(content[name].tolist()) for name in NAMES},
        task=content["task"].item(),
        normalizer=Normalizer(content["input_mean"], content["input_std"]),
        target=Normalizer(content["target_mean"], content["target_std"]) if standardized else None,
        seed=content["seed"].item(),
        dtype=str(content["W1"].dtype),
    )
