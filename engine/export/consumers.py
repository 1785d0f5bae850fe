"""Who else reads an exported file: whether they are installed, and what they predict with it."""

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.activations import Array
from engine.data.dataset import Floats
from engine.errors import ExportError, one_line
from engine.export import runner

PATIENCE = 300.0  # seconds; importing a large library for the first time takes many
CAPTURED: dict[str, Any] = {
    "stdin": subprocess.DEVNULL,
    "capture_output": True,
    "creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0),  # on Windows
}


@dataclass(frozen=True)
class Consumer:
    """Called `label` and run by the function `way` of engine.export.runner.

    One package of each tuple in `packages` must be there.
    """

    label: str
    way: str
    packages: tuple[tuple[str, ...], ...] = ()

    @property
    def is_installed(self) -> bool:
        """Whether it can be run here."""
        return all(any(map(is_installed, choice)) for choice in self.packages)

    def predict(self, file: Path, name: str, X: Floats) -> Array:
        """Predictions (n[L], m) for raw columns X (n, m) by a file that will be called `name`.

        Raises ExportError where the consumer fails.
        """
        with tempfile.TemporaryDirectory(prefix="nnplay-") as folder:
            copy, rows, found = (Path(folder) / part for part in (name, "rows.npy", "found.npy"))
            shutil.copyfile(file, copy)
            np.save(rows, np.ascontiguousarray(X.T), allow_pickle=False)
            self._run(name, [str(copy), str(rows), str(found)], folder)
            answer = np.load(found, allow_pickle=False)
        if answer.ndim != 2 or len(answer) != X.shape[1]:
            raise ExportError(f"{name} was not written: {self.label} gives predictions of another shape.")
        return np.asarray(answer.T)

    def _run(self, name: str, arguments: list[str], folder: str) -> None:
        command = [sys.executable, "-P", runner.__file__, self.way, *arguments]
        try:
            done = subprocess.run(command, cwd=folder, timeout=PATIENCE, check=False, **CAPTURED)
        except subprocess.TimeoutExpired:
            raise ExportError(f"{name} was not written: {self.label} did not answer.") from None
        if done.returncode:
            words = done.stderr.decode(errors="replace").strip()
            last = words.splitlines()[-1] if words else "it ended without a word"
            raise ExportError(f"{name} was not written: {self.label} cannot run it ({one_line(last)}).")


def is_installed(package: str) -> bool:
    """Whether a package can be imported, without importing it."""
    return importlib.util.find_spec(package) is not None


NUMPY = Consumer("Python with NumPy", "source")
TORCH = Consumer("PyTorch", "source", (("torch",),))
KERAS_SOURCE = Consumer("Keras", "source", (("keras",), tuple(runner.BACKENDS)))
KERAS = Consumer("Keras", "keras", (("keras",), tuple(runner.BACKENDS)))
ONNXRUNTIME = Consumer("onnxruntime", "onnxruntime", (("onnxruntime",),))
