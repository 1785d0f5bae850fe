"""The Output panel: the decision boundary of this moment over the examples, and how many are told apart."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engine.data import Painted
from playground.field import Shades
from playground.frames import Frame, Scene
from playground.lettering import px
from playground.panels.output.accuracy import Accuracy
from playground.panels.output.axis_choices import AxisChoices
from playground.panels.output.boxes import Boxes
from playground.panels.output.example_card import ExampleCard
from playground.panels.output.example_words import is_same, sentence_of
from playground.panels.output.others_card import held_words
from playground.panels.output.picking import Picker
from playground.panels.output.pins import PinStrip
from playground.panels.output.plane import Plane, Probe
from playground.panels.output.points import DEV, TEST, TRAIN
from playground.panels.output.test_part import TestPart
from playground.theme import Theme
from playground.widgets.check_box import CheckBox
from playground.widgets.labeled_field import label
from playground.widgets.plot import AXIS_LEFT
from playground.widgets.plot_legend import ColorBar, Legend, Sign, class_signs
from playground.widgets.plot_numbers import column, cost, count, number
from playground.widgets.row import row
from playground.widgets.themed import Themed, announce, describe

PADDING = 16
LOW_SIDE, LEAST_SIDE, MOST_SIDE = 244, 180, 420
PLANE_TIP = (
    "What the network says of every point of the plane. Colour: its answer, stronger where it is surer; the "
    "line is where the answer changes. Filled marks are training examples, hollow ones the dev set, dotted "
    "ones the test set. Click one to look at it (Enter, then the arrow keys)."
)
CURVE_TIP = (
    "The line is what the network says for every value of its only input. Filled marks are training "
    "examples, hollow ones the dev set, each as high as the number to predict."
)


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
        self.plane = Plane(theme=self.theme)
        describe(self.plane, "Decision boundary", PLANE_TIP)
        self.legend, self.color_bar = Legend(), ColorBar()
        self.test = TestPart()
        self.axis_choices, self.metrics, self.pins = AxisChoices(), Accuracy(self.test), PinStrip()
        self.picker, self.example = Picker(self.plane), ExampleCard()
        self.train_box = CheckBox("Train", "Show the training examples.", "filled")
        self.dev_box = CheckBox("Dev", "Show the dev examples. The network never learns from them.", "hollow")
        self.flat_box = CheckBox(
            "Discretise", "On: one flat colour per class, without how sure the network is."
        )
        self.fit_type()
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        for box in (self.train_box, self.dev_box):
            box.setChecked(True)
        self.train_box.toggled.connect(self._show_train)
        self.dev_box.toggled.connect(self._show_dev)
        self.flat_box.toggled.connect(self.plane.set_flat)
        self.plane.probed.connect(self._show_probe)
        self.axis_choices.chosen.connect(self.wanted)
        self.pins.unpinned.connect(self.unpinned)
        self.picker.picked.connect(self.look_at)
        self.example.closed.connect(self._look_away)

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(PADDING, 8, PADDING, 12)
        lines.setSpacing(6)
        lines.addLayout(row(self.heading, None, self.read_out))
        picture = row(self.plane, None)
        picture.setStretch(0, 1)  # the plane takes all it can, and what it must not take is left free
        lines.addLayout(picture)
        lines.addWidget(self.axis_choices)
        lines.addWidget(self.example)
        lines.addLayout(row(self.legend, self.color_bar))
        self.boxes = Boxes((self.train_box, self.dev_box, self.test.box), self.flat_box)
        lines.addWidget(self.boxes)
        lines.addWidget(self.pins)
        lines.addWidget(self.metrics)
        lines.addWidget(self.test)
        self.axis_choices.hide()
        self.color_bar.hide()
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
        """The first start hides the check boxes and the metrics."""
        self.boxes.setVisible(not first)
        self.metrics.setVisible(not first)

    def set_theme(self, theme: Theme) -> None:
        self.plane.set_theme(theme)
        super().set_theme(theme)
        self._explain()

    def show_frame(self, frame: Frame) -> None:
        """The boundary and the accuracy of a frame; everything else only when the data are others."""
        self.plane.show_frame(frame)
        if frame.scene is not self._scene:
            self._scene, self._data_words = frame.scene, describe_data(frame.scene)
            self.axis_choices.set_scene(frame.scene)
            self._explain()
        self.metrics.show_frame(frame)
        self.plane.points.set_part_shown(TEST, frame.view.test)
        self._follow_example(frame)
        self.pins.show_frame(frame)
        self.plane.setAccessibleDescription(f"{self._data_words}, {describe_result(frame)}")

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The picture grows with the dock once that is wider than usual."""
        room = self.width() - 2 * PADDING - px(AXIS_LEFT)
        self.plane.set_side(max(px(LEAST_SIDE), min(room, px(self._most))))

    def _show_train(self, shown: bool) -> None:
        self.plane.points.set_part_shown(TRAIN, shown)

    def _show_dev(self, shown: bool) -> None:
        self.plane.points.set_part_shown(DEV, shown)

    def _explain(self) -> None:
        """Legend, colour bar and check boxes that fit the data."""
        if self._scene is None:
            return
        data, is_line = self._scene.dataset, self._scene.is_curve
        shades = Shades(data, self.theme)
        describe(
            self.plane, *(("Prediction curve", CURVE_TIP) if is_line else ("Decision boundary", PLANE_TIP))
        )
        beside_curve = (Sign("example", self.theme.class_color(1), "o"),)
        self.legend.set_signs(beside_curve if is_line else legend_signs(self._scene, self.theme))
        self.color_bar.setVisible(data.task != "multiclass" and not is_line)
        if data.task == "binary":
            self.color_bar.set_scale(
                "p(y = 1)" if data.classes == ("0", "1") else "p", "0", "1", shades.table
            )
        elif data.task == "regression":
            low, high = (number(v, 1) for v in (shades.low, shades.high))
            self.color_bar.set_scale(data.target[:12], low, high, shades.table)
        self.flat_box.setVisible(data.task != "regression")

    def _show_probe(self, probe: Probe | None) -> None:
        self.read_out.setText("" if probe is None or self._scene is None else probe_text(probe, self._scene))


