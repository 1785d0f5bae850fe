"""Numbers beside the cost curves: at the line ends, and under the pointer."""

import math
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.frames import CostLine
from playground.lettering import font, px, scaled
from playground.panels.cost.curves import Curves
from playground.theme import DARK, Theme
from playground.widgets.plot import PixelItem, Plot, nearest
from playground.widgets.plot_numbers import THIN_SPACE, cost
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
    """A line at the recorded point nearest to the pointer, with a dot on each curve."""

    def __init__(self, plot: Plot, curves: Curves, theme: Theme = DARK) -> None:
        super().__init__(plot, theme, 10)
        self._curves = curves
        self.epoch: float | None = None
        self.hide()

    def point_at(self, epoch: float | None) -> None:
        """Where the pointer is; None hides the line."""
        if epoch != self.epoch:
            self.epoch = epoch
            self.setVisible(epoch is not None)
            self.update()

    def readings(self) -> list[tuple[CostLine, int]]:
        """The lines and the place of each that is nearest to the pointer."""
        if self.epoch is None:
            return []
        wanted = 10**self.epoch if self._curves.log_across else self.epoch
        return [(line, nearest(line.x, wanted)) for line in self._curves.lines]

    def text(self) -> str:
        """epoch 120   train 0.141   dev 0.150."""
        found = self.readings()
        if not found or self._curves.costs is None:
            return ""
        line, i = found[0]
        at = f"{line.x[i]:,.1f}".removesuffix(".0").replace(",", THIN_SPACE)
        costs = [f"{line.name} {cost(float(line.shown[i]))}" for line, i in found]
        return "   ".join([f"{self._curves.costs.unit} {at}", *costs])

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        found = self.readings()
        if not found:
            return
        line, i = found[0]
        painter.setPen(QPen(QColor(self.theme.outline), 1))
        x = self._curves.places(line.x[i : i + 1], line.shown[i : i + 1])[0][0]
        painter.drawLine(QPointF(x, 0), QPointF(x, rect.height()))
        painter.setBrush(QColor(self.theme.window))
        for line, i in reversed(found):
            (x,), (y,) = self._curves.places(line.x[i : i + 1], line.shown[i : i + 1])
            painter.setPen(QPen(QColor(self._curves.color(line.name)), scaled(1.5)))
            painter.drawEllipse(QPointF(x, y), scaled(3), scaled(3))


class EndLabels(Themed, QWidget):
    """The present costs, right of the plot, each at the height of its line's end; the unit below them."""

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
        left_middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font("label", 600))
        for name, text, y in self.places():
            painter.setPen(QColor(self._curves.color(name)))
            place = QRectF(LABEL_LEFT, y - px(8), self.width() - LABEL_LEFT, px(16))
            painter.drawText(place, left_middle, text)
        painter.setFont(font("axis"))
        painter.setPen(QColor(self.theme.text3))
        below = self._curves.view.geometry().bottom() + px(6)
        unit = self._curves.costs.unit if self._curves.costs else "epoch"
        painter.drawText(QRectF(0, below, self.width(), px(14)), Qt.AlignmentFlag.AlignRight, unit)
        painter.end()
