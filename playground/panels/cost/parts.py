"""What the present cost is made of: the data term and the penalty, in a line and a bar."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from engine.evaluation import Metrics
from engine.experiment import Experiment
from playground.lettering import fix, font, px
from playground.widgets.plot_numbers import cost
from playground.widgets.themed import Themed


def penalties(experiment: Experiment) -> str:
    """What weights cost: "L2", "L1", "L1 + L2" or nothing, counting the lambdas of single layers."""
    layers = (*experiment.layers, experiment.output)
    l1 = any(experiment.l1 if layer.l1 is None else layer.l1 for layer in layers)
    l2 = any(experiment.l2 if layer.l2 is None else layer.l2 for layer in layers)
    return " + ".join(name for name, there in (("L1", l1), ("L2", l2)) if there)


class CostParts(Themed, QWidget):
    """J 0.138 = data 0.127 + L2 penalty 0.011, with a bar of the two parts; without a penalty only J."""

    HEIGHT, LOW_HEIGHT = 30, 18

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._metrics: Metrics | None = None
        self._penalty = ""
        fix(self, height=self.LOW_HEIGHT)

    def show_metrics(self, train: Metrics, penalty: str) -> None:
        """The training part's cost; `penalty` names what is in it besides the data term."""
        if penalty != self._penalty:
            self._penalty = penalty
            fix(self, height=self.HEIGHT if penalty else self.LOW_HEIGHT)
        self._metrics = train
        self.setAccessibleName("".join(text for text, _, _ in self.words()))
        self.update()

    def words(self) -> list[tuple[str, str, bool]]:
        """(text, colour, bold) of the line, piece by piece."""
        if self._metrics is None:
            return []
        j, penalty = self._metrics.cost, self._metrics.penalty
        total = (f"J {cost(j)}", self.theme.text, True)
        if not self._penalty:
            return [total]
        data = (f" = data {cost(j - penalty)} + ", self.theme.text2, False)
        return [total, data, (f"{self._penalty} penalty {cost(penalty)}", self.theme.accent, False)]

    def fitting_words(self) -> list[tuple[str, str, bool]]:
        """The line with as many of its words as there is room for."""
        words = self.words()
        for name in (" penalty", "data "):
            if sum(self._length(text, bold) for text, _, bold in words) > self.width():
                words = [(text.replace(name, ""), color, bold) for text, color, bold in words]
        return words

    def _length(self, text: str, bold: bool) -> float:
        return QFontMetricsF(_style(bold)).horizontalAdvance(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.draw(QPainter(self))

    def draw(self, painter: QPainter) -> None:
        """The line, and the bar below it where there is a penalty."""
        x = 0.0
        for text, color, bold in self.fitting_words():
            painter.setFont(_style(bold))
            painter.setPen(QColor(color))
            width = self._length(text, bold)
            painter.drawText(QRectF(x, 0, width + 1, px(16)), Qt.AlignmentFlag.AlignVCenter, text)
            x += width
        if self._penalty and self._metrics is not None and self._metrics.cost > 0:
            self._draw_bar(painter, self._metrics.penalty / self._metrics.cost)

    def _draw_bar(self, painter: QPainter, penalty: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = min(max(penalty, 0.0), 1.0) * self.width()
        for left, right, color in (
            (0.0, self.width() - width - 2, self.theme.train_curve),
            (self.width() - width, float(self.width()), self.theme.accent),
        ):
            if right > left:
                painter.setBrush(QColor(color))
                painter.drawRoundedRect(QRectF(left, px(self.HEIGHT - 9), right - left, px(6)), 2, 2)


def _style(bold: bool) -> QFont:
    return font("body", 600 if bold else 400)
