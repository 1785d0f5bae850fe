"""The painting view: toolbar, what is still missing, and the paper with the live output behind the points.

It never changes the Experiment itself: `edited` asks for another one, which comes back by `show_experiment`.
"""

import time

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data import Dataset, Painted
from engine.data.dataset import Codes
from engine.data.painted import MAX_POINTS, painted_from
from engine.experiment import Experiment
from engine.readiness import missing
from playground.document import gesture
from playground.frames import Frame
from playground.paint import edits
from playground.paint.adopting import MOST_TAKEN, can_be_taken, empty_paper, on_points
from playground.paint.desk import Desk
from playground.paint.easel import Easel
from playground.paint.flush import Flush
from playground.paint.hand import LEAST_RADIUS, MOST_RADIUS, Hand, Tool, place
from playground.paint.marks import TEST
from playground.paint.note import Note
from playground.paint.shown import HIDDEN_POINT, aids, brush_place, many, sentence
from playground.paint.toolbar import Toolbar
from playground.widgets.scales import thousands
from playground.widgets.themed import Themed, describe

STEP, LARGER = 0.02, 1.25
PAPER_TIP = "Points are put here with the mouse, or with the arrow keys and Space."


class PaintView(Themed, QWidget):
    """Emits `edited(experiment, undo text, merge id)`, `done()`, and `refused(sentence)`."""

    edited = Signal(object, str, str)
    done = Signal()
    refused = Signal(str)

    def __init__(self, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paint-view")
        self.setAccessibleName("Painting")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hand = Hand()
        self.toolbar, self.note, self.easel = Toolbar(), Note(), Easel()
        self.paper = self.easel.paper
        describe(self.paper, "Paper", PAPER_TIP)
        self.paper.setToolTip("")  # it would lie over the points
        self._experiment, self._draft = experiment, Painted()
        self._former: Dataset | None = None
        self._at = place(0.5, 0.5)
        self._codes: Codes = np.zeros(0, np.int8)
        self._pointed = True
        self._n_shown = 2
        self._stroke, self._asking, self._handed = "", False, False
        self._working: Painted | None = None
        self._flush = Flush(self)
        self._flush.timeout.connect(self._hand_over)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.desk = Desk(self.toolbar, self.note, self.easel)
        self.messages = self.desk.messages
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.desk)

    def _connect(self) -> None:
        bar, note, paper = self.toolbar, self.note, self.paper
        bar.tool_chosen.connect(self.choose_tool)
        bar.class_chosen.connect(self.choose_class)
        bar.class_added.connect(self.add_class)
        bar.value_chosen.connect(self._choose_value)
        bar.radius_chosen.connect(self._choose_radius)
        bar.density_chosen.connect(self._choose_density)
        bar.refused.connect(self.refused)
        bar.done.connect(self.done)
        note.kind_chosen.connect(self._choose_kind)
        note.taken.connect(self.take_over)
        note.cleared.connect(self.clear)
        paper.pressed.connect(self._press)
        paper.dragged.connect(self._drag)
        paper.released.connect(self._release)
        paper.pointed.connect(self._point)
        paper.away.connect(self._point_away)

    # What is shown

    @property
    def experiment(self) -> Experiment:
        """The one that is shown."""
        return self._experiment

    @property
    def data(self) -> Painted:
        """The points on the paper, with those of the stroke that is being made."""
        return self._given if self._working is None else self._working

    @property
    def _given(self) -> Painted:
        """Those that the document has, or nothing yet."""
        data = self._experiment.data
        return data if isinstance(data, Painted) else self._draft

    def begin(self, experiment: Experiment, former: Dataset | None, name: str = "") -> None:
        """Show this experiment; `former` are the examples before: painting may begin with those of `name`."""
        self.note.name_former(name)
        self._former = former if can_be_taken(former) else None
        self._draft = empty_paper(experiment, former)
        if former is not None:
            self._n_shown = min(max(2, former.n_classes), len(self.toolbar.classes))
        self.hand.selected = None
        self.hand.y = 1.0 if self._draft.values else 0.0
        self.show_experiment(experiment)
        self.paper.setFocus()

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the points of this one; emits nothing."""
        before = self.data
        self._experiment, self._working = experiment, None
        if not self._asking:
            self.hand.drop()  # somebody else has changed the points: the stroke is over
        data = self.data
        self.hand.fit_selection(before, data)
        if data.values != before.values:
            self.hand.y = 1.0 if data.values else 0.0
        self._n_shown = max(self._n_shown, data.n_classes, 2)
        lack = missing(experiment) if data is experiment.data else data.missing
        if lack or data is not experiment.data:
            self.paper.show_frame(None)
        self._show_points(data)
        self.note.show_state(lack, data.values, bool(data.points), self._former is not None)
        self.toolbar.show_classes(data, self._n_shown, self.hand.y)
        self._show_hand()

    def _show_points(self, data: Painted) -> None:
        self._codes = self._experiment.split.cut(data.places)
        self.paper.show_points(data, self._codes)

    def show_frame(self, frame: Frame) -> None:
        """The live output, if it is one of these points."""
        if frame.experiment is self._experiment and isinstance(frame.experiment.data, Painted):
            self.paper.show_frame(frame)
            self.easel.legend.set_revealed(frame.view.test)

    def retheme(self) -> None:
        self.setStyleSheet(f"#paint-view {{ background: {self.theme.canvas}; }}")

    def _show_hand(self) -> None:
        """The tool, the brush, and what is selected."""
        hand = self.hand
        self.toolbar.show_tool(hand.tool)
        self.toolbar.show_brush(hand.radius, hand.density)
        self._show_aids()
        words = sentence(self.hand, self.data)
        self.setAccessibleDescription(words)
        self.paper.setAccessibleDescription(f"{words}; {brush_place(self._at, self.data)}. {PAPER_TIP}")

    def _show_aids(self) -> None:
        at = self._at if self._pointed else None
        self.paper.overlay.show_aids(aids(self.hand, self.data, self._codes, at, self.theme))

    # What the user decides

    def choose_tool(self, tool: Tool) -> None:
        """Take another tool into the hand."""
        self._release()
        self.hand.tool = tool
        self._show_hand()

    def choose_class(self, index: int) -> None:
        """New points are of this class, which may be one that has none yet."""
        if self.data.values or index >= len(self.toolbar.classes):
            return
        self._n_shown = max(self._n_shown, index + 1)
        self.hand.y = float(index)
        self.toolbar.show_classes(self.data, self._n_shown, self.hand.y)
        self._show_hand()

    def add_class(self) -> None:
        """One class more to choose; the network gets it with its first point."""
        self.choose_class(self._n_shown)

    def _choose_value(self, value: float) -> None:
        self.hand.y = value
        self._show_hand()

    def _choose_radius(self, radius: float) -> None:
        self.hand.radius = min(max(radius, LEAST_RADIUS), MOST_RADIUS)
        self._show_hand()

    def _choose_density(self, density: int) -> None:
        self.hand.density = density
        self._show_hand()

    def larger(self) -> None:
        """A larger brush."""
        self._choose_radius(self.hand.radius * LARGER)

    def smaller(self) -> None:
        """A smaller brush."""
        self._choose_radius(self.hand.radius / LARGER)

    def _choose_kind(self, kind: str) -> None:
        self._release()
        values, data = kind == "values", self.data
        if values != data.values:
            after = edits.in_values(data) if values else edits.in_classes(data)
            if data is self._experiment.data:
                self._ask(after, "classes to values" if values else "values to classes")
            else:
                self._draft = after
                self.show_experiment(self._experiment)

    def take_over(self) -> None:
        """Begin with the examples that were there before."""
        self._release()
        if self._former is not None:
            data = painted_from(self._former, MOST_TAKEN, self._experiment.data.seed)
            self._ask(data, f"begin with {many(len(data.points))}")

    def clear(self) -> None:
        """Begin again with empty paper."""
        self._release()
        self.hand.selected = None
        if (data := self.data).points:
            self._ask(replace(data, points=(), n_classes=2), f"erase all {many(len(data.points))}")

    def erase_selected(self) -> None:
        """The points that are selected go."""
        self._release()
        if (chosen := self.hand.selected) is not None:
            self._ask(edits.erased(self.data, chosen), f"erase {many(int(chosen.sum()))}")

    def flip_selected(self) -> None:
        """The points that are selected change their label; with none selected, the tool that does it."""
        self._release()
        chosen = self.hand.selected
        if chosen is None:
            self.choose_tool("flip")
        else:
            self._ask(edits.flipped(self.data, chosen), f"flip {many(int(chosen.sum()))}")

    def escape(self) -> None:
        """Nothing selected any more; then back to the network."""
        self._release()
        if self.hand.selected is None:
            self.done.emit()
        self.hand.selected = None
        self._show_hand()

    def _ask(self, data: Painted, words: str, merge_id: str = "") -> None:
        if data is not self._given:
            self._asking = True
            self.edited.emit(on_points(self._experiment, data), words, merge_id)
            self._asking = False

    # The brush, by mouse and by keys

    def _press(self, x: float, y: float, more: bool) -> None:
        self.paper.setFocus()
        self._stroke, self._handed = gesture(self.hand.tool), False
        self._move_to(x, y)
        if self.hand.tool in ("brush", "point") and len(self.data.points) >= MAX_POINTS:
            self.refused.emit(f"The paper is full with {thousands(MAX_POINTS)} points. Erase some first.")
        self._draw(self.hand.press(self.data, self._at, more))

    def _drag(self, x: float, y: float) -> None:
        self._move_to(x, y)
        self._draw(self.hand.drag(self.data, self._at))

    def _draw(self, data: Painted) -> None:
        """Points of a stroke are on the paper at once; the network gets them a little later, together."""
        if data is not self.data:
            self.hand.fit_selection(self.data, data)
            self._working = data
            self._show_points(data)
            self._flush.soon()
        self._show_aids()

    def _hand_over(self) -> None:
        """The network gets what the stroke has put so far."""
        self._flush.stop()
        if self._working is not None:
            began = time.perf_counter()
            self._ask(self._working, self.hand.words(self._working), self._stroke)
            self._working, self._handed = None, True
            self._flush.took(time.perf_counter() - began)

    def _release(self) -> None:
        if self.hand.busy:
            self._hand_over()
            self.hand.release(self.data)
            self._show_hand()
            if self.hand.tool == "point" and self._codes.size and self._codes[-1] == TEST:
                self.refused.emit(HIDDEN_POINT)

    @property
    def is_in_hand(self) -> bool:
        """Whether a stroke is being made of which the document has heard nothing: no Undo takes it back."""
        return self.hand.busy and not self._handed

    def cancel_stroke(self) -> None:
        """The points are as they were before the stroke that is being made."""
        self._flush.stop()
        self.hand.drop()
        self.show_experiment(self._experiment)

    def _move_to(self, x: float, y: float) -> None:
        self._at, self._pointed = place(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)), True

    def _point(self, x: float, y: float) -> None:
        self._move_to(x, y)
        self._show_aids()

    def _point_away(self) -> None:
        self._pointed = False
        self._show_aids()

    def dab(self) -> None:
        """What a click at the brush would do."""
        self._release()
        self._press(float(self._at[0]), float(self._at[1]), self.hand.tool == "select")
        self._release()

    def nudge(self, across: int, up: int) -> None:
        """What is selected moves a step, else the brush."""
        self._release()
        step, chosen = place(STEP * across, STEP * up), self.hand.selected
        if chosen is not None and self.hand.tool in ("select", "move"):
            many_points = many(int(chosen.sum()))
            self._ask(edits.moved(self.data, chosen, step), f"move {many_points}", "move selection")
        else:
            self._move_to(*(self._at + step).tolist())
        self._show_hand()

    def nudge_and_select(self, across: int, up: int) -> None:
        """The brush moves a step and selects what it comes over."""
        if self.hand.tool != "move":
            self.hand.tool = "select"
        for way in (place(0, 0), place(STEP * across, STEP * up)):
            self._move_to(*(self._at + way).tolist())
            self.hand.add_to_selection(edits.within(self.data, self._at, self.hand.radius))
        self._show_hand()
