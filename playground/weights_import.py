"""File > Import weights…: a file is read in a thread of its own, and the network takes its weights."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog

from engine.errors import EngineError, shown
from engine.export import FORMATS
from engine.export.importing import check_match, differences, read_model
from engine.model import Model
from playground.calculation import Calculation, Progress
from playground.panels.export_dialog import ExportErrorDialog
from playground.widgets.save_path import FOLDER, usual_folder

if TYPE_CHECKING:
    from playground.main_window import MainWindow

FILTER = f"Weights ({' '.join(f'*{ending}' for ending in FORMATS)})"
NOT_YET = "There is no network to put weights into yet: these data cannot be learned."
CHANGED = "The network has changed while the file was read; import it again."


def import_weights(window: "MainWindow") -> None:
    """Ask for a file; nothing is changed where none is chosen or its weights do not fit."""
    path, _ = QFileDialog.getOpenFileName(window, "Import weights", str(usual_folder()), FILTER)
    if path:
        QSettings().setValue(FOLDER, str(Path(path).parent))
        WeightsImport(window, Path(path))


class WeightsImport(Calculation):
    """Reads one file, then takes its weights or says why not; a child of the window until then."""

    def __init__(self, window: "MainWindow", path: Path) -> None:
        super().__init__(window)
        self._window, self._path = window, path
        self.came.connect(self._take)
        self.ended.connect(self._end)
        window.status.say(f"Reading {shown(path.name)}…")
        self.start(partial(_read, path))

    def _take(self, model: Model) -> None:
        try:
            self._window.status.say(self._taken(model))
        except EngineError as error:
            self._refuse(str(error))

    def _taken(self, model: Model) -> str:
        """Take the weights, and what to say then. Raises EngineError where they do not fit."""
        session, name = self._window.session, shown(self._path.name)
        frame = session.frame
        if frame is None or session.waiting:
            raise EngineError(NOT_YET)
        if frame.experiment is not self._window.document.experiment:
            raise EngineError(CHANGED)
        check_match(model, frame.problem)
        others = "; ".join(differences(model, frame.problem))
        session.start_from(model, f"weights of {name}")
        return f"The weights of {name} are in{f', but {others}' if others else ''}."

    def _end(self, failure: str) -> None:
        if failure:
            self._refuse(failure)
        self.deleteLater()

    def _refuse(self, sentence: str) -> None:
        self._window.status.say(sentence)
        answer = ExportErrorDialog(sentence, self._window, "Weights not imported")
        answer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        answer.open()


def _read(path: Path, progress: Progress) -> Iterator[Model]:
    yield read_model(path)
