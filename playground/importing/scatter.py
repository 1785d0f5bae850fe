"""A small picture of the examples that would be learned from, with its classes by name, to be renamed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from engine.activations import Array
from playground.importing.trial import Trial
from playground.lettering import fix, px, scaled
from playground.widgets.data_thumbnail import draw_marker, marks
from playground.widgets.labeled_field import label
from playground.widgets.scales import plain, thousands
from playground.widgets.themed import Themed, describe, set_role
from playground.widgets.typed_field import TypedField

SIDE, INSET, POINT, RADIUS = 128, 10, 2.4, 6
SHOWN = 10  # classes with a line of their own
SIGN = 14
RENAME_TIP = "Type another name: it is what the legend and the probes say. The file stays as it is."


class Scatter(Themed, QWidget):
    """The points of a trial on a plane, each with the colour and the marker of its class."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: Array = np.empty((2, 0))
        self._y: NDArray[np.int64] | NDArray[np.float64] = np.empty(0)
        fix(self, SIDE, SIDE)

    @property
    def shown(self) -> int:
        """How many points are drawn."""
        return int(self._y.size)

    def show_points(self, points: Array, y: NDArray[np.int64] | NDArray[np.float64], words: str) -> None:
        """Points (2, k) with their classes or numbers y (k,); `words` say what is seen."""
        low, high = points.min(axis=1, keepdims=True), points.max(axis=1, keepdims=True)
        self._points = (points - low) / np.where(high > low, high - low, 1.0)
        middle = (y.min() + y.max()) / 2 if y.dtype == np.float64 else 0
        self._y = y - middle if y.dtype == np.float64 else y
        describe(self, words)
        self.update()

    def clear(self) -> None:
        """Nothing is known to be shown."""
        self._points, self._y = np.empty((2, 0)), np.empty(0)
        describe(self, "No preview yet")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.canvas))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        if not self.shown:
            return
        room, edge = self.width() - 2 * px(INSET), px(INSET)
        for at, (color, shape) in zip(self._points.T, marks(self._y, self.theme), strict=True):
            painter.setBrush(QColor(color))
            place = QPointF(edge + room * float(at[0]), edge + room * (1 - float(at[1])))
            draw_marker(painter, place, shape, scaled(POINT))


class Sign(Themed, QWidget):
    """The marker of a class."""

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        fix(self, SIGN, SIGN)

    def sizeHint(self) -> QSize:
        return QSize(px(SIGN), px(SIGN))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.class_color(self._index)))
        draw_marker(painter, QRectF(self.rect()).center(), self.theme.marker(self._index), scaled(4))


def _read_name(text: str) -> str:
    name = text.strip()
    if len(name) > 40:
        raise ValueError("A class name has at most 40 characters; shorten it.")
    return name


class NameField(TypedField):
    """The name of a class. Esc takes back what is being typed; else it is the wizard's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.isModified():
            super().keyPressEvent(event)
            self.setFocus()
        else:
            event.ignore()


class ClassList(Themed, QWidget):
    """The classes of a trial with their counts. Emits `renamed(index, name)`."""

    renamed = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.fields: list[TypedField] = []
        self._counts: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._words = label("", "hint")
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._grid.addWidget(self._words, SHOWN, 0, 1, 3)

    @property
    def shown_words(self) -> str:
        """The sentence below the classes."""
        return self._words.text()

    def show_classes(self, names: Sequence[str], counts: Sequence[int], words: str) -> None:
        """Show the first of these; `words` stand below."""
        self._names = tuple(names)
        shown = min(len(names), SHOWN)
        while len(self.fields) < shown:
            self._add()
        for i, field in enumerate(self.fields):
            for column in range(3):
                item = self._grid.itemAtPosition(i, column)
                widget = item.widget() if item is not None else None
                if widget is not None:
                    widget.setVisible(i < shown)
            if i < shown:
                field.set_value(names[i])
                describe(field, f"Name of class {i}, {thousands(counts[i])} rows", RENAME_TIP)
                self._counts[i].setText(thousands(counts[i]))
        more = len(names) - shown
        self._words.setText(f"and {more} more classes. {words}" if more > 0 else words)

    def _add(self) -> None:
        row = len(self.fields)
        sign, field, count = (
            Sign(row),
            NameField(f"Class {row}", _read_name, str, RENAME_TIP),
            label("", "hint"),
        )
        sign.set_theme(self.theme)
        set_role(field, "quiet")
        field.setObjectName(str(row))
        field.committed.connect(self._rename)
        self._grid.addWidget(sign, row, 0)
        self._grid.addWidget(field, row, 1)
        self._grid.addWidget(count, row, 2)
        self.fields.append(field)
        self._counts.append(count)

    def _rename(self, name: object) -> None:
        sender = self.sender()
        if sender is not None:
            self.renamed.emit(int(sender.objectName()), str(name))


def trial_words(trial: Trial) -> str:
    """What is seen of a trial, in a sentence."""
    data = trial.dataset
    if data.n_classes:
        return "Colours follow the order of the classes; a name can be typed over."
    low, high = float(data.y.min()), float(data.y.max())
    return f"{data.target} goes from {plain(low)} to {plain(high)}: blue is above the middle, orange below."
