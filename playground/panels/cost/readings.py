"""Numbers beside the cost curves: at the line ends, and under the pointer."""

import math
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.lettering import font, px, scaled
from playground.panels.cost.curves import Curves
from playground.theme import DARK, Theme
from playground.widgets.plot import PixelItem, Plot, nearest
from playground.widgets.plot_numbers import cost
from playground.widgets.themed import Themed

LABEL_HEIGHT, LABEL_LEFT = 13, 8
WIDEST = ("0.00888", "8.88e−8", "8.8e−88", "888\u2009888", "888.888")  # what a cost can look like


def spread(heights: list[float], gap: float, low: float, high: float) -> list[float]:
    """Centres of labels, as near to the wanted heights as a `gap` between neighbours allows."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    result = list(heights)
    for above, below in pairwise(order):
        lacking = gap - (result[below] - result[above])
        if lacking > 0:
            result[above] -= lacking / 2
            result[below] += lacking / 2
    if order:
        shift = max(0.0, low - result[order[0]]) - max(0.0, result[order[-1]] - high)
        result = [height + shift for height in result]
    return result


class CrossHair(PixelItem):
    """A line at the recorded epoch nearest to the pointer, with a dot on each curve."""

    def __init__(self, plot: Plot, curves: Curves, theme: Theme = DARK) -> None:
        super().__init__(plot, theme, 10)
        self._curves = curves
        self.epoch: float | None = None

    def point_at(self, epoch: float | None) -> None:
        """Where the pointer is; None hides the line."""
        if epoch != self.epoch:
            self.epoch = epoch
            self.update()

    @property
    def index(self) -> int | None:
        """The place in the curve that is read."""
        curve = self._curves.curve
        return None if self.epoch is None or curve is None else nearest(curve.epochs, self.epoch)

    def text(self) -> str:
        """epoch 120   train 0.141   dev 0.150."""
        if self.index is None or self._curves.curve is None:
            return ""
        curve, i = self._curves.curve, self.index
        dev = f"   dev {cost(float(curve.dev[i]))}" if len(curve.dev) else ""
        epoch = f"{curve.epochs[i]:.1f}".removesuffix(".0")
        return f"epoch {epoch}   train {cost(float(curve.train[i]))}{dev}"

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if self.index is None or self._curves.curve is None:
            return
        curve, i = self._curves.curve, slice(self.index, self.index + 1)
        painter.setPen(QPen(QColor(self.theme.outline), 1))
        x = self.to_pixels(curve.epochs[i], curve.train[i])[0][0]
        painter.drawLine(QPointF(x, 0), QPointF(x, rect.height()))
        painter.setBrush(QColor(self.theme.window))
        for costs, color in ((curve.dev[i], self.theme.dev_curve), (curve.train[i], self.theme.train_curve)):
            if len(costs):
                y = self.to_pixels(curve.epochs[i], self._curves.heights(costs))[1][0]
                painter.setPen(QPen(QColor(color), scaled(1.5)))
                painter.drawEllipse(QPointF(x, y), scaled(3), scaled(3))


class EndLabels(Themed, QWidget):
    """The present costs, right of the plot, each at the height of its line's end; "epoch" below them."""

    def __init__(self, curves: Curves, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves = curves
        self.fit_type()

    def fit_type(self) -> None:
        """As wide as the widest cost."""
        metrics = QFontMetricsF(font("label", 600))
        self.setFixedWidth(LABEL_LEFT + math.ceil(max(map(metrics.horizontalAdvance, WIDEST))) + 1)

    def places(self) -> list[tuple[str, str, float]]:
        """(name, text, centre) of each label."""
        ends, view = self._curves.ends(), self._curves.view.geometry()
        low, high = view.top(), view.bottom() - px(LABEL_HEIGHT) / 2
        wanted = [min(max(y + view.top(), low), high) for _, _, y in ends]
        centres = spread(wanted, px(LABEL_HEIGHT), low, high)
        return [(name, cost(j), y) for (name, j, _), y in zip(ends, centres, strict=True)]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = {"train": self.theme.train_curve, "dev": self.theme.dev_curve}
        left_middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font("label", 600))
        for name, text, y in self.places():
            painter.setPen(QColor(colors[name]))
            place = QRectF(LABEL_LEFT, y - px(8), self.width() - LABEL_LEFT, px(16))
            painter.drawText(place, left_middle, text)
        painter.setFont(font("axis"))
        painter.setPen(QColor(self.theme.text3))
        below = self._curves.view.geometry().bottom() + px(6)
        painter.drawText(QRectF(0, below, self.width(), px(14)), Qt.AlignmentFlag.AlignRight, "epoch")
        painter.end()
