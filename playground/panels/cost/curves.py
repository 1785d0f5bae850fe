"""The cost curves, in pixels, and the range of the axes that shows them whole."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QGraphicsLineItem

from playground.colormaps import mix, parse
from playground.frames import CostLine, CostLines
from playground.lettering import font, scaled
from playground.theme import DARK, Theme
from playground.widgets.plot import Floats, PixelItem, Plot
from playground.widgets.plot_numbers import reach
from playground.widgets.strokes import Stroke, dashed, polyline, spaced

LINE, DASH = 2.0, (5.0, 3.0)
TINY = 1e-12  # where a cost of 0 stands on a logarithmic axis
FIRST = 0.5  # where epoch 0 stands on a logarithmic one: before the first
SLACK = 0.02  # room beside the first and the last point for their markers
FAR = 10_000.0  # pixels; nobody sees whether a line comes from there or from further away
FAINT = 0.4  # how clear single costs are behind their averages
EMPTY = "The curve starts with the first step"
AGAIN = "The curve starts again: the data changed"

Range = tuple[tuple[float, float], tuple[float, float]]


def across(x: Floats, log: bool) -> Floats:
    """Epochs or iterations in the units of the axis."""
    return np.log10(np.maximum(x, FIRST)) if log else x


def fitting_range(costs: CostLines, log: bool, log_across: bool = False) -> Range:
    """((first, last) epoch or iteration, (low, high) height) that show all lines; they grow in steps."""
    values = np.concatenate([line.y for line in costs.lines])
    last = reach(max(*(float(line.x[-1]) for line in costs.lines), 10.0))
    first, end = (np.log10(FIRST), np.log10(last)) if log_across else (0.0, last)
    room = SLACK * (end - first)
    wide = (float(first - room), float(end + room))
    if not log:
        return wide, (0.0, reach(max(float(values.max()) * 1.02, TINY)))
    low, high = np.log10(np.maximum([values.min(), values.max()], TINY))
    return wide, (float(np.floor(2 * low - 0.05) / 2), float(np.ceil(2 * high + 0.05) / 2))


def trend(costs: Floats) -> str:
    """Whether the last tenth of a curve, at least three points, fell or rose by more than 1 %."""
    if len(costs) < 4:
        return ""
    before, now = float(costs[-1 - max(3, len(costs) // 10)]), float(costs[-1])
    if abs(now - before) <= 0.01 * abs(before):
        return "steady"
    return "falling" if now < before else "rising"


class Trace:
    """One line of the chart: what Qt paints of it alone, while the training goes on."""

    def __init__(self, parent: QGraphicsItem, z: float) -> None:
        self.faint, self.line = Stroke(parent, 0), Stroke(parent, z)
        self.end = QGraphicsEllipseItem(parent)
        self.end.setZValue(z)

    def mark_end(self, at: QPointF, radius: float, edge: str, inside: str) -> None:
        """The disc or the ring at the end of the line."""
        self.end.setRect(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius))
        self.end.setPen(QPen(QColor(edge), scaled(1.5)))
        self.end.setBrush(QColor(inside))
        self.end.show()

    def clear(self) -> None:
        """Nothing of it is to be seen."""
        self.faint.clear()
        self.line.clear()
        self.end.hide()


class Curves(PixelItem):
    """Train solid, dev dashed, with a disc and a ring at their ends; before the first step one sentence.

    Averages are drawn like lines, the single costs faintly behind them. The view has to smooth edges.
    """

    def __init__(self, plot: Plot, theme: Theme = DARK) -> None:
        super().__init__(plot, theme, 0)
        self.costs: CostLines | None = None
        self.log = self.log_across = False
        self._traces = {"dev": Trace(self, 1), "train": Trace(self, 2)}
        self._playhead = QGraphicsLineItem(self)
        self._playhead.setZValue(3)
        self._plot = plot
        plot.appeared.connect(self.refresh)

    def show_costs(self, costs: CostLines, log: bool, log_across: bool = False) -> None:
        """Draw the lines, in log10 of the cost where `log`, of epoch or iteration where `log_across`."""
        self.costs, self.log, self.log_across = costs, log, log_across
        self._trace()

    def refresh(self, *_: object) -> None:
        super().refresh()
        self._trace()

    @property
    def lines(self) -> tuple[CostLine, ...]:
        """Those that are shown."""
        return self.costs.lines if self.costs else ()

    def line(self, name: str) -> CostLine | None:
        """The line of that name, if it is shown."""
        return next((line for line in self.lines if line.name == name), None)

    def heights(self, costs: Floats) -> Floats:
        """Costs in the units of the axis."""
        return np.log10(np.maximum(costs, TINY)) if self.log else costs

    def places(self, x: Floats, costs: Floats) -> tuple[Floats, Floats]:
        """Pixels of costs at epochs or iterations."""
        return self.to_pixels(across(x, self.log_across), self.heights(costs))

    def ends(self) -> list[tuple[str, float, float]]:
        """(name, cost, pixel height of the end) of each line that is shown."""
        ends = [(line.name, float(line.shown[-1])) for line in self.lines]
        heights = self.heights(np.array([j for _, j in ends]))
        pixels = self.to_pixels(heights, heights)[1]
        return [(name, j, float(y)) for (name, j), y in zip(ends, pixels, strict=True)]

    def color(self, name: str) -> str:
        """What a line is drawn in."""
        return self.theme.dev_curve if name == "dev" else self.theme.train_curve

    def _trace(self) -> None:
        """Put down what is to be seen; of a plot that is hidden nothing."""
        if self.costs is None or not self._plot.isVisibleTo(self._plot.window()):
            return
        is_empty = all(len(line.x) == 1 for line in self.lines)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents, not is_empty)
        for name, trace in self._traces.items():
            line = self.line(name)
            if line is None:
                trace.clear()
            else:
                self._trace_faint(trace, line)
                self._trace_line(trace, line)
        self._playhead.setVisible(self.costs.playhead is not None)
        if self.costs.playhead is not None:
            x = float(self.places(np.array([self.costs.playhead]), np.ones(1))[0][0])
            self._playhead.setPen(QPen(QColor(self.theme.text), scaled(1.5)))
            self._playhead.setLine(x, 0, x, self.boundingRect().height())

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """The sentence, behind the ends of the lines."""
        if self.costs is None:
            return
        sentence = AGAIN if self.costs.anew else EMPTY
        painter.setFont(font("label"))
        painter.setPen(QColor(self.theme.text3))
        wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        words = painter.boundingRect(rect.adjusted(4, 0, -4, 0), wrapped, sentence)
        painter.fillRect(words.adjusted(-6, 0, 6, 0), QColor(self.theme.window))
        painter.drawText(words, wrapped, sentence)

    def _seen(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """What of a line lies in view, and a point beyond at either side; no more than can be told apart.

        What is far above or below is brought nearer: it would have more dashes than there is memory for.
        """
        end = np.searchsorted(x, self.boundingRect().width()) + 1
        seen = slice(max(0, np.searchsorted(x, 0) - 1), end)
        return spaced(x[seen], np.clip(y[seen], -FAR, FAR))

    def _trace_faint(self, trace: Trace, line: CostLine) -> None:
        """The single costs, where averages are shown."""
        if not line.smooth.size or len(line.x) == 1:
            trace.faint.clear()
            return
        ground, ink = parse(self.theme.window), parse(self.color(line.name))
        color = QColor(*mix(ground, ink, np.array(FAINT)).tolist())
        trace.faint.show(polyline(*self._seen(*self.places(line.x, line.y))), color.name(), scaled(1))

    def _trace_line(self, trace: Trace, line: CostLine) -> None:
        dash, color = line.name == "dev", self.color(line.name)
        x, y = self.places(line.x, line.shown)
        trace.mark_end(
            QPointF(x[-1], y[-1]), scaled(3.5 if dash else 2.5), color, self.theme.window if dash else color
        )
        x, y = self._seen(x, y)
        if len(x) < 2:
            trace.line.clear()
            return
        path = polyline(*dashed(x, y, *map(scaled, DASH))) if dash else polyline(x, y)
        trace.line.show(path, color, scaled(LINE))
