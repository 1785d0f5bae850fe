"""The confusion matrix as a picture: a row for each label, a column for each answer, darkest where most are.

A cell is chosen by the mouse, or by the arrow keys and Enter.
"""

from typing import NamedTuple

import numpy as np
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.metrics import Classification
from playground.colormaps import ENTRIES
from playground.lettering import font, px, scaled
from playground.theme import Theme
from playground.widgets.plot_numbers import THIN_SPACE, number, percent
from playground.widgets.themed import Themed, announce, describe, focus_ring, keep_keys

LEAST, MOST, NAME, SIGN = 26, 64, 76, 7
SHARES = 40  # pixels that a cell must have for its share to be written below its count
BRIGHTEN = 0.6  # few mistakes are to be seen, too: shares are raised to this power
BLACK, WHITE = "#000000", "#FFFFFF"
TIP = (
    "A row for each label, a column for each answer of the network; the share is of the row. Click a cell, "
    "or choose one with the arrow keys and press Enter: its points light up on the plane (again: all points)."
)
DIRECTIONS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Spot(NamedTuple):
    """A cell: the class of the label and that of the answer."""

    label: int
    answer: int


class ConfusionMatrix(Themed, QWidget):
    """`show_counts` for every frame. Emits `chosen(Spot or None)` for the user; `lit` is the chosen one."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = np.zeros((0, 0), np.intp)
        self._classes: tuple[str, ...] = ()
        self.lit: Spot | None = None
        self.current = Spot(0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        keep_keys(self, *DIRECTIONS, *CHOOSE)
        describe(self, "Confusion matrix", TIP)

    def show_counts(self, found: Classification, classes: tuple[str, ...]) -> None:
        """The counts of a frame."""
        if classes != self._classes:
            self._classes, self.current = classes, Spot(0, 0)
            self.updateGeometry()
        if not np.array_equal(found.confusion, self._counts):
            self._counts = found.confusion
            self.setAccessibleDescription(self.sentence(self.current))
            self.update()

    def light(self, spot: Spot | None) -> None:
        """Mark another cell as the chosen one."""
        if spot != self.lit:
            self.lit = spot
            self.update()

    # Where things are

    @property
    def cell(self) -> int:
        """Pixels across and down a cell."""
        room = min(self.width() - px(NAME), self.height() - px(NAME) // 2)
        return max(px(LEAST), min(px(MOST), room // max(len(self._classes), 1)))

    def area(self, spot: Spot) -> QRectF:
        """Where a cell is."""
        side = self.cell
        return QRectF(px(NAME) + side * spot.answer, px(NAME) // 2 + side * spot.label, side, side)

    def spot_at(self, place: QPointF) -> Spot | None:
        """The cell there."""
        side = self.cell
        row, column = (place.y() - px(NAME) // 2) // side, (place.x() - px(NAME)) // side
        inside = 0 <= row < len(self._classes) and 0 <= column < len(self._classes)
        return Spot(int(row), int(column)) if inside else None

    def sizeHint(self) -> QSize:
        side = px(MOST if len(self._classes) <= 4 else 44) * len(self._classes)
        return QSize(px(NAME) + side, px(NAME) // 2 + side)

    def minimumSizeHint(self) -> QSize:
        side = px(LEAST) * len(self._classes)
        return QSize(px(NAME) + side, px(NAME) // 2 + side)

    def fit_type(self) -> None:
        """Larger type needs larger cells."""
        self.updateGeometry()

    # In words

    def share(self, spot: Spot) -> float:
        """Of the examples with that label, those with that answer."""
        return float(self._counts[spot] / max(self._counts[spot.label].sum(), 1))

    def sentence(self, spot: Spot) -> str:
        """Label 3, answer 5: 4 of 36 examples, 11.1 %."""
        if not len(self._counts):
            return TIP
        label, answer = self._classes[spot.label], self._classes[spot.answer]
        of = number(int(self._counts[spot.label].sum()), 0)
        found = f"{number(int(self._counts[spot]), 0)} of {of} examples, {percent(self.share(spot))}"
        return f"Label {label}, answer {answer}: {found}"

    # What the user does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and spot is not None:
            self.current = spot
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in CHOOSE:
            self._choose()
        elif key in DIRECTIONS:
            (down, across), last = DIRECTIONS[key], len(self._classes) - 1
            row, column = self.current
            self.current = Spot(min(max(row + down, 0), last), min(max(column + across, 0), last))
            self._tell()
        elif key == Qt.Key.Key_Escape and self.lit is not None:
            self.chosen.emit(None)
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        self._tell()
        self.chosen.emit(None if self.lit == self.current else self.current)

    def _tell(self) -> None:
        self.setAccessibleDescription(self.sentence(self.current))
        announce(self, self.sentence(self.current))
        self.update()

    def event(self, event: QEvent) -> bool:
        """The tooltip is that of the cell under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self.spot_at(QPointF(event.pos()))
            if spot is not None:
                QToolTip.showText(event.globalPos() + QPoint(8, 8), self.sentence(spot), self)
                return True
        return super().event(event)

    # The picture

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for c in range(len(self._classes)):
            self._draw_name(painter, c)
            for answer in range(len(self._classes)):
                self._draw_cell(painter, Spot(c, answer))
        if self.lit is not None and max(self.lit) < len(self._classes):
            painter.setPen(QPen(QColor(self.theme.accent), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.area(self.lit).adjusted(1, 1, -1, -1), 4, 4)
        if self.hasFocus() and self._classes:
            focus_ring(painter, self.area(self.current).adjusted(3, 3, -3, -3), 2, self.theme, gap=-1.0)
        painter.end()

    def _draw_name(self, painter: QPainter, c: int) -> None:
        """The marker of a class and its name, left of its row and above its column."""
        theme, side, sign = self.theme, self.cell, px(SIGN) + px(6)
        row = QRectF(0, self.area(Spot(c, 0)).top(), px(NAME) - px(6), side)
        head = QRectF(self.area(Spot(0, c)).left(), 0, side, px(NAME) // 2)
        painter.setFont(font("label"))
        metrics = painter.fontMetrics()
        painter.setPen(QColor(theme.text2))
        words = metrics.elidedText(self._classes[c], Qt.TextElideMode.ElideRight, int(row.width()) - sign)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(row, right, words)
        _draw_marker(
            painter,
            theme,
            c,
            QPointF(row.right() - metrics.horizontalAdvance(words) - sign / 2, row.center().y()),
        )
        above = metrics.elidedText(self._classes[c], Qt.TextElideMode.ElideRight, side - 2)
        painter.setPen(QColor(theme.text2))
        low = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(head.adjusted(0, 0, 0, -px(4)), low, above)
        _draw_marker(painter, theme, c, QPointF(head.center().x(), px(10)))

    def _draw_cell(self, painter: QPainter, spot: Spot) -> None:
        area, count, share = self.area(spot), int(self._counts[spot]), self.share(spot)
        table = self.theme.map("sequential").argb
        ground = QColor(int(table[round((ENTRIES - 1) * share**BRIGHTEN)]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 3, 3)
        if not count and spot.label != spot.answer:
            return  # an empty cell off the diagonal is a good one: the eye need not read it
        painter.setPen(QColor(ink_on(ground)))
        painter.setFont(font("body", 600 if spot.label == spot.answer else 500))
        middle = Qt.AlignmentFlag.AlignCenter
        if area.height() < px(SHARES):
            painter.drawText(area, middle, number(count, 0).replace(THIN_SPACE, ""))
            return
        painter.drawText(area.adjusted(0, 0, 0, -area.height() * 0.28), middle, number(count, 0))
        painter.setFont(font("axis"))
        painter.drawText(
            area.adjusted(0, area.height() * 0.4, 0, 0), middle, f"{round(100 * share)}{THIN_SPACE}%"
        )


def ink_on(ground: QColor) -> str:
    """Black or white, whichever is easier to read: never less than 4.5 : 1."""
    shares = (ground.redF(), ground.greenF(), ground.blueF())
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    luminance = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    return BLACK if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else WHITE


def _draw_marker(painter: QPainter, theme: Theme, c: int, centre: QPointF) -> None:
    painter.save()
    painter.translate(centre)
    pen = QPen(Qt.PenStyle.NoPen)
    drawSymbol(painter, theme.marker(c), scaled(SIGN), pen, QColor(theme.class_color(c)))
    painter.restore()
