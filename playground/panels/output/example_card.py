"""The example that is looked at: its features or its picture, its label, and what the network says of it now.

The numbers are painted, not labels: they change with every frame.
"""

from collections.abc import Sequence

import numpy as np
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine.data import Dataset
from playground.frames import Example
from playground.lettering import font, px, scaled
from playground.panels.output.example_words import (
    DOUBT,
    answer_of,
    features_of,
    label_text,
    sentence_of,
    title_of,
)
from playground.widgets.buttons import IconButton, TextButton
from playground.widgets.labeled_field import ElidedLabel
from playground.widgets.plot_numbers import cost, number
from playground.widgets.themed import Themed, describe, rich

RADIUS, PADDING, LINE, BARS, PICTURE, APART = 8, 12, 18, 38, 54, 14
MOST_LINES, MOST_BARS, MOST_TOLD = 3, 10, 100
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
CLOSE_TIP = "Looks at no example any more (Esc on the plane)."
FLIP_TIP = "Gives this painted point the next class; a value changes its sign. Undo takes it back."
DOUBT_TIP = (
    "The network is surer of another class here than it usually is of that class. Look whether the label is "
    "right; train examples that it has learned by heart are not found."
)


def picture_of(values: np.ndarray, image: tuple[int, ...]) -> QImage:
    """The pixels of an example (n,) as a picture, from black at 0 or below to white at the largest."""
    height, width = image[:2]
    low, high = min(0.0, float(values.min())), float(values.max())
    grey = np.rint((values - low) * (255 / (high - low) if high > low else 0)).astype(np.uint8)
    depth = image[2] if len(image) > 2 else 1
    pixels = np.ascontiguousarray(np.broadcast_to(grey.reshape(height, width, depth), (height, width, 3)))
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def packed(words: Sequence[str], width: float, metrics: QFontMetricsF, most: int) -> list[str]:
    """The words in at most so many lines of that width; what has no room is counted at the end."""
    lines: list[str] = [""]
    for told, word in enumerate(words):
        longer = f"{lines[-1]}   {word}" if lines[-1] else word
        rest = f"   and {len(words) - told - 1} more"
        last = len(lines) == most and told < len(words) - 1
        if not lines[-1] or metrics.horizontalAdvance(longer + (rest if last else "")) <= width:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] += f"   and {len(words) - told} more"
            break
    return lines


