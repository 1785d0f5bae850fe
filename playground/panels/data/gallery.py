"""The gallery: a picture of every kind of data that comes with the program, made from the data themselves."""

import msgspec
import numpy as np
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from engine.data import BY_NAME, AnyData, Boxed, Dataset, Generator, NamedData, Painted
from engine.data.dataset import Floats
from engine.data.loading import load
from playground.frames import telling_axes
from playground.widgets.data_thumbnail import MARGIN as THUMBNAIL_MARGIN
from playground.widgets.data_thumbnail import MAX_POINTS, DataThumbnail
from playground.widgets.labeled_field import label
from playground.widgets.segmented import Segmented

COLUMNS, MARGIN, GAP = 4, 16, 2
# Where the label is too long to stand under a thumbnail.
SHORT_NAMES = {
    "bumps": "6 bumps",
    "no_structure": "Random",
    "checkerboard": "Board",
    "breast_cancer": "Cancer",
}
THUMBNAIL_TIPS = {
    "circle": "One class inside, the other around it: no straight line parts them.",
    "xor": "The class is the sign of x₁ times x₂: one neuron alone cannot learn it.",
    "gauss": "Two clouds: a straight line is enough, and noise makes them overlap.",
    "spiral": "Two arms wound around each other: it needs more units, or more features.",
    "moons": "Two half circles that reach into each other: a bent line parts them.",
    "flower": "Eight petals, whose classes take turns: the exercise of the course.",
    "checkerboard": "Sixteen squares in turns: every edge must be learned for itself.",
    "no_structure": "Labels by the toss of a coin: train accuracy rises, dev accuracy stays at one half.",
    "blobs": "Three to six clouds: the output becomes a softmax.",
    "quantiles": "One cloud cut into rings: two to four classes around each other.",
    "plane": "A number that rises evenly: one linear unit is enough, hidden layers only get in the way.",
    "bumps": "A number with three hills and three hollows: no straight line helps, units have to share them.",
    "sine": "A wave of one input: see how the units bend a line into a curve.",
    "iris": "150 real flowers with four measures and three species.",
    "wine": "178 real wines with thirteen measures: which of three cultivars is it?",
    "digits": "1\u2009797 real digits in handwriting, 8 by 8 pixels each: ten classes, and 64 inputs.",
    "breast_cancer": "569 real tumours with thirty measures: benign or malignant?",
    "diabetes": "442 real patients with ten measures: how far will the disease go within a year?",
}

PAINTED_TIP = "The points that you have painted. Press it to paint on."

GROUPS = (
    ("two", "2 classes", "Points of two classes: one sigmoid unit tells them apart."),
    ("more", "3+", "Points of three or more classes: a softmax."),
    ("numbers", "Numbers", "A number to predict for every point: regression."),
    ("real", "Real", "Tables of real measures, with their sources."),
)


def group_of(kind: type[NamedData]) -> str:
    """The key of the group that a kind of data is in."""
    data = kind()
    if not isinstance(data, Generator):
        return "real"
    return {0: "numbers", 2: "two"}.get(data.n_classes, "more")


def source_of(kind: type[NamedData]) -> str:
    """Who gave these data and what may be done with them; nothing for generated ones."""
    return f"Source: {kind.from_whom} · {kind.licence}" if issubclass(kind, Boxed) else ""


