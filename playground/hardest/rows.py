"""The rows of the list of the hardest examples: what stands in each column, and the marker in the first."""

from typing import Any

from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from engine.data import Dataset
from engine.examples import Answers
from engine.problem import PARTS
from playground.lettering import scaled
from playground.panels.output.example_words import DOUBT, class_text, label_text, value_text
from playground.theme import LIGHT, Theme
from playground.widgets.plot_numbers import cost, number

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
CLASSES = ("", "Row", "Part", "Label", "Network says", "p of label", "Loss", "Note")
NUMBERS = ("", "Row", "Part", "Target", "Network says", "Error", "Loss")
TIPS = (
    "Shape and colour of its label; filled: train, hollow: dev.",
    "The example's number in the data, counted from 1.",
    "Train examples are learned from, dev examples never.",
    "What the data say.",
    "What the network finds most likely now.",
    "How likely the network finds the label: the loss is minus its logarithm.",
    "What this example adds to the mean that is J.",
    "Whether the label may be a mistake, and which class the network is sure of instead.",
)
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Kind = tuple[str, str, bool]  # symbol, colour, hollow


class ExampleRows(QAbstractTableModel):
    """The answers of one frame; rows are written when they are looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data: Dataset | None = None
        self._rows: Answers | None = None
        self._suggested: Any = ()
        self.theme = LIGHT

    def show_rows(self, data: Dataset, rows: Answers, suggested: Any) -> None:
        """Other answers; the same number of rows stays where it is."""
        same = data is self._data and len(rows) == self.rowCount()
        if not same:
            self.beginResetModel()
        self._data, self._rows, self._suggested = data, rows, suggested
        if not same:
            self.endResetModel()
        elif len(rows):
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def set_theme(self, theme: Theme) -> None:
        """The doubts have another colour."""
        self.theme = theme

    @property
    def headings(self) -> tuple[str, ...]:
        """The names of the columns."""
        return NUMBERS if self._data is not None and not self._data.n_classes else CLASSES

    def place(self, row: int) -> int | None:
        """The column of the data that a row is about."""
        known = self._rows is not None and 0 <= row < len(self._rows)
        return int(self._rows.places[row]) if known and self._rows is not None else None

    def row_of(self, place: int | None) -> int:
        """Where an example stands; -1 for nowhere."""
        if place is None or self._rows is None:
            return -1
        return next((row for row, at in enumerate(self._rows.places.tolist()) if at == place), -1)

    def kind(self, row: int) -> Kind:
        """How the marker of a row looks."""
        assert self._rows is not None
        hollow = PARTS[self._rows.codes[row]] != "train"
        if self._data is None or not self._data.n_classes:
            return "o", self.theme.text2, hollow
        label = int(self._rows.labels[row])
        return self.theme.marker(label), self.theme.class_color(label), hollow

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self._rows is None else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return TIPS[section]
        return int(LEFT) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, the colour of a doubt, and for screen readers the part instead of the marker."""
        if not index.isValid() or self._rows is None or self._data is None:
            return None
        name = self.headings[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells(index.row())[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and name == "Note":
            return QColor(self.theme.warn)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._cells(index.row())[index.column()] if name else self._part(index.row())
        return None

    def _part(self, row: int) -> str:
        assert self._rows is not None
        return str(PARTS[self._rows.codes[row]])

    def _cells(self, row: int) -> tuple[str, ...]:
        """The texts of a row."""
        assert self._rows is not None
        assert self._data is not None
        rows, data = self._rows, self._data
        label, output = rows.labels[row], rows.outputs[:, row]
        first = ("", number(int(rows.places[row]) + 1, 0), self._part(row), label_text(data, label))
        loss = cost(float(rows.losses[row]))
        if not data.n_classes:
            return (*first, value_text(float(output[0])), value_text(float(output[0] - label)), loss)
        p = rows.probabilities[:, row]
        winner, doubted = int(p.argmax()), int(self._suggested[row])
        note = f"{DOUBT}: {class_text(data, doubted)}?" if doubted >= 0 else ""
        says = f"{class_text(data, winner)}, p {number(float(p[winner]), 2)}"
        return (*first, says, cost(float(p[int(label)])), loss, note)


class MarkPainter(QStyledItemDelegate):
    """The first column: the marker of an example, filled or hollow as on the plane."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(round(scaled(30)), round(scaled(24)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, ExampleRows):
            return
        symbol, color, hollow = model.kind(index.row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(option.rect.center())
        pen = QPen(QColor(color), 1.5)
        pen.setCosmetic(True)
        brush = QBrush(QColor(model.theme.window if hollow else color))
        drawSymbol(painter, symbol, scaled(8), pen, brush)
        painter.restore()
