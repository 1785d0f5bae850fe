"""The shapes view: every matrix as a rectangle in proportion, and which side cancels in a product."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.lettering import font, scaled
from playground.panels.equations.arrangement import HEAD, SIGN
from playground.panels.equations.ink import advance, write
from playground.panels.equations.marking import Matrix, Sizes
from playground.theme import Theme

SIDE, GAP, LEAST = 46, 14, 5  # pixels at 100 %: for the number at a left edge, above an edge, of a thin side
LAST = 30  # for the name of the last one, which may be wider than that
CENTRE = Qt.AlignmentFlag.AlignCenter


def outlines(
    sizes: Sizes, matrices: tuple[Matrix, ...], width: float, height: float, scale: float
) -> dict[Matrix, QRectF]:
    """A rectangle for each matrix, all at one scale, side by side; thin ones are widened to be seen."""
    shapes = [sizes.shape(matrix) for matrix in matrices]
    beside = (len(matrices) * SIDE + (len(matrices) - 1) * SIGN + LAST) * scale
    below = (HEAD + GAP) * scale
    unit = min(
        (width - beside) / sum(columns for _, columns in shapes),
        (height - below) / max(rows for rows, _ in shapes),
        18 * scale,
    )
    x, middle = 0.0, below + max(height - below, 0) / 2
    areas: dict[Matrix, QRectF] = {}
    for matrix, (rows, columns) in zip(matrices, shapes, strict=True):
        wide, high = (max(n * unit, LEAST * scale) for n in (columns, rows))
        areas[matrix] = QRectF(x + SIDE * scale, middle - high / 2, wide, high)
        x = areas[matrix].right() + SIGN * scale
    return areas


def paint_outlines(
    painter: QPainter,
    areas: dict[Matrix, QRectF],
    sizes: Sizes,
    names: dict[Matrix, str],
    theme: Theme,
    scale: float,
) -> None:
    """The rectangles with the lengths of their sides; the one that cancels is marked."""
    top = min(area.top() for area in areas.values()) - (HEAD + GAP) * scale
    for matrix, area in areas.items():
        rows, columns = sizes.shape(matrix)
        painter.setPen(QPen(QColor(theme.line_strong), 1))
        painter.setBrush(QColor(theme.raised))
        painter.drawRect(area)
        _length(painter, QRectF(area.left() - 80, area.center().y() - 8, 76, 16), rows, matrix == "A", theme)
        above = QRectF(area.center().x() - 40, area.top() - (GAP + 4) * scale, 80, 16 * scale)
        _length(painter, above, columns, matrix == "W", theme)
        name = names[matrix]
        left = area.center().x() - advance(name, "number", 600) / 2
        write(painter, left, max(top, 0) + 17 * scale, name, "number", theme.text, 600)
    _inner_sides(painter, areas, theme)
    painter.setFont(font("value"))
    painter.setPen(QColor(theme.text2))
    for matrix, sign in (("W", "="), ("b", "+")):
        if matrix in areas:
            area = areas[matrix]
            x = area.left() - (SIDE + SIGN / 2) * scale + 4 * scale
            painter.drawText(QRectF(x - 12, area.center().y() - 14, 24, 28), CENTRE, sign)


def _length(painter: QPainter, area: QRectF, n: int, cancels: bool, theme: Theme) -> None:
    painter.setFont(font("axis", mono=True))
    painter.setPen(QColor(theme.accent if cancels else theme.text3))
    beside = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(area, CENTRE if area.width() == 80 else beside, str(n))


def _inner_sides(painter: QPainter, areas: dict[Matrix, QRectF], theme: Theme) -> None:
    """The columns of W meet the rows of A."""
    painter.setPen(QPen(QColor(theme.accent), scaled(3)))
    painter.drawLine(QLineF(areas["W"].topLeft(), areas["W"].topRight()))
    painter.drawLine(QLineF(areas["A"].topLeft(), QPointF(areas["A"].left(), areas["A"].bottom())))


def told(sizes: Sizes, has_bias: bool, l: int) -> str:
    """What the picture says, in one sentence."""
    n, inner, m = sizes
    shapes = f"({n}, {m}) = ({n}, {inner})({inner}, {m})"
    if has_bias:
        return f"{shapes} + ({n}, 1): the inner {inner} cancels, b[{l}] is added to each of the {m} columns"
    return f"{shapes}: the inner {inner} cancels"
