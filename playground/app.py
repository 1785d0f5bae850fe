"""Starting the application: one QApplication, its log, its memory habits, and the window."""

import contextlib
import gc
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from logging.handlers import RotatingFileHandler
from types import TracebackType

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication
from threadpoolctl import threadpool_limits

from engine.experiment import Experiment
from playground import icons
from playground.canvas import accessible
from playground.folders import log_folder
from playground.interrupt import INTERRUPTED, Interrupt
from playground.main_window import MainWindow
from playground.text_size import TextSize
from playground.theme import LIGHT, ThemeController

log = logging.getLogger(__name__)

COLLECT_MS = 1000
KEPT_KB = 96 * 1024  # of pixels that Qt keeps: an enlarged plane on a sharp screen has four pictures of 10 MB


def create_app(arguments: list[str]) -> QApplication:
    """The QApplication with the names that settings and folders go by."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    app = QApplication(arguments)
    app.setApplicationName("neural-playground")
    app.setApplicationDisplayName("Neural Playground")
    app.setDesktopFileName("neural-playground")
    app.setWindowIcon(icons.icon("logo", LIGHT.accent, 64))
    QPixmapCache.setCacheLimit(KEPT_KB)
    return app


class Housekeeping(QObject):
    """Collects garbage in the window's thread only: in the worker, a collection that meets Qt crashes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(COLLECT_MS)

    def _collect(self) -> None:
        gc.collect(0 if gc.get_count()[1] < 10 else 2)


class Mishaps(QObject):
    """Exceptions that nobody caught, from slots and threads: logged and shown; the app lives on."""

    happened = Signal(str)

    def install(self) -> Callable[[], None]:
        """Take over both hooks; the returned function gives them back."""
        before = sys.excepthook, threading.excepthook
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread

        def restore() -> None:
            sys.excepthook, threading.excepthook = before

        return restore

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.error("An error nobody caught.", exc_info=(kind, error, trace))
        self.happened.emit(f"{kind.__name__}: {error}")

    def _caught_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        error = arguments.exc_value or arguments.exc_type()
        self._caught(arguments.exc_type, error, arguments.exc_traceback)


def start_log() -> None:
    """Errors go to a small rotating file, and to the terminal where there is one."""
    handlers: list[logging.Handler] = [logging.StreamHandler()] if sys.stderr is not None else []
    with contextlib.suppress(OSError):  # a home that cannot be written to is no reason not to start
        path = log_folder() / "neural-playground.log"
        handlers.append(RotatingFileHandler(path, maxBytes=500_000, backupCount=2, delay=True))
    logging.basicConfig(
        level=logging.WARNING, handlers=handlers, format="%(asctime)s %(levelname)s %(message)s"
    )


def display_answers() -> bool:
    """Whether a window can be opened: off Linux always, there when a display is named and answers."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    host, _, number = os.environ.get("DISPLAY", "").rpartition(":")
    number = number.partition(".")[0]
    if not number.isdigit():
        return False
    if host in ("", "unix"):
        return _connects(socket.AF_UNIX, f"/tmp/.X11-unix/X{number}") or _connects(
            socket.AF_UNIX, f"\0/tmp/.X11-unix/X{number}"
        )
    return _connects(socket.AF_INET, (host, 6000 + int(number)))


def _connects(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        try:
            probe.connect(address)
        except OSError:
            return False
        return True


def open_window(app: QApplication, experiment: Experiment | None = None) -> MainWindow:
    """The window with everything wired, not yet shown."""
    sizes = TextSize(app, QSettings(), app)  # before the first font is taken
    themes = ThemeController(app, QSettings(), app)
    accessible.install()
    window = MainWindow(themes, sizes, experiment or Experiment())
    accessible.follow(window.network.canvas, window.session)
    for choice in (themes, sizes):
        choice.setParent(window)
    Housekeeping(window)
    return window


def run(arguments: list[str], interrupt: Interrupt, project: str = "") -> int:
    """Open the window, with a project if one is named, until it is closed; the process's exit code."""
    app = create_app(arguments)
    start_log()
    mishaps = Mishaps()
    restore = mishaps.install()
    with threadpool_limits(limits=1, user_api="blas"):
        window = open_window(app)
        mishaps.happened.connect(window.messages.say_mishap)
        interrupt.then(partial(QTimer.singleShot, 0, partial(app.exit, INTERRUPTED)))
        window.show()
        if project:
            window.projects.open_path(project)
        code = app.exec()
        window.shut_down()
    restore()
    return code
