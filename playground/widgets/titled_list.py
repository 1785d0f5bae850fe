"""A list of things to choose from, in groups: each has a title, and below it a sentence that says what it is.

Arrows, Home, End and the first letters of a title move, Enter or a click chooses.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from playground.lettering import font, px
from playground.widgets.themed import Themed, focus_ring

KEY, SENTENCE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
SIDE, EDGE, LEADING, RADIUS = 10, 8, 2, 6
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Index = QModelIndex | QPersistentModelIndex


class Titled(NamedTuple):
    """What can be chosen: its key for the program, its title and its sentence for people."""

    key: str
    title: str
    sentence: str


class TitledList(Themed, QListView):
    """Emits `chosen(key)`. `groups` are (heading, entries)."""

    chosen = Signal(str)

    def __init__(
        self, name: str, groups: Sequence[tuple[str, Sequence[Titled]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setModel(_model(groups, self))
        self.setItemDelegate(_Rows(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._choose)

    @property
    def current(self) -> str:
        """The key of the entry that the keyboard is on; "" for none."""
        return self.currentIndex().data(KEY) or ""

    def set_current(self, key: str) -> None:
        """Put the keyboard on that entry, or on the first one where there is no such key, and show it."""
        indexes = [self.model().index(row, 0) for row in range(self.model().rowCount())]
        entries = [index for index in indexes if index.data(KEY)]
        self.setCurrentIndex(next((index for index in entries if index.data(KEY) == key), entries[0]))
        if self.currentIndex() == entries[0]:
            self.scrollToTop()  # with the heading above it

    def place(self, key: str) -> QRect:
        """Where that entry is in the viewport."""
        rows = range(self.model().rowCount())
        index = next(i for i in (self.model().index(row, 0) for row in rows) if i.data(KEY) == key)
        return self.visualRect(index)

    def _choose(self, index: QModelIndex) -> None:
        if index.data(KEY):
            self.chosen.emit(index.data(KEY))

    def moveCursor(self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and the page keys that would end at a heading end at the first entry below it."""
        index = super().moveCursor(action, modifiers)
        return index if index.data(KEY) or not index.isValid() else index.siblingAtRow(index.row() + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sentences wrap otherwise at another width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def fit_type(self) -> None:
        """Rows are as high as their type."""
        self.scheduleDelayedItemsLayout()

    def retheme(self) -> None:
        self.viewport().update()


def _model(groups: Sequence[tuple[str, Sequence[Titled]]], owner: QListView) -> QStandardItemModel:
    model = QStandardItemModel(owner)
    for heading, entries in groups:
        item = QStandardItem(heading)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        model.appendRow(item)
        for entry in entries:
            item = QStandardItem(entry.title)
            item.setData(entry.key, KEY)
            item.setData(entry.sentence.replace(" %", "\u00a0%"), SENTENCE)
            item.setData(f"{entry.title}. {heading}. {entry.sentence}", Qt.ItemDataRole.AccessibleTextRole)
            model.appendRow(item)
    return model


class _Rows(QStyledItemDelegate):
    """Paints a heading in small letters, an entry as its title in bold with the sentence wrapped below."""

    def __init__(self, view: TitledList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        if not index.data(KEY):
            return QSize(width, _height(font("label", 600)) + px(EDGE) * (2 if index.row() else 1))
        words = _height(font("body", 600)) + LEADING + self._wrapped(index, width)
        return QSize(width, words + 2 * px(EDGE))

    def _wrapped(self, index: Index, width: int) -> int:
        """How high the sentence is at that width of a row."""
        room = QRect(0, 0, width - 2 * px(SIDE), 10_000)
        return QFontMetrics(font("label")).boundingRect(room, WRAP, index.data(SENTENCE)).height()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(KEY):
            self._ground(painter, area, option.state)
            self._entry(painter, area, index)
        else:
            words = area.adjusted(px(SIDE), 0, -px(SIDE), -px(EDGE) // 2)
            _write(painter, words, index.data(), font("label", 600), self._view.theme.text3, BOTTOM)
        painter.restore()

    def _ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        theme, body = self._view.theme, area.adjusted(3, 1, -3, -1)
        current, over = QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_MouseOver
        if state & (current | over):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_soft if state & current else theme.raised))
            painter.drawRoundedRect(body, RADIUS, RADIUS)
        if state & current and self._view.hasFocus():
            focus_ring(painter, body.toRectF(), RADIUS, theme, gap=-1.0)

    def _entry(self, painter: QPainter, area: QRect, index: Index) -> None:
        theme, words = self._view.theme, area.adjusted(px(SIDE), px(EDGE), -px(SIDE), -px(EDGE))
        _write(painter, words, index.data(), font("body", 600), theme.text)
        words.setTop(words.top() + _height(font("body", 600)) + LEADING)
        _write(painter, words, index.data(SENTENCE), font("label"), theme.text2)


TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
BOTTOM = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
WRAP = TOP | Qt.TextFlag.TextWordWrap


def _height(of: QFont) -> int:
    return QFontMetrics(of).height()


def _write(painter: QPainter, area: QRect, text: str, of: QFont, ink: str, place: int = WRAP) -> None:
    painter.setFont(of)
    painter.setPen(QColor(ink))
    painter.drawText(area, place, text)
