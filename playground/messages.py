"""What the banner above the canvas says: a failure, an early stop, what cannot learn, or what to see."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QObject, Signal

from engine.experiment import Experiment
from engine.presets import Preset
from engine.trainer import EarlyStop
from playground.document import Document
from playground.frames import Failure, Frame
from playground.remedy import slowed
from playground.session import Session
from playground.widgets.banner import Banner, Severity
from playground.widgets.scales import plain

Subject = Literal["", "mishap", "failure", "stop", "spread", "preset", "waiting", "recovery"]
# While these stay as they are, the sentence of a preset is about what is seen.
NETWORK = ("data", "features", "layers", "output")


class Messages(QObject):
    """Shows failures and early stops of the session in the banner, and does what its buttons offer."""

    recovery_answered = Signal(bool)

    def __init__(self, banner: Banner, document: Document, session: Session) -> None:
        super().__init__(banner)
        self._banner, self._document, self._session = banner, document, session
        self._subject: Subject = ""
        self._failure: Failure | None = None
        self._stop: EarlyStop | None = None
        self._spreadless = False
        self._preset: Preset | None = None
        self._preset_step = 0
        banner.chosen.connect(self._answer)
        banner.dismissed.connect(self._forget)
        document.changed.connect(self._look_for_spread)
        document.history.indexChanged.connect(self._look_at_preset)
        session.failed.connect(self._show_failure)
        session.frame_ready.connect(self._show_frame)
        session.running_changed.connect(self._set_running)
        session.waiting_changed.connect(self._show_waiting)
        self._painting = False
        self._show_waiting(session.waiting)

    def _show(
        self,
        subject: Subject,
        severity: Severity,
        title: str,
        sentence: str,
        buttons: Sequence[tuple[str, str]] = (),
        icon: str = "",
    ) -> None:
        self._subject = subject
        self._banner.show_message(severity, title, sentence, buttons, icon)

    def _drop(self, subject: Subject) -> None:
        """Take a message away, unless another one has come in its place."""
        if self._subject == subject:
            self._forget()
            self._banner.hide()

    def _forget(self) -> None:
        self._subject = ""

    def say_mishap(self, sentence: str) -> None:
        """Something failed that nothing foresaw: say so and go on."""
        self._show("mishap", "error", "Something went wrong, and your work is safe", sentence)

    def say_refusal(self, title: str, sentence: str) -> None:
        """Something that was asked for could not be done; everything is as before."""
        self._show("mishap", "error", title, sentence)

    def offer_recovery(self, when: str) -> None:
        """A window was not closed properly: what it had put aside can be taken up."""
        title = f"Work of {when} was not saved"
        sentence = "The program ended before it could be. It was put aside and can be taken up where it was."
        buttons = [("recover", "Take it up"), ("discard", "Throw it away")]
        self._show("recovery", "message", title, sentence, buttons)

    def set_painting(self, painting: bool) -> None:
        """While points are painted, the painting view says itself what is still missing."""
        self._painting = painting
        self._show_waiting(self._session.waiting)

    def _show_waiting(self, sentence: str) -> None:
        """Too few points are painted: say which are missing, until they are there."""
        self._drop("waiting")
        if sentence and not self._painting:
            way = "Data > Paint points opens the plane."
            self._show(
                "waiting", "message", "Too few points to learn from", f"{sentence} {way}", icon="brush"
            )

    def show_preset(self, preset: Preset) -> None:
        """Say what there is to see, until the network is changed or the preset undone."""
        self._preset, self._preset_step = preset, self._document.history.index()
        title = f"{preset.title}: fails on purpose" if preset.fails else preset.title
        self._show("preset", "message", title, preset.sentence, icon="eye")

    def _look_at_preset(self, step: int) -> None:
        if self._preset is None:
            return
        now, then = self._document.experiment, self._preset.experiment
        if step < self._preset_step or any(getattr(now, name) != getattr(then, name) for name in NETWORK):
            self._preset = None
            self._drop("preset")

    def _show_failure(self, failure: Failure) -> None:
        rate = failure.suggested_rate
        self._failure = failure
        buttons = [("rate", f"Go on with α {plain(rate)}")] if rate else []
        self._show("failure", "error", failure.title, failure.sentence, buttons)

    def _show_frame(self, frame: Frame) -> None:
        """A message goes when it is no longer about what is shown."""
        if self._failure is not None and frame.experiment is not self._failure.experiment:
            self._failure = None
            self._drop("failure")
        if frame.early_stop is not self._stop:
            self._stop = frame.early_stop
            if self._stop is None:
                self._drop("stop")
            else:
                self._show_early_stop(self._stop)

    def _show_early_stop(self, stop: EarlyStop) -> None:
        waited = stop.epoch - stop.best_epoch
        title = f"Early stopping: no lower dev cost for {waited} {'epoch' if waited == 1 else 'epochs'}."
        sentence = f"The weights are those of epoch {stop.best_epoch}."
        self._show("stop", "message", title, sentence, [("go_on", "Train on from there")])

    def _look_for_spread(self, experiment: Experiment) -> None:
        """Batch norm over one example teaches a layer nothing, and no number says why."""
        normalised = any(layer.batch_norm for layer in experiment.layers)
        before, self._spreadless = self._spreadless, normalised and experiment.batch_size == 1
        if self._spreadless and not before:
            title = "Batch norm with a mini-batch of 1 sees no spread"
            sentence = "Every z becomes 0 in training, so that the layer passes on its beta alone."
            buttons = [("batch", "Use 16"), ("keep", "Keep 1 and watch")]
            self._show("spread", "warning", title, sentence, buttons)
        elif before and not self._spreadless:
            self._drop("spread")

    def _set_running(self, running: bool) -> None:
        """Training goes on: only what to see in it is still worth saying."""
        if running and self._subject not in ("preset", "waiting"):
            self._forget()
            self._banner.hide()

    def _answer(self, key: str) -> None:
        self._forget()
        if key in ("recover", "discard"):
            self.recovery_answered.emit(key == "recover")
            return
        rate = self._failure.suggested_rate if self._failure else None
        if key == "rate" and rate:
            frame = self._session.frame
            after = slowed(self._document.experiment, rate, frame.epoch if frame else 0)
            self._document.edit(after, f"go on with learning rate {plain(rate)}")
        if key == "batch":
            self._document.edit(self._document.experiment.with_(batch_size=16), "mini-batch 1 to 16")
        else:
            self._session.play()
