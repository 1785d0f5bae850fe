"""Writes a data set as NumPy arrays: X (n, m), y, split, and the names of columns, target and classes.

The file is read back as a table, and holds no Python object: numpy.load needs no pickle for it.
"""

from pathlib import Path
from typing import Any

import numpy as np

from engine.data.dataset import Codes, Dataset
from engine.files import replacing


def write_npz(dataset: Dataset, codes: Codes, seed: int, path: Path) -> None:
    """Write the data set to a file in one piece. `seed` drew the split `codes` (m,). Raises ExportError."""
    arrays: dict[str, Any] = {
        "X": dataset.X,
        "y": dataset.y,
        "split": codes.astype(np.int8),
        "columns": np.array(dataset.columns, dtype=np.str_),
        "target": np.array(dataset.target, dtype=np.str_),
        "seed": np.array(seed, dtype=np.int64),
    }
    if dataset.classes:
        arrays["classes"] = np.array(dataset.classes, dtype=np.str_)
    if dataset.image is not None:
        arrays["image"] = np.array(dataset.image, dtype=np.int64)
    with replacing(path) as temporary, open(temporary, "wb") as file:
        np.savez(file, **arrays)
