"""The rows of the Signals panel, one a layer: histograms now, or as ridges over the recorded epochs."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.signals import Histogram, LayerSignals
from playground.frames import Frame, Signals
from playground.lettering import font, px, scaled
from playground.panels.signals.words import name_of, normalised, notes, power, through
from playground.widgets.plot_numbers import number
from playground.widgets.themed import Themed

NAME, NOTES, HEAD, ROW, LEAST = 76, 188, 20, 76, 96
GAP, BARS = 14, 44
QUANTITIES = ("Z", "A", "dZ", "W", "dW")
TITLES = {"Z": "Z", "A": "Activations A", "dZ": "log₁₀ |dZ|", "W": "Weights W", "dW": "log₁₀ |dW|"}
MASK, MASK_WIDE = 24, 60  # pixels of the picture of a dropout mask, at most so high
LEFT, RIGHT, CENTRE = (
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
)


class Rows(Themed, QWidget):
    """`show_signals` for each frame; `set_ridges` puts the past behind the present."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._signals: Signals | None = None
        self._ridges = False
        self.setAccessibleName("Signals of the layers")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_signals(self, signals: Signals, frame: Frame) -> None:
        """The signals of a frame."""
        others = self._signals is None or len(self._signals.layers) != len(signals.layers)
        self._signals = signals
        self.setAccessibleDescription(describe_signals(signals, frame.iteration == 0))
        if others:
            self.updateGeometry()
        self.update()

    def set_ridges(self, ridges: bool) -> None:
        """Show recorded epochs behind each other, or the present alone."""
        self._ridges = ridges
        self.update()

    def sizeHint(self) -> QSize:
        rows = len(self._signals.layers) if self._signals else 2
        return QSize(px(NAME + NOTES + len(QUANTITIES) * (LEAST + GAP)), px(HEAD + rows * ROW))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # How it looks

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._signals is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        for k, state in enumerate(self._signals.layers):
            self._paint_layer(painter, px(HEAD) + k * px(ROW), state, self._signals)

    def _cell(self, k: int, top: int) -> QRectF:
        """Where the k-th histogram of a row stands."""
        room = (self.width() - px(NAME) - px(NOTES)) / len(QUANTITIES)
        return QRectF(px(NAME) + k * room, top + 4, room - px(GAP), px(BARS))

    def _write(
        self, painter: QPainter, place: QRectF, text: str, color: str, align: Qt.AlignmentFlag = LEFT
    ) -> None:
        painter.setPen(QColor(color))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(place.width()))
        painter.drawText(place, align, shown)

    def _paint_head(self, painter: QPainter) -> None:
        painter.setFont(font("label"))
        self._write(painter, QRectF(0, 0, px(NAME), px(HEAD)), "Layer", self.theme.text3)
        for k, quantity in enumerate(QUANTITIES):
            cell = self._cell(k, 0)
            place = QRectF(cell.left(), 0, cell.width(), px(HEAD))
            self._write(painter, place, TITLES[quantity], self.theme.text3)

    def _paint_layer(self, painter: QPainter, top: int, state: LayerSignals, signals: Signals) -> None:
        painter.setFont(font("body", 600))
        self._write(painter, QRectF(0, top, px(NAME), px(18)), str(state.layer), self.theme.text)
        painter.setFont(font("label"))
        self._write(painter, QRectF(0, top + px(18), px(NAME), px(16)), name_of(state), self.theme.text3)
        self._paint_mask(painter, QPointF(0, top + px(36)), state.layer, signals)
        past = [p.layers[state.layer - 1] for p in signals.past] if self._ridges else []
        for k, quantity in enumerate(QUANTITIES):
            self._paint_cell(painter, self._cell(k, top), quantity, [*past, state])
        self._paint_notes(painter, top, state, signals)

    def _paint_mask(self, painter: QPainter, at: QPointF, layer: int, signals: Signals) -> None:
        """Which units the next mini-batch keeps: a row a unit, a column an example."""
        mask = signals.masks.get(layer)
        if mask is None:
            return
        on, off = QColor(self.theme.text3).rgb(), QColor(self.theme.raised).rgb()
        pixels = np.where(mask, np.uint32(on), np.uint32(off)).astype(np.uint32)
        high, wide = pixels.shape
        image = QImage(pixels.data, wide, high, 4 * wide, QImage.Format.Format_RGB32)
        painter.drawImage(QRectF(at.x(), at.y(), px(MASK_WIDE), min(px(MASK), px(3) * high)), image)

    def _paint_cell(
        self, painter: QPainter, cell: QRectF, quantity: str, states: Sequence[LayerSignals]
    ) -> None:
        histograms: list[Histogram] = [getattr(state, quantity) for state in states]
        low, high = min(h.low for h in histograms), max(h.high for h in histograms)
        signed = quantity in ("Z", "A", "W")
        if len(histograms) > 1:
            self._paint_ridges(painter, cell, histograms, low, high, signed)
        else:
            self._paint_bars(painter, cell, histograms[0], signed)
        painter.setPen(QPen(QColor(self.theme.line_strong), 1))
        painter.drawLine(cell.bottomLeft(), cell.bottomRight())
        self._paint_ends(painter, cell, histograms[-1], low, high, quantity)

    def _paint_ends(
        self, painter: QPainter, cell: QRectF, now: Histogram, low: float, high: float, quantity: str
    ) -> None:
        painter.setFont(font("axis"))
        below = QRectF(cell.left(), cell.bottom() + 1, cell.width(), px(14))
        digits = 0 if now.log else 1
        self._write(painter, below, number(low, digits), self.theme.text3, LEFT)
        self._write(painter, below, number(high, digits), self.theme.text3, RIGHT)
        if now.log:
            self._write(painter, below, f"‖{quantity}‖ {power(now.norm)}", self.theme.text3, CENTRE)

    def _color(self, centre: float, half: float, signed: bool) -> QColor:
        """Orange below 0, blue above, grey around it; sizes have no sign."""
        if not signed:
            return QColor(self.theme.dev_curve)
        ink = self.theme.outline if abs(centre) < half else None
        return QColor(ink or (self.theme.pos_line if centre > 0 else self.theme.neg_line))

    def _paint_bars(self, painter: QPainter, cell: QRectF, histogram: Histogram, signed: bool) -> None:
        counts, step = histogram.counts, (histogram.high - histogram.low) / len(histogram.counts)
        most, wide = max(1, int(counts.max())), cell.width() / len(counts)
        for k, seen in enumerate(counts.tolist()):
            if seen:
                high = max(1.5, seen / most * cell.height())
                bar = QRectF(cell.left() + k * wide, cell.bottom() - high, wide - 0.7, high)
                centre = histogram.low + (k + 0.5) * step
                painter.fillRect(bar, self._color(centre, step / 2, signed))

    def _paint_ridges(
        self,
        painter: QPainter,
        cell: QRectF,
        histograms: Sequence[Histogram],
        low: float,
        high: float,
        signed: bool,
    ) -> None:
        """The oldest at the top and at the back, the present at the bottom and in front."""
        rise = cell.height() / (len(histograms) + 1)
        for k, histogram in enumerate(histograms):
            base = cell.top() + (k + 2) * rise
            ridge = ridge_of(
                histogram, QRectF(cell.left(), base - 2 * rise, cell.width(), 2 * rise), low, high
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.window))
            painter.drawPolygon(ridge)
            newest = k == len(histograms) - 1
            ink = self.theme.accent if newest else self.theme.text3
            painter.setPen(QPen(QColor(ink), scaled(1.5 if newest else 1)))
            painter.drawPolyline(ridge)

    def _paint_notes(self, painter: QPainter, top: int, state: LayerSignals, signals: Signals) -> None:
        left, wide = self.width() - px(NOTES), px(NOTES)
        lines = notes(state, signals.ratios.get(state.layer))
        lines += [(words, False) for words in normalised(state)]
        painter.setFont(font("label" if len(lines) <= 4 else "axis"))
        step = min(px(16), (px(ROW) - 2) / len(lines))
        for k, (text, warning) in enumerate(lines):
            place = QRectF(left, top + k * step, wide, step)
            self._write(painter, place, f"⚠ {text}" if warning else text, self._ink(warning))

    def _ink(self, warning: bool) -> str:
        return self.theme.warn if warning else self.theme.text2


def ridge_of(histogram: Histogram, area: QRectF, low: float, high: float) -> QPolygonF:
    """The outline of a histogram over an axis from `low` to `high`, standing on the area's bottom."""
    counts = histogram.counts / max(1, int(histogram.counts.max()))
    edges = np.linspace(histogram.low, histogram.high, len(counts) + 1)
    centres = (edges[:-1] + edges[1:]) / 2
    across = area.left() + (centres - low) / (high - low) * area.width()
    up = area.bottom() - counts * area.height()
    ends = [QPointF(float(across[0]), area.bottom()), QPointF(float(across[-1]), area.bottom())]
    middle = [QPointF(x, y) for x, y in zip(across.tolist(), up.tolist(), strict=True)]
    return QPolygonF([ends[0], *middle, ends[1]])


def describe_signals(signals: Signals, fresh: bool) -> str:
    """All layers in words."""
    lines = [through(signals, fresh)[0]]
    for state in signals.layers:
        said = ", ".join(text for text, _ in notes(state, signals.ratios.get(state.layer)))
        lines.append(f"Layer {state.layer}, {name_of(state)}: {said}")
    return ". ".join(lines)
