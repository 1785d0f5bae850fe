"""The words of a column: names of inputs, how many units of a folded layer are shown, shapes at the foot.

They are painted into caches: text is dear, and changes by hand and not by frame. Each has a small rectangle
of its own, for all of it is laid over the network with every frame.
"""

from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QWidget

from playground.canvas.item import Item
from playground.canvas.layout import Column
from playground.canvas.painting import CENTRE, write, write_name
from playground.lettering import natural_font
from playground.theme import Theme


class Words(Item):
    """Painted anew only when what it says, or where, is another."""

    def __init__(self, theme: Theme, parent: QGraphicsItem) -> None:
        super().__init__(theme)
        self.setParentItem(parent)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self._state: Any = None

    def show_state(self, rect: QRectF, *state: object) -> None:
        """What `write` writes from now on, within this rectangle."""
        if state != self._state:
            self._state = state
            self.place(rect)
            self.update()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        if self._state is not None:
            self.write(painter, *self._state)

    def write(self, painter: QPainter, *state: Any) -> None:
        """Subclasses say how."""
        raise NotImplementedError


class Names(Words):
    """The names of the inputs, beside or over their pictures."""

    def show_names(self, column: Column, names: tuple[str, ...]) -> None:
        """These names; other columns have none."""
        self.setVisible(bool(names))
        if names:
            units = column.units[0].united(column.units[-1])
            self.show_state(units.adjusted(-44, 0, 0, 0), names, column.units)

    def write(self, painter: QPainter, names: tuple[str, ...], units: tuple[QRectF, ...]) -> None:
        for name, unit in zip(names, units, strict=False):
            write_name(painter, unit, name, self.theme)


class Count(Words):
    """Above the map of a folded column: how many of its units are shown."""

    def show_count(self, column: Column) -> None:
        """Of this column, if it is folded."""
        self.setVisible(column.folded)
        if column.folded:
            words = f"{len(column.units)} {'' if column.is_input else 'most active '}of {column.n}"
            above = QRectF(column.card.left() - 4, column.map.top() - 16, column.card.width() + 8, 16)
            self.show_state(above, above, words)

    def write(self, painter: QPainter, above: QRectF, words: str) -> None:
        write(painter, above, words, self.theme.text3, natural_font("axis"), CENTRE)


class Foot(Words):
    """The shapes of W[l] and A[l], at the foot of the column."""

    def show_shapes(self, column: Column, shapes: tuple[str, str], bottom: float) -> None:
        """One line of them where the column is short."""
        high = 18 if column.short else 32
        foot = QRectF(column.card.center().x() - 75, bottom - high - 8, 150, high)
        self.show_state(foot, foot, shapes[:1] if column.short else shapes)

    def write(self, painter: QPainter, foot: QRectF, lines: tuple[str, ...]) -> None:
        for line, words in enumerate(lines):
            place = QRectF(foot.left(), foot.top() + 15 * line, foot.width(), 16)
            write(painter, place, words, self.theme.text3, natural_font("label", mono=True), CENTRE)
