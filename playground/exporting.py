"""Writing a file in a thread of its own, and telling what became of it; where it failed, in a dialog."""

import logging
from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from engine.errors import EngineError
from playground.panels.export_dialog import ExportErrorDialog

if TYPE_CHECKING:
    from playground.main_window import MainWindow

log = logging.getLogger(__name__)
POLL_MS = 20


class Export(QObject):
    """Does the `work`, which gives the sentence to say; a child of the window, gone when it is done."""

    def __init__(self, window: "MainWindow", name: str, refusal: str, work: Callable[[], str]) -> None:
        super().__init__(window)
        self._window, self._refusal, self._work = window, refusal, work
        self._sentence, self._failed = "", False
        window.status.say(f"Writing {name}…")
        # No daemon: a program that is closed meanwhile first ends the file.
        self._thread = Thread(target=self._run, name="export")
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)
        self._thread.start()
        self._timer.start()

    def _run(self) -> None:
        try:
            self._sentence = self._work()
        except EngineError as error:
            self._failed, self._sentence = True, str(error)
        except Exception as error:
            log.exception("A file was not written.")
            self._failed = True
            self._sentence = f"The file was not written: {error or type(error).__name__}"

    def _look(self) -> None:
        if self._thread.is_alive():
            return
        self._timer.stop()
        self._window.status.say(self._sentence)
        if self._failed:
            answer = ExportErrorDialog(self._sentence, self._window, self._refusal)
            answer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            answer.open()
        self.deleteLater()
