"""The Cost panel: J of the train and the dev part over the epochs, and what the present J is made of."""

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine.evaluation import Metrics
from playground.frames import Frame
from playground.lettering import fix, px
from playground.panels.cost.curves import DASH, Curves, fitting_range, trend
from playground.panels.cost.marks import MarkLines
from playground.panels.cost.options import CostOptions
from playground.panels.cost.parts import CostParts, penalties
from playground.panels.cost.readings import CrossHair, EndLabels
from playground.rendering import Placed
from playground.theme import Theme
from playground.widgets.buttons import IconButton
from playground.widgets.labeled_field import ElidedLabel, label
from playground.widgets.plot import Grid, Plot
from playground.widgets.plot_legend import Legend, Sign
from playground.widgets.plot_numbers import cost
from playground.widgets.segmented import Segmented
from playground.widgets.themed import Themed, describe

PADDING = 16
OPTIONS_TIP = "Iterations instead of epochs, a logarithmic axis, running averages; save picture or lines."
TIP = (
    "The cost J after each epoch. Both lines falling: it still learns. Train falling while dev rises: it "
    "learns the training examples by heart. With dropout or augmentation the train line lies higher than its "
    "end, which is the whole network on the examples as they are. Wheel: zoom; double click: the whole curve."
)


class CostPanel(Themed, QWidget):
    """`show_frame` for a frame: each draws the whole curve anew.

    `mark` and `clear_marks` are for changes of hyperparameters; `toggle_log` and `fit` for shortcuts. Emits
    `wanted` with fields of a View.
    """

    wanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: Frame | None = None
        self._fitted, self._log_across = True, False
        self.setAccessibleName("Cost")
        self.heading = label("Cost J", "heading", "section")
        self.legend = Legend()
        self.scale = Segmented(
            "Scale of the cost",
            [
                ("linear", "linear", "Equal steps of cost are equally high."),
                ("log", "log", "Each tenfold step is equally high: small costs can be told apart."),
            ],
        )
        self.options_button = IconButton("sliders", "Cost chart", OPTIONS_TIP, size=26)
        self.options = CostOptions(self)
        self.plot = Plot(theme=self.theme)
        describe(self.plot, "Cost curve", TIP)
        self.plot.axes["bottom"].integer = True
        self.plot.view.setLimits(minXRange=2)
        self.plot.set_margins(7, 8)
        self.plot.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._grid, self.curves = Grid(self.plot, self.theme), Curves(self.plot, self.theme)
        self.marks = MarkLines(self.plot, self.curves, self.theme)
        self.cross_hair = CrossHair(self.plot, self.curves, self.theme)
        self.end_labels, self.parts = EndLabels(self.curves), CostParts()
        self.read_out = ElidedLabel("", "sentence")
        self.read_out.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._connect()
        self._lay_out()
        self.fit_type()

    def _connect(self) -> None:
        self.scale.chosen.connect(self._set_scale)
        self.options_button.clicked.connect(self._open_options)
        self.options.wanted.connect(self.wanted)
        self.options.log_across.connect(self._set_log_across)
        self.plot.hovered.connect(self._point_at)
        self.plot.left.connect(self._point_away)
        self.plot.double_clicked.connect(self.fit)
        self.plot.view.sigRangeChangedManually.connect(self._zoomed)
        self.plot.view.sigRangeChanged.connect(self._range_changed)

    def _lay_out(self) -> None:
        top, chart, lines = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        top.setSpacing(8)
        for widget in (self.heading, self.legend, self.scale, self.options_button):
            top.addWidget(widget)
        chart.setSpacing(0)
        chart.addWidget(self.plot, 1)
        chart.addWidget(self.end_labels)
        lines.setContentsMargins(PADDING, 8, PADDING, 12)
        lines.setSpacing(2)
        lines.addLayout(top)
        lines.addWidget(self.read_out)
        lines.addLayout(chart, 1)
        lines.addSpacing(4)
        lines.addWidget(self.parts)
        fix(self.read_out, height=16)
        self.plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(px(344), px(280))

    def fit_type(self) -> None:
        """The plot keeps its least height, its left axis the room for its numbers."""
        self.plot.setMinimumHeight(px(90))
        self.plot.fit_left()

    def set_theme(self, theme: Theme) -> None:
        self.plot.set_theme(theme)
        for item in (self._grid, self.marks, self.curves, self.cross_hair):
            item.set_theme(theme)
        super().set_theme(theme)
        self._explain()

    def set_first_start(self, first: bool) -> None:
        """The first start hides the scale switch and the parts of J."""
        self.scale.setVisible(not first)
        self.options_button.setVisible(not first)
        self.parts.setVisible(not first)

    def show_frame(self, frame: Frame) -> None:
        """The curves up to a frame, and what the cost at their end is made of."""
        self._frame = frame
        if self._fitted:
            self._fit()
        self.curves.show_costs(frame.costs, self.is_log, self._log_across)
        self._explain()
        self.parts.show_metrics(self._at_the_end(frame), penalties(frame.experiment))
        self._update_words(frame)

    def picture_parts(self) -> list[Placed]:
        """What a saved picture shows: heading, legend, plot and the costs at the line ends."""
        shown = (self.heading, self.legend, self.plot, self.end_labels)
        return [Placed(part, part.mapTo(self, QPoint()), part.size()) for part in shown]

    @property
    def is_log(self) -> bool:
        """Whether the heights are logarithms."""
        return self.scale.current == "log"

    def toggle_log(self) -> None:
        """Linear to log and back."""
        self.scale.set_current("linear" if self.is_log else "log")
        self._set_scale()

    def fit(self) -> None:
        """Show the whole curve again, and go on following it."""
        self._fitted = True
        self._fit()

    def mark(self, epoch: int, text: str, iteration: int = 0) -> None:
        """Note at this epoch and iteration that something was changed, such as "α 0.01"."""
        self.marks.mark(epoch, iteration, text)

    def clear_marks(self) -> None:
        """Forget the changes."""
        self.marks.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.end_labels.update()

    def _set_scale(self, _key: str = "") -> None:
        self.plot.axes["left"].log = self.is_log
        self.plot.axes["left"].redraw()
        if self._frame is not None:
            self.curves.show_costs(self._frame.costs, self.is_log, self._log_across)
        self.fit()

    def _open_options(self) -> None:
        self.options.open_below(self.options_button)

    def _set_log_across(self, log: bool) -> None:
        self._log_across = self.plot.axes["bottom"].log = log
        self.plot.axes["bottom"].redraw()
        self._set_scale()

    def _fit(self) -> None:
        """Only where another range is needed: telling the view again of the same one takes its time."""
        if self._frame is None:
            return
        x, y = fitting_range(self._frame.costs, self.is_log, self._log_across)
        if self.plot.view.viewRange() != [list(x), list(y)]:
            self.plot.view.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)

    def _zoomed(self, _mouse: object) -> None:
        self._fitted = False

    def _range_changed(self, *_: object) -> None:
        self.plot.fit_left()
        self.end_labels.update()

    def _point_at(self, epoch: float, _height: float) -> None:
        self.cross_hair.point_at(epoch)
        self.read_out.setText(self.cross_hair.text())

    def _point_away(self) -> None:
        self.cross_hair.point_at(None)
        self.read_out.setText("")

    def _at_the_end(self, frame: Frame) -> Metrics:
        """The frame's; where an epoch has ended since they were measured, with the J of the curve's end."""
        train = self.curves.line("train")
        if train is None or frame.costs.unit != "epoch" or frame.costs.playhead is not None:
            return frame.train
        return replace(frame.train, cost=float(train.y[-1]))

    def _explain(self) -> None:
        """The line samples, and whether there is a dev set at all."""
        has_dev = self._frame is None or self.curves.line("dev") is not None
        dev = Sign("dev", self.theme.dev_curve, pattern=DASH)
        none = Sign("no dev set")
        self.legend.set_signs((Sign("train", self.theme.train_curve), dev if has_dev else none))

    def _update_words(self, frame: Frame) -> None:
        self.end_labels.update()
        if self.cross_hair.epoch is not None:
            self.read_out.setText(self.cross_hair.text())
            self.cross_hair.update()
        self.plot.setAccessibleDescription(describe_cost(frame))


def describe_cost(frame: Frame) -> str:
    """The chart in words: Epoch 214, train cost 0.138, dev 0.149, falling."""
    parts = [f"Epoch {frame.epoch}", f"train cost {cost(frame.train.cost)}"]
    if frame.dev is not None:
        parts.append(f"dev {cost(frame.dev.cost)}")
    moving = trend(frame.costs.lines[0].y) if frame.costs.lines else ""
    return ", ".join([*parts, moving] if moving else parts)
