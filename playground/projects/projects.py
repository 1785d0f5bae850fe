"""What the window does with project files. Reading and writing happen in a thread; the present work stays
until all of a file has been read, and a file stays until all of the work has been written.
"""

from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

from PySide6.QtCore import QBuffer, QByteArray, QObject, QSettings, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.files import Stamp, check_writable, replacing, stamp_of
from engine.project import SUFFIX, Gathered, Opened, open_project
from playground.calculation import Calculation, Progress
from playground.frames import Frame
from playground.projects import asking
from playground.projects.recent import RecentMenu, forget, remember
from playground.projects.recovery import Recovery

if TYPE_CHECKING:
    from playground.main_window import MainWindow

FOLDER = "projects/folder"
FILTER = f"Projects (*{SUFFIX});;All files (*)"
UNTITLED = "Neural Playground"
THUMB = 256
PATIENCE = 60.0  # seconds for the worker to answer: it does so between two slices of training


class Projects(QObject):
    """New, open, save. `path` is the file that Save writes to, None before the first; emits `settled`
    when an opening or saving is over, whatever came of it.
    """

    settled = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.path: Path | None = None
        self._saved: Moment | None = None  # what the file has
        self._asked_at: Experiment | None = None  # the experiment that a file is to take the place of
        self._calculation = Calculation(self)
        self._calculation.came.connect(self._take)
        self._calculation.ended.connect(self._end)
        self._then = ""
        self._closed = False
        menu = window.menus.add_submenu("File", "Recent projects", window.commands["save"])
        self.recent = RecentMenu(menu, self)
        self.recent.chosen.connect(self.open_path)
        self.recovery = Recovery(self, window)
        window.document.history.cleanChanged.connect(self._show_title)
        window.session.frame_ready.connect(self._show_title)

    # What is shown

    @property
    def name(self) -> str:
        """What the project is called."""
        return self.path.name if self.path else "This experiment"

    @property
    def modified(self) -> bool:
        """Whether closing would lose something: decisions, or of a project with a file training too."""
        frame = self._window.session.frame
        saved = None if self._saved is None else self._saved.iteration
        trained = self.path is not None and is_live(frame) and frame.iteration != saved
        return trained or not self._window.document.history.isClean()

    def _show_title(self, *_: object) -> None:
        title = f"{self.path.stem} – {UNTITLED}[*]" if self.path else f"{UNTITLED}[*]"
        if self._window.windowTitle() != title:
            self._window.setWindowTitle(title)
        if self._window.isWindowModified() != self.modified:
            self._window.setWindowModified(self.modified)

    def may_leave(self) -> bool:
        """Whether the present work may go: it is saved, or the user says so."""
        if not self.modified:
            return True
        answer = asking.keep(self._window, self.name)
        if answer == "save":
            return self._save_now()
        return answer == "discard"

    def close(self) -> None:
        """The window closes: nothing is waited for any more."""
        self._calculation.stop()
        self.recovery.close()
        history = self._window.document.history
        if not self._closed:
            history.cleanChanged.disconnect(self._show_title)  # the stack tells when it goes, too
        self._closed = True

    def _save_now(self) -> bool:
        """Save and wait for it; whether it worked. For the moment before everything goes."""
        path = self._place()
        if path is None:
            return False
        try:
            moment = write(self._window.session.put_away(self.thumb()), path)
        except EngineError as error:
            self._window.messages.say_refusal("The project was not saved", str(error))
            return False
        self._take_saved(moment)
        return True

    # Commands

    def new(self) -> None:
        """The first experiment again, without a file."""
        if self.may_leave():
            self._calculation.stop()
            self.path, self._saved = None, None
            self._window.session.begin(Experiment())
            self._show_title()

    def open(self) -> None:
        """Ask for a file and open it."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Open a project", self._folder(), FILTER)
        if path:
            self.open_path(path)

    def open_path(self, path: str) -> None:
        """Open a project file; the present one stays until it is there."""
        if self.may_leave():
            self._say(f"Opening {Path(path).name}…")
            self._then, self._asked_at = "open", self._window.document.experiment
            self._calculation.start(partial(read, Path(path)))

    def recover(self, path: Path) -> None:
        """Take up what a window has left: work without a file, which is not saved yet."""
        self._then, self._asked_at = "recover", self._window.document.experiment
        self._calculation.start(partial(read, path))

    def save(self) -> None:
        """Write to the project's file; ask if there is none, or if somebody else has written to it."""
        path = self._place()
        if path is not None:
            self._start_saving(path)

    def _place(self) -> Path | None:
        """Where Save writes to: the project's file, or the one that is asked for; None to leave it."""
        if self.path is None:
            return self._ask_where()
        if self._saved is None or stamp_of(self.path) in (None, self._saved.stamp):
            return self.path
        answer = asking.overwrite(self._window, self.name)
        if answer == "save as":
            return self._ask_where()
        return self.path if answer == "overwrite" else None

    def save_as(self) -> None:
        """Ask for a file and write to it from now on."""
        path = self._ask_where()
        if path is not None:
            self._start_saving(path)

    def _ask_where(self) -> Path | None:
        start = str(self.path or Path(self._folder()) / f"experiment{SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(self._window, "Save the project", start, FILTER)
        path = Path(name) if name else None
        return path.with_suffix(SUFFIX) if path is not None and not path.suffix else path

    def _folder(self) -> str:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return str(QSettings().value(FOLDER, documents) or documents)

    def _start_saving(self, path: Path) -> None:
        self._then = "save"
        answer = self._window.session.put_away(self.thumb())
        self._calculation.start(partial(saving, answer, path))

    def thumb(self) -> bytes:
        """A small PNG of what the network says of the plane."""
        fit, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        picture = self._window.output.plane.grab().scaled(THUMB, THUMB, fit, smooth)
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")
        buffer.close()
        return bytes(content.data())

    # What comes of them

    def _take(self, result: object) -> None:
        if isinstance(result, Moment):
            self._take_saved(result)
        elif isinstance(result, tuple) and self._may_still_replace():
            self._take_opened(*result)

    def _may_still_replace(self) -> bool:
        """Whether the present work may still go: what was edited while the file was read is asked about."""
        return self._window.document.experiment is self._asked_at or self.may_leave()

    def _take_opened(self, path: Path, opened: Opened, stamp: Stamp) -> None:
        recovered, trainer = self._then == "recover", opened.trainer
        self.path = None if recovered else path
        self._saved = None if recovered else Moment(path, trainer.experiment, trainer.iteration, stamp)
        self._window.session.take_up(trainer)
        if recovered:
            self.recovery.adopt(path)
            self._window.document.history.resetClean()
            self._say("Taken up where it was. Ctrl+S saves it.")
            self._show_title()
        else:
            self._keep_in_mind(path)
            self._say(f"{path.name}: epoch {trainer.epoch}, as it was saved")

    def _take_saved(self, moment: "Moment") -> None:
        """The file has this moment; what was decided since is not in it."""
        self.path, self._saved = moment.path, moment
        if self._window.document.experiment is moment.experiment:
            self._window.document.history.setClean()
            self.recovery.forget_own()
        self._keep_in_mind(moment.path)
        self._say(f"Saved as {moment.path.name}")

    def _keep_in_mind(self, path: Path) -> None:
        remember(path)
        QSettings().setValue(FOLDER, str(path.parent))
        self._show_title()

    def _end(self, failure: str) -> None:
        if failure:
            if self._then == "open" and "no file" in failure:
                for known in self.recent._menu.actions():
                    if known.data() and not Path(known.data()).exists():
                        forget(Path(known.data()))
            title = "The project was not saved" if self._then == "save" else "The project was not opened"
            self._window.messages.say_refusal(title, failure)
        self.settled.emit()

    def _say(self, sentence: str) -> None:
        self._window.status.say(sentence)


def read(path: Path, progress: Progress) -> Iterator[tuple[Path, Opened, Stamp]]:
    """The training of a file, and its stamp before it was read."""
    progress(0.0)
    stamp = stamp_of(path)
    yield path, open_project(path), stamp


class Moment(NamedTuple):
    """What a file has: the experiment, and how far it was; its stamp since."""

    path: Path
    experiment: Experiment
    iteration: int
    stamp: Stamp


def is_live(frame: Frame | None) -> TypeGuard[Frame]:
    """Whether a frame is there and shows the newest moment of a run."""
    return frame is not None and (frame.timeline is None or frame.timeline.live)


def saving(answer: "Future[Gathered]", path: Path, progress: Progress) -> Iterator[Moment]:
    """Wait for the worker's answer and write it to the file, unless nobody wants it any more."""
    yield write(answer, path, progress)


def write(answer: "Future[Gathered]", path: Path, progress: Progress | None = None) -> Moment:
    """Put what the worker answers in the place of the file, all of it or nothing. Raises EngineError."""
    check_writable(path)
    try:
        gathered = answer.result(timeout=PATIENCE)
    except TimeoutError:
        raise EngineError(
            "The training did not answer in time, so nothing was written. Pause it first."
        ) from None
    content = gathered.pack()
    with replacing(path) as temporary:
        temporary.write_bytes(content)
        if progress is not None:
            progress(1.0)  # the last moment to call it off
    return Moment(path, gathered.experiment, gathered.iteration, stamp_of(path))
