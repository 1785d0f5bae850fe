"""What the banner above the canvas says: a failure, an early stop, or what cannot learn."""

from PySide6.QtCore import QObject

from engine.experiment import Experiment
from engine.trainer import EarlyStop
from playground.document import Document
from playground.frames import Failure, Frame
from playground.remedy import slowed
from playground.session import Session
from playground.widgets.banner import Banner
from playground.widgets.scales import plain


class Messages(QObject):
    """Shows failures and early stops of the session in the banner, and does what its buttons offer."""

    def __init__(self, banner: Banner, document: Document, session: Session) -> None:
        super().__init__(banner)
        self._banner, self._document, self._session = banner, document, session
        self._failure: Failure | None = None
        self._stop: EarlyStop | None = None
        self._spreadless = False
        banner.chosen.connect(self._answer)
        document.changed.connect(self._look_for_spread)
        session.failed.connect(self._show_failure)
        session.frame_ready.connect(self._show_frame)
        session.running_changed.connect(self._set_running)

    def say_mishap(self, sentence: str) -> None:
        """Something failed that nothing foresaw: say so and go on."""
        self._banner.show_message("error", "Something went wrong, and your work is safe", sentence)

    def _show_failure(self, failure: Failure) -> None:
        rate = failure.suggested_rate
        self._failure = failure
        buttons = [("rate", f"Go on with α {plain(rate)}")] if rate else []
        self._banner.show_message("error", failure.title, failure.sentence, buttons)

    def _show_frame(self, frame: Frame) -> None:
        """A message goes when it is no longer about what is shown."""
        if self._failure is not None and frame.experiment is not self._failure.experiment:
            self._failure = None
            self._banner.hide()
        if frame.early_stop is not self._stop:
            self._stop = frame.early_stop
            if self._stop is None:
                self._banner.hide()
            else:
                self._show_early_stop(self._stop)

    def _show_early_stop(self, stop: EarlyStop) -> None:
        waited = stop.epoch - stop.best_epoch
        title = f"Early stopping: no lower dev cost for {waited} {'epoch' if waited == 1 else 'epochs'}."
        sentence = f"The weights are those of epoch {stop.best_epoch}."
        self._banner.show_message("message", title, sentence, [("go_on", "Train on from there")])

    def _look_for_spread(self, experiment: Experiment) -> None:
        """Batch norm over one example teaches a layer nothing, and no number says why."""
        normalised = any(layer.batch_norm for layer in experiment.layers)
        before, self._spreadless = self._spreadless, normalised and experiment.batch_size == 1
        if self._spreadless and not before:
            title = "Batch norm with a mini-batch of 1 sees no spread"
            sentence = "Every z becomes 0 in training, so that the layer passes on its beta alone."
            buttons = [("batch", "Use 16"), ("keep", "Keep 1 and watch")]
            self._banner.show_message("warning", title, sentence, buttons)
        elif before and not self._spreadless:
            self._banner.hide()

    def _set_running(self, running: bool) -> None:
        if running:
            self._banner.hide()

    def _answer(self, key: str) -> None:
        rate = self._failure.suggested_rate if self._failure else None
        if key == "rate" and rate:
            frame = self._session.frame
            after = slowed(self._document.experiment, rate, frame.epoch if frame else 0)
            self._document.edit(after, f"go on with learning rate {plain(rate)}")
        if key == "batch":
            self._document.edit(self._document.experiment.with_(batch_size=16), "mini-batch 1 to 16")
        else:
            self._session.play()
