"""What explains the picture of one station: axes, colours of the answers, the line of the decision, scale.

It is there while the picture stands at the station, and fades as soon as it leaves.
"""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from playground.field import CONTOUR
from playground.frames import Frame
from playground.frames.stations import Station
from playground.lettering import font, scaled
from playground.shades import Shades
from playground.theme import Theme
from playground.widgets.plot import Floats
from playground.widgets.plot_legend import class_signs, draw_sign
from playground.widgets.plot_numbers import axis_numbers, column, tick_step, ticks

STRIP = 0.46  # half the height of the colours behind the examples of a single unit
SAMPLES = 256
GAP, TICK, SIGN = 12.0, 3.0, 15.0
SCALE_PARTS = 5  # the scale is a round number of at most so many parts of the square
Align = Qt.AlignmentFlag


class Square(NamedTuple):
    """Where the square from -1 to 1 is in the widget, in pixels."""

    x: float
    y: float
    half: float

    def pixels(self, positions: Floats) -> tuple[Floats, Floats]:
        """Across and down, of positions (2, k)."""
        return self.x + self.half * positions[0], self.y - self.half * positions[1]

    def point(self, across: float, up: float) -> QPointF:
        """One position."""
        return QPointF(self.x + self.half * across, self.y - self.half * up)


