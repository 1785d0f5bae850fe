"""Where everything on the canvas stands, and what lies under a point: pure geometry, no painting.

Column 0 is the input, columns 1 to k the hidden layers, the last one the output. Gap g is behind column g.
"""

import math
from typing import Literal, NamedTuple

import msgspec
from PySide6.QtCore import QPointF, QRectF

CARD_HEIGHT, CARD_TOP, MARGIN = 92.0, 12.0, 16.0
COMPACT_FROM = 6  # hidden layers from which the cards are narrow
SHAPE_LABEL = 42.0
# In a low window cards have two lines, and only W[l] is named below: the units need the room.
SHORT_BELOW, SHORT_CARD, SHORT_LABEL = 400.0, 62.0, 26.0
PARTED = 64.0  # how far two columns part around the slot of a drag
# Thumbnail edge and the pitch from one to the next.
SIZES = ((56.0, 67.0), (44.0, 52.0), (32.0, 38.0), (22.0, 26.0), (20.0, 23.0))
LARGE = (66.0, 78.0)  # where the whole is drawn smaller
OUTPUT_FACTOR = 1.6
# A layer of more units than there is room for is folded: its most active units, below them the whole W[l].
FOLDED_SHARE, FOLDED_LABEL, MAP_WIDTH = 0.6, 16.0, 120.0


class Measure(NamedTuple):
    """How wide cards are, and how far apart at the least."""

    input: float
    hidden: float
    output: float
    gap: float

    def needed(self, hidden: int) -> float:
        """The width of a network with so many hidden layers."""
        return 2 * MARGIN + self.input + self.output + hidden * self.hidden + (hidden + 1) * self.gap


ROOMY, COMPACT = Measure(78.0, 150.0, 136.0, 20.0), Measure(72.0, 110.0, 122.0, 12.0)
Part = Literal["minus", "plus", "activation", "menu", "mark", "badges", "card", "unit", "map", "column"]


class Hit(NamedTuple):
    """What lies under a point: a part of a column, and its place in the column if it is a unit."""

    column: int
    part: Part
    unit: int = -1


class Column(msgspec.Struct, frozen=True):
    """One column of `n` units: its card, and the rectangles of the units that are shown.

    A folded column shows a few units only; `map` is where the whole W[l] stands, else it is empty.
    """

    index: int
    n: int
    card: QRectF
    units: tuple[QRectF, ...]
    map: QRectF
    is_input: bool
    is_output: bool
    compact: bool

    @property
    def is_hidden(self) -> bool:
        """Whether this is a layer the user can edit."""
        return not (self.is_input or self.is_output)

    @property
    def short(self) -> bool:
        """Whether the card has two lines only."""
        return self.card.height() < CARD_HEIGHT

    @property
    def folded(self) -> bool:
        """Whether not all units are shown."""
        return len(self.units) < self.n

    def area(self, part: Part) -> QRectF:
        """The rectangle of one control on the card."""
        c = self.card
        stepper = QRectF(c.left() + 8, c.top() + (32 if self.short else 34), 54, 24)
        if part == "minus":
            return QRectF(stepper.left(), stepper.top(), 18, 24)
        if part == "plus":
            return QRectF(stepper.right() - 18, stepper.top(), 18, 24)
        if part == "activation":
            return QRectF(stepper.right() + 5, stepper.top(), c.right() - 8 - stepper.right() - 5, 24)
        if part == "menu":
            return QRectF(c.right() - 32, c.top() + 6, 26, 22)
        if part in ("mark", "badges"):
            return self._beside_title(part) if self.short else self._foot(part)
        return c

    def _foot(self, part: Part) -> QRectF:
        """The third line of a card: its badges, and at its right end the mark."""
        c = self.card
        if part == "mark":
            return QRectF(c.right() - 28, c.top() + 64, 24, 22)
        return QRectF(c.left() + 8, c.top() + 66, c.width() - 14, 18)

    def _beside_title(self, part: Part) -> QRectF:
        """The same where there is no third line: between the title and the menu."""
        c, right = self.card, self.card.right() - (34 if self.is_hidden else 4)
        if part == "mark":
            return QRectF(right - 22, c.top() + 6, 22, 22)
        left = c.left() + (80 if self.is_hidden else 48)
        return QRectF(left, c.top() + 9, max(0.0, right - left), 18)


class Layout(msgspec.Struct, frozen=True):
    """The whole canvas for one network and one size."""

    columns: tuple[Column, ...]
    width: float
    height: float

    @property
    def room(self) -> tuple[int, ...]:
        """How many units of every column are shown."""
        return tuple(len(column.units) for column in self.columns)

    @property
    def n_gaps(self) -> int:
        """Places where a layer can be put."""
        return len(self.columns) - 1

    def bounds(self, column: int) -> QRectF:
        """The whole column from card to shape label, as the selection ring encloses it."""
        card = self.columns[column].card
        return QRectF(card.left() - 6, card.top() - 6, card.width() + 12, self.height - card.top() - 2)

    def gap(self, index: int) -> QRectF:
        """The space behind column `index`, below the cards."""
        left, right = self.columns[index].card.center().x(), self.columns[index + 1].card.center().x()
        top, bottom = _free(self.height)
        return QRectF(left, top - 6, right - left, bottom - top + 6)

    def nearest_gap(self, x: float) -> int:
        """The gap whose middle is nearest to x."""
        return min(range(self.n_gaps), key=lambda g: abs(self.gap(g).center().x() - x))

    def hit(self, point: QPointF) -> Hit | None:
        """What lies under a point."""
        for column in self.columns:
            found = _hit_column(column, point)
            if found is None and self.bounds(column.index).contains(point):
                found = Hit(column.index, "column")
            if found is not None:
                return found
        return None


