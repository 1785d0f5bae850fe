"""The picture of the layer morph: bent grid, coloured cells, examples, at a station or between two.

It only draws: positions between two stations lie on the straight line from one to the other.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.field import CONTOUR
from playground.frames import Frame, Morph
from playground.frames.stations import Station
from playground.lettering import font, px, scaled
from playground.morph.markers import SIZE, Kind, Stamps, kinds
from playground.morph.signs import Signs, Square
from playground.morph.tiles import Mosaic
from playground.shades import Shades
from playground.widgets.plot import Floats
from playground.widgets.strokes import polyline, stroke
from playground.widgets.themed import Themed, describe

RADIUS, PADDING = 8.0, 8.0
BAND = 0.36  # half the height over which the examples of a single unit are spread
GOLDEN = 0.6180339887498949  # its multiples spread anything evenly
LINE_OPACITY = 0.35
FADE = 3.0  # signs are gone a third of the way to the next station
TIP = (
    "The input plane and the examples as the layers see them. Colour: the network's answer there; the strong "
    "line is where it changes. Filled marks are training examples, hollow ones the dev set."
)
WAITING = "The picture comes with the next frame."


class _Dressed(NamedTuple):
    """A morph in the colours of a theme; `kinds` are the examples in the `order` of painting."""

    frame: Frame
    morph: Morph
    shades: Shades
    mosaic: Mosaic
    order: NDArray[np.intp]
    kinds: list[Kind]


class MorphCanvas(Themed, QWidget):
    """`show_frame` for every frame, `set_position` for a place between the stations (0 is the input)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.position = 0.0
        self._shown: _Dressed | None = None
        self._stamps: Stamps | None = None
        self.fit_type()
        describe(self, "Layer morph", TIP)

    @property
    def frame(self) -> Frame | None:
        """What is shown."""
        return None if self._shown is None else self._shown.frame

    def fit_type(self) -> None:
        """There is always room for the picture."""
        self.setMinimumSize(px(320), px(220))

    def sizeHint(self) -> QSize:
        return QSize(680, 470)

    def set_position(self, position: float) -> None:
        """Show another place between the stations."""
        self.position = position
        self.update()

    def show_frame(self, frame: Frame) -> None:
        """The same place in another frame; one without a morph is passed over."""
        if frame.morph is None:
            return
        shown, morph = self._shown, frame.morph
        if shown is None or shown.frame.scene is not frame.scene:
            self._shown = self._dress(frame, morph)
        else:
            self._shown = shown._replace(frame=frame, morph=morph, mosaic=Mosaic(morph, shown.shades))
        self.update()

    def retheme(self) -> None:
        self._stamps = None
        if self._shown is not None:
            self._shown = self._dress(self._shown.frame, self._shown.morph)
        self.update()

    def _dress(self, frame: Frame, morph: Morph) -> _Dressed:
        data = frame.scene.dataset
        shades, order = Shades(data, self.theme), np.argsort(-morph.codes, kind="stable")  # dev below
        what = kinds(data, self.theme, morph.places[order], morph.codes[order])
        return _Dressed(frame, morph, shades, Mosaic(morph, shades), order, what)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self.theme.canvas))
        if self._shown is None:
            painter.setFont(font("body"))
            painter.setPen(QColor(self.theme.text3))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, WAITING)
        else:
            self._draw(painter, self._shown)
        painter.fillPath(self._corners(), QColor(self.theme.window))
        painter.end()

    def _corners(self) -> QPainterPath:
        """What lies outside of the rounded corners: to paint over it costs less than to clip at it."""
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(QRectF(self.rect()))
        inside.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        return outside.subtracted(inside)

    def _draw(self, painter: QPainter, shown: _Dressed) -> None:
        """The picture, and the signs of the station where it stands."""
        half = min(self.width(), self.height()) / 2 - PADDING
        square = Square(self.width() / 2, self.height() / 2, half)
        place = min(round(self.position), len(shown.morph.stations) - 1)
        station, near = shown.morph.stations[place], max(0.0, 1 - FADE * abs(self.position - place))
        signs = Signs(painter, square, QRectF(self.rect()), self.theme, shown.frame)
        if near:
            painter.setOpacity(near)
            signs.below(station, shown.shades)
        painter.setOpacity(1.0)
        self._draw_plane(painter, square, shown)
        self._draw_contour(painter, square, shown.morph)
        self._draw_points(painter, square, shown)
        if near:
            painter.setOpacity(near)
            signs.above(station)
        painter.setOpacity(1.0)

    def _draw_plane(self, painter: QPainter, square: Square, shown: _Dressed) -> None:
        """The cells in the colours of the answer, and the lines between them."""
        x, y = square.pixels(self._between(shown.morph, "mesh"))
        # Without antialiasing the cells have no seams, and cost a tenth.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for color, path in shown.mosaic.tiles(x, y):
            painter.fillPath(path, QColor(color))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(self.theme.outline)
        ink.setAlphaF(LINE_OPACITY)
        painter.setPen(ink)
        painter.drawPath(shown.mosaic.lines(x, y))

    def _draw_contour(self, painter: QPainter, square: Square, morph: Morph) -> None:
        """Where the network changes its mind; in the picture of a single unit that is one point."""
        opacity = 1 - self._flatness(morph)
        if sum(morph.lengths) and opacity > 0:
            painter.setOpacity(opacity)
            x, y = square.pixels(self._between(morph, "contour"))
            stroke(painter, polyline(x, y, list(morph.lengths)), self.theme.contour, scaled(CONTOUR))
            painter.setOpacity(1.0)

    def _draw_points(self, painter: QPainter, square: Square, shown: _Dressed) -> None:
        ratio = self.devicePixelRatioF()
        if self._stamps is None or (self._stamps.ratio, self._stamps.size) != (ratio, scaled(SIZE)):
            self._stamps = Stamps(self.theme, ratio)
        points = self._between(shown.morph, "points")
        spread = 2 * (np.arange(points.shape[1]) * GOLDEN % 1) - 1
        points[1] += self._flatness(shown.morph) * BAND * spread
        self._stamps.draw(painter, shown.kinds, *square.pixels(points[:, shown.order]))

    def _ends(self, morph: Morph) -> tuple[Station, Station, float]:
        """The stations before and behind the position, and how far it is from the one to the other."""
        last = len(morph.stations) - 1
        place = min(max(self.position, 0.0), float(last))
        before = min(int(place), max(last - 1, 0))
        return morph.stations[before], morph.stations[min(before + 1, last)], place - before

    def _between(self, morph: Morph, what: str) -> Floats:
        """Positions on the way: grid, points or contour."""
        before, behind, share = self._ends(morph)
        start: Floats = getattr(before, what)
        return np.asarray(start + share * (getattr(behind, what) - start))

    def _flatness(self, morph: Morph) -> float:
        """1 where all lies on the line of a single unit; the examples are spread there, to be seen."""
        before, behind, share = self._ends(morph)
        return (1 - share) * (before.units == 1) + share * (behind.units == 1)
