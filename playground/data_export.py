"""File > Export data…: the examples with their split, as CSV or as NumPy arrays."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.data.writing import FORMATS, write_data
from engine.errors import shown
from playground.exporting import Export
from playground.frames import Frame
from playground.presence import present
from playground.widgets.save_path import ask_for_path

if TYPE_CHECKING:
    from playground.main_window import MainWindow

PARTS = ("train", "dev", "test")


def export_data(window: "MainWindow") -> None:
    """Export the data that are seen, if they are the present ones; nothing where no file is chosen."""
    frame = present(window)
    path = None if frame is None else ask_for_path(window, "Export data", "data", FORMATS, ".csv")
    if frame is not None and path is not None:
        Export(window, shown(path.name), "Data not exported", partial(_write, path, frame))


def _write(path: Path, frame: Frame) -> str:
    problem = frame.problem
    write_data(problem.dataset, problem.codes, problem.experiment.data.seed, path)
    return written(path, frame)


def written(path: Path, frame: Frame) -> str:
    """What the file holds."""
    counts = [int((frame.problem.codes == part).sum()) for part in range(len(PARTS))]
    parts = ", ".join(f"{count} {name}" for count, name in zip(counts, PARTS, strict=True) if count)
    return f"{shown(path.name)} holds {sum(counts)} examples: {parts}. It is a table like any other."
