"""The Output panel: the decision boundary of this moment over the examples, and how many are told apart."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engine.data import Painted
from playground.frames import Frame, Scene
from playground.lettering import px
from playground.panels.output.accuracy import Accuracy
from playground.panels.output.axis_choices import AxisChoices
from playground.panels.output.boxes import Boxes
from playground.panels.output.captions import Captions, parts_below
from playground.panels.output.example_card import ExampleCard
from playground.panels.output.example_words import is_same, sentence_of
from playground.panels.output.picking import Picker
from playground.panels.output.pins import PinStrip
from playground.panels.output.plane import Plane, Probe
from playground.panels.output.showing import Showing
from playground.panels.output.test_part import TestPart
from playground.panels.output.words import describe_data, describe_result, probe_text
from playground.rendering import Placed
from playground.theme import Theme
from playground.widgets.axis import AXIS_LEFT
from playground.widgets.buttons import IconButton
from playground.widgets.labeled_field import label
from playground.widgets.menu_icon import MenuIcon
from playground.widgets.row import row
from playground.widgets.themed import Themed, announce

if TYPE_CHECKING:
    from playground.panels.output.enlarged import EnlargedOutput
    from playground.panels.output.measures_window import MeasuresWindow

PADDING = 16
LOW_SIDE, LEAST_SIDE, MOST_SIDE = 226, 180, 420
SAVE_TIP = "The output as a picture, or its numbers as a table."
ENLARGE_TIP = "The output in a window of its own, as large as you like."


class OutputPanel(Themed, QWidget):
    """`show_frame` for every frame; emits `wanted` with the fields of a View that the user chose.

    `metrics` (the accuracy tiles) may be moved elsewhere by the window.
    """

    wanted = Signal(dict)
    unpinned = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._frame: Frame | None = None
        self._told: int | None = None  # the example that was last spoken of
        self._data_words = ""
        self._most = MOST_SIDE
        self.setAccessibleName("Output")
        self.heading = label("Output", "heading", "section")
        self.read_out = label("", "sentence")
        self.enlarge_button = IconButton("enlarge", "Enlarge", ENLARGE_TIP, size=24)
        self.save_button = MenuIcon("export", "Save the output", SAVE_TIP, size=24)
        self.measures_window: MeasuresWindow | None = None
        self.enlarged: EnlargedOutput | None = None
        self.plane = Plane(theme=self.theme)
        self.captions, self.test = Captions(self.plane), TestPart()
        self.legend, self.color_bar = self.captions.legend, self.captions.color_bar
        self.axis_choices, self.metrics, self.pins = AxisChoices(), Accuracy(self.test), PinStrip()
        self.picker, self.example = Picker(self.plane), ExampleCard()
        self.showing = Showing(self.plane, self.test, self)
        self.train_box, self.dev_box, self.flat_box = (
            self.showing.train,
            self.showing.dev,
            self.showing.flat,
        )
        self.fit_type()
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self.showing.wanted.connect(self.wanted)
        self.showing.explained.connect(self._explain)
        self.plane.probed.connect(self._show_probe)
        self.axis_choices.chosen.connect(self.wanted)
        self.pins.unpinned.connect(self.unpinned)
        self.picker.picked.connect(self.look_at)
        self.example.closed.connect(self._look_away)

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(PADDING, 8, PADDING, 12)
        lines.setSpacing(6)
        lines.addLayout(row(self.heading, None, self.read_out, self.enlarge_button, self.save_button))
        picture = row(self.plane, None)
        picture.setStretch(0, 1)  # the plane takes all it can, and what it must not take is left free
        lines.addLayout(picture)
        lines.addWidget(self.axis_choices)
        lines.addWidget(self.example)
        lines.addLayout(self.captions.line())
        self.boxes = Boxes(self.showing.parts, self.showing.others)
        lines.addWidget(self.boxes)
        lines.addWidget(self.pins)
        lines.addWidget(self.metrics)
        lines.addWidget(self.test)
        self.axis_choices.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_low(self, low: bool, lacking: int = 0) -> None:
        """For a low window: a smaller picture, by as much as `lacking` more; the metrics in one line."""
        self._most = max(LOW_SIDE - lacking, LEAST_SIDE) if low else MOST_SIDE
        self.metrics.set_low(low)
        self.test.set_low(low)
        self.color_bar.set_brief(low)
        self._fit()

    def fit_type(self) -> None:
        """The picture keeps its share of the panel."""
        self.plane.setMinimumWidth(px(LEAST_SIDE + AXIS_LEFT))
        self._fit()

    def set_first_start(self, first: bool) -> None:
        """The first start hides the check boxes, the metrics, and what leads elsewhere."""
        self.enlarge_button.setVisible(not first)
        self.save_button.setVisible(not first)
        self.boxes.setVisible(not first)
        self.metrics.setVisible(not first)

    def set_theme(self, theme: Theme) -> None:
        self.plane.set_theme(theme)
        super().set_theme(theme)
        self._explain()

    def show_frame(self, frame: Frame) -> None:
        """The boundary and the accuracy of a frame; everything else only when the data are others."""
        self.show_pictures(frame)
        self.show_numbers(frame)

    def show_pictures(self, frame: Frame) -> None:
        """Of a frame what is seen, and what depends on the data."""
        self.plane.show_frame(frame)
        if frame.scene is not self._scene:
            self._scene, self._data_words = frame.scene, describe_data(frame.scene)
            self.axis_choices.set_scene(frame.scene)
            self._explain()
        self.showing.show_frame(frame)
        self._follow_example(frame)
        self.pins.show_frame(frame)
        if self.enlarged is not None:
            self.enlarged.show_frame(frame, self._told)

    def show_numbers(self, frame: Frame) -> None:
        """Of a frame what is read."""
        self.metrics.show_frame(frame)
        for plane in self.showing.planes:
            plane.setAccessibleDescription(f"{self._data_words}, {describe_result(frame)}")
        if self.measures_window is not None:
            self.measures_window.show_frame(frame)

    def _follow_example(self, frame: Frame) -> None:
        """The card shows it as long as it is the same example; of other data it would be any."""
        before, self._frame, place = self._frame, frame, self.picker.place
        if before is not None and place is not None and not is_same(before, frame, place):
            self._look_away()
        meant = self.picker.place is not None and frame.view.example == self.picker.place
        example = frame.example if meant else None
        if example is not None and example.place != self._told:
            announce(self.plane, sentence_of(example, frame.scene.dataset))
        self._told = None if example is None else example.place
        self.example.show_example(example, frame.scene.dataset, isinstance(frame.experiment.data, Painted))
        self.plane.put_ring(None if example is None else example.place)

    def look_at(self, place: int | None) -> None:
        """Ring the example in that column of the data, and show its card; None looks away."""
        self.picker.place = place
        self.wanted.emit({"example": place})

    def _look_away(self) -> None:
        self.look_at(None)

    # Windows of its own, imported when they are asked for

    def open_measures(self) -> None:
        """The window of all metrics, or bring the one that is open to the front."""
        if self.measures_window is None:
            from playground.panels.output.measures_window import MeasuresWindow

            window = self.measures_window = MeasuresWindow(self)
            window.set_theme(self.theme)
            window.lit.connect(self.showing.light)
            window.finished.connect(self._forget_measures)
            self.wanted.emit({"measures": True})
        raise_window(self.measures_window)

    def _forget_measures(self, _result: int) -> None:
        self.measures_window = None
        self.wanted.emit({"measures": False})

    def enlarge(self) -> None:
        """The plane in a window of its own; the panel stays."""
        if self.enlarged is None:
            from playground.panels.output.enlarged import EnlargedOutput

            window = self.enlarged = EnlargedOutput(self.showing, self.theme, self)
            self.wanted.emit({"fine": True})
            window.picked.connect(self.look_at)
            window.finished.connect(self._forget_enlarged)
            if self._frame is not None:
                window.show_frame(self._frame, self._told)
                self.show_numbers(self._frame)
        raise_window(self.enlarged)

    def picture_parts(self) -> list[Placed]:
        """What a saved picture shows: the plane, the enlarged one if it is open, with its captions."""
        shown = self if self.enlarged is None else self.enlarged
        return parts_below(shown.plane, shown.captions)

    def _forget_enlarged(self, _result: int) -> None:
        self.enlarged = None
        self.wanted.emit({"fine": False})

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The picture grows with the dock once that is wider than usual."""
        room = self.width() - 2 * PADDING - px(AXIS_LEFT)
        self.plane.set_side(max(px(LEAST_SIDE), min(room, px(self._most))))

    def _explain(self) -> None:
        """Legend and colour bar that fit the data."""
        if self._scene is not None:
            self.captions.explain(self._scene, self.theme)

    def _show_probe(self, probe: Probe | None) -> None:
        self.read_out.setText("" if probe is None or self._scene is None else probe_text(probe, self._scene))


def raise_window(window: QWidget) -> None:
    """Show it, before all others."""
    window.show()
    window.raise_()
    window.activateWindow()
