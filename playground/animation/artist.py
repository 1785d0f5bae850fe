"""The artist paints a moment: epoch and costs above, the plane with its examples, below it the cost curve."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from engine.activations import Array
from playground.animation.layers import (
    paint_curve,
    paint_field,
    paint_lines,
    paint_points,
    paint_symbol,
    polygon,
)
from playground.animation.reel import Picture, Reel
from playground.lettering import TYPE, Step, natural_font
from playground.panels.output.words import legend_signs
from playground.shades import Shades
from playground.theme import Theme
from playground.widgets.plot_legend import Sign
from playground.widgets.plot_numbers import column, cost, number

# Lengths of a picture that is 480 wide.
WIDE, EDGE, HEAD, LEGEND, CURVE, FOOT = 480, 16, 40, 30, 84, 16
SIGN, GAP = 10, 14
AHEAD = 0.35  # opacity of what is still to come of the curve
DASH = [5.0, 3.0]


class Look(NamedTuple):
    """How it looks: pixels across, the colours, one flat colour per class or shades, and which examples."""

    size: int
    theme: Theme
    flat: bool = False
    parts: tuple[int, ...] = (0, 1)


def height_of(size: int) -> int:
    """Pixels from top to bottom."""
    plane = WIDE - 2 * EDGE
    return round((HEAD + plane + LEGEND + CURVE + FOOT) * size / WIDE)


def inks(theme: Theme) -> tuple[str, ...]:
    """Colours of thin lines and small marks, which must not get lost among those of areas."""
    lines = theme.accent, theme.train_curve, theme.dev_curve, theme.contour, theme.line_strong
    return *lines, theme.text, theme.text2, theme.text3, theme.point_edge, theme.window, *theme.classes


class Artist:
    """Paints pictures of one reel in one look. What does not change from one to the next is painted once."""

    def __init__(self, reel: Reel, look: Look) -> None:
        self.reel, self.look = reel, look
        self._unit = look.size / WIDE
        self._shades = Shades(reel.scene.dataset, look.theme, look.flat)
        self._points = self._layer()
        painter = self._begin(self._points)
        paint_points(painter, self._plane, reel.scene, look.theme, look.parts, self._unit)
        painter.end()
        known = np.concatenate([reel.curve.train, reel.curve.dev])
        finite = known[np.isfinite(known)]
        self._top = float(finite.max(initial=0.0)) or 1.0

    def picture(self, shown: Picture) -> QImage:
        """One moment."""
        size, theme, unit = self.look.size, self.look.theme, self._unit
        image = QImage(size, height_of(size), QImage.Format.Format_RGB32)
        image.fill(QColor(theme.window))
        painter = self._begin(image)
        self._paint_head(painter, shown)
        painter.setClipRect(self._plane)
        if self.reel.scene.is_curve:
            painter.fillRect(self._plane, QColor(theme.canvas))
        else:
            paint_field(painter, self._plane, shown, self._shades, theme)
            paint_lines(painter, self._plane, self.reel.scene, shown, theme, unit)
        painter.setClipping(False)
        painter.drawImage(0, 0, self._points)
        painter.setClipRect(self._plane)
        if self.reel.scene.is_curve:
            paint_curve(painter, self._plane, self.reel.scene, shown, theme, unit)
        painter.setClipping(False)
        self._paint_legend(painter)
        self._paint_costs(painter, shown)
        painter.end()
        return image

    def _layer(self) -> QImage:
        size = self.look.size
        layer = QImage(size, height_of(size), QImage.Format.Format_ARGB32_Premultiplied)
        layer.fill(Qt.GlobalColor.transparent)
        return layer

    def _begin(self, image: QImage) -> QPainter:
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return painter

    def _area(self, x: float, y: float, wide: float, high: float) -> QRectF:
        """Lengths of the picture that is 480 wide, in pixels."""
        return QRectF(x * self._unit, y * self._unit, wide * self._unit, high * self._unit)

    @property
    def _plane(self) -> QRectF:
        return self._area(EDGE, HEAD, WIDE - 2 * EDGE, WIDE - 2 * EDGE)

    def _font(self, step: Step, weight: int | None = None) -> QFont:
        font = natural_font(step, weight)
        font.setPixelSize(max(7, round(TYPE[step][0] * self._unit)))
        return font

    def _paint_head(self, painter: QPainter, shown: Picture) -> None:
        theme, area = self.look.theme, self._area(EDGE, 0, WIDE - 2 * EDGE, HEAD)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._font("number"))
        painter.setPen(QColor(theme.text))
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, f"Epoch {number(shown.epoch, 0)}")
        costs = [("train", shown.train), ("dev", shown.dev)]
        words = "   ".join(f"{name} {cost(value)}" for name, value in costs if np.isfinite(value))
        painter.setFont(self._font("body"))
        painter.setPen(QColor(theme.text2))
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, f"J   {words}" if words else "")

    def _paint_legend(self, painter: QPainter) -> None:
        theme = self.look.theme
        painter.setFont(self._font("label"))
        x = EDGE * self._unit
        y = (HEAD + WIDE - 2 * EDGE + LEGEND / 2) * self._unit
        for sign in legend_signs(self.reel.scene, theme):
            end = x + SIGN * self._unit * 1.6 + painter.fontMetrics().horizontalAdvance(sign.text)
            if end > (WIDE - EDGE) * self._unit:
                return
            self._paint_sign(painter, sign, x, y)
            x = end + GAP * self._unit
        self._paint_axes(painter, x, y)

    def _paint_axes(self, painter: QPainter, x: float, y: float) -> None:
        """What goes across and what goes up, where the legend leaves room."""
        across, up = (column(name) for name in self.reel.scene.axis_names)
        words, right = f"{across} →   {up} ↑", (WIDE - EDGE) * self._unit
        left = right - painter.fontMetrics().horizontalAdvance(words) - 1
        if left > x:
            painter.setPen(QColor(self.look.theme.text3))
            high = SIGN * self._unit
            painter.drawText(
                QRectF(left, y - high, right - left, 2 * high), Qt.AlignmentFlag.AlignVCenter, words
            )

    def _paint_sign(self, painter: QPainter, sign: Sign, x: float, y: float) -> None:
        size = SIGN * self._unit
        place, pen = QPointF(x + size / 2, y), QPen(Qt.PenStyle.NoPen)
        paint_symbol(painter, place, sign.symbol, 0.8 * size, pen, QColor(sign.color))
        painter.setPen(QColor(self.look.theme.text2))
        words = QRectF(x + 1.6 * size, y - size, self.look.size, 2 * size)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, sign.text)

    def _paint_costs(self, painter: QPainter, shown: Picture) -> None:
        """The whole curve faintly, what is past of it clearly, and where it is now."""
        theme, curve = self.look.theme, self.reel.curve
        area = self._area(EDGE, HEAD + WIDE - 2 * EDGE + LEGEND, WIDE - 2 * EDGE, CURVE)
        painter.setPen(QPen(QColor(theme.line_strong), self._unit))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        lines = [(curve.train, QColor(theme.train_curve), None), (curve.dev, QColor(theme.dev_curve), DASH)]
        for costs, color, dash in lines:
            self._paint_cost(painter, area, (costs, shown.epoch), color, dash)
        x = round(area.left() + area.width() * shown.epoch / max(float(curve.epochs[-1]), 1.0))
        here = QRectF(x, round(area.top()), max(1, round(1.5 * self._unit)), round(area.height()))
        painter.fillRect(here, QColor(theme.accent))  # on whole pixels: a colour of its own, not a mixture
        painter.setFont(self._font("axis"))
        painter.setPen(QColor(theme.text3))
        corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        painter.drawText(area, corner, f"J up to {cost(self._top)}  ")

    def _paint_cost(
        self,
        painter: QPainter,
        area: QRectF,
        costs: tuple[Array, int],
        color: QColor,
        dash: list[float] | None,
    ) -> None:
        values, now = costs
        epochs = self.reel.curve.epochs
        if len(values) != len(epochs):
            return  # there is no dev set
        x = area.left() + epochs * (area.width() / max(float(epochs[-1]), 1.0))
        y = area.bottom() - np.nan_to_num(values, nan=self._top, posinf=self._top) * (
            area.height() / self._top
        )
        past = epochs <= now
        for seen, opacity in ((slice(None), AHEAD), (past, 1.0)):
            ink = QColor(color)
            ink.setAlphaF(opacity)
            pen = QPen(ink, 1.5 * self._unit)
            if dash is not None:
                pen.setDashPattern(dash)
            painter.setPen(pen)
            painter.drawPolyline(polygon(x[seen], y[seen]))
