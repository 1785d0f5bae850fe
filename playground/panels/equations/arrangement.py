"""Where Z = W A + b stands: how many numbers of each matrix have room, and the rectangle of each."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from playground.panels.equations.marking import Corner, Mark, Matrix, Sizes

BRACKET, SIGN, DOTS = 7, 22, 16  # widths at 100 %: beside a matrix, of = and +, of an ellipsis
HEAD = 40  # the name and the shape above
FEW = 3  # columns of Z and A that W leaves room for, if there is so much


class Cells(NamedTuple):
    """How large a number's cell is, and how many columns of examples are enough."""

    width: float
    height: float
    enough: int


class Arrangement(NamedTuple):
    """`room` is what is shown of each direction, from `corner` on; `areas` are the cells of each matrix.

    `signs` are the places of = and +, `scale` the size of type.
    """

    sizes: Sizes
    room: Sizes
    corner: Corner
    cells: Cells
    areas: dict[Matrix, QRectF]
    signs: dict[str, QPointF]
    height: float
    scale: float

    def shown(self, matrix: Matrix) -> tuple[slice, slice]:
        """The rows and columns of it that are seen."""
        unit, source, example = (
            slice(first, first + n) for first, n in zip(self.corner, self.room, strict=True)
        )
        return {"Z": (unit, example), "W": (unit, source), "A": (source, example), "b": (unit, slice(0, 1))}[
            matrix
        ]

    def cell(self, matrix: Matrix, row: int, column: int) -> QRectF:
        """The rectangle of a number."""
        area, (rows, columns) = self.areas[matrix], self.shown(matrix)
        across, down = column - columns.start, row - rows.start
        return QRectF(
            area.x() + across * self.cells.width,
            area.y() + down * self.cells.height,
            self.cells.width,
            self.cells.height,
        )

    def hit(self, point: QPointF, mark: Mark) -> Mark | None:
        """The mark on the number at a point, if there is one."""
        for matrix, area in self.areas.items():
            if area.contains(point):
                rows, columns = self.shown(matrix)
                row = rows.start + int((point.y() - area.y()) / self.cells.height)
                column = columns.start + int((point.x() - area.x()) / self.cells.width)
                return mark.at(matrix, row, column).within(self.sizes)
        return None

    def rolled(self, mark: Mark, by: int, across: bool) -> Mark | None:
        """The mark just beyond the edge, so that one more row or column is seen; None where all are."""
        there, n = self.shown(mark.matrix)[across], self.sizes.shape(mark.matrix)[across]
        if there.stop - there.start >= n:
            return None
        place = list(mark.place())
        place[across] = there.stop if by > 0 else there.start - 1
        return mark.at(mark.matrix, place[0], place[1]).within(self.sizes)


def room_for(sizes: Sizes, width: float, height: float, cells: Cells, has_bias: bool, scale: float) -> Sizes:
    """How many units, sources and examples are shown in so much room."""
    rows = max(1, int((height - HEAD * scale) / cells.height))
    matrices = 4 if has_bias else 3
    between = (matrices * 2 * BRACKET + (matrices - 1) * SIGN + 3 * DOTS) * scale
    columns = int((width - between) / cells.width) - has_bias
    few = min(sizes.examples, FEW, max(1, columns // 4))
    sources = min(sizes.sources, rows, max(1, columns - 2 * few))
    examples = min(sizes.examples, max(few, cells.enough), max(1, (columns - sources) // 2))
    return Sizes(min(sizes.units, rows), sources, examples)


def arrange(
    sizes: Sizes, width: float, height: float, cells: Cells, has_bias: bool, scale: float, corner: Corner
) -> Arrangement:
    """The matrices side by side, centred on one line."""
    room = room_for(sizes, width, height, cells, has_bias, scale)
    highest = max(room.units, room.sources) * cells.height
    middle, x = HEAD * scale + highest / 2, 0.0
    areas: dict[Matrix, QRectF] = {}
    signs: dict[str, QPointF] = {}
    matrices: tuple[Matrix, ...] = ("Z", "W", "A", "b") if has_bias else ("Z", "W", "A")
    for matrix in matrices:
        if matrix in ("W", "b"):
            signs["=" if matrix == "W" else "+"] = QPointF(x + SIGN * scale / 2, middle)
            x += SIGN * scale
        elif matrix == "A":
            x += SIGN * scale / 2
        rows, columns = room.shape(matrix)
        area = QRectF(0, 0, columns * cells.width, rows * cells.height)
        area.moveTopLeft(QPointF(x + BRACKET * scale, middle - area.height() / 2))
        areas[matrix] = area
        x = area.right() + BRACKET * scale
        if columns < sizes.shape(matrix)[1]:
            x += DOTS * scale
    return Arrangement(sizes, room, corner, cells, areas, signs, HEAD * scale + highest, scale)
