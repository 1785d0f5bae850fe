"""What lies over or under the network for a while: selection ring, drop slots, the ghost of a drag."""

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground import icons
from playground.canvas.item import Item
from playground.canvas.items import soft_ground
from playground.canvas.layout import Layout
from playground.canvas.painting import CENTRE, fill, write
from playground.lettering import natural_font
from playground.theme import Theme


class RingItem(Item):
    """The ring around a selected column."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(-1)
        self.setVisible(False)

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = soft_ground(self.theme)
        fill(painter, self.rect().adjusted(1, 1, -1, -1), ground, 12, self.theme.accent, 2)


class Slot(msgspec.Struct, frozen=True):
    """Where something would land: in a gap, which `opens` for it, or on a column.

    Without a gap and a column the possible gaps are only marked. Where it is `refused` nothing would happen.
    """

    icon: str
    title: str
    detail: str = ""
    gap: int | None = None
    column: int | None = None
    refused: bool = False

    @property
    def opens(self) -> bool:
        """Whether the columns part for it."""
        return self.gap is not None and self.column is None


class SlotItem(Item):
    """Where something can be put: a dashed line in every gap, and a glowing slot or column at the target."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(4)
        self.setVisible(False)
        self._layout: Layout | None = None
        self._slot: Slot | None = None

    def show_slot(self, layout: Layout, slot: Slot | None) -> None:
        """All gaps of the layout, and the target with words on what a drop will do; None: nothing."""
        if slot is not None and slot.gap is not None and slot.gap >= layout.n_gaps:
            slot = None  # of a network that is there no more
        self._layout, self._slot = layout, slot
        self.setVisible(slot is not None)
        if slot is not None:
            self.place(QRectF(0, 0, layout.width, layout.height))
            self.update()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        layout, slot = self._layout, self._slot
        if layout is None or slot is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for g in range(layout.n_gaps):
            if not (slot.opens and g == slot.gap):
                gap = layout.gap(g)
                painter.setPen(QPen(QColor(self.theme.accent_line), 1.5, Qt.PenStyle.DashLine))
                painter.drawLine(
                    QPointF(gap.center().x(), gap.top()), QPointF(gap.center().x(), gap.bottom())
                )
        if slot.column is not None:
            below = layout.columns[slot.column].card.bottom() + 6
            self._paint_column(painter, layout.bounds(slot.column), below, slot)
        elif slot.gap is not None:
            gap = layout.gap(slot.gap)
            self._paint_target(painter, QRectF(gap.center().x() - 32, gap.top(), 64, gap.height()), slot)

    def _inks(self, slot: Slot) -> tuple[str, str]:
        """Edge and ground: violet, or red where it is refused."""
        t = self.theme
        return (t.bad, t.bad_soft) if slot.refused else (t.accent, t.accent_soft)

    def _paint_glow(self, painter: QPainter, area: QRectF, slot: Slot, ground: bool) -> None:
        edge, soft = self._inks(slot)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for spread in () if slot.refused else (9, 6, 3):
            glow = QColor(edge)
            glow.setAlphaF(0.10)
            painter.setPen(QPen(glow, 2.0 * spread))
            painter.drawRoundedRect(area, 12, 12)
        painter.setPen(QPen(QColor(edge), 2, Qt.PenStyle.DashLine))
        if ground:
            painter.setBrush(QColor(soft))
        painter.drawRoundedRect(area, 12, 12)

    def _paint_target(self, painter: QPainter, area: QRectF, slot: Slot) -> None:
        """A slot in a gap: icon, what is dragged, and what it will do."""
        self._paint_glow(painter, area, slot, ground=True)
        edge, _ = self._inks(slot)
        icon = QRectF(area.center().x() - 9, area.top() + 18, 18, 18)
        icons.paint(painter, "close" if slot.refused else slot.icon, icon, edge)
        t = self.theme
        inks = (t.bad, t.bad) if slot.refused else (t.text, t.text2)
        lines = ((slot.title, inks[0], 600), (slot.detail, inks[1], 400))
        for row, (text, ink, weight) in enumerate(lines):
            line = QRectF(area.left() + 1, area.top() + 42 + 16 * row, area.width() - 2, 18)
            write(painter, line, text, ink, natural_font("label", weight), CENTRE)

    def _paint_column(self, painter: QPainter, area: QRectF, below: float, slot: Slot) -> None:
        """A whole column, with a plate at `below`, under its card, that says what will happen there."""
        self._paint_glow(painter, area, slot, ground=False)
        edge, soft = self._inks(slot)
        plate = QRectF(area.left() + 6, below, area.width() - 12, 26)
        fill(painter, plate, soft, 6, edge, 1)
        icon = QRectF(plate.left() + 7, plate.center().y() - 7, 14, 14)
        icons.paint(painter, "close" if slot.refused else slot.icon, icon, edge)
        ink = self.theme.bad if slot.refused else self.theme.text
        words = plate.adjusted(26, 0, -4, 0)
        write(painter, words, f"{slot.title} {slot.detail}", ink, natural_font("label", 500))


class LabelItem(Item):
    """A plate with one line of words at a place, such as the value of the link under the pointer."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(6)
        self.setVisible(False)
        self._text = ""

    def say(self, text: str, at: QPointF | None = None) -> None:
        """These words above a place; no words hide it."""
        self._text = text
        self.setVisible(bool(text))
        if text and at is not None:
            wide = QFontMetricsF(natural_font("label", mono=True)).horizontalAdvance(text) + 16
            self.place(QRectF(at.x() - wide / 2, at.y() - 34, wide, 24))
        self.update()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self.rect().adjusted(0.5, 0.5, -0.5, -0.5)
        fill(painter, body, self.theme.raised, 6, self.theme.line_strong, 1)
        write(painter, body, self._text, self.theme.text, natural_font("label", mono=True), CENTRE)


class GhostItem(Item):
    """The card that follows the pointer while a layer is moved."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(5)
        self.setOpacity(0.85)
        self.setVisible(False)
        self._title = self._icon = ""

    def follow(self, point: QPointF, title: str, icon: str = "dense") -> None:
        """Stand beside the pointer."""
        self._title, self._icon = title, icon
        self.place(QRectF(point.x() - 66, point.y() - 20, 132, 40))
        self.setVisible(True)
        self.update()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self.rect().adjusted(1, 1, -1, -1)
        fill(painter, body, self.theme.raised, 8, self.theme.accent, 1.5)
        icons.paint(
            painter, self._icon, QRectF(body.left() + 12, body.center().y() - 8, 16, 16), self.theme.accent
        )
        write(painter, body.adjusted(36, 0, -6, 0), self._title, self.theme.text, natural_font("body", 500))