def _hit_column(column: Column, point: QPointF) -> Hit | None:
    if column.card.contains(point):
        steps: tuple[Part, ...] = ("minus", "plus", "activation", "menu") if column.is_hidden else ()
        parts: tuple[Part, ...] = (*steps, "mark", "badges")
        return Hit(column.index, next((p for p in parts if column.area(p).contains(point)), "card"))
    for unit, rect in enumerate(column.units):
        if rect.contains(point):
            return Hit(column.index, "unit", unit)
    return Hit(column.index, "map") if column.map.contains(point) else None


def arrange(
    sizes: tuple[int, ...],
    width: float,
    height: float,
    parted: int | None = None,
    foot: float = 0,
    opening: float = 1,
    large: bool = False,
) -> Layout:
    """Lay out a network of sizes n[0] ... n[L]; `foot` is kept free.

    `parted` opens a slot in that gap, up to the share `opening` of its width; `large` allows larger pictures.
    Columns keep equal gaps; when they do not fit the layout becomes wider than the window and is scrolled.
    """
    hidden = len(sizes) - 2
    measure = ROOMY if hidden < COMPACT_FROM and ROOMY.needed(hidden) <= width else COMPACT
    slot = 0.0 if parted is None else PARTED * opening
    needed = measure.needed(hidden) + slot
    gap = measure.gap + max(0.0, width - needed) / (hidden + 1)
    edge, pitch = _thumbnail(sizes, height - foot, large)
    columns, x = [], MARGIN
    for index, n in enumerate(sizes):
        w = measure.input if index == 0 else measure.output if index == hidden + 1 else measure.hidden
        rect = QRectF(x, CARD_TOP, w, _card_height(height - foot))
        grown = OUTPUT_FACTOR if index == hidden + 1 and n == 1 else 1.0
        units, map_ = _stack(rect, n, edge * grown, pitch, height - foot)
        compact = measure is COMPACT
        columns.append(Column(index, n, rect, units, map_, index == 0, index == hidden + 1, compact))
        x += w + gap + (slot if index == parted else 0.0)
    return Layout(tuple(columns), max(width, needed), height)


def _free(height: float) -> tuple[float, float]:
    """Top and bottom of the space for units."""
    label = SHAPE_LABEL if height >= SHORT_BELOW else SHORT_LABEL
    return CARD_TOP + _card_height(height) + 14, height - label


def _card_height(height: float) -> float:
    return CARD_HEIGHT if height >= SHORT_BELOW else SHORT_CARD


def _thumbnail(sizes: tuple[int, ...], height: float, large: bool) -> tuple[float, float]:
    """Edge and pitch of the units: as large as the widest layer that can be pictures allows."""
    top, bottom = _free(height)
    most = max((n for n in sizes if n * SIZES[-1][1] <= bottom - top), default=1)
    folded = any(n * SIZES[-1][1] > bottom - top for n in sizes)
    choice = SIZES[2:] if folded else (LARGE, *SIZES) if large else SIZES
    fitting = (s for s in choice if most * s[1] <= bottom - top and (s is not SIZES[0] or most <= 4))
    return next(fitting, SIZES[-1])


def _stack(
    card: QRectF, n: int, edge: float, pitch: float, height: float
) -> tuple[tuple[QRectF, ...], QRectF]:
    """The rectangles of the shown units, centred in the free height, and of the map if these are not all."""
    top, bottom = _free(height)
    if n == 1:
        pitch = edge
    if n * SIZES[-1][1] <= bottom - top:
        middle = (top + bottom) / 2
        return _pile(card.center().x(), n, edge, pitch, middle - (n * pitch - (pitch - edge)) / 2), QRectF()
    shown = max(1, int(FOLDED_SHARE * (bottom - top) / pitch))
    units = _pile(card.center().x(), shown, edge, pitch, top)
    beneath = units[-1].bottom() + FOLDED_LABEL
    wide = min(MAP_WIDTH, card.width() - 8)
    high = max(0.0, min(bottom - beneath, 2 * wide))
    return units, QRectF(card.center().x() - wide / 2, beneath, wide, high)


def _pile(centre: float, n: int, edge: float, pitch: float, first: float) -> tuple[QRectF, ...]:
    return tuple(QRectF(centre - edge / 2, first + k * pitch, edge, edge) for k in range(n))


def fit_zoom(sizes: tuple[int, ...], width: float) -> float:
    """The zoom in steps of a thousandth, at most 1, at which the whole network is as wide as the window."""
    return min(1.0, math.floor(1000 * width / COMPACT.needed(len(sizes) - 2)) / 1000)
