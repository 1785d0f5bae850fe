"""Matrices painted: cells in the colour of their numbers, the numbers, brackets, names, and the mark."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from engine.activations import Array
from playground.colormaps import ENTRIES, mix, pack, parse
from playground.lettering import font, scaled
from playground.notation.markup import cell
from playground.panels.equations.arrangement import BRACKET, DOTS, HEAD, Arrangement
from playground.panels.equations.ink import advance, write
from playground.panels.equations.marking import Mark, Matrix
from playground.theme import Theme

CHARACTERS = 6  # in the cell of a number
SOFT = 0.56  # the most of a colour that a cell with a number in it has, so that it can be read
CENTRE = Qt.AlignmentFlag.AlignCenter


@lru_cache(maxsize=8)
def table(theme: Theme, soft: bool) -> NDArray[np.uint32]:
    """The colours (256,) of cells for -1 ... 1: with numbers on them, or alone."""
    rgb = theme.map("diverging").rgb
    if not soft:
        return pack(rgb)
    size = np.abs(np.arange(ENTRIES) - (ENTRIES - 1) / 2) / ((ENTRIES - 1) / 2)
    return pack(mix(parse(theme.window), rgb, SOFT * np.minimum(1, 0.25 + size) * (size > 0.01)))


def largest(matrix: Array) -> float:
    """The size of the number that has the full colour."""
    size = float(np.abs(matrix).max(initial=0.0))
    if not math.isfinite(size):
        size = float(np.abs(matrix[np.isfinite(matrix)]).max(initial=0.0))
    return size or 1.0


def picture(matrix: Array, scale: float, theme: Theme, soft: bool) -> QImage:
    """A pixel for each number of (rows, columns); what is not finite is as full as can be."""
    share = np.clip(matrix / scale, -1, 1)
    share[np.isnan(share)] = 0
    levels = np.rint((share + 1) * ((ENTRIES - 1) / 2)).astype(np.uint8)
    pixels = np.ascontiguousarray(table(theme, soft)[levels])
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()


def paint_matrix(
    painter: QPainter, at: Arrangement, matrix: Matrix, numbers: Array, theme: Theme, written: bool
) -> None:
    """The part of `numbers` that has room, with the numbers themselves where they are `written`."""
    area, rows_columns = at.areas[matrix], at.shown(matrix)
    seen = numbers[rows_columns]
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(area, picture(seen, largest(numbers), theme, written))
    if written:
        _grid(painter, at, area, theme)
        _write_numbers(painter, at, area, seen, theme)
    _brackets(painter, area, at.scale, theme)
    _dots(painter, at, matrix, theme)


def _write_numbers(painter: QPainter, at: Arrangement, area: QRectF, seen: Array, theme: Theme) -> None:
    """A row at a time, which is a quarter of the work: a cell is as wide as CHARACTERS of the type.

    The numbers stand at the right, so that their points are below each other, in by half a character.
    """
    painter.setFont(font("axis", mono=True))
    painter.setPen(QColor(theme.text))
    metrics = painter.fontMetrics()
    x = area.left() - at.cells.width / CHARACTERS / 2
    baseline = area.top() + (at.cells.height + metrics.ascent() - metrics.descent()) / 2
    for row in seen.tolist():
        text = "".join(cell(value).rjust(CHARACTERS) for value in row)
        painter.drawText(QPointF(x, baseline), text)
        baseline += at.cells.height


def _grid(painter: QPainter, at: Arrangement, area: QRectF, theme: Theme) -> None:
    """Hairlines between the cells."""
    painter.setPen(QPen(QColor(theme.window), 1))
    across = np.arange(area.left(), area.right() + 1, at.cells.width).tolist()
    down = np.arange(area.top(), area.bottom() + 1, at.cells.height).tolist()
    lines = [QLineF(x, area.top(), x, area.bottom()) for x in across]
    painter.drawLines(lines + [QLineF(area.left(), y, area.right(), y) for y in down])


def _brackets(painter: QPainter, area: QRectF, scale: float, theme: Theme) -> None:
    painter.setPen(QPen(QColor(theme.outline), 1))
    out, tip = (BRACKET - 3) * scale, 4 * scale
    top, bottom = area.top() - 3 * scale, area.bottom() + 3 * scale
    for x, inwards in ((area.left() - out, tip), (area.right() + out, -tip)):
        painter.drawPolyline(
            [QPointF(x + inwards, top), QPointF(x, top), QPointF(x, bottom), QPointF(x + inwards, bottom)]
        )


def _dots(painter: QPainter, at: Arrangement, matrix: Matrix, theme: Theme) -> None:
    """An ellipsis where there is more to the right, or below."""
    area = at.areas[matrix]
    (rows, columns), seen = at.sizes.shape(matrix), at.room.shape(matrix)
    painter.setPen(QColor(theme.text3))
    painter.setFont(font("section"))
    if seen[1] < columns:
        x = area.right() + (BRACKET - 2) * at.scale
        painter.drawText(QRectF(x, area.top(), DOTS * at.scale, area.height()), CENTRE, "⋯")
    if seen[0] < rows:
        painter.drawText(QRectF(area.left(), area.bottom() + 1, area.width(), 12 * at.scale), CENTRE, "⋮")


def paint_heads(
    painter: QPainter, at: Arrangement, names: dict[Matrix, str], shapes: dict[Matrix, str], theme: Theme
) -> None:
    """The name and, beneath it, the shape over each matrix; = and + between them."""
    for matrix, area in at.areas.items():
        x = area.center().x()
        name, top = names[matrix], area.top() - HEAD * at.scale
        left = x - advance(name, "number", 600) / 2
        write(painter, left, top + 17 * at.scale, name, "number", theme.text, 600)
        painter.setFont(font("axis", mono=True))
        painter.setPen(QColor(theme.text3))
        wide = max(area.width() + 16 * at.scale, painter.fontMetrics().horizontalAdvance(shapes[matrix]) + 2)
        painter.drawText(
            QRectF(x - wide / 2, top + 22 * at.scale, wide, 14 * at.scale), CENTRE, shapes[matrix]
        )
    painter.setFont(font("value"))
    painter.setPen(QColor(theme.text2))
    for sign, place in at.signs.items():
        painter.drawText(QRectF(place.x() - 12, place.y() - 14, 24, 28), CENTRE, sign)


def paint_mark(painter: QPainter, at: Arrangement, mark: Mark, theme: Theme) -> None:
    """Rings around the marked number of Z and what it is made of; a heavier one around the number itself."""
    first, last = at.shown("W")[1].start, at.shown("W")[1].start + at.room.sources - 1
    rings = [
        at.cell("Z", mark.unit, mark.example),
        at.cell("W", mark.unit, first).united(at.cell("W", mark.unit, last)),
        at.cell("A", first, mark.example).united(at.cell("A", last, mark.example)),
    ]
    if "b" in at.areas:
        rings.append(at.cell("b", mark.unit, 0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.accent), scaled(1.5)))
    for ring in rings:
        painter.drawRoundedRect(ring, 3, 3)
    if mark.matrix in ("W", "A"):
        painter.setPen(QPen(QColor(theme.accent), scaled(2)))
        painter.drawRoundedRect(at.cell(mark.matrix, *mark.place()).adjusted(1, 1, -1, -1), 2, 2)
