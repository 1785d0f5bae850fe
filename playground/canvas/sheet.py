"""The units of a column as one picture on the pixels of the screen.

What changes with every frame, pictures and bias squares, is written into its memory; rims and edges
of squares lie over it.
"""

import math
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QTransform

from playground.frames import Bytes

FORM = QImage.Format.Format_ARGB32_Premultiplied
MARGIN = 4  # pixels around the units, in which bias squares reach out
Colors = NDArray[np.uint32]
Window = tuple[slice, slice]  # rows and columns of pixels


class Look(NamedTuple):
    """What a sheet is made for: units, pixels of the screen, the colour behind, how many biases there are."""

    units: tuple[QRectF, ...]
    to_pixels: QTransform
    ground: str
    biases: int


def square_of(unit: QRectF) -> QRectF:
    """Where the bias of a unit is shown."""
    return QRectF(unit.left() - 3, unit.bottom() - 6, 9, 9)


@lru_cache(maxsize=64)
def nearest(high: int, wide: int, edge: int) -> NDArray[np.intp]:
    """Which of `high` x `wide` pixels make a square of `edge`: the place of each in the flat picture."""
    middles = (np.arange(edge) + 0.5) / edge
    rows, columns = (high * middles).astype(np.intp), (wide * middles).astype(np.intp)
    return (wide * rows[:, None] + columns).ravel()


class Sheet:
    """The pixels of one column, `corner` being the first of them. `mask(rect)` is the rim of a unit.

    The `rims` lie over the `image`, which is what was written last.
    """

    def __init__(self, look: Look, mask: Callable[[QRectF], QPixmap]) -> None:
        self.look = look
        scale, dx, dy = look.to_pixels.m11(), look.to_pixels.dx(), look.to_pixels.dy()
        self.edge = int(look.units[0].width() * scale)
        # Halves go up, as those of the rim that Qt puts down do; Python would send some of them down.
        lefts = [math.floor(scale * unit.left() + dx + 0.5) for unit in look.units]
        tops = [math.floor(scale * unit.top() + dy + 0.5) for unit in look.units]
        margin = math.ceil(MARGIN * scale)
        self._left, self._top = min(lefts) - margin, tops[0] - margin
        self.corner = QPoint(self._left, self._top)
        wide = max(lefts) + self.edge + margin - self._left
        high = tops[-1] + self.edge + margin - self._top
        self._pixels: Colors = np.zeros((high, wide), np.uint32)
        self.image = QImage(self._pixels.data, wide, high, 4 * wide, FORM)
        self._places = [self._pixels[self._square(x, y, self.edge)] for x, y in zip(lefts, tops, strict=True)]
        self._inks = [self._pixels[window] for window in self._ink_windows()]
        self.rims = QPixmap.fromImage(self._paint(partial(self._paint_rims, mask)))

    def _square(self, x: int, y: int, edge: int) -> Window:
        """A square of pixels of the screen, in those of the sheet."""
        x, y = x - self._left, y - self._top
        return slice(y, y + edge), slice(x, x + edge)

    def _paint(self, draw: Callable[[QPainter], None]) -> QImage:
        """A picture as large as the sheet, drawn on in the units of the canvas."""
        image = QImage(self.image.size(), FORM)
        image.fill(0)
        painter = QPainter(image)
        painter.setTransform(self.look.to_pixels * QTransform.fromTranslate(-self._left, -self._top))
        draw(painter)
        painter.end()
        return image

    def _paint_rims(self, mask: Callable[[QRectF], QPixmap], painter: QPainter) -> None:
        for unit in self.look.units:
            painter.drawPixmap(unit.topLeft(), mask(unit))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.setPen(QPen(QColor(self.look.ground), 1))
        painter.setBrush(Qt.GlobalColor.transparent)
        for unit in self.look.units[: self.look.biases]:
            painter.drawRect(square_of(unit))

    def _ink_windows(self) -> list[Window]:
        """The inside of each bias square, found by drawing it."""
        units = self.look.units[: self.look.biases]
        return [_bounds(self._paint(partial(_draw_inside, unit))) for unit in units]

    def write(self, stack: Bytes, colors: Colors, inks: list[int]) -> None:
        """The pictures (k, h, w) of a frame through a table of colours (256,), and the colours of biases."""
        kept = nearest(stack.shape[1], stack.shape[2], self.edge)
        pictures = colors.take(stack.reshape(len(stack), -1).take(kept, axis=1))
        for place, picture in zip(self._places, pictures.reshape(-1, self.edge, self.edge), strict=True):
            place[:] = picture
        for inside, ink in zip(self._inks, inks, strict=True):
            inside[:] = ink


def _draw_inside(unit: QRectF, painter: QPainter) -> None:
    painter.setPen(QPen(Qt.GlobalColor.black, 1))
    painter.setBrush(Qt.GlobalColor.white)
    painter.drawRect(square_of(unit))


def _bounds(image: QImage) -> Window:
    """Where an image is white."""
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    rows, columns = np.nonzero(pixels == 0xFFFFFFFF)
    if not len(rows):
        return slice(0), slice(0)
    return slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1)
