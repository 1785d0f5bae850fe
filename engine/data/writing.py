"""Writes a data set with its split as a file, in the format that the ending of the file says."""

from pathlib import Path

from engine.data.csv_writer import write_csv
from engine.data.dataset import Codes, Dataset
from engine.data.npz_writer import write_npz
from engine.errors import ExportError, shown

FORMATS = {".csv": "CSV table", ".npz": "NumPy arrays"}


def write_data(dataset: Dataset, codes: Codes, seed: int, path: Path) -> None:
    """Write it in one piece; on any failure an existing file stays as it is. Raises ExportError."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise ExportError(f"Data are written as {' or '.join(FORMATS)}, not as {shown(path.name)}.")
    if suffix == ".npz":
        write_npz(dataset, codes, seed, path)
    else:
        write_csv(dataset, codes, path)
