"""File > Export weights…: the dialog, the file it asks for, and the proof, in a thread of its own."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from engine.errors import EngineError
from engine.export import Format, ending, every_format, export_model
from engine.export.proof import Proof
from engine.predict import make_model, predict
from playground.frames import Frame
from playground.panels.export_dialog import NAME, ExportDialog
from playground.presence import lack, present
from playground.widgets.save_path import ask_for_path

if TYPE_CHECKING:
    from playground.main_window import MainWindow

log = logging.getLogger(__name__)
POLL_MS = 20
TITLE = "Export weights to a file"


def export_frame(path: Path, frame: Frame, dtype: str = "", kind: Format | None = None) -> Proof:
    """Write the weights of a frame, proved on its training and dev examples. Raises ExportError."""
    X = frame.problem.unlocked
    model = make_model(frame.problem, frame.parameters, frame.statistics)
    predicted = predict(frame.problem, frame.parameters, X, frame.statistics)
    return export_model(path, model, X, predicted, dtype, kind)


def export_weights(window: "MainWindow") -> None:
    """Open the dialog, once there is something to export."""
    if present(window) is not None:
        WeightsExport(window)


class WeightsExport(QObject):
    """Does what the dialog wants with the weights that are shown at that moment; a child of the dialog."""

    def __init__(self, window: "MainWindow") -> None:
        self.dialog = ExportDialog(window.document.experiment.dtype, window)
        super().__init__(self.dialog)
        self._session = window.session
        self._answers: SimpleQueue[Proof | str] = SimpleQueue()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)
        self.dialog.wanted.connect(self._export)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.open()

    def _export(self, chosen: str, dtype: str) -> None:
        frame = self._session.frame
        labels = {chosen: every_format()[chosen].label}
        path = ask_for_path(self.dialog, TITLE, f"{NAME}{chosen}", labels, chosen)
        if frame is None or path is None:
            return
        if why := lack(self._session):
            self.dialog.refuse(why)
            return
        found = format_of(path, chosen)
        if found and found != chosen:
            self.dialog.set_format(found)
        self.dialog.begin(path.name)
        write = partial(export_frame, path, frame, dtype, every_format().get(found))
        # No daemon: a program that is closed meanwhile first ends the file.
        Thread(target=_answer, args=(write, self._answers), name="weights export").start()
        self._timer.start()

    def _look(self) -> None:
        if self._answers.empty():
            return
        self._timer.stop()
        answer = self._answers.get()
        if isinstance(answer, str):
            self.dialog.refuse(answer)
        else:
            self.dialog.prove(answer)


def format_of(path: Path, chosen: str) -> str:
    """The format of a typed name; the chosen one where all programs end alike, "" for none."""
    typed = ending(path)
    return chosen if chosen.endswith(typed or " ") else typed


def _answer(write: Callable[[], Proof], answers: "SimpleQueue[Proof | str]") -> None:
    """Put the proof into the queue, or why there is none."""
    try:
        answers.put(write())
    except EngineError as error:
        answers.put(str(error))
    except Exception as error:
        log.exception("Weights were not exported.")
        answers.put(f"The weights were not written: {error or type(error).__name__}")
