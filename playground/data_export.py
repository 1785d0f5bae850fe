"""File > Export data…: the examples with their split, as CSV or as NumPy arrays, in a thread of its own."""

import logging
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from engine.data.writing import FORMATS, write_data
from engine.errors import ExportError, shown
from playground.frames import Frame
from playground.panels.export_dialog import ExportErrorDialog
from playground.widgets.save_path import ask_for_path

if TYPE_CHECKING:
    from playground.main_window import MainWindow

log = logging.getLogger(__name__)
POLL_MS = 20
PARTS = ("train", "dev", "test")


class DataExport(QObject):
    """Writes the data of a frame. Emits `done(sentence)` or `refused(sentence)`, then it is gone."""

    done = Signal(str)
    refused = Signal(str)

    def __init__(self, path: Path, frame: Frame, parent: QObject) -> None:
        super().__init__(parent)
        self._path, self._frame = path, frame
        self._sentence, self._failed = "", False
        # No daemon: a program that is closed meanwhile first ends the file.
        self._thread = Thread(target=self._run, name="data export")
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)
        self._thread.start()
        self._timer.start()

    def _run(self) -> None:
        problem = self._frame.problem
        try:
            write_data(problem.dataset, problem.codes, problem.experiment.data.seed, self._path)
        except ExportError as error:
            self._failed, self._sentence = True, str(error)
        except Exception as error:
            log.exception("Data were not exported.")
            self._failed, self._sentence = True, f"The data were not written: {error or type(error).__name__}"
        else:
            self._sentence = written(self._path, self._frame)

    def _look(self) -> None:
        if self._thread.is_alive():
            return
        self._timer.stop()
        (self.refused if self._failed else self.done).emit(self._sentence)
        self.deleteLater()


def written(path: Path, frame: Frame) -> str:
    """What the file holds."""
    counts = [int((frame.problem.codes == part).sum()) for part in range(len(PARTS))]
    parts = ", ".join(f"{count} {name}" for count, name in zip(counts, PARTS, strict=True) if count)
    return f"{shown(path.name)} holds {sum(counts)} examples: {parts}. It is a table like any other."


class Asking(QObject):
    """Asks for the file, starts the export and says what became of it; a child of the window."""

    def __init__(self, window: "MainWindow", frame: Frame) -> None:
        super().__init__(window)
        self._window, self._frame = window, frame

    def ask(self) -> None:
        """Nothing is written where no file is chosen."""
        path = ask_for_path(self._window, "Export data", "data", FORMATS, ".csv")
        if path is None:
            self.deleteLater()
            return
        self._window.status.say(f"Writing {shown(path.name)}…")
        export = DataExport(path, self._frame, self)
        export.done.connect(self._say)
        export.refused.connect(self._refuse)

    def _say(self, sentence: str) -> None:
        self._window.status.say(sentence)
        self.deleteLater()

    def _refuse(self, sentence: str) -> None:
        self._window.status.say(sentence)
        answer = ExportErrorDialog(sentence, self._window, "Data not exported")
        answer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        answer.open()
        self.deleteLater()


def export_data(window: "MainWindow") -> None:
    """Export the data that are seen, once there are any."""
    if window.session.frame is not None:
        Asking(window, window.session.frame).ask()
