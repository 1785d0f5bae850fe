"""The cost curves, painted in pixels, and the range of the axes that shows them whole."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.history import Curve
from playground.frames import Frame
from playground.lettering import font, scaled
from playground.theme import DARK, Theme
from playground.widgets.plot import Floats, PixelItem, Plot, dashed, polyline, stroke
from playground.widgets.plot_numbers import reach

LINE, DASH = 2.0, (5.0, 3.0)
TINY = 1e-12  # where a cost of 0 stands on a logarithmic axis
SLACK = 0.02  # room beside the first and the last point for their markers
EMPTY = "The curve starts with the first step"

Range = tuple[tuple[float, float], tuple[float, float]]


def up_to_now(frame: Frame) -> Curve:
    """The recorded curve and, as its last point, the present costs, which may be those within an epoch.

    While a recorded moment is shown it is the whole curve as it is.
    """
    if is_past(frame):
        return frame.curve
    curve, now = frame.curve, frame.epoch + frame.position / frame.steps_per_epoch
    kept = curve.epochs < now
    dev = np.append(curve.dev[kept], frame.dev.cost) if frame.dev and len(curve.dev) else curve.dev[:0]
    return Curve(np.append(curve.epochs[kept], now), np.append(curve.train[kept], frame.train.cost), dev)


def is_past(frame: Frame) -> bool:
    """Whether a frame shows a recorded moment and not the newest one."""
    return frame.timeline is not None and not frame.timeline.live


def fitting_range(curve: Curve, log: bool) -> Range:
    """((first, last) epoch, (low, high) height) that show the whole curve; they grow in steps."""
    costs = np.concatenate([curve.train, curve.dev])
    last = reach(max(float(curve.epochs[-1]), 10.0))
    across = (-SLACK * last, (1 + SLACK) * last)
    if not log:
        return across, (0.0, reach(max(float(costs.max()) * 1.02, TINY)))
    low, high = np.log10(np.maximum([costs.min(), costs.max()], TINY))
    return across, (float(np.floor(2 * low - 0.05) / 2), float(np.ceil(2 * high + 0.05) / 2))


def trend(costs: Floats) -> str:
    """Whether the last tenth of a curve, at least three points, fell or rose by more than 1 %."""
    if len(costs) < 4:
        return ""
    before, now = float(costs[-1 - max(3, len(costs) // 10)]), float(costs[-1])
    if abs(now - before) <= 0.01 * abs(before):
        return "steady"
    return "falling" if now < before else "rising"


class Curves(PixelItem):
    """Train solid, dev dashed, with a disc and a ring at their ends; before the first step one sentence."""

    def __init__(self, plot: Plot, theme: Theme = DARK) -> None:
        super().__init__(plot, theme, 0)
        self.curve: Curve | None = None
        self.log = False
        self.playhead: int | None = None

    def show_curve(self, curve: Curve, log: bool, playhead: int | None = None) -> None:
        """Draw a curve, in log10 of the cost where `log`; a line at the epoch that is shown of the past."""
        self.curve, self.log, self.playhead = curve, log, playhead
        self.update()

    def heights(self, costs: Floats) -> Floats:
        """Costs in the units of the axis."""
        return np.log10(np.maximum(costs, TINY)) if self.log else costs

    def ends(self) -> list[tuple[str, float, float]]:
        """(name, cost, pixel height of the end) of each line that is shown."""
        if self.curve is None:
            return []
        lines = [("train", self.curve.train), ("dev", self.curve.dev)]
        ends = [(name, float(costs[-1])) for name, costs in lines if len(costs)]
        heights = self.heights(np.array([j for _, j in ends]))
        pixels = self.to_pixels(heights, heights)[1]
        return [(name, j, float(y)) for (name, j), y in zip(ends, pixels, strict=True)]

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if self.curve is None:
            return
        if len(self.curve.epochs) == 1:
            self._draw_empty(painter, rect)
        if len(self.curve.dev):
            self._draw_line(painter, self.curve.dev, self.theme.dev_curve, dash=True)
        self._draw_line(painter, self.curve.train, self.theme.train_curve, dash=False)
        if self.playhead is not None:
            x = float(self.to_pixels(np.array([self.playhead]), np.zeros(1))[0][0])
            painter.setPen(QPen(QColor(self.theme.text), scaled(1.5)))
            painter.drawLine(QPointF(x, 0), QPointF(x, rect.height()))

    def _draw_empty(self, painter: QPainter, rect: QRectF) -> None:
        painter.setFont(font("label"))
        painter.setPen(QColor(self.theme.text3))
        wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        words = painter.boundingRect(rect.adjusted(4, 0, -4, 0), wrapped, EMPTY)
        painter.fillRect(words.adjusted(-6, 0, 6, 0), QColor(self.theme.window))
        painter.drawText(words, wrapped, EMPTY)

    def _draw_line(self, painter: QPainter, costs: Floats, color: str, dash: bool) -> None:
        assert self.curve is not None
        x, y = self.to_pixels(self.curve.epochs, self.heights(costs))
        end = QPointF(x[-1], y[-1])
        seen = slice(max(0, np.searchsorted(x, 0) - 1), np.searchsorted(x, self.boundingRect().width()) + 1)
        x, y = x[seen], y[seen]
        if len(x) > 1:
            path = polyline(*dashed(x, y, *map(scaled, DASH))) if dash else polyline(x, y)
            stroke(painter, path, color, scaled(LINE))
        painter.setPen(QPen(QColor(color), scaled(1.5)))
        painter.setBrush(QColor(self.theme.window if dash else color))
        radius = scaled(3.5 if dash else 2.5)
        painter.drawEllipse(end, radius, radius)
