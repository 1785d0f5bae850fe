"""The weights of one unit as numbers to be typed over: for the keyboard, and what a click on a link opens."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QTableView, QWidget

from engine.experiment import Experiment
from playground.canvas.faces import pretty_feature
from playground.document import WeightPlace
from playground.frames import Frame, Place
from playground.lettering import fix, font, px
from playground.theme import Theme
from playground.widgets.popover import Popover
from playground.widgets.scales import Limits
from playground.widgets.themed import say, set_role

WIDTH, VALUE, ROW, MOST_ROWS = 250, 100, 26, 9
WEIGHT = Limits("A weight", -1e6, 1e6)
EXTRAS = {"b": "bias b", "gamma": "γ of batch norm", "beta": "β of batch norm"}
Index = QModelIndex | QPersistentModelIndex


class WeightsModel(QAbstractTableModel):
    """The numbers of a unit from the frames.

    Emits `edited(WeightPlace, before, after)` and `refused(sentence)`.
    """

    edited = Signal(object, float, float)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, WeightPlace]] = []
        self._values: list[float] = []
        self._offered = ""

    def show_unit(self, place: Place, frame: Frame) -> None:
        """Other rows: the weights from every unit before, and the bias or gamma and beta."""
        l, unit = place
        self.beginResetModel()
        sources = frame.parameters[f"W{l}"].shape[1]
        self._rows = [
            (_source(frame.experiment, l, k), WeightPlace(f"W{l}", unit, k)) for k in range(sources)
        ]
        extras = [(words, f"{name}{l}") for name, words in EXTRAS.items()]
        self._rows += [
            (words, WeightPlace(name, unit, 0)) for words, name in extras if name in frame.parameters
        ]
        self._values = self._read(frame)
        self.endResetModel()

    def _read(self, frame: Frame) -> list[float]:
        return [float(frame.parameters[p.name][p.row, p.column]) for _, p in self._rows]

    def show_frame(self, frame: Frame, typed: int = -1) -> bool:
        """The numbers of another frame; whether it still has all of them. Row `typed` is left as it is."""
        for _, place in self._rows:
            known = frame.parameters.get(place.name)
            if known is None or place.row >= known.shape[0] or place.column >= known.shape[1]:
                return False
        self._values = self._read(frame)
        for first, last in ((0, typed - 1), (typed + 1, len(self._values) - 1)):
            if first <= last:
                self.dataChanged.emit(self.index(first, 1), self.index(last, 1))
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("from", "value")[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if index.column() == 1 else usual

    def data(self, index: Index, role: int = 0) -> Any:
        words, place = self._rows[index.row()]
        value = self._values[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words if index.column() == 0 else f"{value:.4g}".replace("-", "−")
        if role == Qt.ItemDataRole.EditRole:  # asked for once, when typing begins
            self._offered = f"{value:.6g}"
            return self._offered
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{place}, {words}: {value:.4g}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        place, before = self._rows[index.row()][1], self._values[index.row()]
        if str(value).strip() == self._offered:
            return False  # nothing was typed, whatever has been learned meanwhile
        try:
            after = WEIGHT.read(str(value))
        except ValueError as error:
            self.refused.emit(str(error))
            return False
        self.edited.emit(place, before, after)
        return True


def _source(experiment: Experiment, l: int, unit: int) -> str:
    return pretty_feature(experiment.features[unit]) if l == 1 else f"unit {unit + 1} of layer {l - 1}"


class WeightsCard(Popover):
    """Opens over the canvas. Emits `edited(WeightPlace, before, after)` and `refused(sentence)`."""

    edited = Signal(object, float, float)
    refused = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Weights of a unit", parent)
        self.model = WeightsModel(self)
        self.model.edited.connect(self.edited)
        self.model.refused.connect(self._refuse)
        self._title = QLabel()
        self._title.setFont(font("section"))
        set_role(self._title, "heading")
        self._hint = QLabel("Type a number. While it trains, learning goes on from there.")
        self._hint.setWordWrap(True)
        set_role(self._hint, "hint")
        self._hint.setFont(font("label"))
        self.table = self._make_table()
        fix(self, WIDTH + 32)
        self.hold([self._title, self.table, self._hint])

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName("Weights")
        table.setFont(font("body"))
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setHighlightSections(False)
        table.setShowGrid(False)
        trigger = QTableView.EditTrigger
        table.setEditTriggers(trigger.DoubleClicked | trigger.SelectedClicked | trigger.AnyKeyPressed)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setTabKeyNavigation(False)
        table.installEventFilter(self)
        return table

    def show_unit(self, place: Place, source: int, frame: Frame) -> None:
        """The weights of a unit; that from `source` (-1: the first) is current."""
        self.model.show_unit(place, frame)
        self._title.setText(f"Unit {place.unit + 1} of layer {place.column}")
        self.fit_type()
        self.table.setCurrentIndex(self.model.index(max(0, source), 1))

    def fit_type(self) -> None:
        """As high as its rows, up to a limit."""
        self.table.verticalHeader().setDefaultSectionSize(px(ROW))
        self.table.horizontalHeader().resizeSection(1, px(VALUE))
        rows = min(self.model.rowCount(), MOST_ROWS)
        self.table.setFixedHeight(rows * px(ROW) + self.table.horizontalHeader().sizeHint().height() + 4)

    def begin(self) -> None:
        """The focus goes to the current number, ready to be typed over."""
        self.table.setFocus(Qt.FocusReason.PopupFocusReason)
        self.table.edit(self.table.currentIndex())

    def show_frame(self, frame: Frame) -> None:
        """Live numbers; the card closes when the network has no such unit any more."""
        typing = self.table.state() == QTableView.State.EditingState
        typed = self.table.currentIndex().row() if typing else -1
        if self.isVisible() and not self.model.show_frame(frame, typed):
            self.hide()

    def _refuse(self, sentence: str) -> None:
        say(self.table, sentence)
        self.refused.emit(sentence)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.table.setStyleSheet(
            f"QTableView {{ background: {theme.raised}; color: {theme.text}; border: none; }}"
            f"QTableView::item:selected {{ background: {theme.active}; }}"
            f"QHeaderView::section {{ background: {theme.raised}; color: {theme.text3}; }}"
            f"QLineEdit {{ background: {theme.window}; border: 1px solid {theme.accent}; }}"
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc closes the card, Enter begins to type."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                return True
            typing = self.table.state() == QTableView.State.EditingState
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not typing:
                self.table.edit(self.table.currentIndex())
                return True
        return super().eventFilter(watched, event)