class ExampleBody(Themed, QWidget):
    """Features, label, answer, a bar for each class, and the loss."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._example: Example | None = None
        self._data: Dataset | None = None
        self._picture = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_example(self, example: Example, data: Dataset) -> None:
        """Show an example of these data."""
        before = self._example
        is_other = before is None or before.place != example.place or data is not self._data
        self._example, self._data = example, data
        if is_other:
            self._picture = QImage() if data.image is None else picture_of(example.values, data.image)
            told = features_of(example, data)[:MOST_TOLD] if data.image is None else []
            self.setToolTip(rich("\n".join(told) if told else DOUBT_TIP))
            self.updateGeometry()
        self.update()

    @property
    def lines(self) -> list[str]:
        """The features as they are shown."""
        if self._example is None or self._data is None or self._data.image is not None:
            return []
        metrics = QFontMetricsF(font("label", mono=False))
        words = features_of(self._example, self._data)
        return packed(words, self.width() or px(200), metrics, MOST_LINES)

    def resizeEvent(self, event: object) -> None:
        self.updateGeometry()

    def fit_type(self) -> None:
        """As high as its words."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        above = px(PICTURE) + px(4) if not self._picture.isNull() else len(self.lines) * px(LINE)
        words = 2 * px(LINE) if self._picture.isNull() else 0
        bars = px(BARS) + px(6) if self._data is not None and self._data.n_classes else 0
        return QSize(px(200), above + words + bars)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._example is None or self._data is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rest = QRectF(self.rect())
        if self._picture.isNull():
            for text in self.lines:
                self._write(painter, rest, text, self.theme.text2)
                rest.setTop(rest.top() + px(LINE))
            self._draw_words(painter, rest)
            rest.setTop(rest.top() + 2 * px(LINE))
        else:
            side = float(px(PICTURE))
            painter.drawImage(QRectF(0, 0, side, side), self._picture)
            self._draw_words(painter, rest.adjusted(side + px(12), px(9), 0, 0))
            rest.setTop(side + px(4))
        if self._data.n_classes:
            self._draw_bars(painter, rest.adjusted(0, px(6), 0, 0))
        painter.end()

    def _draw_words(self, painter: QPainter, area: QRectF) -> None:
        """Two lines: the label and the loss, the answer and the doubt."""
        assert self._example is not None
        assert self._data is not None
        example, data, theme = self._example, self._data, self.theme
        is_right = not data.n_classes or int(example.probabilities.argmax()) == example.label
        self._write(painter, area, f"label {label_text(data, example.label)}", theme.text)
        self._write(painter, area, f"loss {cost(example.loss)}", theme.text, RIGHT, 600)
        below = area.adjusted(0, px(LINE), 0, 0)
        doubt = DOUBT if example.suggested >= 0 else ""
        verdict = f", {'right' if is_right else 'wrong'}" if data.n_classes and not doubt else ""
        answer = f"network {answer_of(example, data)}{verdict}"
        room = QFontMetricsF(font("label", 600)).horizontalAdvance(doubt)
        self._write(painter, below.adjusted(0, 0, -room - px(8) if doubt else 0, 0), answer, theme.text2)
        if doubt:
            self._write(painter, below, doubt, theme.warn, RIGHT, 600)

    def _draw_bars(self, painter: QPainter, area: QRectF) -> None:
        """p of each class as a bar, its sign below; the label's sign stands on a ground of its own."""
        assert self._example is not None
        assert self._data is not None
        p, theme = self._example.probabilities, self.theme
        shown = range(len(p)) if len(p) <= MOST_BARS else sorted(np.argsort(p)[-MOST_BARS:].tolist())
        wide = min(area.width() / len(shown), px(72))
        high = px(BARS) - px(20)
        for k, c in enumerate(shown):
            cell = QRectF(area.left() + k * wide, area.top(), wide - px(4), px(BARS))
            base = cell.top() + high
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.active))
            painter.drawRect(QRectF(cell.left(), base - 1, cell.width(), 1))
            painter.setBrush(QColor(theme.class_color(c)))
            painter.drawRect(QRectF(cell.left(), base - high * p[c], cell.width(), high * p[c]))
            sign = QRectF(cell.left(), base + px(2), cell.width(), px(16))
            if c == self._example.label:
                painter.setBrush(QColor(theme.active))
                painter.drawRoundedRect(sign, 4, 4)
            self._draw_sign(painter, sign, c)

    def _draw_sign(self, painter: QPainter, sign: QRectF, c: int) -> None:
        """The marker of a class and, where there is room, its p."""
        assert self._example is not None
        painter.save()
        text = number(float(self._example.probabilities[c]), 2)
        roomy = sign.width() >= px(44)
        middle = sign.left() + px(9) if roomy else sign.center().x()
        painter.translate(middle, sign.center().y())
        pen, color = QPen(Qt.PenStyle.NoPen), QColor(self.theme.class_color(c))
        drawSymbol(painter, self.theme.marker(c), scaled(7), pen, color)
        painter.restore()
        if roomy:
            self._write(painter, sign.adjusted(px(18), 0, -px(3), 0), text, self.theme.text2, whole=True)

    def _write(
        self,
        painter: QPainter,
        area: QRectF,
        text: str,
        ink: str,
        place: Qt.AlignmentFlag = LEFT,
        weight: int | None = None,
        whole: bool = False,
    ) -> None:
        """One line at the top of an area, cut where it has no room."""
        painter.setFont(font("label", weight))
        painter.setPen(QColor(ink))
        line = area if whole else QRectF(area.left(), area.top(), area.width(), px(LINE))
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, line.width() + 1)
        painter.drawText(line, place, shown)


class ExampleCard(Themed, QWidget):
    """Shown while a frame has an example. Emits `closed`; `flip_button` is there for painted points."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.body = ElidedLabel("", "heading"), ExampleBody()
        self.title.setFont(font("body", 600))
        self.close_button = IconButton("close", "Close example", CLOSE_TIP, size=22)
        self.flip_button = TextButton("Flip label", FLIP_TIP)
        self.close_button.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.flip_button)
        top.addWidget(self.close_button)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(PADDING, 6, PADDING, 8)
        lines.setSpacing(2)
        lines.addLayout(top)
        lines.addWidget(self.body)
        self.setAccessibleName("Example")
        self.hide()

    def show_example(self, example: Example | None, data: Dataset, can_flip: bool = False) -> None:
        """Show an example of these data; without one the card is not there."""
        self.setVisible(example is not None)
        if example is None:
            return
        self.title.set_text(title_of(example, data))
        self.flip_button.setVisible(can_flip)
        self.body.show_example(example, data)
        describe(self.body, "Example in words")
        self.setAccessibleDescription(sentence_of(example, data))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.raised))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.end()