class Gallery(QWidget):
    """Emits `chosen(name)` with a name of BY_NAME. `thumbnails` are the pictures by name.

    `painted` is one of points painted by hand, and emits `painted_chosen()`.

    One group of them is seen at a time, chosen by `groups` or by the data that are there. `source` tells
    whose the real data are.
    """

    chosen = Signal(str)
    painted_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups = Segmented("Kind of data", GROUPS)
        self.groups.chosen.connect(self.show_group)
        self.thumbnails: dict[str, DataThumbnail] = {}
        self._group_of = {name: group_of(kind) for name, kind in BY_NAME.items()}
        self._buttons, self._pictures = QButtonGroup(self), QWidget()
        self._data = Painted()  # those that the last of all thumbnails shows, once there are any
        self.painted = DataThumbnail("Painted", PAINTED_TIP, self._pictures)
        self.painted.clicked.connect(self._choose_painted)
        self.painted.hide()
        for index, (name, kind) in enumerate(BY_NAME.items()):
            self._add(index, name, kind)
        self._buttons.idClicked.connect(self._choose)
        self.source = label("")
        self.source.setWordWrap(True)
        self.source.hide()
        self._lay_out()
        self._columns = COLUMNS
        self.show_group(self.groups.current)

    def show_painted(self, data: Painted | None) -> None:
        """Points that were painted have a picture as well, while they are the data."""
        shown = data is not None and bool(data.points)
        self.painted.setVisible(shown)
        self.painted.setChecked(shown)
        if data is not None and shown and data != self._data:
            self._data, y = data, data.table[:, 2]
            self.painted.set_points(data.table[:, :2].T, y if data.values else y.astype(np.int64))
        if shown != self._has_painted:
            self._place()

    def _choose_painted(self) -> None:
        self.painted.setChecked(True)
        self.painted_chosen.emit()

    def _add(self, index: int, name: str, kind: type[NamedData]) -> None:
        tip = "\n".join(filter(None, (THUMBNAIL_TIPS.get(name, kind.label), source_of(kind))))
        thumbnail = DataThumbnail(SHORT_NAMES.get(name, kind.label), tip, self._pictures)
        thumbnail.setAccessibleName(kind.label)
        self._buttons.addButton(thumbnail, index)
        self.thumbnails[name] = thumbnail

    def _lay_out(self) -> None:
        self._grid = QGridLayout(self._pictures)
        self._grid.setContentsMargins(MARGIN - THUMBNAIL_MARGIN, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._grid.setColumnStretch(COLUMNS, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.groups, self.source):
            line = QHBoxLayout()
            line.setContentsMargins(MARGIN, 0, MARGIN, 0)
            line.addWidget(widget)
            column.addLayout(line)
        column.insertWidget(1, self._pictures)
        for layout in (self._grid, column):
            # The thumbnails move into fewer columns, so their width now is no limit.
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def check(self, name: str) -> None:
        """Show and ring the thumbnail of that name; none is ringed for data of the user's own."""
        self._buttons.setExclusive(False)
        for key, thumbnail in self.thumbnails.items():
            thumbnail.setChecked(key == name)
        self._buttons.setExclusive(True)
        self.source.setText(source_of(BY_NAME[name]) if name in BY_NAME else "")
        self.source.setVisible(bool(self.source.text()))
        if name in BY_NAME:
            self.show_group(self._group_of[name])

    def show_group(self, group: str) -> None:
        """Show the thumbnails of that group and no others."""
        self.groups.set_current(group)
        for name, thumbnail in self.thumbnails.items():
            thumbnail.setVisible(self._group_of[name] == group)
        self._place()
        if self.isVisible():
            self._fill()

    def _choose(self, index: int) -> None:
        self.chosen.emit(list(BY_NAME)[index])

    @property
    def _shown(self) -> dict[str, DataThumbnail]:
        group = self.groups.current
        return {name: t for name, t in self.thumbnails.items() if self._group_of[name] == group}

    def _place(self) -> None:
        for thumbnail in (*self.thumbnails.values(), self.painted):
            self._grid.removeWidget(thumbnail)
        self._has_painted = not self.painted.isHidden()
        last = [self.painted] if self._has_painted else []
        for index, thumbnail in enumerate([*self._shown.values(), *last]):
            self._grid.addWidget(thumbnail, index // self._columns, index % self._columns)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow dock shows fewer thumbnails in a row."""
        super().resizeEvent(event)
        room = event.size().width() - 2 * (MARGIN - THUMBNAIL_MARGIN) + GAP
        wide = next(iter(self.thumbnails.values())).width() + GAP
        columns = min(max(room // wide, 1), COLUMNS)
        if columns != self._columns:
            self._columns = columns
            self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """The pictures are made from the real data when they are first seen."""
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        for name, thumbnail in self._shown.items():
            if not thumbnail.has_points:
                fill(thumbnail, BY_NAME[name]())


def fill(thumbnail: DataThumbnail, data: AnyData) -> None:
    """Give a thumbnail the first examples of its data."""
    if isinstance(data, Generator):
        dataset = msgspec.structs.replace(data, samples=MAX_POINTS).load()
    else:
        dataset = load(data)
    if dataset.image is not None:
        thumbnail.set_images(dataset.X.T[: dataset.n_classes].reshape(-1, *dataset.image))
    else:
        thumbnail.set_points(_plane(dataset), dataset.y)


def _plane(dataset: Dataset) -> Floats:
    """Two columns as the picture shows them: of a table those that tell most, each as wide as the other.

    One column goes across, and what is to be predicted of it up.
    """
    if dataset.n == 2:
        return dataset.X
    across, up = telling_axes(dataset, np.zeros(dataset.m, np.int8))
    shown = np.stack([dataset.X[across], dataset.y if dataset.n == 1 else dataset.X[up]])
    return np.asarray(shown / np.maximum(np.ptp(shown, axis=1, keepdims=True), 1e-12))
