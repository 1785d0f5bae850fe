"""Two histograms over each other: the training part filled, and another part as an outline."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.lettering import fix, font, px
from playground.widgets.plot_numbers import number
from playground.widgets.themed import Themed

HEIGHT, FOOT, FILL = 64, 14, 0.45


class TwinHistogram(Themed, QWidget):
    """`train` and `other` are shares (k,) of the same bins; `ends` or, of few bins, `names` stand below."""

    def __init__(
        self,
        train: Sequence[float],
        other: Sequence[float],
        ends: tuple[float, float],
        names: Sequence[str] = (),
        is_test: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._train, self._other, self._is_test = list(train), list(other), is_test
        self._feet = list(names) if names else [_rounded(end) for end in ends]
        fix(self, height=HEIGHT)
        self.setFont(font("axis"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(280), px(HEIGHT))

    def _outline(self, shares: Sequence[float], room: QRectF, most: float) -> QPolygonF:
        """The upper edge of the bars, from the ground to the ground."""
        step = room.width() / len(shares)
        corners = [room.bottomLeft()]
        for k, share in enumerate(shares):
            y = room.bottom() - room.height() * share / most
            corners += [QPointF(room.left() + k * step, y), QPointF(room.left() + (k + 1) * step, y)]
        return QPolygonF([*corners, room.bottomRight()])

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        room = QRectF(1, 2, self.width() - 2, self.height() - px(FOOT) - 2)
        most = max(*self._train, *self._other, 1e-9)
        fill = QColor(theme.train_curve)
        fill.setAlphaF(FILL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(self._outline(self._train, room, most))
        dots = Qt.PenStyle.DotLine if self._is_test else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(theme.text if self._is_test else theme.dev_curve), 1.5, dots))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(self._outline(self._other, room, most))
        painter.setPen(QColor(theme.line_strong))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        self._draw_feet(painter, room)

    def _draw_feet(self, painter: QPainter, room: QRectF) -> None:
        """Numbers at both ends, or a name below each of a few bars."""
        painter.setPen(QColor(self.theme.text3))
        below = QRectF(room.left(), room.bottom() + 1, room.width(), px(FOOT))
        if len(self._feet) != len(self._train):
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self._feet[0])
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, self._feet[-1])
            return
        below.setWidth(room.width() / len(self._feet))
        for name in self._feet:
            shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(below.width()))
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, shown)
            below.translate(below.width(), 0)


def _rounded(value: float) -> str:
    return number(value, 2) if abs(value) < 1e6 else f"{value:.2g}"
