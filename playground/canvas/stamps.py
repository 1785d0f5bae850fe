"""Links as stamps: a curve of one rise and one pen is drawn once, and from then on put down like a letter.

To put one down costs a tenth of drawing its curve. Stamps stand on whole pixels of the screen.
"""

import math
from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QTransform

from engine.activations import Array
from playground.canvas.curves import FINE_SHARES, path

LIMIT = 32 * 2**20  # bytes of all stamps together
MARGIN = 3
PIECE, MOST_PIECES = 40, 8  # rows of a link for each piece of its picture


class Lie(NamedTuple):
    """Where the links of a gap begin on the screen, how far they run and how far each rises, in pixels."""

    scale: float
    left: int
    run: int
    rows: list[int]
    rises: list[int]


def lie_of(starts: Array, stops: Array, to_pixels: QTransform) -> Lie:
    """The lie of links from starts to stops, both (k, 2); both ends are under units."""
    scale = to_pixels.m11()
    left = math.floor(scale * starts[0, 0] + to_pixels.dx())
    run = math.ceil(scale * (stops[0, 0] - starts[0, 0])) + 1
    rows = np.floor(scale * starts[:, 1] + to_pixels.dy()).astype(int)
    rises = np.rint(scale * (stops[:, 1] - starts[:, 1])).astype(int)
    return Lie(scale, left, run, rows.tolist(), rises.tolist())


class Piece(NamedTuple):
    """A part of the picture of a link, and where it is from where the link begins."""

    x: int
    y: int
    image: QImage


Stamp = tuple[Piece, ...]


class Stamps:
    """The stamps of all gaps: gaps of one look, size and width share theirs."""

    def __init__(self) -> None:
        self._drawers: dict[Hashable, dict[tuple[int, int], Stamp]] = {}
        self.size = 0

    def put_down(
        self,
        painter: QPainter,
        lie: Lie,
        links: list[int],
        which: list[int],
        pens: list[QPen],
        look: Hashable,
    ) -> None:
        """These links of a gap, each with its pen; `look` tells other pens apart."""
        drawer = self._drawer((look, lie.scale, lie.run))
        painter.save()
        count_in_pixels(painter)
        for link, pen in zip(links, which, strict=True):
            rise = lie.rises[link]
            stamp = drawer.get((rise, pen))
            if stamp is None:
                stamp = drawer[rise, pen] = _draw(lie.run, rise, pens[pen], lie.scale)
                self.size += _bytes(stamp)
            left, row = lie.left, lie.rows[link]
            for x, y, image in stamp:
                painter.drawImage(left + x, row + y, image)
        painter.restore()

    def _drawer(self, key: Hashable) -> dict[tuple[int, int], Stamp]:
        """The stamps of one look; those of looks that were not used for longest make room."""
        drawer = self._drawers.pop(key, {})
        while self._drawers and self.size > LIMIT:
            self._throw_away(self._drawers.pop(next(iter(self._drawers))))
        if self.size > LIMIT:
            self._throw_away(drawer)
        self._drawers[key] = drawer
        return drawer

    def _throw_away(self, drawer: dict[tuple[int, int], Stamp]) -> None:
        self.size -= sum(map(_bytes, drawer.values()))
        drawer.clear()


def count_in_pixels(painter: QPainter) -> None:
    """Coordinates are pixels of the device from now on, whatever its ratio and origin."""
    painter.setWorldTransform(QTransform())
    painter.setWorldTransform(painter.deviceTransform().inverted()[0])


def _draw(run: int, rise: int, pen: QPen, scale: float) -> Stamp:
    """A link so many pixels long and high, from the middle of its first row to that of its last."""
    wide = QPen(pen)
    wide.setWidthF(pen.widthF() * scale)
    margin = MARGIN + math.ceil(wide.widthF() / 2)
    above = margin + max(0, -rise)
    image = QImage(run + 1, abs(rise) + 2 * margin + 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(wide)
    painter.translate(0, above + 0.5)
    painter.drawPath(_curve(run, rise))
    painter.end()
    return _cut(image, rise, above, math.ceil(wide.widthF() / 2) + 1)


@lru_cache(4096)
def _curve(run: int, rise: int) -> QPainterPath:
    """All pens of a link draw the same."""
    return path(np.zeros(2), np.array([float(run), float(rise)]))


def _cut(image: QImage, rise: int, above: int, reach: int) -> Stamp:
    """In pieces from left to right, each no higher than it must be: a steep link is nearly all of it nothing.

    All of it would have to be read, and memory is what putting down takes its time for. Nothing is to be seen
    further than `reach` from the middle of the link.
    """
    wide, high = image.width(), image.height()
    step = math.ceil(wide / min(max(1, high // PIECE), MOST_PIECES))
    stamp = []
    for x, one, other in _spans(wide, step, reach):
        ends = above + 0.5 + rise * one, above + 0.5 + rise * other
        top = max(int(min(ends)) - reach, 0)
        bottom = min(math.ceil(max(ends)) + reach, high)
        stamp.append(Piece(x, top - above, image.copy(x, top, min(step, wide - x), bottom - top)))
    return tuple(stamp)


@lru_cache(256)
def _spans(wide: int, step: int, reach: int) -> list[tuple[int, float, float]]:
    """Where pieces of a link begin, and how far up it is, as a share, before and after each."""
    lefts = np.arange(0, wide, step)
    ends = np.stack([lefts - reach, lefts + step + reach]) / (wide - 1)
    return list(zip(lefts.tolist(), *np.interp(ends, *FINE_SHARES.T).tolist(), strict=True))


def _bytes(stamp: Stamp) -> int:
    return sum(piece.image.sizeInBytes() for piece in stamp)
