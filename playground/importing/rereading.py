"""A table in use whose file has changed is read anew, in a thread, and becomes the data in one step."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from engine.data import Table
from engine.data.loading import load_now
from engine.errors import EngineError, shown
from engine.experiment import Experiment
from playground.importing.job import Job
from playground.panels.data.known import with_data
from playground.widgets.themed import announce

if TYPE_CHECKING:
    from playground.main_window import MainWindow

REFUSED = "The file was not read again"


class Rereading(QObject):
    """`begin` reads the file of the present data. Emits `edited(experiment, undo text, merge id)`."""

    edited = Signal(object, str, str)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._data: Table | None = None
        self._job = Job(self)
        self._job.finished.connect(self._take)
        self._job.failed.connect(self._refuse)
        window.data.own.note.again_asked.connect(self.begin)
        window.document.changed.connect(self._look_at_data)
        self.edited.connect(window.document.edit)

    def begin(self) -> None:
        """Read the file of the data in use as it is now."""
        data = self._window.document.experiment.data
        if isinstance(data, Table):
            self._data = data
            self._say(f"Reading {_name(data)}…")
            self._job.start(partial(load_now, data))

    def _look_at_data(self, experiment: Experiment) -> None:
        """Nobody waits for a file whose data have been replaced by others meanwhile."""
        if self._data is not None and experiment.data.content != self._data.content:
            self._job.stop()
            self._data = None
            self._say("")

    def _take(self, result: tuple[Table, object]) -> None:
        version, before = result[0], self._window.document.experiment
        data = replace(version, seed=before.data.seed)
        self._data = None
        if data == before.data:
            self._say(f"{_name(data)} holds the same data as before")
            self._window.data.own.note.look()
            return
        try:
            after = with_data(before, data)
        except EngineError as error:
            self._refuse(str(error))
            return
        self.edited.emit(after, f"read {_name(data)} again", "")
        self._say(f"{_name(data)} was read again · Ctrl+Z brings the old data back")

    def _refuse(self, sentence: str) -> None:
        self._data = None
        self._say("")
        self._window.messages.say_refusal(REFUSED, sentence)

    def _say(self, sentence: str) -> None:
        """In the status bar, and to a screen reader."""
        self._window.status.say(sentence)
        if sentence:
            announce(self._window.status, sentence)


def _name(data: Table) -> str:
    return shown(Path(data.path).name)
