"""The network's output over the plane as a picture, with the lines where it changes its mind.

It is painted with every frame, so the picture is one pixmap that Qt scales, and a line is one path.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPixmapItem

from playground.frames import Frame, Surface
from playground.lettering import scaled
from playground.shades import Shades
from playground.theme import DARK, Theme
from playground.widgets.plot import Floats, PixelItem, Pixels, Plot
from playground.widgets.strokes import polyline, stroke

CONTOUR, BAND_OPACITY = 1.75, 0.28


def every_other(lines: list[Floats]) -> list[Floats]:
    """Every other vertex of each line (k, 2), and its last.

    A vertex per crossed grid line is twice as many as the eye can tell apart here.
    """
    return [part for line in lines for part in (line[:-1:2], line[-1:])]


class FieldItem(PixelItem):
    """The plane behind the points: `show_frame` for each frame, `set_shades` when data or theme change.

    `fine` shows a finer sampling of the whole, where frames have one.
    """

    def __init__(self, plot: Plot, theme: Theme = DARK) -> None:
        super().__init__(plot, theme, -10)
        # The lines are others only some times a second; Qt keeps them.
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self._frame: Frame | None = None
        self._surface: Surface | None = None
        self._shades: Shades | None = None
        self.fine = False
        # Put down by Qt alone, which takes a third of the painting: else the training would wait meanwhile.
        self._picture = QGraphicsPixmapItem(self)
        self._picture.setFlag(QGraphicsItem.GraphicsItemFlag.ItemStacksBehindParent)
        self._picture.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._place = QRectF()
        self._line = self._bands = QPainterPath()
        self._drawn: object = None  # the lines that these are of
        self._pixels: Pixels = np.zeros((0, 0), np.uint32)
        self._shown: object = None  # the place that these are of
        self._veil = Veil()

    def set_shades(self, shades: Shades) -> None:
        """How outputs become colours from now on."""
        self._shades = shades
        self.refresh()

    def forget(self) -> None:
        """The last frame is one of other data: it must not be shaded like the new ones."""
        self._frame = self._drawn = None

    def show_frame(self, frame: Frame) -> None:
        """The output and the contours of a frame, where they look other than those of the one before."""
        self._frame = frame
        self._prepare()

    def refresh(self, *_: object) -> None:
        self._drawn = None
        self._prepare()
        super().refresh()

    def _prepare(self) -> None:
        """Put down what is new to be seen; the lines are painted anew only if they are others."""
        if self._frame is None or self._shades is None:
            return
        (left, right), (bottom, top) = self.view.viewRange()
        surface = self._surface = self._frame.surface((left, right, bottom, top), self.fine)
        pixels = self._shades.pixels(surface.field)
        place = surface.extent, surface.nowhere is None
        # Where no pixel is another no line has moved that can be seen; at rest it is the frame's even so.
        in_a_row = surface.contours is self._drawn or self._frame.steps_per_second > 0
        is_known = self._drawn is not None and place == self._shown and in_a_row
        if is_known and np.array_equal(pixels, self._pixels):
            return
        is_in_place = is_known and pixels.shape == self._pixels.shape
        self._shown, self._pixels, (height, width) = place, pixels, pixels.shape
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        self._picture.setPixmap(QPixmap.fromImage(image))
        if not is_in_place:
            self._place = self._place_of(surface, width, height)
            self._picture.setPos(self._place.topLeft())
            self._picture.setTransform(
                QTransform.fromScale(self._place.width() / width, self._place.height() / height)
            )
        is_covered = self._veil.cover(surface.nowhere, self.theme.canvas)
        if self._draw_lines(surface.contours) or is_covered:
            self.update()

    def _draw_lines(self, contours: dict[float, list[Floats]]) -> bool:
        """Whether there are any new: frames of a row share theirs for a while."""
        if contours is self._drawn:
            return False
        self._drawn = contours
        self._line = self._path(contours.get(0.5, []))
        self._bands = self._path(contours.get(0.25, []) + contours.get(0.75, []))
        return True

    def _path(self, lines: list[Floats]) -> QPainterPath:
        if not lines:
            return QPainterPath()
        x, y = np.concatenate(every_other(lines)).T
        return polyline(*self.to_pixels(x, y), [len(line) // 2 + 1 for line in lines])

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if self._surface is None:
            painter.fillRect(rect, QColor(self.theme.canvas))
            return
        faint = QColor(self.theme.contour)
        faint.setAlphaF(BAND_OPACITY)
        painter.setPen(QPen(faint, scaled(1)))
        painter.drawPath(self._bands)
        stroke(painter, self._line, self.theme.contour, scaled(CONTOUR))
        if not self._veil.image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._place, self._veil.image)

    def _place_of(self, surface: Surface, width: int, height: int) -> QRectF:
        """Where the samples are: they stand on the edges, so the outer pixels reach half a pixel beyond."""
        left, right, bottom, top = surface.extent
        (x0, y0), (x1, y1) = self.to_pixels(left, top), self.to_pixels(right, bottom)
        beyond_x = (x1 - x0) / (2 * (width - 1))
        beyond_y = (y1 - y0) / (2 * (height - 1))
        return QRectF(x0 - beyond_x, y0 - beyond_y, x1 - x0 + 2 * beyond_x, y1 - y0 + 2 * beyond_y)


class Veil:
    """Covers the places where the network has no output, since a formula among its inputs has no value."""

    def __init__(self) -> None:
        self.image = QImage()
        self._pixels: Pixels = np.zeros((1, 1), np.uint32)
        self._covered: tuple[object, str] = None, ""

    def cover(self, nowhere: NDArray[np.bool_] | None, color: str) -> bool:
        """These samples of the plane (G, G), from now on; None uncovers all. Whether it changes anything."""
        if nowhere is self._covered[0] and color == self._covered[1]:
            return False
        self._covered = nowhere, color
        if nowhere is None:
            self.image = QImage()
            return True
        self._pixels = np.where(nowhere, np.uint32(QColor(color).rgba()), np.uint32(0))
        height, width = nowhere.shape
        form = QImage.Format.Format_ARGB32_Premultiplied
        self.image = QImage(self._pixels.data, width, height, 4 * width, form)
        return True


class Corners(PixelItem):
    """Rounds the corners of the plane by painting the colour of the ground around it over them."""

    RADIUS = 6.0

    def __init__(self, plot: Plot, theme: Theme = DARK, on_canvas: bool = False) -> None:
        super().__init__(plot, theme, 50)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self._on_canvas = on_canvas
        self._outside = QPainterPath()

    def refresh(self, *_: object) -> None:
        super().refresh()
        frame, inside = QPainterPath(), QPainterPath()
        frame.addRect(self.boundingRect())
        inside.addRoundedRect(self.boundingRect(), self.RADIUS, self.RADIUS)
        self._outside = frame.subtracted(inside)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        ground = self.theme.canvas if self._on_canvas else self.theme.window
        painter.fillPath(self._outside, QColor(ground))
