"""The window of the layer morph: the picture, what it shows in words, and the way through the stations.

It follows the training; while it is closed nothing is computed for it.
"""

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from playground.frames import Frame, Scene
from playground.frames.stations import Station
from playground.lettering import font
from playground.morph.canvas import MorphCanvas
from playground.morph.rail import Rail
from playground.morph.walk import Walk
from playground.panels.output.words import legend_signs
from playground.presence import WaitingVeil
from playground.session import Session
from playground.theme import ThemeController
from playground.widgets.buttons import IconButton
from playground.widgets.labeled_field import ElidedLabel, label
from playground.widgets.plot_legend import Legend
from playground.widgets.plot_numbers import column
from playground.widgets.row import row
from playground.widgets.themed import Themed, describe, motion_reduced

SIZE = (720, 620)
PLAY_TIP = "Carry the input plane through all layers to the output (Space)."
PAUSE_TIP = "Stand still here (Space)."
BACK_TIP = "One station nearer to the input (Left)."
NEXT_TIP = "One station nearer to the output (Right)."
STILL_TIP = "Motion is reduced: go from station to station by the slider or the arrow keys."


class MorphWindow(Themed, QDialog):
    """Non-modal, beside the main window. Whole positions are stations, 0 is the input."""

    def __init__(self, session: Session, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Layer morph")
        self.resize(*SIZE)
        self.position = 0.0
        self._session, self._themes = session, themes
        self._stations: tuple[Station, ...] = ()
        self._scene: Scene | None = None
        self._said = ""
        self.walk = Walk(self)
        self._build()
        self._connect()
        self.set_theme(themes.theme)
        session.show(morph=True)
        self.veil = WaitingVeil(self, session, themes)

    def _build(self) -> None:
        self.formula, self.count = ElidedLabel("", "heading"), label("")
        self.formula.setFont(font("section", mono=True))
        self.note = ElidedLabel("", "sentence")
        self.note.setFont(font("body"))
        self.canvas, self.rail, self.legend = MorphCanvas(), Rail(), Legend()
        self.play = IconButton("play", "Play", PLAY_TIP, size=32)
        self.back = IconButton("arrow-left", "Previous station", BACK_TIP, size=32)
        self.next = IconButton("arrow-right", "Next station", NEXT_TIP, size=32)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 16, 20, 14)
        lines.setSpacing(4)
        lines.addLayout(row(self.formula, None, self.count))
        lines.addWidget(self.note)
        lines.addSpacing(8)
        lines.addWidget(self.canvas, 1)
        lines.addSpacing(6)
        lines.addLayout(row(self.legend, label("filled: train, hollow: dev")))
        lines.addSpacing(4)
        lines.addLayout(row(self.back, self.play, self.next, self.rail))
        self.rail.slider.setFocus()

    def _connect(self) -> None:
        self.play.clicked.connect(self.toggle)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.rail.moved.connect(self.go_to)
        self.walk.moved.connect(self._show_position)
        self.walk.stopped.connect(self._show_walk)
        self._themes.changed.connect(self.set_theme)
        self._session.frame_ready.connect(self.show_frame)

    # What is shown

    def show_frame(self, frame: Frame) -> None:
        """The same place in another frame; the first one sets out from the input."""
        if frame.morph is None:
            return
        first, self._stations = not self._stations, frame.morph.stations
        self._scene = frame.scene
        self.legend.set_signs(legend_signs(frame.scene, self.theme))
        self.rail.set_stations(tuple(station.name for station in self._stations))
        self.canvas.show_frame(frame)
        self._show_position(self.position)
        if first and not motion_reduced():
            self.walk.start(0.0, self.last)
        elif self.walk.running and self.walk.last != self.last:
            self.walk.go_on(self.position, self.last)
        self._show_walk()

    @property
    def last(self) -> int:
        """The number of the output's station."""
        return max(0, len(self._stations) - 1)

    def _show_position(self, position: float) -> None:
        self.position = position = min(max(float(position), 0.0), float(self.last))
        self.canvas.set_position(position)
        self.rail.set_position(position)
        self.back.setEnabled(position > 0)
        self.next.setEnabled(position < self.last)
        if self._stations:
            self._tell(round(position))

    def _tell(self, place: int) -> None:
        """The nearest station in words, for the eyes and for a screen reader."""
        station, count = self._stations[place], f"Station {place + 1} of {len(self._stations)}"
        signs = ", ".join(sign.text for sign in self.legend.signs)
        sentence = f"{count}: {station.title}. The square is {station.scale[0]:.3g} wide. Examples: {signs}."
        if sentence != self._said:
            self._said = sentence
            self.formula.set_text(station.formula)
            self.note.set_text(as_line(station))
            self.count.setText(count)
            for widget in (self.canvas, self.rail.slider):
                widget.setAccessibleDescription(sentence)

    def _show_walk(self) -> None:
        """The button says what a press would do."""
        running, still = self.walk.running, motion_reduced()
        self.play.setEnabled(not still)
        self.play.set_icon_name("pause" if running else "play")
        describe(
            self.play,
            "Pause" if running else "Play",
            STILL_TIP if still else PAUSE_TIP if running else PLAY_TIP,
        )

    def heed_motion(self) -> None:
        """The user wants motion no longer, or again."""
        if motion_reduced():
            self.walk.stop()
        self._show_walk()

    def retheme(self) -> None:
        """The markers have other colours."""
        if self._scene is not None:
            self.legend.set_signs(legend_signs(self._scene, self.theme))

    # What the user does

    def toggle(self) -> None:
        """Play or pause the way to the output; at the output it begins anew."""
        if self.walk.running:
            self.walk.stop()
        elif self._stations and not motion_reduced():
            self.walk.start(self.position, self.last)
        self._show_walk()

    def go_to(self, position: float) -> None:
        """Stand at another place."""
        self.walk.stop()
        self._show_position(position)
        if self.position.is_integer():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._said))

    def go_back(self) -> None:
        """To the station before this place."""
        self.go_to(math.ceil(self.position) - 1)

    def go_on(self) -> None:
        """To the next station behind this place."""
        self.go_to(math.floor(self.position) + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, the arrows, Home and End; Esc closes."""
        key = event.key()
        if key == Qt.Key.Key_Space:
            self.toggle()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Down):
            self.go_back()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Up):
            self.go_on()
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(self.last)
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Every way of closing comes here: from now on frames come without a morph."""
        self.walk.stop()
        self._session.frame_ready.disconnect(self.show_frame)
        self._themes.changed.disconnect(self.set_theme)
        self._session.show(morph=False)
        super().done(result)


def as_line(station: Station) -> str:
    """How it is shown, as a line of its own; names of columns keep their letters."""
    note = station.note
    for axis in station.axes:
        note = note.replace(axis, column(axis))
    return note if station.axes else note[0].upper() + note[1:]


def show_morph(parent: QWidget, session: Session, themes: ThemeController, still: QAction) -> None:
    """Open the window, or bring the one that is open to the front; `still` switches motion off and on."""
    window = parent.findChild(MorphWindow)
    if window is None:
        window = MorphWindow(session, themes, parent)
        still.triggered.connect(window.heed_motion)
    window.show()
    window.raise_()
    window.activateWindow()
