"""The gallery: a picture of every kind of data that comes with the program, made from the data themselves."""

import msgspec
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLayout, QWidget

from engine.data import BY_NAME, AnyData, Generator
from engine.data.loading import load
from playground.widgets.data_thumbnail import MARGIN as THUMBNAIL_MARGIN
from playground.widgets.data_thumbnail import MAX_POINTS, DataThumbnail

COLUMNS, MARGIN, GAP = 4, 16, 2
# Where the label is too long to stand under a thumbnail.
SHORT_NAMES = {"blobs": "3 classes", "bumps": "6 bumps"}
THUMBNAIL_TIPS = {
    "circle": "One class inside, the other around it: no straight line parts them.",
    "xor": "The class is the sign of x₁ times x₂: one neuron alone cannot learn it.",
    "gauss": "Two clouds: a straight line is enough, and noise makes them overlap.",
    "spiral": "Two arms wound around each other: it needs more units, or more features.",
    "blobs": "Three clouds: the output becomes a softmax of three units.",
    "plane": "A number that rises evenly: one linear unit is enough, hidden layers only get in the way.",
    "bumps": "A number with three hills and three hollows: no straight line helps, units have to share them.",
    "iris": "150 real flowers with four measures and three species.",
    "digits": "1\u2009797 real digits in handwriting, 8 by 8 pixels each: ten classes, and 64 inputs.",
}


class Gallery(QWidget):
    """Emits `chosen(name)` with a name of BY_NAME. `thumbnails` are the pictures by name."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.thumbnails: dict[str, DataThumbnail] = {}
        self._columns = 0
        self._group = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(MARGIN - THUMBNAIL_MARGIN, 0, 0, 0)
        self._grid.setSpacing(GAP)
        # The thumbnails move into fewer columns, so their width now is no limit.
        self._grid.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        for index, (name, kind) in enumerate(BY_NAME.items()):
            thumbnail = DataThumbnail(SHORT_NAMES.get(name, kind.label), THUMBNAIL_TIPS.get(name, kind.label))
            self._group.addButton(thumbnail, index)
            self.thumbnails[name] = thumbnail
        self._place(COLUMNS)
        self._group.idClicked.connect(self._choose)

    def check(self, name: str) -> None:
        """Ring the thumbnail of that name, or none for data of the user's own."""
        self._group.setExclusive(False)
        for key, thumbnail in self.thumbnails.items():
            thumbnail.setChecked(key == name)
        self._group.setExclusive(True)

    def _choose(self, index: int) -> None:
        self.chosen.emit(list(BY_NAME)[index])

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._grid.setColumnStretch(self._columns, 0)
        self._columns = columns
        for index, thumbnail in enumerate(self.thumbnails.values()):
            self._grid.addWidget(thumbnail, index // columns, index % columns)
        self._grid.setColumnStretch(columns, 1)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow dock shows fewer thumbnails in a row."""
        super().resizeEvent(event)
        room = event.size().width() - 2 * (MARGIN - THUMBNAIL_MARGIN) + GAP
        wide = next(iter(self.thumbnails.values())).width() + GAP
        self._place(min(max(room // wide, 1), COLUMNS))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """The pictures are made from the real data when they are first seen."""
        super().showEvent(event)
        for name, thumbnail in self.thumbnails.items():
            if not thumbnail.has_points:
                fill(thumbnail, BY_NAME[name]())


def fill(thumbnail: DataThumbnail, data: AnyData) -> None:
    """Give a thumbnail the first examples of its data."""
    if isinstance(data, Generator):
        dataset = msgspec.structs.replace(data, samples=MAX_POINTS).load()
    else:
        dataset = load(data)
    if dataset.image is not None:
        height, width = dataset.image[:2]  # those that come with the program are grey
        thumbnail.set_images(dataset.X.T[: dataset.n_classes].reshape(-1, height, width))
    else:
        # Of more than two columns the last two: of iris the petals, which tell the species apart.
        thumbnail.set_points(dataset.X[-2:], dataset.y)
