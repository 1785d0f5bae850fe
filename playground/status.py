"""The status bar: what the worker does at the left, what the keys do now at the right."""

import time
from collections import deque

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from engine.experiment import Experiment
from playground.frames import Frame
from playground.lettering import fix, font, px
from playground.theme import Theme
from playground.widgets.labeled_field import ElidedLabel
from playground.widgets.themed import set_role

SAID_MS = 6000
WINDOW = 30  # frames over which the rate is taken


class Status(QStatusBar):
    """Worker state, frames a second, seeds; and one hint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        fix(self, height=26)
        self._dot, self._state, self._rate, self._seeds = (QLabel(self) for _ in range(4))
        self._hint = ElidedLabel("", "sentence", self)
        self._times: deque[float] = deque(maxlen=WINDOW)
        self._running = False
        self._usual = ""
        self._expiry = QTimer(self)
        self._expiry.setSingleShot(True)
        self._expiry.timeout.connect(self._expire)
        for label, role in ((self._state, "sentence"), (self._rate, "hint"), (self._seeds, "hint")):
            set_role(label, role)
        for label in (self._rate, self._seeds):
            label.setIndent(8)
        self._lay_out()
        self.fit_type()
        self._state.setAccessibleName("Training state")
        self._hint.setAccessibleName("Hint")
        self._hint.setObjectName("hint")
        self._seeds.setObjectName("seeds")
        self.set_running(False, fresh=True)

    def _lay_out(self) -> None:
        """Fonts first: once Qt has polished a label, a change of its style would bring the old one back."""
        edge = QWidget(self)
        for label in (self._state, self._rate, self._seeds, self._hint):
            label.setFont(font())
        fix(self._dot, 20, 8)
        fix(edge, 8)
        for label in (self._dot, self._state, self._rate, self._seeds):
            self.addWidget(label)
        for widget in (self._hint, edge):
            self.addPermanentWidget(widget)

    def fit_type(self) -> None:
        """Room for the longest word, so that nothing jumps when the state changes."""
        self._state.setFixedWidth(self._state.fontMetrics().horizontalAdvance("Training") + 2)
        if hasattr(self, "_theme"):
            self._paint_dot()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._paint_dot()

    def _paint_dot(self) -> None:
        color = self._theme.ok if self._running else self._theme.outline
        edge = f"border-radius: {px(8) // 2}px; margin-left: {px(20) - px(8)}px;"
        self._dot.setStyleSheet(f"background: {color}; {edge}")

    def set_running(self, running: bool, fresh: bool = False) -> None:
        """Training, paused, or ready at the start."""
        self._running = running
        self._state.setText("Training" if running else "Ready" if fresh else "Paused")
        if not running:
            self._times.clear()
            self._rate.setText("")
        if hasattr(self, "_theme"):
            self._paint_dot()

    def show_experiment(self, experiment: Experiment) -> None:
        """The seeds, so that a run can be repeated on the command line."""
        self._seeds.setText(f"Data seed {experiment.data.seed} · Start seed {experiment.seed}")

    def count_frame(self) -> None:
        """One more frame was shown."""
        self._times.append(time.perf_counter())
        if self._running and len(self._times) == WINDOW:
            rate = (WINDOW - 1) / (self._times[-1] - self._times[0])
            self._rate.setText(f"{rate:.0f} frames/s")

    def _expire(self) -> None:
        self.hint("")

    def set_usual_hint(self, text: str) -> None:
        """The hint while nothing special goes on."""
        self._usual = text
        self.hint("")

    def say(self, sentence: str) -> None:
        """Something that was refused: it stays for a while, then the usual hint comes back."""
        self.hint(sentence)
        self._expiry.start(SAID_MS)

    def show_frame(self, frame: Frame) -> None:
        """Once it has learned anything, it is paused and no longer only ready."""
        self.count_frame()
        if frame.iteration and not self._running:
            self._state.setText("Paused")

    def hint(self, text: str) -> None:
        """What the keys do now; empty for the usual hint."""
        self._expiry.stop()
        self._hint.set_text(text or self._usual)
