"""What lies over or under the network for a while: selection ring, drop slots, the ghost of a drag."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground import icons
from playground.canvas.items import Item, soft_ground
from playground.canvas.layout import Layout
from playground.canvas.painting import CENTRE, fill, write
from playground.theme import Theme, font


class RingItem(Item):
    """The ring around a selected column."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(-1)
        self.setVisible(False)

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = soft_ground(self.theme)
        fill(painter, self.rect.adjusted(1, 1, -1, -1), ground, 12, self.theme.accent, 2)


class SlotItem(Item):
    """Where a layer can be put: a dashed line in every gap, and a glowing slot at the target."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(4)
        self.setVisible(False)
        self._layout: Layout | None = None
        self._target: int | None = None
        self._words = ("", "")

    def show_slots(self, layout: Layout, target: int | None, title: str, detail: str) -> None:
        """All gaps of the layout, the target one with words on what a drop will do."""
        self._layout, self._target, self._words = layout, target, (title, detail)
        self.place(QRectF(0, 0, layout.width, layout.height))
        self.setVisible(True)
        self.update()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        if self._layout is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for g in range(self._layout.n_gaps):
            gap = self._layout.gap(g)
            if g == self._target:
                self._paint_target(painter, gap)
            else:
                x = gap.center().x()
                painter.setPen(QPen(QColor(self.theme.accent_line), 1.5, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(x, gap.top()), QPointF(x, gap.bottom()))

    def _paint_target(self, painter: QPainter, gap: QRectF) -> None:
        slot = QRectF(gap.center().x() - 32, gap.top(), 64, gap.height())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for spread in (9, 6, 3):
            glow = QColor(self.theme.accent)
            glow.setAlphaF(0.10)
            painter.setPen(QPen(glow, 2.0 * spread))
            painter.drawRoundedRect(slot, 12, 12)
        painter.setPen(QPen(QColor(self.theme.accent), 2, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(self.theme.accent_soft))
        painter.drawRoundedRect(slot, 12, 12)
        icons.paint(
            painter, "dense", QRectF(slot.center().x() - 9, slot.top() + 18, 18, 18), self.theme.accent
        )
        title, detail = self._words
        write(
            painter,
            QRectF(slot.left() + 2, slot.top() + 42, 60, 18),
            title,
            self.theme.text,
            font("label", 600),
            CENTRE,
        )
        write(
            painter,
            QRectF(slot.left() + 2, slot.top() + 58, 60, 18),
            detail,
            self.theme.text2,
            font("label"),
            CENTRE,
        )


class GhostItem(Item):
    """The card that follows the pointer while a layer is moved."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(5)
        self.setOpacity(0.85)
        self.setVisible(False)
        self._title = ""

    def follow(self, point: QPointF, title: str) -> None:
        """Stand beside the pointer."""
        self._title = title
        self.place(QRectF(point.x() - 66, point.y() - 20, 132, 40))
        self.setVisible(True)
        self.update()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self.rect.adjusted(1, 1, -1, -1)
        fill(painter, body, self.theme.raised, 8, self.theme.accent, 1.5)
        icons.paint(
            painter, "dense", QRectF(body.left() + 12, body.center().y() - 8, 16, 16), self.theme.accent
        )
        write(painter, body.adjusted(36, 0, -6, 0), self._title, self.theme.text, font("body", 500))
