"""The table of formats: by a file's ending how a model is written, read back, and by whom it is proved."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.errors import ExportError
from engine.export import consumers, csv_zip, json_file, keras_file, npz, onnx_file, tensors
from engine.export.consumers import Consumer, is_installed
from engine.export.programs import keras_source, numpy_source, text, torch_source
from engine.model import Model

DTYPES = ("float32", "float64")


@dataclass(frozen=True)
class Format:
    """How a model becomes the bytes of a file, and a file a model again.

    `consumer` runs the file where it is installed; `needs` names the package that writing takes, which
    `pip install "neural-playground[NEEDS]"` brings; `dtypes` are the precisions that it can have.
    """

    label: str
    encode: Callable[[Model], bytes]
    read: Callable[[Path], Model]
    consumer: Consumer | None = None
    needs: tuple[str, str] | None = None
    dtypes: tuple[str, ...] = DTYPES

    def check_installed(self) -> None:
        """Raises ExportError where the package is missing that writes it."""
        if self.needs is not None and not is_installed(self.needs[0]):
            package, extra = self.needs
            raise ExportError(
                f"{self.label} needs the package {package}, which is not installed: "
                f'pip install "neural-playground[{extra}]"'
            )


# These hold the weights as tensors and are read by this program too: training starts from them, --start.
FORMATS = {
    ".npz": Format("NumPy", npz.encode, npz.read),
    ".safetensors": Format("safetensors", tensors.encode, tensors.read),
    ".json": Format("JSON", json_file.encode, json_file.read),
    ".zip": Format("CSV, zipped", csv_zip.encode, csv_zip.read),
}
# These are whole predictors, from raw columns on, and are run by somebody else.
PREDICTORS = {
    ".onnx": Format("ONNX", onnx_file.encode, onnx_file.read, consumers.ONNXRUNTIME, ("onnx", "onnx")),
    ".keras": Format(
        "Keras", keras_file.encode, keras_file.read, consumers.KERAS, ("h5py", "keras"), ("float32",)
    ),
    ".py": Format("Python, NumPy", numpy_source.encode, text.read, consumers.NUMPY),
    "_torch.py": Format("Python, PyTorch", torch_source.encode, text.read, consumers.TORCH),
    "_keras.py": Format(
        "Python, Keras", keras_source.encode, text.read, consumers.KERAS_SOURCE, dtypes=("float32",)
    ),
}


def every_format() -> dict[str, Format]:
    """All of them by their endings."""
    return FORMATS | PREDICTORS


def ending(path: Path) -> str:
    """The ending by which a file's format is known, the longest that there is; "" for none."""
    name = path.name.lower()
    return max((known for known in every_format() if name.endswith(known)), key=len, default="")
