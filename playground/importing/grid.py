"""The first rows of a table under headers that say what each column is; a press on one opens its roles.

The arrow keys move from cell to cell, Enter and Space do what a click on the header does.
"""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from engine.data.columns import is_missing, is_number
from engine.data.preview import Preview
from engine.data.reading import ColumnKind, Reading
from playground.importing.draft import ROLES, Role, kinds_of, refusal, roles_of, short_roles
from playground.lettering import fix, font, px
from playground.theme import LIGHT
from playground.widgets.themed import ARROWS, PRESS_KEYS, Themed, describe, keep_keys, set_role

HEADER, ROW, ROWS = 42, 24, 5  # pixels; and so many rows are seen at once
NARROW, WIDE, SIDE = 62, 150, 9  # the least and the most width of a column, and the room beside a cell
FITTED = 60  # columns whose width is measured; those behind are as wide as the widest
TIP = (
    "Press a column's head, or Enter in it, to say what it is: an input, what is predicted, or not used. "
    "Marked cells hold no number where one is expected."
)

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Cells(QAbstractTableModel):
    """The rows of a preview. Cells that are not what their column holds are marked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.preview: Preview | None = None
        self.source: Reading | None = None
        self.theme = LIGHT
        self._roles: dict[str, Role] = {}
        self._kinds: dict[str, ColumnKind] = {}
        self._words: dict[str, str] = {}

    def show_draft(self, preview: Preview, source: Reading) -> None:
        """Other rows, or other roles of their columns."""
        anew = preview is not self.preview
        if anew:
            self.beginResetModel()
        self.preview, self.source = preview, source
        self._roles, self._kinds = roles_of(source, preview), kinds_of(source, preview)
        self._words = short_roles(source, preview)
        if anew:
            self.endResetModel()
        self.repaint_all()

    def repaint_all(self) -> None:
        """Colours and words have changed; the cells have not."""
        if self.rowCount() and self.columnCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if self.preview is None or parent.isValid() else len(self.preview.cells)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if self.preview is None or parent.isValid() else len(self.preview.columns)

    def name(self, column: int) -> str:
        """The name of a column, "" for none."""
        known = self.preview is not None and 0 <= column < len(self.preview.columns)
        return self.preview.columns[column].name if known and self.preview is not None else ""

    def role(self, column: int) -> Role:
        """What a column is."""
        return self._roles.get(self.name(column), "feature")

    def words(self, column: int) -> str:
        """What stands below its name."""
        return self._words.get(self.name(column), "")

    def is_gap(self, row: int, column: int) -> bool:
        """Whether a cell that is needed does not hold what its column does."""
        if self.preview is None or self.role(column) == "ignore":
            return False
        cell = self.preview.cells[row][column]
        if self._kinds.get(self.name(column)) == "number":
            return not is_number(cell)
        return is_missing(cell)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or self.preview is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{self.name(section)}, {self.words(section)}"
        return TIP if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.preview is None or not index.isValid():
            return None
        cell, gap = self.preview.cells[index.row()][index.column()], self.is_gap(index.row(), index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell or "(empty)"
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{cell or 'empty'}, no usable value" if gap else cell
            case Qt.ItemDataRole.ToolTipRole:
                return cell or None
        return None


class CellPainter(QStyledItemDelegate):
    """A cell is its text over a hairline; a gap has the ground of a warning, the current cell a ring."""

    def __init__(self, grid: "Grid") -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, cells, box = self._grid.theme, self._grid.cells, option.rect
        painter.save()
        gap = cells.is_gap(index.row(), index.column())
        if gap:
            painter.fillRect(box, QColor(theme.warn_soft))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if index == self._grid.currentIndex() and self._grid.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        quiet = cells.role(index.column()) == "ignore"
        painter.setPen(QColor(theme.warn if gap else theme.text3 if quiet else theme.text))
        painter.setFont(font("label", 600 if gap else 400))
        room = box.adjusted(px(SIDE), 0, -px(3), 0)
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class Heads(QHeaderView):
    """The name of a column and below it what it is."""

    def __init__(self, cells: Cells, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._cells = cells
        self.setSectionsClickable(True)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(px(NARROW))
        self.setFont(font("label"))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), px(HEADER))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme, used = self._cells.theme, self._cells.role(section) != "ignore"
        view = self.parent()
        now = isinstance(view, Grid) and view.column == section
        painter.save()
        painter.fillRect(rect, QColor(theme.accent_soft if used else theme.window))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if now:
            painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, QColor(theme.accent))
        inner = rect.adjusted(px(SIDE), px(4), -px(3), -px(4))
        top, bottom = (
            inner.adjusted(0, 0, 0, -inner.height() // 2),
            inner.adjusted(0, inner.height() // 2, 0, 0),
        )
        self._line(painter, top, self._cells.name(section), font("label", 500), theme.text2)
        ink = theme.accent if used else theme.text3
        self._line(painter, bottom, self._cells.words(section), font("label", 600 if used else 400), ink)
        painter.restore()

    def _line(self, painter: QPainter, box: QRect, words: str, letters: QFont, ink: str) -> None:
        painter.setFont(letters)
        painter.setPen(QColor(ink))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class Grid(Themed, QTableView):
    """Emits `role_chosen(name, role)` and, when another column has the keyboard, `column_changed(name)`."""

    role_chosen = Signal(str, str)
    column_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = Cells(self)
        self.setModel(self.cells)
        self.heads = Heads(self.cells, self)
        self.setHorizontalHeader(self.heads)
        self.setItemDelegate(CellPainter(self))
        self.verticalHeader().hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFont(font("label"))
        set_role(self, "cells")
        describe(self, "First rows of the table", TIP)
        keep_keys(self, *ARROWS, *PRESS_KEYS, Qt.Key.Key_Home, Qt.Key.Key_End)
        self.heads.sectionClicked.connect(self._press_head)
        self.fit_type()

    @property
    def column(self) -> int:
        """The column that the keyboard is on, -1 for none."""
        return self.currentIndex().column()

    @property
    def name(self) -> str:
        """Its name."""
        return self.cells.name(self.column)

    def show_draft(self, preview: Preview, source: Reading) -> None:
        """Show these rows and what their columns are."""
        anew = preview is not self.cells.preview
        self.cells.show_draft(preview, source)
        if anew:
            self._fit_columns()
            self.setCurrentIndex(self.cells.index(0, 0))
        self._describe()

    def set_column(self, name: str) -> None:
        """Put the keyboard on that column."""
        names = list(map(self.cells.name, range(self.cells.columnCount())))
        if name in names:
            self.setCurrentIndex(self.cells.index(max(0, self.currentIndex().row()), names.index(name)))

    def retheme(self) -> None:
        self.cells.theme = self.theme
        self.cells.repaint_all()
        self.viewport().update()
        self.heads.viewport().update()

    def fit_type(self) -> None:
        """Five rows are seen, whatever their size."""
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        fix(self, height=HEADER + ROWS * ROW + 5)
        self._fit_columns()

    def _fit_columns(self) -> None:
        metrics, preview = self.fontMetrics(), self.cells.preview
        self.heads.setDefaultSectionSize(px(WIDE))
        for i in range(min(FITTED, self.cells.columnCount())):
            cells = [row[i] for row in preview.cells[:20]] if preview is not None else []
            widest = max(map(metrics.horizontalAdvance, (self.cells.name(i), self.cells.words(i), *cells)))
            self.setColumnWidth(i, min(max(widest + 2 * px(SIDE), px(NARROW)), px(WIDE)))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.column() != previous.column():
            self.heads.viewport().update()
            self._describe()
            self.column_changed.emit(self.cells.name(current.column()))

    def _describe(self) -> None:
        if self.column >= 0:
            words = self.cells.words(self.column)
            at = f"column {self.column + 1} of {self.cells.columnCount()}, {self.name}, {words}"
            describe(self, f"First rows of the table, {at}", TIP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESS_KEYS and self.column >= 0:
            self.open_roles()
        else:
            super().keyPressEvent(event)

    # The roles of a column

    def _press_head(self, section: int) -> None:
        self.setCurrentIndex(self.cells.index(max(0, self.currentIndex().row()), section))
        self.open_roles()

    def open_roles(self) -> None:
        """A menu below the head of the present column; what is refused says why."""
        preview, source = self.cells.preview, self.cells.source
        if preview is None or source is None:
            return
        menu = QMenu(f"Role of {self.name}", self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        menu.triggered.connect(self._choose_role)
        for role, words in ROLES.items():
            action = menu.addAction(words)
            action.setData(role)
            action.setCheckable(True)
            action.setChecked(role == self.cells.role(self.column))
            why = refusal(source, preview, self.name, role)
            action.setEnabled(not why)
            action.setToolTip(why or words)
            if action.isChecked():
                menu.setActiveAction(action)
        left = self.heads.sectionViewportPosition(self.column)
        menu.popup(self.heads.viewport().mapToGlobal(QRect(left, 0, 1, self.heads.height()).bottomLeft()))

    def _choose_role(self, action: Any) -> None:
        self.role_chosen.emit(self.name, action.data())
