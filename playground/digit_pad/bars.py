"""What the network answers: a bar for the probability of every class, or one number."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.activations import Array
from playground.lettering import font, px
from playground.widgets.data_thumbnail import draw_marker
from playground.widgets.themed import Themed

MOST, LINE, WIDTH = 10, 24, 220
MARK, NAME, NUMBER, BAR = 18, 52, 60, 8
NOTHING = "Nothing is drawn yet"


def probabilities(answer: Array, n_classes: int) -> Array:
    """Of every class; a single sigmoid unit says that of class 1."""
    return np.array([1 - answer[0], answer[0]]) if n_classes == 2 and len(answer) == 1 else answer


class Bars(Themed, QWidget):
    """Give it the network's answer with `show_answer`. The likeliest class is in bold, with a chevron."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self._shares: Array | None = None
        self._value = ""
        self._shown: list[int] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_answer((), None)

    @property
    def top(self) -> str:
        """The name of the likeliest class; "" while there is none."""
        return "" if self._shares is None else self._names[int(self._shares.argmax())]

    def show_answer(self, names: Sequence[str], answer: Array | None) -> None:
        """Names of the classes, none for a number; no answer while nothing is drawn."""
        rows = len(self._rows())
        self._names, self._value, self._shares = names, "", None
        if answer is not None and names:
            self._shares = probabilities(answer, len(names))
        elif answer is not None:
            self._value = f"{float(answer[0]):.4g}".replace("-", "\u2212")
        self._shown = self._rows()
        if len(self._shown) != rows:
            self.updateGeometry()
        self.setAccessibleName(self._words())
        self.update()

    def _rows(self) -> list[int]:
        """All classes in their order; of many the likeliest."""
        if len(self._names) <= MOST or self._shares is None:
            return list(range(min(len(self._names), MOST)))
        return [int(index) for index in np.argsort(-self._shares, kind="stable")[:MOST]]

    def _words(self) -> str:
        if self._shares is not None:
            return f"Prediction: {self.top}, {100 * float(self._shares.max()):.0f} %"
        return f"Prediction: {self._value}" if self._value else NOTHING

    def sizeHint(self) -> QSize:
        return QSize(px(WIDTH), px(LINE) * max(1, len(self._shown)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._names:
            painter.setPen(QColor(self.theme.text))
            painter.setFont(font("number" if self._value else "body"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self._value or NOTHING)
        for row, index in enumerate(self._shown):
            self._paint_row(painter, px(LINE) * row, index)
        painter.end()

    def _paint_row(self, painter: QPainter, top: float, index: int) -> None:
        line = QRectF(0, top, self.width(), px(LINE))
        share = 0.0 if self._shares is None else float(self._shares[index])
        first = self._shares is not None and index == int(self._shares.argmax())
        color = QColor(self.theme.class_color(index))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        draw_marker(painter, QPointF(px(MARK) / 2, line.center().y()), self.theme.marker(index), px(4.5))
        self._paint_words(painter, line, self._names[index], share, first)
        room = line.adjusted(
            px(MARK + NAME), (px(LINE) - px(BAR)) / 2, -px(NUMBER), -(px(LINE) - px(BAR)) / 2
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.raised))
        painter.drawRoundedRect(room, px(BAR) / 2, px(BAR) / 2)
        painter.setBrush(color)
        if share >= 0.005:
            filled = QRectF(room.topLeft(), room.bottomRight())
            filled.setWidth(max(room.width() * share, px(BAR)))
            painter.drawRoundedRect(filled, px(BAR) / 2, px(BAR) / 2)

    def _paint_words(self, painter: QPainter, line: QRectF, name: str, share: float, first: bool) -> None:
        """The name before the bar, the share behind it; bold and with a chevron what comes first."""
        painter.setPen(QColor(self.theme.text if first else self.theme.text2))
        painter.setFont(font("body", 700 if first else 400))
        before = QRectF(px(MARK) + px(4), line.top(), px(NAME) - px(8), line.height())
        words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(before.width()))
        painter.drawText(before, Qt.AlignmentFlag.AlignVCenter, words)
        behind = QRectF(line.right() - px(NUMBER), line.top(), px(NUMBER), line.height())
        number = "" if self._shares is None else f"{100 * share:.0f} %"
        aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(behind, aligned, f"\u2039 {number}" if first else number)
