"""The picture of a learning curve: both errors against m, and at its end the gap between them."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from engine.learning_curve import CurvePoint, LearningCurve
from playground.lettering import font, px, scaled
from playground.theme import DARK, Theme
from playground.widgets.plot import Floats, Grid, PixelItem, Plot, nearest
from playground.widgets.plot_numbers import number, percent, reach
from playground.widgets.strokes import dashed, polyline, stroke
from playground.widgets.themed import describe

LINE, DASH = 2.0, (5.0, 3.0)
APART = 6  # pixels between the lines and a text
EMPTY = "The first point comes when the smallest part has been learned"
TIP = (
    "Train: the error on the m examples that were learned from. Dev: that on the whole dev set. Lines that "
    "meet high up: high bias, more data will not help. A gap between them: high variance, more data will."
)


def heights(curve: LearningCurve, part: str) -> Floats:
    """The errors of a part in percent, NaN where they are unknown."""
    errors = [getattr(point, part) for point in curve.points]
    return np.array([np.nan if error is None else 100 * error for error in errors])


def reading(point: CurvePoint) -> str:
    """m 60: train 3.3 %, dev 8.1 %."""
    words = [f"m {number(point.m, 0)}"]
    words += [
        f"{name} {percent(e)}" for name, e in (("train", point.train), ("dev", point.dev)) if e is not None
    ]
    return "   ".join([*words, "diverged"] if point.diverged else words)


class CurveLines(PixelItem):
    """Train solid with discs, dev dashed with rings, the gap of the last point, the point that is read."""

    def __init__(self, plot: Plot, theme: Theme = DARK) -> None:
        super().__init__(plot, theme, 0)
        self.curve: LearningCurve | None = None
        self.log = True
        self.read: int | None = None

    def across(self, m: Floats) -> Floats:
        """Numbers of examples in the units of the axis."""
        return np.log10(m) if self.log else m

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if self.curve is None or not self.curve.points:
            self._draw_empty(painter, rect)
            return
        self._draw_read(painter, rect)
        self._draw_gap(painter)
        self._draw_line(painter, "dev", self.theme.dev_curve, dash=True)
        self._draw_line(painter, "train", self.theme.train_curve, dash=False)

    def _draw_empty(self, painter: QPainter, rect: QRectF) -> None:
        painter.setFont(font("label"))
        painter.setPen(QColor(self.theme.text3))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, EMPTY)

    def places(self, part: str) -> tuple[Floats, Floats]:
        """Where the known points of a part are in pixels."""
        assert self.curve is not None
        y = heights(self.curve, part)
        m = np.array([float(point.m) for point in self.curve.points])
        known = np.isfinite(y)
        return self.to_pixels(self.across(m[known]), y[known])

    def _draw_line(self, painter: QPainter, part: str, color: str, dash: bool) -> None:
        x, y = self.places(part)
        if len(x) > 1:
            path = polyline(*dashed(x, y, *map(scaled, DASH))) if dash else polyline(x, y)
            stroke(painter, path, color, scaled(LINE))
        painter.setPen(QPen(QColor(color), scaled(1.5)))
        painter.setBrush(QColor(self.theme.window if dash else color))
        radius = scaled(3.5 if dash else 2.5)
        for at_x, at_y in zip(x, y, strict=True):
            painter.drawEllipse(QPointF(at_x, at_y), radius, radius)

    def _draw_gap(self, painter: QPainter) -> None:
        """A bar from train to dev at the largest m so far, with its length in words left of it."""
        assert self.curve is not None
        last = self.curve.points[-1]
        if last.train is None or last.dev is None:
            return
        (x, low), (_, high) = ((float(v[-1]) for v in self.places(part)) for part in ("train", "dev"))
        painter.setPen(QPen(QColor(self.theme.accent_line), scaled(6), c=Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(x, low), QPointF(x, high))
        words = f"gap {percent(last.dev - last.train)}"
        painter.setFont(font("label", 600))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(words)
        if x - wide - px(14) < 0:
            return
        box = self._free(QRectF(x - wide - px(14), (low + high) / 2 - px(8), wide + px(4), px(16)))
        painter.fillRect(box, QColor(self.theme.window))
        painter.setPen(QColor(self.theme.accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _free(self, box: QRectF) -> QRectF:
        """The box where it is if it lies between the lines, else above or below both of them."""
        across = np.linspace(box.left(), box.right(), 16)
        low, high = (np.interp(across, *self.places(part)) for part in ("train", "dev"))
        upper, lower = np.minimum(low, high).max(), np.maximum(low, high).min()
        if upper + APART <= box.top() and box.bottom() <= lower - APART:
            return box
        top = float(np.minimum(low, high).min()) - px(APART) - box.height()
        below = float(np.maximum(low, high).max()) + px(APART)
        return QRectF(box.left(), top if top >= 0 else below, box.width(), box.height())

    def _draw_read(self, painter: QPainter, rect: QRectF) -> None:
        if self.curve is None or self.read is None or self.read >= len(self.curve.points):
            return
        m = np.array([float(self.curve.points[self.read].m)])
        x = float(self.to_pixels(self.across(m), m)[0][0])
        painter.setPen(QPen(QColor(self.theme.outline), 1))
        painter.drawLine(QPointF(x, 0), QPointF(x, rect.height()))


class CurvePlot(Plot):
    """The axes m and error, and the lines. `text` is what is read at the pointer, or by the arrow keys."""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme=theme)
        describe(self, "Learning curve", TIP)
        self.view.setMouseEnabled(False, False)
        self.set_margins(7, 12)
        self.axes["bottom"].set_name("examples m")
        self.axes["left"].set_name("error %")
        self._grid, self.lines = Grid(self, theme), CurveLines(self, theme)
        self.setMinimumHeight(px(220))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._grid.set_theme(theme)
        self.lines.set_theme(theme)

    def show_curve(self, curve: LearningCurve, sizes: tuple[int, ...], log: bool) -> None:
        """Draw a curve on axes that have room for all its sizes."""
        self.lines.curve, self.lines.log = curve, log
        self.axes["bottom"].log, self.axes["bottom"].integer = log, True
        ends = self.lines.across(np.array([float(sizes[0]), float(sizes[-1])]))
        self.axes["bottom"].places = self.lines.across(np.array(sizes, np.float64)).tolist()
        slack = 0.03 * (ends[1] - ends[0]) or 0.5
        known = np.concatenate([heights(curve, "train"), heights(curve, "dev")])
        top = reach(max(float(np.nanmax(known, initial=5.0)) * 1.05, 1.0))
        self.view.setRange(
            xRange=(float(ends[0] - slack), float(ends[1] + slack)), yRange=(-0.02 * top, top), padding=0
        )
        self.axes["bottom"].redraw()
        self.fit_left()
        self.lines.update()
        self.setAccessibleDescription("; ".join(map(reading, curve.points)) or EMPTY)

    def read_at(self, place: float) -> str:
        """The point nearest to a place of the axis, in words; its line is drawn."""
        curve = self.lines.curve
        if curve is None or not curve.points:
            return ""
        line = self.lines.across(np.array([float(point.m) for point in curve.points]))
        return self.read(nearest(line, place))

    def read(self, index: int | None) -> str:
        """One point in words, or none."""
        curve = self.lines.curve
        known = curve is not None and index is not None and 0 <= index < len(curve.points)
        self.lines.read = index if known else None
        self.lines.update()
        return reading(curve.points[index]) if known and curve is not None and index is not None else ""