def legend_signs(scene: Scene, theme: Theme) -> tuple[Sign, ...]:
    """The markers of the classes; for regression one disc that takes the colour of its value."""
    data = scene.dataset
    if data.task == "regression":
        return (Sign("example", theme.text2, "o"),)
    return class_signs(data.classes, data.target, theme)


def probe_text(probe: Probe, scene: Scene) -> str:
    """x₁ 1.20, x₂ −0.35, p 0.83: the place and what the network says there."""
    data, names = scene.dataset, [column(name) for name in scene.axis_names]
    x, y = number(probe.x, 2), number(probe.y, 2)
    where = f"{names[0]} {x}   {names[1]} {y}" if len("".join(names)) <= 6 else f"({x}, {y})"
    if scene.has_one_column:
        where = f"{names[0][:14]} {x}"
    if not probe.is_known:
        return f"{where}   a feature has no value here"
    if data.task == "multiclass":
        best = max(range(data.n_classes), key=probe.output.__getitem__)
        name = data.classes[best]
        words = f"{data.target} = {name}" if name.isdigit() else name[:14]
        return f"{where}   {words}: p {number(probe.output[best], 2)}"
    return f"{where}   {'p' if data.task == 'binary' else 'ŷ'} {number(probe.output[0], 2)}"


def describe_data(scene: Scene) -> str:
    """300 train and 100 dev points, two classes."""
    parts = f"{(scene.codes == TRAIN).sum()} train and {(scene.codes == DEV).sum()} dev points"
    words = held_words(scene)
    parts += f", a cut at {words}" if words else ""
    return f"{parts}, {count(scene.dataset.n_classes)} classes" if scene.dataset.n_classes else parts


def describe_result(frame: Frame) -> str:
    """dev accuracy 95.0 percent; that of the training part where there is no dev set."""
    name, metrics = ("dev", frame.dev) if frame.dev else ("train", frame.train)
    if metrics.accuracy is None:
        return f"{name} cost {cost(metrics.cost)}"
    return f"{name} accuracy {number(100 * metrics.accuracy, 1)} percent"
