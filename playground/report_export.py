"""File > Save report…: the training at this moment as one HTML page, made in a thread of its own."""

from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import EngineError, shown
from engine.project import Gathered, decode_project
from playground.exporting import Export
from playground.presence import present
from playground.report_page import write_report
from playground.widgets.plot_numbers import number
from playground.widgets.save_path import ask_for_path

if TYPE_CHECKING:
    from playground.main_window import MainWindow

FORMATS = {".html": "Web page"}
PATIENCE = 60.0  # seconds for the worker to answer: it does so between two slices of training


def save_report(window: "MainWindow") -> None:
    """Ask for the file and write it; nothing where there is nothing to report, or no file is chosen."""
    if present(window) is None:
        return
    path = ask_for_path(window, "Save a report", "report", FORMATS, ".html")
    if path is not None:
        title = window.projects.path.stem if window.projects.path else path.stem
        answer = window.session.put_away(b"")
        work = partial(_write, path, answer, title, window.seal.is_open)
        Export(window, shown(path.name), "Report not saved", work)


def _write(path: Path, answer: "Future[Gathered]", title: str, test: bool) -> str:
    """The copy that the worker gives away is taken up as from a file, so that training goes on meanwhile."""
    try:
        gathered = answer.result(timeout=PATIENCE)
    except TimeoutError:
        raise EngineError("The training did not answer in time, so nothing was written. Pause it.") from None
    size = write_report(path, decode_project(gathered.pack()).trainer, title, test)
    return f"{shown(path.name)} is written, {number(size / 1024, 0)} KB: a page for any browser."
