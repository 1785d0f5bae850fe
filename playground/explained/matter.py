"""The matter of a stage, painted: equations with shapes and numbers, beside them the matrices as pictures."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.explained.telling import spoken
from playground.explained.told import Shown, Told
from playground.lettering import px, scaled
from playground.panels.equations.ink import write, write_mono
from playground.panels.equations.lines import ROW, paint_lines, rows
from playground.panels.equations.painting import largest, picture
from playground.widgets.themed import Themed

PICTURE, HEAD, GAP, CELL = (104, 92), 32, 14, 12
NARROW = 860  # below it the pictures have a row of their own
LINE = 18


class Matter(Themed, QWidget):
    """`show_told` for another stage or other numbers; `example` is the column that is marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: Told | None = None
        self._example = 0
        self.setAccessibleName("What this stage computes")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_told(self, told: Told, example: int) -> None:
        """Another stage."""
        self._told, self._example = told, example
        self.setAccessibleDescription(spoken(told))
        self._fit()
        self.update()

    def fit_type(self) -> None:
        """Larger type needs more room."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(px(400), self.minimumHeight())

    def _fit(self) -> None:
        self.setMinimumHeight(self._high())

    @property
    def _beside(self) -> bool:
        return self.width() >= px(NARROW)

    def _wide(self) -> float:
        """Of the equations."""
        pictures = len(self._told.shown) if self._told is not None else 0
        return self.width() - (pictures * px(PICTURE[0] + GAP) if self._beside else 0)

    def _high(self) -> int:
        if self._told is None:
            return 0
        written = px(ROW) * rows(self._told.equations, self._wide()) + px(LINE) * len(self._told.lines)
        seen = px(HEAD + PICTURE[1])
        return max(written, seen) if self._beside else written + px(GAP) + seen

    def paintEvent(self, event: QPaintEvent) -> None:
        told = self._told
        if told is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = paint_lines(painter, 0, 0, self._wide(), told.equations, self.theme)
        for line in told.lines:
            write(painter, 0, y + px(13), line, "label", self.theme.text2)
            y += px(LINE)
        x, top = (self._wide() + px(GAP), 0.0) if self._beside else (0.0, y + px(GAP))
        for shown in told.shown:
            self._paint_shown(painter, QRectF(x, top, px(PICTURE[0]), px(HEAD + PICTURE[1])), shown)
            x += px(PICTURE[0] + GAP)
        painter.end()

    def _paint_shown(self, painter: QPainter, area: QRectF, shown: Shown) -> None:
        """The name, the shape, and the picture as large as its room allows."""
        rows_, columns = shown.matrix.shape
        write(painter, area.x(), area.y() + px(13), shown.name, "body", self.theme.text, 600)
        below = QRectF(area.x(), area.y() + px(16), area.width(), px(14))
        write_mono(painter, below, f"({rows_}, {columns})", self.theme.text3)
        wide, high = min(area.width() / columns, px(CELL)), min(px(PICTURE[1]) / rows_, px(CELL))
        edge = min(wide, high)
        place = QRectF(area.x(), area.y() + px(HEAD), max(columns * wide, 3), max(rows_ * high, 3))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, edge < 1)
        image = picture(shown.matrix, largest(shown.matrix), self.theme, soft=False)
        if edge < 1:
            size = QSize(max(round(place.width()), 1), max(round(place.height()), 1))
            mode = Qt.TransformationMode.SmoothTransformation
            image = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
        painter.drawImage(place, image)
        if shown.by_example and wide >= 1:
            self._mark(painter, place, wide)

    def _mark(self, painter: QPainter, place: QRectF, wide: float) -> None:
        """A frame around the column of the example whose numbers are said."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.accent), scaled(1.5)))
        column = QRectF(place.x() + self._example * wide, place.y(), wide, place.height())
        painter.drawRect(column.adjusted(-1, -1, 1, 1))
