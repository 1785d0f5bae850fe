"""The network as a list: layers, below them their units, below these the weights into them, all in words.

What is painted on the canvas can be read here, by eye, by keyboard and by screen reader.
"""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QLabel, QTreeView, QVBoxLayout, QWidget

from playground.canvas.designer import NetworkCanvas
from playground.canvas.key import Key
from playground.canvas.words import Words
from playground.session import Session
from playground.theme import font
from playground.widgets.themed import describe, set_role

PAUSE_MS = 500  # from one look at the frames to the next
WIDEST = 64  # columns that a place has room for; a network has at most 14
HINT = (
    "Up and Down choose, Right unfolds, Enter opens the settings. + and −, Del, F and Ctrl+D work here too."
)
# Commands whose keys work in the list as well: what they do is to be read there at once.
COMMANDS = (
    *("undo", "redo", "play", "more_units", "fewer_units", "remove_layer", "duplicate_layer", "freeze_layer"),
    *("move_left", "move_right", "cut_layer", "copy_layer", "copy_network", "copy_experiment", "paste"),
)
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class NetworkModel(QAbstractItemModel):
    """Nothing is kept of the network but `words`: each row is written when it is looked at.

    An index holds where its parent stands: 0 for a layer, 1 + column for a unit, and for a weight the number
    of its unit, counted from 1, times WIDEST on top of that.
    """

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many units each layer has."""
        return self._words.sizes

    def show(self, words: Words) -> None:
        """Other words; the rows stay unless there are others."""
        same = words.sizes == self.sizes
        if not same:
            self.beginResetModel()
        self._words = words
        if not same:
            self.endResetModel()

    def key(self, index: Index) -> Key:
        """What a row stands for."""
        above = index.internalId()
        if above == 0:
            return Key(index.row())
        unit, column = divmod(above - 1, WIDEST)
        return Key(column, index.row()) if unit == 0 else Key(column, unit - 1, index.row())

    def at(self, key: Key) -> QModelIndex:
        """The row of a part."""
        column, unit, source = key
        if source >= 0:
            return self.createIndex(source, 0, 1 + column + WIDEST * (unit + 1))
        return self.createIndex(unit, 0, 1 + column) if unit >= 0 else self.createIndex(column, 0, 0)

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        if column != 0 or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        return self.at(self.key(parent).child(row) if parent.isValid() else Key(row))

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        key = self.key(index) if index.isValid() else Key(0)
        return QModelIndex() if key.unit < 0 else self.at(key.parent)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return self.key(parent).n_children(self.sizes) if parent.isValid() else len(self.sizes)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or not index.isValid():
            return None
        return self._words.of(self.key(index))


class Outline(QDialog):
    """A window beside the network. What is selected here is selected there, and the other way round."""

    def __init__(self, canvas: NetworkCanvas, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Network as list")
        self._canvas, self._session = canvas, session
        self.model = NetworkModel(self._words())
        self.model.setParent(self)
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._waiting = False
        self._pause.timeout.connect(self._look_again)
        session.document.changed.connect(self._show)
        session.frame_ready.connect(self._show_frame)
        canvas.selection_changed.connect(self._follow)
        self.tree.selectionModel().currentChanged.connect(self._select)
        self._follow()

    def _build(self) -> None:
        self.tree, hint = QTreeView(self), QLabel(HINT, self)
        self.tree.setModel(self.model)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        set_role(self.tree, "plain")
        describe(
            self.tree, "Network as list", "Layers, their units, and the weights into each unit, in words."
        )
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.doubleClicked.connect(self._inspect)
        for key in ("Return", "Enter"):  # not `activated`, which on some desktops is a single click
            QShortcut(QKeySequence(key), self.tree).activated.connect(self._inspect)
        hint.setFont(font("label"))
        hint.setWordWrap(True)
        set_role(hint, "hint")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 12, 12, 10)
        lines.setSpacing(8)
        lines.addWidget(self.tree)
        lines.addWidget(hint)
        line = self.fontMetrics().height()  # larger type needs a larger window
        self.resize(44 * line, 38 * line)

    def _words(self) -> Words:
        return Words(self._session.document.experiment, self._session.frame)

    def done(self, result: int) -> None:
        """Every way of closing by hand comes here: the keyboard goes back to the window."""
        window = self.parentWidget()
        super().done(result)
        if window is not None:
            window.activateWindow()

    # From the network to the list

    def _show(self, *_: object) -> None:
        """The words of this moment; what was unfolded stays so, where it still exists."""
        words = self._words()
        opened = self._opened() if words.sizes != self.model.sizes else []
        self.model.show(words)
        self.tree.viewport().update()
        for key in opened:
            if key.is_in(words.sizes):
                self.tree.setExpanded(self.model.at(key), True)
        self._follow()

    def _opened(self) -> list[Key]:
        """The unfolded layers and units."""
        layers = [self.model.index(row, 0) for row in range(self.model.rowCount())]
        layers = [index for index in layers if self.tree.isExpanded(index)]
        units = [
            self.model.index(row, 0, layer) for layer in layers for row in range(self.model.rowCount(layer))
        ]
        return [self.model.key(index) for index in (*layers, *filter(self.tree.isExpanded, units))]

    def _show_frame(self, *_: object) -> None:
        """New numbers, at most twice a second and only while they are seen."""
        self._waiting = True
        if not self._pause.isActive():
            self._look_again()

    def _look_again(self) -> None:
        if self._waiting and self.isVisible():
            self._waiting = False
            self._pause.start()
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    # The selection, both ways

    def _follow(self, *_: object) -> None:
        """The canvas has another selection: its row, unless a weight of that very unit is chosen."""
        chosen = self._canvas.selection
        wanted = None if chosen.column is None else Key(chosen.column, chosen.unit)
        if wanted is None or not wanted.is_in(self.model.sizes):
            self.tree.setCurrentIndex(QModelIndex())
        elif wanted != (*self._current()[:2], -1):
            self.tree.setCurrentIndex(self.model.at(wanted))

    def _current(self) -> Key:
        index = self.tree.currentIndex()
        return self.model.key(index) if index.isValid() else Key(-1)

    def _select(self, *_: object) -> None:
        key = self._current()
        if key.column >= 0:
            self._canvas.select(key.column, key.unit)

    def _inspect(self, *_: object) -> None:
        """The keyboard goes to the settings of the layer, in the main window."""
        self._canvas.window().activateWindow()
        self._canvas.inspect_asked.emit()


def show_outline(
    window: QWidget, canvas: NetworkCanvas, session: Session, commands: dict[str, QAction]
) -> None:
    """Open the list beside the window, or bring it to the front."""
    outline = window.findChild(Outline)
    if outline is None:
        outline = Outline(canvas, session, window)
        outline.addActions([commands[name] for name in COMMANDS])
    outline.show()
    outline.raise_()
    outline.activateWindow()
    outline.tree.setFocus()
