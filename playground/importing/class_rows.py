"""The classes of a folder of images: marker, name, how many there are, and the first of them as pictures."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data.images import Glimpse
from playground.lettering import fix, px
from playground.widgets.data_thumbnail import draw_marker
from playground.widgets.image_strip import ImageStrip
from playground.widgets.labeled_field import ElidedLabel, label
from playground.widgets.row import row
from playground.widgets.themed import Themed

MOST_IMAGES, MOST_CLASSES = 8, 20
MARK = 14


class Mark(Themed, QWidget):
    """The colour and the marker of a class."""

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        fix(self, MARK, MARK)

    def sizeHint(self) -> QSize:
        return QSize(px(MARK), px(MARK))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.class_color(self._index)))
        middle = QRectF(self.rect()).center()
        draw_marker(painter, QPointF(middle), self.theme.marker(self._index), px(MARK) / 2.6)
        painter.end()


class ClassRows(Themed, QWidget):
    """Shows a Glimpse, or nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addStretch()
        self._rows: list[QWidget] = []

    def clear(self) -> None:
        """Show no class."""
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = []

    def show_glimpse(self, seen: Glimpse) -> None:
        """Show these classes instead, the first of them where there are many."""
        self.clear()
        for index, (name, files) in enumerate(list(seen.folder.files.items())[:MOST_CLASSES]):
            strip = ImageStrip(f"The first images of {name}")
            strip.set_images(seen.pictures[name])
            self._add(_titled(index, name, f"{len(files)}", strip))
        more = len(seen.folder.files) - MOST_CLASSES
        if more > 0:
            self._add(label(f"and {more} more {'class' if more == 1 else 'classes'}"))
        self.set_theme(self.theme)

    def _add(self, widget: QWidget) -> None:
        self._column.insertWidget(len(self._rows), widget)
        self._rows.append(widget)


def _titled(index: int, name: str, count: str, strip: ImageStrip) -> QWidget:
    title = ElidedLabel(name, "value")
    heading = row(Mark(index), title, label(count))
    heading.setStretchFactor(title, 1)
    result = QWidget()
    column = QVBoxLayout(result)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addLayout(heading)
    column.addWidget(strip)
    return result
