"""The worker: a plain thread that trains, takes commands from a queue and leaves Frames in a mailbox.

It steps flat out, or as fast as the pace asks; when the slot is free it builds one Frame, when it is full
none. Nothing here knows Qt: the screen pulls.
"""

import logging
import sys
import threading
import time
from concurrent.futures import Future
from queue import Empty, SimpleQueue

from engine.errors import DivergedError, EngineError
from engine.experiment import Experiment
from engine.model import Model
from engine.project import Gathered, gather_project
from engine.succession import succeed
from engine.trainer import Trainer
from playground.frames import Failure, Frame, FrameBuilder, View
from playground.mailbox import Mailbox
from playground.metronome import Metronome
from playground.orders import (
    Command,
    GoTo,
    Pace,
    PutAway,
    Quit,
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
from playground.remembered import Remembered
from playground.runs import Runs
from playground.speedometer import Speedometer

log = logging.getLogger(__name__)

SLICE = 0.002  # seconds between two looks at the queue
FRAME_SHARE = 5  # a frame may take one part in so many of the worker's time
# Seconds from one frame taken to the next one built: later, it is younger when it is shown.
PAINTING = 0.018
SWITCH_INTERVAL = 1e-4  # seconds; Python's default of 5 ms starves the window (measured: 1 frame a second)


class Worker:
    """The training thread and its two ends: `send` commands in, `mailbox` frames out."""

    def __init__(self, experiment: Experiment, view: View | None = None) -> None:
        self.mailbox = Mailbox()
        self._commands: SimpleQueue[Command] = SimpleQueue()
        self._view = view or View()
        self._metronome = Metronome()
        self._trainer: Trainer | None = None
        self._builder: FrameBuilder | None = None
        self._runs = Runs()
        self._wanted, self._answered, self._anew = experiment, False, False
        self._remembered = Remembered()
        self._is_passing = False  # whether no undo leads back to the trainer at hand
        self._running = False
        self._epochs_due = 0  # epochs to finish while paused, one for each Steps(whole_epoch=True)
        self._leaving = False
        self._chunk = 1
        self._next_frame, self._shown, self._view_shown = 0.0, -1, True
        self._speedometer = Speedometer()
        self._thread = threading.Thread(target=self._loop, name="training", daemon=True)
        self.send(Use(experiment))

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def send(self, command: Command) -> None:
        """Hand a command over; it is obeyed between two slices of training, in order."""
        self._commands.put(command)

    def stop(self, seconds: float = 2.0) -> bool:
        """Ask the thread to leave and wait; whether it has left (or never began)."""
        self.send(Quit())
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _loop(self) -> None:
        sys.setswitchinterval(SWITCH_INTERVAL)
        while not self._leaving:
            try:
                self._obey()
                if self._busy and not self._leaving:
                    self.mailbox.stand_aside()
                    self._train()
                if self._busy:
                    self._offer()
            except DivergedError as error:
                self._fail(error.title, error.sentence, error.suggested_rate)
            except EngineError as error:
                self._fail("This experiment cannot run", str(error))
            except Exception as error:
                log.exception("The worker failed.")
                self._fail("Something went wrong while training", str(error) or type(error).__name__)

    @property
    def _busy(self) -> bool:
        """Whether there is training to do: it runs, or an epoch is to be finished."""
        return self._running or self._epochs_due > 0

    def _obey(self) -> None:
        """Take all commands that wait; with nothing to do, sleep until one comes."""
        try:
            command = self._commands.get_nowait() if self._busy else self._commands.get()
            while not self._leaving:
                self._follow(command)
                command = self._commands.get_nowait()
        except Empty:
            self._adopt()

    def _adopt(self) -> None:
        """Build or change the trainer for the wanted experiment, the last of all sent, and show it."""
        if self._answered:
            self._show_view()
            return
        self.mailbox.drop_frame()
        run = self._trainer
        if run is None or run.experiment is not self._wanted:
            moment = None if run is None else self._branch()
            try:
                self._install(self._successor(moment))
            except EngineError:
                if run is not None:
                    self._install(run)  # nothing came of the edit: no branch either
                raise
            if run is not None and run is not moment:
                self._remembered.leave(
                    run
                )  # an edit of a moment that was looked at: undo brings the run back
        self._answered, self._anew = True, False
        self._show()

    def _show_view(self) -> None:
        """One frame for the last of all views that were asked for."""
        if not self._view_shown:
            self._refresh()

    def _successor(self, current: Trainer | None) -> Trainer:
        """The wanted experiment's own trainer if remembered, else one that goes on from the current one."""
        known = self._remembered.take(self._wanted)
        if known is None:
            elder = None if self._anew else current
            known = Trainer(self._wanted) if elder is None else succeed(elder, self._wanted)
        if current is not None and current is not known and not self._is_passing:
            self._remembered.leave(current)
        return known

    def _branch(self) -> Trainer:
        """Whoever trains on from a moment that is looked at, trains on a branch."""
        assert self._trainer is not None
        self._install(self._runs.branch(self._trainer))
        return self._trainer

    def _install(self, trainer: Trainer) -> None:
        before = self._trainer
        if before is None or trainer is before:
            self._metronome.reset()
        else:
            self._metronome.change(before.steps_per_epoch, trainer.steps_per_epoch)
        if trainer is not before:
            self._trainer, self._builder, self._chunk = trainer, None, 1
            self._runs.end_visit()
            self._speedometer.go_on_at(trainer.iteration)

    def _follow(self, command: Command) -> None:
        match command:
            case Use(experiment, anew, merged):
                if self._answered:
                    self._is_passing = merged
                self._wanted, self._answered = experiment, False
                self._anew = self._anew or anew
            case Quit():
                self._leaving = True
            case Pace(epochs_per_second):
                self._metronome.epochs_per_second = epochs_per_second
                self._metronome.reset()
            case SetView(view):
                self._view = view
                for builder in (self._builder, self._runs.builder):
                    if builder is not None:
                        builder.set_view(view)
                self._view_shown = False
            case SetWeight(name, row, column, value):
                self._adopt()
                if self._trainer is not None:
                    self._branch().set_weight(name, row, column, value)
                    self._refresh()
            case StartFrom(experiment, model):
                self._start_from(experiment, model)
            case PutAway(answer, thumb):
                self._put_away(answer, thumb)
            case TakeUp(trainer):
                self._take_up(trainer)
            case _:
                self._adopt()
                self._drive(command)

    def _start_from(self, experiment: Experiment, model: Model) -> None:
        """Its training and the present one are both remembered, fresh or not: undo and redo are exact."""
        self._adopt()
        if self._trainer is not None:
            trainer = Trainer(experiment, self._trainer.problem)
            trainer.begin_at(model.parameters, model.statistics)
            for known in (self._trainer, trainer):
                self._remembered.keep(known)

    def _put_away(self, answer: Future[Gathered], thumb: bytes) -> None:
        """All that goes into the project file of the present training, or why there is none."""
        try:
            self._adopt()
            if self._trainer is None:
                raise EngineError("There is nothing to save yet: these data cannot be learned.")
            answer.set_result(gather_project(self._trainer, thumb))
        except Exception as error:
            answer.set_exception(error)

    def _take_up(self, trainer: Trainer) -> None:
        self._running, self._epochs_due = False, 0
        self._remembered.clear()
        self._runs = Runs()
        self._install(trainer)
        self._wanted, self._answered = trainer.experiment, False

    def _drive(self, command: Command) -> None:
        """Commands to the trainer itself."""
        trainer = self._trainer
        if trainer is None:
            return
        match command:
            case Run(running):
                if running:
                    trainer = self._branch()
                self._running, self._epochs_due = running, 0
                self._metronome.reset()
                self._speedometer.restart(trainer.iteration)
            case Steps(whole_epoch=True):
                self._branch()
                self._running = False
                self._epochs_due += 1
            case Steps():
                self._running, self._epochs_due = False, 0
                self._branch().advance(1)
            case GoTo(epoch):
                self._running, self._epochs_due = False, 0
                self._runs.go_to(trainer, epoch, self._view)
            case Rejoin():
                self._running, self._epochs_due = False, 0
                self._install(self._runs.rejoin(trainer))
            case Restart():
                self._epochs_due = 0
                self._install(Trainer(self._wanted, trainer.problem))
        self._show()

    def _train(self) -> None:
        """One slice: as many mini-batches as fit into it or are due, epoch by epoch."""
        trainer = self._trainer
        if trainer is None:
            self._running, self._epochs_due = False, 0
            return
        enough = time.perf_counter() + SLICE / 2
        while self._advance(trainer) and time.perf_counter() < enough and self.mailbox.shown.is_set():
            pass

    def _advance(self, trainer: Trainer) -> bool:
        """At most to the epoch's end; whether the slice may go on."""
        due = trainer.steps_per_epoch if self._epochs_due else self._metronome.due(trainer.steps_per_epoch)
        if due < 1:
            self._nap(self._metronome.wait(trainer.steps_per_epoch))
            return False
        began = time.perf_counter()
        done = trainer.advance(min(due, self._chunk))
        self._metronome.count(done)
        spent = time.perf_counter() - began
        # In one go what a slice has room for: every time there is to be seen to threads, numbers and epochs.
        self._chunk = max(1, min(int(done * SLICE / spent), 2 * self._chunk, trainer.steps_per_epoch))
        if trainer.early_stop is not None:
            self._running, self._epochs_due = False, 0
            self._show()
            return False
        if self._epochs_due and trainer.position == 0:
            self._epochs_due -= 1
            self._show()
            return False
        return True

    def _nap(self, seconds: float) -> None:
        """Wait for the next due step, or a command, whichever comes first."""
        try:
            with self.mailbox.resting():
                command = self._commands.get(timeout=min(seconds, 0.05))
        except Empty:
            return
        self._follow(command)
        self._adopt()

    def _offer(self) -> None:
        """Build a frame if there is news, the slot is free and the last one did not cost too much."""
        news = self._trainer is not None and self._trainer.iteration != self._shown
        earliest = max(self._next_frame, self.mailbox.taken + PAINTING)
        if news and self.mailbox.empty and time.perf_counter() >= earliest:
            self._show()

    def _refresh(self) -> None:
        if self._trainer is not None and self._trainer.experiment is self._wanted:
            self._show()

    def _show(self) -> None:
        began = time.thread_time()
        frame = self._build()
        if frame is not None:
            self.mailbox.put(frame)
        self._next_frame = time.perf_counter() + (FRAME_SHARE - 1) * (time.thread_time() - began)

    def _build(self) -> Frame | None:
        trainer = self._trainer
        if trainer is None:
            return None
        if self._builder is None:
            self._builder = FrameBuilder(trainer, self._view)
        self._shown, self._view_shown = trainer.iteration, True
        builder = self._runs.builder or self._builder
        builder.branched = self._runs.branched(trainer)
        return builder.build(self._speedometer.read(trainer.iteration) if self._running else 0.0)

    def _fail(self, title: str, sentence: str, suggested_rate: float | None = None) -> None:
        """Pause and leave a message; the frame in it shows the state that is left."""
        self._running, self._epochs_due = False, 0
        frame, diverged = self._last_good(), suggested_rate is not None
        self.mailbox.put(Failure(self._wanted, title, sentence, diverged, suggested_rate, frame))

    def _last_good(self) -> Frame | None:
        try:
            return self._build()
        except Exception:
            log.exception("No frame of the state after a failure.")
            return None
