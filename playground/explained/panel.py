"""The Step panel: the next step one stage at a time, and at its end the step itself, held against its word.

It asks for the workings and their outcome while it is seen, and computes nothing: engine and frame do.
"""

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.foretelling import Foretold, difference
from playground.explained.header import Header
from playground.explained.light import light_of
from playground.explained.matter import Matter
from playground.explained.stages import Stage, stages_of
from playground.explained.telling import spoken, tell
from playground.explained.told import Step, Told
from playground.explained.track import Track
from playground.explained.way_back import place_of
from playground.frames import Frame
from playground.lettering import font, px
from playground.notation.markup import exact
from playground.widgets.labeled_field import Sentence, stand_in
from playground.widgets.panel_scroll import PanelScroll
from playground.widgets.plot_numbers import number
from playground.widgets.themed import SLIDER_KEYS, Themed, announce, keep_keys

KEYS = (*SLIDER_KEYS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
LEAST, LOW = 48, 250  # of what is said, and from where on the whole has little room
EMPTY = "The explanation comes with the first picture of the network."
RUNNING = "Training runs. Pause it (Space), and the step that comes next is explained."
TOO_LARGE = (
    "This network has {count} parameters and mini-batches of {m}: its matrices are too large to be "
    "explained. Take fewer units, or a smaller mini-batch."
)
DONE = (
    "The step is done. All {count} parameters are W − step as foretold; the largest difference is {most}. "
    "{place} moved most, by {moved}. Now the next mini-batch."
)
OTHERWISE = "Not all parameters are numbers after the step: it was too long. A smaller α helps."


class Asked(NamedTuple):
    """A step that was asked for: from where, and what was foretold of it."""

    frame: Frame
    foretold: Foretold


class StepPanel(Themed, QWidget):
    """Emits `wanted` with fields of a View, `lit(Light or None)` for network and plane, `step_asked()`,
    and `closed()`."""

    wanted = Signal(dict)
    lit = Signal(object)
    step_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Step")
        self.place, self.example = 0, 0
        self.told: Told | None = None
        self.difference: float | None = None
        self._frame: Frame | None = None
        self._asked: Asked | None = None
        self._is_running = False
        self.header, self.track, self.matter = Header(), Track(), Matter()
        self.why, self.proof = Sentence(), Sentence("", "ok")
        self.note = stand_in(EMPTY)
        self._lay_out()
        keep_keys(self, *KEYS)
        self.header.turned.connect(self.turn)
        self.header.example_turned.connect(self.turn_example)
        self.header.step_asked.connect(self.do_step)
        self.header.closed.connect(self.closed)
        self.track.chosen.connect(self.go_to)

    def _lay_out(self) -> None:
        for sentence in (self.why, self.proof):
            sentence.setFont(font("body"))
        inside, whole = QWidget(), QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(16, 2, 16, 8)
        lines.setSpacing(8)
        for part in (self.proof, self.why, self.matter):
            lines.addWidget(part)
        lines.addStretch()
        self.proof.hide()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.area = PanelScroll(inside)
        self.area.setMinimumHeight(px(LEAST))
        column.addWidget(self.header)
        column.addWidget(self.track)
        column.addWidget(self.area, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.note)
        self._stack.addWidget(whole)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._stack)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.track.set_low(self.height() < px(LOW))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.wanted.emit({"explained": not self._is_running})
        if self._is_running:
            self._say(RUNNING)

    def hideEvent(self, event: QHideEvent) -> None:
        """Unseen it costs nothing, and nothing is lit."""
        super().hideEvent(event)
        if event.spontaneous():
            return
        self.wanted.emit({"explained": False})
        self._frame = self._asked = None
        self.place = self.example = 0
        self._show_proof("")
        self._say(EMPTY)

    # What is shown

    @property
    def stages(self) -> tuple[Stage, ...]:
        """All stages of this network; none before there is a frame to explain."""
        frame = self._frame
        return () if frame is None or frame.workings is None else stages_of(frame.workings.network.depth)

    @property
    def stage(self) -> Stage:
        """The one that is explained."""
        return self.stages[self.place]

    def set_running(self, running: bool) -> None:
        """While training runs there is no next step to stop at."""
        self._is_running = running
        if not self.isVisible():
            return
        self.wanted.emit({"explained": not running})
        if running:
            self._frame = self._asked = None
            self.place = self.example = 0
            self._show_proof("")
            self._say(RUNNING)

    def show_frame(self, frame: Frame) -> None:
        """A frame with the workings of its next step."""
        if not self.isVisible() or not frame.view.explained or self._is_running:
            return
        if frame.workings is None or frame.foretold is None:
            m = frame.experiment.batch_size or int((frame.scene.codes == 0).sum())
            self._say(TOO_LARGE.format(count=number(frame.n_parameters, 0), m=m))
            return
        before, self._frame = self._frame, frame
        self._follow(before, frame)
        self.place = min(self.place, len(self.stages) - 1)
        self.example = min(self.example, frame.workings.m - 1)
        self._show()

    def _follow(self, before: Frame | None, frame: Frame) -> None:
        """After a step the next one begins; if it was the one that was explained, it is held to its word."""
        if before is None or before.iteration == frame.iteration:
            return
        asked, self._asked = self._asked, None
        self.place = self.example = 0
        self.difference = None
        self._show_proof("")
        if asked is not None and frame.iteration == asked.frame.iteration + 1:
            self.difference = difference(asked.foretold, frame.parameters)
            self._show_proof(self._proved(asked, frame))

    def _proved(self, asked: Asked, frame: Frame) -> str:
        if self.difference is None or self.difference != self.difference:
            return OTHERWISE
        most = asked.foretold.most
        return DONE.format(
            count=number(frame.n_parameters, 0),
            most=exact(self.difference),
            place=place_of(most),
            moved=exact(most.after - most.before),
        )

    def _show_proof(self, sentence: str) -> None:
        self.proof.set_text(sentence and f"✓ {sentence}")
        self.proof.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence)

    def _say(self, sentence: str) -> None:
        self.told = None
        self.note.setText(sentence)
        self._stack.setCurrentIndex(0)
        self.lit.emit(None)

    def _show(self) -> None:
        frame = self._frame
        if frame is None or frame.workings is None or frame.foretold is None:
            return
        w, last = frame.workings, len(self.stages) - 1
        told = self.told = tell(Step(w, frame.foretold, self.example), self.stage)
        self._stack.setCurrentIndex(1)
        self.header.show_stage(told.title, w, self.example, self.place, last, frame.epoch)
        self.track.show_place(w.network.depth, self.place)
        self.why.set_text(told.why)
        self.matter.show_told(told, self.example)
        self.lit.emit(light_of(frame, self.stage, self.example))

    # What the user does

    def begin(self) -> None:
        """From the mini-batch on, with the keys at hand."""
        self.track.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.go_to(0)

    def go_to(self, place: int) -> None:
        """Explain another stage."""
        if self.stages and self.place != (place := min(max(place, 0), len(self.stages) - 1)):
            self.place = place
            if place > 1:
                self._show_proof("")
            self.area.verticalScrollBar().setValue(0)
            self._show()
            if self.told is not None:
                announce(self.track, spoken(self.told))

    def turn(self, by: int) -> None:
        """So many stages on."""
        self.go_to(self.place + by)

    def turn_example(self, by: int) -> None:
        """The numbers of another example."""
        if self._frame is not None and self._frame.workings is not None:
            self.example = min(max(self.example + by, 0), self._frame.workings.m - 1)
            self._show()

    def do_step(self) -> None:
        """Take exactly the step that was explained."""
        if self._frame is not None and self._frame.foretold is not None and self._asked is None:
            self._asked = Asked(self._frame, self._frame.foretold)
            self.step_asked.emit()

    def _scroll(self, pages: int) -> None:
        """Through what does not fit in."""
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep() * 3 // 4)

    def forget_step(self) -> None:
        """The step that was asked for was not done, for whatever reason: it may be asked for again."""
        self._asked = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right, Home and End; Enter leads on; Up and Down change the example; Esc ends it.

        Page Up and Page Down scroll what has no room.
        """
        match event.key():
            case Qt.Key.Key_Left:
                self.turn(-1)
            case Qt.Key.Key_Right:
                self.turn(1)
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                self.go_to(len(self.stages) - 1)
            case Qt.Key.Key_Up:
                self.turn_example(-1)
            case Qt.Key.Key_Down:
                self.turn_example(1)
            case Qt.Key.Key_PageUp:
                self._scroll(-1)
            case Qt.Key.Key_PageDown:
                self._scroll(1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.header.go_on()
            case Qt.Key.Key_Escape:
                self.closed.emit()
            case _:
                super().keyPressEvent(event)
