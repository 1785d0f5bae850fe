"""The Session runs the Document's experiment; its timer pulls the frames that the worker leaves."""

import time
from concurrent.futures import Future
from contextlib import nullcontext

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from engine.data.source import MAX_SEED
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.model import Model
from engine.project import Gathered
from engine.readiness import missing
from engine.trainer import Trainer
from playground.document import Document, WeightPlace
from playground.frames import Failure, Frame, View
from playground.orders import (
    Command,
    GoTo,
    Pace,
    PutAway,
    Rejoin,
    Restart,
    Run,
    SetView,
    SetWeight,
    StartFrom,
    Steps,
    TakeUp,
    Use,
)
from playground.worker import Worker

FRAME_INTERVAL = 1 / 30
EAGER_MS = 2  # while an edit waits for its first picture
SOON_MS = 4  # while training runs and its next picture is late
POLL_MS = 11  # how often the mailbox is looked at while nothing moves
EARLY = 0.002  # seconds before its time at which a picture may be shown


class Session(QObject):
    """Between the window and the worker. Frames of a former experiment are never shown.

    While too little is painted to be learned from, the worker is left in peace: `waiting` says what is
    missing, and training goes on by itself once there is enough.
    """

    using = Signal(object)  # an experiment, before the worker has it
    frame_ready = Signal(object)
    failed = Signal(object)
    running_changed = Signal(bool)
    waiting_changed = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.view = View()
        self.running = False
        self.frame: Frame | None = None
        self.waiting = missing(document.experiment)
        self._merged: bool | None = None  # of the first edit that the worker has not heard of
        self._due = 0.0  # when the next picture may be shown
        self._anew = False
        self._worker = Worker(document.experiment)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._pull)
        document.changed.connect(self._use)
        document.weight_set.connect(self._set_weight)

    def start(self) -> None:
        """Start the worker and the frame timer."""
        self._worker.start()
        self._timer.start()

    def close(self) -> bool:
        """Stop the timer, then the thread; whether the thread has left in time."""
        self._timer.stop()
        return self._worker.stop()

    def play(self) -> None:
        """Train until paused."""
        self._run(True)

    def pause(self) -> None:
        """Stop after the mini-batch at hand."""
        self._run(False)

    def toggle(self) -> None:
        """Play or pause."""
        self._run(not self.running)

    def step(self) -> None:
        """Pause and do one mini-batch."""
        self._set_running(False)
        self._send(Steps())

    def step_epoch(self) -> None:
        """Pause and do the rest of this epoch."""
        self._set_running(False)
        self._send(Steps(whole_epoch=True))

    def go_to(self, epoch: int | None) -> None:
        """Pause and show the recorded moment of an epoch; None is the newest one again."""
        self._set_running(False)
        self._send(GoTo(epoch))

    def rejoin(self) -> None:
        """Change to the run that the present one branched off from."""
        self._set_running(False)
        self._send(Rejoin())

    def start_from(self, model: Model, text: str) -> None:
        """Begin with the weights of a model that fits, as one step; undo brings those before it back."""
        experiment = msgspec.structs.replace(self.document.experiment)
        self._send(StartFrom(experiment, model))
        self.document.replace(experiment, text)

    def put_away(self, thumb: bytes = b"") -> "Future[Gathered]":
        """All that goes into a project file now; the worker answers between two slices of the training."""
        answer: Future[Gathered] = Future()
        if self.waiting:
            answer.set_exception(EngineError(f"There is nothing to save yet. {self.waiting}"))
        else:
            self._send(PutAway(answer, thumb))
        return answer

    def take_up(self, trainer: Trainer) -> None:
        """Go on with a training from a file, in place of everything."""
        self._set_running(False)
        self._send(TakeUp(trainer))
        self.document.begin(trainer.experiment)

    def begin(self, experiment: Experiment) -> None:
        """A new project: nothing of the present one is kept."""
        self._set_running(False)
        self._anew = True
        self.document.begin(msgspec.structs.replace(experiment))
        self._anew = False

    def same_start(self) -> None:
        """Begin anew from the same first weights and batch order."""
        self._send(Restart())

    def new_start(self) -> None:
        """Begin anew from other first weights: an edit of the seed."""
        experiment = self.document.experiment
        seed = (experiment.seed + 1) % (MAX_SEED + 1)
        self.document.edit(experiment.with_(seed=seed), f"start seed {experiment.seed} to {seed}")

    def set_pace(self, epochs_per_second: float | None) -> None:
        """Epochs a second, None for flat out."""
        self._send(Pace(epochs_per_second))

    def set_view(self, view: View) -> None:
        """Choose what the frames show."""
        if view != self.view:
            self.view = view
            self._send(SetView(view))

    def show(self, **wishes: object) -> None:
        """Change some fields of what the frames show."""
        self.set_view(msgspec.structs.replace(self.view, **wishes))

    def wish(self, fields: dict[str, object]) -> None:
        """The same for the signals of panels."""
        self.show(**fields)

    def _run(self, running: bool) -> None:
        self._set_running(running)
        self._send(Run(running))

    def _set_running(self, running: bool) -> None:
        if running != self.running:
            self.running = running
            self.running_changed.emit(running)

    def _send(self, command: Command) -> None:
        if not self.waiting or isinstance(command, Pace | SetView | TakeUp):
            self._worker.send(command)

    def edit_anew(self, experiment: Experiment, text: str, merge_id: str = "") -> None:
        """An edit that begins with its own first weights; undo brings back the weights that there were."""
        if experiment == self.document.experiment:
            self.same_start()
            return
        self._anew = True
        # A copy: the same value may be chosen again, and each time it is a training of its own.
        self.document.edit(msgspec.structs.replace(experiment), text, merge_id)
        self._anew = False

    def _use(self, experiment: object) -> None:
        self.using.emit(self.document.experiment)
        before, now = self.waiting, missing(self.document.experiment)
        if now and not before:
            self._worker.send(Run(False))
        self.waiting = now
        if self._merged is None:
            self._merged = self.document.merging
        self._send(Use(self.document.experiment, self._anew, self._merged))
        self._merged = self._merged if now else None
        if before and not now and self.running:
            self._send(Run(True))
        self._timer.setInterval(POLL_MS if now else EAGER_MS)
        if now != before:
            self.waiting_changed.emit(now)

    def _set_weight(self, place: WeightPlace, value: float) -> None:
        self._send(SetWeight(place.name, place.row, place.column, value))
        self._timer.setInterval(EAGER_MS)

    def _pull(self) -> None:
        """Take what waits, at most 30 times a second; a stale frame is dropped, and looked again soon."""
        if time.perf_counter() < self._due - EARLY:
            return
        content = self._worker.mailbox.take()
        if isinstance(content, Failure):
            self._show_failure(content)
        elif content is not None:
            self._show_frame(content)
        elif self._timer.interval() > POLL_MS:  # it was set for this picture
            self._timer.setInterval(SOON_MS if self.running else POLL_MS)

    def _show_frame(self, frame: Frame) -> None:
        if frame.experiment is not self.document.experiment:
            return
        now = time.perf_counter()
        late = now - self._due
        self._due = now + FRAME_INTERVAL - (late if 0 < late < FRAME_INTERVAL / 2 else 0.0)
        self._timer.setInterval(max(POLL_MS + 1, round(1000 * (self._due - now))))
        before, self.frame = self.frame, frame
        if frame.early_stop is not None and (before is None or frame.early_stop is not before.early_stop):
            self._pause_too()
        # Then Qt paints it, for which it needs next to nothing of Python: the worker trains on meanwhile.
        with self._worker.mailbox.showing() if self.running else nullcontext():
            self.frame_ready.emit(frame)

    def _pause_too(self) -> None:
        """The worker has paused by itself; a Run that it has obeyed since is taken back.

        Nothing is sent to a worker that nobody asked to run: it would try, and fail, for ever.
        """
        if self.running:
            self.pause()

    def _show_failure(self, failure: Failure) -> None:
        if missing(failure.experiment):
            return  # that is no failure: it waits, or has found since what it waited for
        self._pause_too()
        self._timer.setInterval(POLL_MS)
        if failure.frame is not None:
            self._show_frame(failure.frame)
        self.failed.emit(failure)
