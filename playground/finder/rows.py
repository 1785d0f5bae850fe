"""The rows of the list of actions: words and menu at the left, keys or a reason at the right."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from playground.finder.entries import Entry
from playground.theme import Theme, font

ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


def row_height() -> int:
    """Two lines of the interface's type, however large that is."""
    return 2 * QFontMetrics(font("body")).height()


class EntryModel(QAbstractListModel):
    """The entries that fit, for the list."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown: list[Entry] = []

    def show(self, shown: list[Entry]) -> None:
        """Show others."""
        self.beginResetModel()
        self.shown = shown
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (an invalid index is a value)
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.shown[index.row()]
        texts = {
            Qt.ItemDataRole.DisplayRole: entry.words,
            Qt.ItemDataRole.AccessibleTextRole: entry.said,
            Qt.ItemDataRole.ToolTipRole: entry.action.statusTip(),
        }
        return entry if role == ENTRY else texts.get(Qt.ItemDataRole(role))


class EntryPainter(QStyledItemDelegate):
    """Draws a row: words and menu at the left, keys or the reason at the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, area, theme = index.data(ENTRY), QRectF(option.rect), self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.active))
            painter.drawRoundedRect(area, 6, 6)
        left, right = area.left() + 10, area.right() - 10
        if entry.enabled:
            right = _draw_keys(painter, entry.keys, right, area, theme)
        else:
            right -= _draw(painter, entry.reason, right, area, theme.text3, align_right=True)
        ink = theme.text if entry.enabled else theme.disabled
        painter.setFont(font("body", 500))
        left += _draw(painter, entry.words, left, area, ink, room=right - left) + 10
        painter.setFont(font("label"))
        _draw(
            painter,
            entry.where,
            left,
            area,
            theme.text3 if entry.enabled else theme.disabled,
            room=right - left,
        )
        painter.restore()


def _draw(
    painter: QPainter,
    text: str,
    x: float,
    area: QRectF,
    color: str,
    room: float | None = None,
    align_right: bool = False,
) -> float:
    """Write a text on the middle line of a row, from x on or up to x; its width."""
    if align_right:
        painter.setFont(font("label"))
    metrics = QFontMetricsF(painter.font())
    shown = text if room is None else metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))
    wide = metrics.horizontalAdvance(shown)
    painter.setPen(QColor(color))
    baseline = area.center().y() + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(x - wide if align_right else x, baseline), shown)
    return wide


def _draw_keys(painter: QPainter, keys: str, right: float, area: QRectF, theme: Theme) -> float:
    """Key caps up to `right`; where they begin."""
    painter.setFont(font("axis", 500))
    metrics = QFontMetricsF(painter.font())
    for key in reversed(_caps(keys)):
        high = metrics.height() + 6
        wide = max(high, metrics.horizontalAdvance(key) + 10)
        cap = QRectF(right - wide, area.center().y() - high / 2, wide, high)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(theme.line_strong))
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(QColor(theme.text2))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        right -= wide + 3
    return right - 8


def _caps(keys: str) -> list[str]:
    """ "Ctrl++" is Ctrl and +."""
    parts = (
        keys.removesuffix("+").split("+") if keys.endswith("++") else keys.split("+") if keys != "+" else []
    )
    return [part for part in parts if part] + (["+"] if keys.endswith("+") else [])
