"""Painting in the window: its view in the place of the network, its numbers in the left dock, its keys."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout

from engine.data import AnyData, Painted
from engine.errors import shown
from engine.experiment import Experiment
from engine.readiness import missing
from playground.frames import Frame
from playground.paint.counts import PointsPanel
from playground.paint.keys import Keys
from playground.paint.toolbar import TOOLS
from playground.paint.view import PaintView
from playground.panels.data.known import in_memory
from playground.panels.data.table_note import title
from playground.presence import WaitingVeil

if TYPE_CHECKING:
    from playground.main_window import MainWindow

HINT = "0 to 5 class · [ ] brush size · arrows move it, Space puts points · Enter: done"


class Painting(QObject):
    """`open` and `close` it; while it is open it follows document and session."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._resumes, self._undo = window, False, window.document.history.undoText()
        self.on = False  # whether points are being painted
        self._former: AnyData | None = None
        self._is_new = False  # whether what comes next is another project
        self.view = PaintView(window.document.experiment, window)
        self.points = PointsPanel()
        self._keys = Keys(window, self.view)
        window.centre.addWidget(self.view)
        self._add_points()
        for part in (self.view, self.points):
            part.set_theme(window.themes.theme)
            window.themes.changed.connect(part.set_theme)
        self.view.edited.connect(window.document.edit)
        self.view.refused.connect(window.status.say)
        self.view.done.connect(self.close)
        self.view.paper.viewport().installEventFilter(window.side)
        self.points.keep_training.connect(self._keep_training)
        window.document.begun.connect(self._forget)
        window.document.changed.connect(self._show_experiment)
        window.document.history.undoTextChanged.connect(self._name_undo)
        window.session.frame_ready.connect(self._show_frame)
        self._veils = [
            WaitingVeil(part, window.session, window.themes) for part in (window.output, window.cost)
        ]

    def _add_points(self) -> None:
        """The numbers stand in the left dock, where the layers are while there is no painting."""
        inside = self._window.layers.parentWidget()
        box = inside.layout() if inside is not None else None
        if isinstance(box, QVBoxLayout):
            box.insertWidget(box.indexOf(self._window.layers), self.points)
        self.points.hide()

    def toggle(self) -> None:
        """Open it, or go back to the network."""
        self.close() if self.on else self.open()

    def open(self) -> None:
        """The paper comes in the place of the network."""
        window = self._window
        if self.on:
            return
        window.network.canvas.select(None)
        window.side.close_overlay()
        window.centre.setCurrentWidget(self.view)
        self._set_on(True)
        self._begin(window.document.experiment)
        self._keep_training(self.points.keep.isChecked())

    def close(self) -> None:
        """The network comes back; the points stay."""
        if not self.on:
            return
        self._window.centre.setCurrentWidget(self._window.network)
        self._set_on(False)
        self._window.network.canvas.setFocus()
        self._keep_training(True)

    def _set_on(self, on: bool) -> None:
        window, self.on = self._window, on
        self._keys.set_on(on)
        window.data.own.set_painting(on)
        self.points.setVisible(on)
        window.layers.setVisible(not on)
        (self.view if on else window.network).messages.addWidget(window.banner)
        window.messages.set_painting(on)
        self._show_keys()

    def _begin(self, experiment: Experiment) -> None:
        """Show these data on the paper, or empty paper which may begin with them."""
        is_painted = isinstance(experiment.data, Painted)
        if not is_painted:
            self._former = experiment.data
        former = self._former
        if former is None:
            self.view.begin(experiment, None)
        else:
            self.view.begin(experiment, in_memory(former), shown(title(former)))
        self._count()

    def _forget(self) -> None:
        """In another project nothing is left of the data before painting, nor of the training."""
        self._former, self._resumes, self._is_new = None, False, True

    def _show_experiment(self, experiment: Experiment) -> None:
        """Points go on being painted; other data than those that painting began with end it."""
        is_new, self._is_new = self._is_new, False
        if not self.on:
            return
        data, before = experiment.data, self.view.experiment.data
        if isinstance(data, Painted) and is_new:
            self._begin(experiment)
        elif isinstance(data, Painted) or data is self._former:
            self.view.show_experiment(experiment)
            self._count()
        elif data.origin == before.origin and not is_new:  # more or noisier points, none painted
            self._begin(experiment)
        else:
            self.view.show_experiment(experiment)  # without the stroke in hand
            self.close()

    def _count(self) -> None:
        experiment, data = self.view.experiment, self.view.data
        lack = missing(experiment) if data is experiment.data else data.missing
        self.points.show_points(data, experiment.split, lack)

    def _show_frame(self, frame: Frame) -> None:
        if self.on:
            self.view.show_frame(frame)

    def _name_undo(self, text: str) -> None:
        self._undo = text
        if self.on:
            self._show_keys()

    def _show_keys(self) -> None:
        """The status bar says what the keys do, and what Undo would take back."""
        hint = f"Ctrl+Z undoes “{self._undo}” · {HINT}" if self._undo else HINT
        self._window.centre.keys = hint if self.on else ""
        self._window.show_keys()

    def _keep_training(self, keep: bool) -> None:
        """Training rests while points are painted, if that is wanted, and goes on afterwards."""
        session = self._window.session
        if not keep and session.running:
            self._resumes = True
            session.pause()
        elif keep and self._resumes:
            self._resumes = False
            session.play()


def _ready(window: "MainWindow") -> Painting:
    """Painting in this window, made when it is first wanted."""
    if window.centre.painting is None:
        window.centre.painting = Painting(window)
    return window.centre.painting


def toggle(window: "MainWindow") -> None:
    """Open the painting view, or go back to the network."""
    _ready(window).toggle()


def use(window: "MainWindow", way: str) -> None:
    """A tool or another command of painting, which opens first if it is not open."""
    painting = _ready(window)
    painting.open()
    view = painting.view
    ways: dict[str, Callable[[], object]] = {
        "class": view.add_class,
        "larger": view.larger,
        "smaller": view.smaller,
        "erase_selected": view.erase_selected,
        "take_over": view.take_over,
        "clear": view.clear,
        **{tool: partial(view.choose_tool, tool) for tool, *_ in TOOLS},
    }
    ways[way]()