class Signs:
    """Draws the signs of a station of `frame` into `room`."""

    def __init__(self, painter: QPainter, square: Square, room: QRectF, theme: Theme, frame: Frame) -> None:
        self._painter, self._square, self._room = painter, square, room
        self._theme, self._frame = theme, frame
        self._letters = QFontMetricsF(font("axis", 600))
        self._high, self._sign = self._letters.height() + 2, scaled(SIGN)

    def below(self, station: Station, shades: Shades) -> None:
        """What lies under the picture."""
        if self._is_output(station) and station.units == 1:
            self._strip(station, shades)
        elif station.corners.shape[1]:
            self._outline(station)
        elif station.axes or station.units == 1:
            self._axes(station)

    def above(self, station: Station) -> None:
        """What lies over it."""
        self._separators(station)
        if station.axes:
            self._axis_names(station)
        if self._is_output(station) and station.units == 1:
            self._numbers(station)
        elif station.corners.shape[1]:
            self._corner_names(station)
        elif station.name != "X":
            self._scale(station)

    def _is_output(self, station: Station) -> bool:
        depth = self._frame.problem.network.depth
        return station.name in (f"Z[{depth}]", f"A[{depth}]")

    def _zero(self, station: Station) -> QPointF:
        centre, half = station.projection.centre[:, 0], station.projection.half[:, 0]
        return self._square.point(*(-centre / half))

    def _axes(self, station: Station) -> None:
        """Lines through 0; a single unit has only the one across."""
        zero, room = self._zero(station), self._room
        self._painter.setPen(QPen(QColor(self._theme.line_strong), 1))
        self._painter.drawLine(QLineF(room.left(), zero.y(), room.right(), zero.y()))
        if station.units > 1:
            self._painter.drawLine(QLineF(zero.x(), room.top(), zero.x(), room.bottom()))

    def _axis_names(self, station: Station) -> None:
        """At the far ends of the lines through 0, or as near to them as there is room."""
        zero, room = self._zero(station), self._room
        across, up = map(column, station.axes)
        y = min(max(zero.y(), room.top() + self._high), room.bottom() - self._high - GAP)
        x = min(max(zero.x(), room.left()), room.right() - room.width() / 3)
        self._words(QRectF(room.left(), y + 2, room.width() - GAP, self._high), Align.AlignRight, across)
        self._words(QRectF(x + 6, room.top() + 6, room.width(), self._high), Align.AlignLeft, up)

    def _words(self, place: QRectF, side: Align, text: str, weight: int = 600) -> None:
        self._painter.setFont(font("axis", weight))
        self._painter.setPen(QColor(self._theme.text2))
        self._painter.drawText(place, side | Align.AlignVCenter, text)

    def _strip(self, station: Station, shades: Shades) -> None:
        """What the network says along the line of its output."""
        centre, half = float(station.projection.centre[0, 0]), float(station.projection.half[0, 0])
        values = centre + half * np.linspace(-1, 1, SAMPLES)[None, None]
        outputs = values if station.corners.shape[1] else self._frame.problem.predictions(values[0])[None]
        pixels = shades.pixels(outputs)
        image = QImage(pixels.data, SAMPLES, 1, 4 * SAMPLES, QImage.Format.Format_RGB32)
        top, bottom = self._square.point(-1, STRIP), self._square.point(1, -STRIP)
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._painter.drawImage(QRectF(top, bottom), image)
        if self._frame.scene.dataset.task == "binary":
            decision = ((0.5 if station.corners.shape[1] else 0.0) - centre) / half
            ends = self._square.point(decision, STRIP), self._square.point(decision, -STRIP)
            self._painter.setPen(QPen(QColor(self._theme.contour), scaled(CONTOUR)))
            self._painter.drawLine(QLineF(*ends))
            self._classes()

    def _classes(self) -> None:
        """Which end of the strip is which class."""
        data = self._frame.scene.dataset
        one, zero = class_signs(data.classes, data.target, self._theme)
        y = self._square.point(0, STRIP).y() - GAP
        right = self._square.point(1, 0).x() - self._letters.horizontalAdvance(one.text) - self._sign
        for sign, x in ((zero, self._square.point(-1, 0).x()), (one, right)):
            draw_sign(self._painter, sign, QPointF(x, y))
            self._words(
                QRectF(x + self._sign, y - self._high / 2, 200, self._high), Align.AlignLeft, sign.text
            )

    def _numbers(self, station: Station) -> None:
        """Round numbers under the strip."""
        centre, half = float(station.projection.centre[0, 0]), float(station.projection.half[0, 0])
        values = [0.0, 0.5, 1.0] if station.corners.shape[1] else ticks(centre - half, centre + half)
        step = values[-1] - values[-2] if len(values) > 1 else 1.0
        for value, text in zip(values, axis_numbers(values, step), strict=True):
            at = self._square.point((value - centre) / half, -STRIP)
            self._words(QRectF(at.x() - 40, at.y() + 4, 80, self._high), Align.AlignHCenter, text, 400)

    def _separators(self, station: Station) -> None:
        """Where the output decides, in the picture that it sees."""
        pen = QPen(QColor(self._theme.contour), 1)
        pen.setDashPattern([4, 4])
        self._painter.setPen(pen)
        for k in range(station.separators.shape[2]):
            x, y = self._square.pixels(station.separators[:, :, k])
            self._painter.drawLine(QLineF(x[0], y[0], x[1], y[1]))

    def _outline(self, station: Station) -> None:
        """From corner to corner."""
        x, y = self._square.pixels(station.corners)
        self._painter.setPen(QPen(QColor(self._theme.line_strong), 1))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPolygon([QPointF(*place) for place in zip(x, y, strict=True)])

    def _corner_names(self, station: Station) -> None:
        """The classes, outside of their corners."""
        data = self._frame.scene.dataset
        signs = class_signs(data.classes, data.target, self._theme)
        for sign, (across, up) in zip(signs, station.corners.T.tolist(), strict=True):
            width = self._sign + self._letters.horizontalAdvance(sign.text)
            at = self._square.point(across, up) + QPointF(
                (GAP + width / 2) * max(-1.0, min(1.0, 1.5 * across)), -GAP * up
            )
            left = min(max(at.x() - width / 2, self._room.left() + GAP), self._room.right() - GAP - width)
            middle = min(max(at.y(), self._room.top() + GAP), self._room.bottom() - GAP)
            draw_sign(self._painter, sign, QPointF(left, middle))
            place = QRectF(left + self._sign, middle - self._high / 2, width, self._high)
            self._words(place, Align.AlignLeft, sign.text)

    def _scale(self, station: Station) -> None:
        """A bar as long as a round number of the layer's units."""
        length = tick_step(station.scale[0], SCALE_PARTS)
        pixels = 2 * self._square.half * length / station.scale[0]
        x, y = self._room.left() + GAP, self._room.bottom() - GAP
        self._painter.setPen(QPen(QColor(self._theme.text3), 1))
        for line in ((x, y, x + pixels, y), (x, y - TICK, x, y), (x + pixels, y - TICK, x + pixels, y)):
            self._painter.drawLine(QLineF(*line))
        (text,) = axis_numbers([length], length)
        self._words(QRectF(x, y - self._high - 2, pixels, self._high), Align.AlignHCenter, text, 400)
