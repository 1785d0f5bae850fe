"""The timeline: the film of the run, to go back to any recorded moment, to see it again, to branch off."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from engine.data import Dataset
from playground.frames import Frame
from playground.lettering import fix, font, px
from playground.panels.timeline.strip import Strip
from playground.shades import Shades
from playground.theme import Theme
from playground.widgets.buttons import IconButton
from playground.widgets.labeled_field import label
from playground.widgets.marks import Marks
from playground.widgets.plot_numbers import number
from playground.widgets.themed import Themed, set_role

HEIGHT = 56
LONG_RUN, LONG_PAST, ROUND, TALL = "8\u2009888 / 8\u2009888", "Epoch 8\u2009888", 14, 4
REPLAY_SECONDS, REPLAY_MS = 3.0, 50
START_TIP = "Show the first recorded moment: the weights as they were drawn."
REPLAY_TIP = "See the run again from the moment that is shown, in three seconds; the training itself rests."
REJOIN_TIP = "Change to the run that this one branched off from; this one waits until you change back."


class TimelinePanel(Themed, QWidget):
    """Emits `visited(epoch)`, None for the newest, `rejoined()`, and `wanted` with fields of a View."""

    visited = Signal(object)
    rejoined = Signal()
    wanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self._shades: Shades | None = None
        self._frame: Frame | None = None
        self._away = False  # whether the replay has left the newest moment
        self.setAccessibleName("Timeline")
        self.strip = Strip()
        self.start_button = IconButton("to-start", "Back to the start", START_TIP)
        self.replay_button = IconButton("play", "Replay", REPLAY_TIP)
        self.rejoin_button = IconButton("branch", "Change to the other run", REJOIN_TIP)
        self.count, self.state = label("", "hint", "body"), label("", "pill", "label", 500)
        self._replay = QTimer(self)
        self._replay.setInterval(REPLAY_MS)
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self.strip.asked.connect(self.visited)
        self.strip.touched.connect(self._end_replay)
        self.strip.slots_changed.connect(self._want)
        self.start_button.clicked.connect(self._to_start)
        self.replay_button.clicked.connect(self.toggle_replay)
        self.rejoin_button.clicked.connect(self.rejoined)
        self._replay.timeout.connect(self._replay_on)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 0, 12, 0)
        line.setSpacing(4)
        line.addWidget(self.start_button)
        line.addWidget(self.replay_button)
        line.addSpacing(6)
        line.addWidget(self.strip, 1)
        line.addSpacing(8)
        for widget in (self.count, self.state, self.rejoin_button):
            line.addWidget(widget)
        fix(self, height=HEIGHT)
        self.rejoin_button.hide()
        self.fit_type()

    def fit_type(self) -> None:
        """Room for the numbers of a long run: the strip does not move with each further digit.

        The labels take their new type only after this.
        """
        types = (self.count, font("body"), LONG_RUN), (self.state, font("label", 500), LONG_PAST)
        for words, type_, longest in types:
            metrics = QFontMetrics(type_)
            words.setFixedSize(metrics.horizontalAdvance(longest) + px(ROUND), metrics.height() + px(TALL))
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._want()

    def hideEvent(self, event: QHideEvent) -> None:
        """Unseen it costs nothing."""
        super().hideEvent(event)
        self._end_replay()
        self.wanted.emit({"film": 0})

    def _want(self, *_: object) -> None:
        if self.isVisible():
            self.wanted.emit({"film": self.strip.slots})

    # What is shown

    def show_frame(self, frame: Frame) -> None:
        """The recording that a frame brings."""
        self._frame = frame
        timeline = frame.timeline
        if timeline is None:
            return
        if frame.scene.dataset is not self._dataset or self._shades is None:
            self._dataset, self._shades = frame.scene.dataset, Shades(frame.scene.dataset, self.theme)
        self.strip.show_timeline(timeline, frame.epoch, self._shades)
        _write(self.count, f"{number(frame.epoch, 0)} / {number(timeline.newest, 0)}")
        _write(self.state, "Live" if timeline.live else f"Epoch {number(frame.epoch, 0)}")
        set_role(self.state, "pill-on" if timeline.live else "pill")
        self.rejoin_button.setVisible(bool(timeline.branched))
        if timeline.live and self._away:
            self._end_replay()
        self._away = self._replay.isActive() and not timeline.live

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._shades = None
        if self._frame is not None:
            self.show_frame(self._frame)

    def mark(self, epoch: int, text: str) -> None:
        """Note at this epoch that something was changed, such as "α 0.01"."""
        self.strip.marks.add(epoch, text)
        self.strip.update()

    def clear_marks(self) -> None:
        """Forget the changes."""
        self.strip.marks = Marks()
        self.strip.update()

    # What the user asks for

    @property
    def is_live(self) -> bool:
        """Whether the newest moment is shown."""
        return self.strip.is_live

    def go(self, moments: int) -> None:
        """So many recorded moments on, or back."""
        self._end_replay()
        self.strip.go(moments)

    def _to_start(self) -> None:
        self._end_replay()
        self.strip.go(float("-inf"))

    def toggle_replay(self) -> None:
        """See the run again from the moment that is shown, from the start where that is the newest."""
        if self._replay.isActive():
            self._end_replay()
            return
        if self.is_live:
            self.strip.go(float("-inf"))
        self._replay.start()
        self.replay_button.set_icon_name("pause")

    def _replay_on(self) -> None:
        """A stretch further, so that the whole run takes three seconds."""
        timeline = None if self._frame is None else self._frame.timeline
        moments = len(timeline.epochs) if timeline is not None else 0
        if timeline is not None and not timeline.live:
            self.strip.go(max(1, round(moments * REPLAY_MS / 1000 / REPLAY_SECONDS)))

    def _end_replay(self) -> None:
        self._replay.stop()
        self.replay_button.set_icon_name("play")


def _write(words: QLabel, text: str) -> None:
    """Another text with each frame. The label is of fixed size: else it would lay out the whole window."""
    if words.text() == text:
        return
    needed = words.fontMetrics().horizontalAdvance(text) + px(ROUND)
    if needed > words.width():
        words.setFixedWidth(needed)
    words.setText(text)
