"""A small table of numbers that change with every frame: painted, for labels would lay all out anew."""

from collections.abc import Sequence

from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.lettering import font, px, scaled
from playground.widgets.themed import Themed, describe

ROW, FIRST, COLUMN, SIGN = 22, 130, 66, 7

Rows = Sequence[tuple[str, ...]]


class ScoreTable(Themed, QWidget):
    """The first column are words, the others numbers; `signs` puts the markers of the classes before rows."""

    def __init__(self, name: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headings: tuple[str, ...] = ()
        self.rows: Rows = ()
        self._signs = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        describe(self, name, tooltip)

    def show_rows(self, headings: tuple[str, ...], rows: Rows, signs: bool = False) -> None:
        """Other numbers, as texts."""
        if (headings, rows, signs) == (self.headings, self.rows, self._signs):
            return
        resized = (len(headings), len(rows)) != (len(self.headings), len(self.rows))
        self.headings, self.rows, self._signs = headings, rows, signs
        self.setAccessibleDescription("; ".join(self.sentence(row) for row in rows))
        if resized:
            self.updateGeometry()
        self.update()

    def sentence(self, row: tuple[str, ...]) -> str:
        """Accuracy: Train 97.0 %, Dev 95.0 %."""
        pairs = zip(self.headings[1:], row[1:], strict=True)
        return f"{row[0]}: " + ", ".join(f"{heading} {text}" for heading, text in pairs)

    def sizeHint(self) -> QSize:
        wide = px(FIRST) + px(COLUMN) * max(len(self.headings) - 1, 0)
        return QSize(wide, px(ROW) * (len(self.rows) + 1))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def fit_type(self) -> None:
        """Larger type needs larger cells."""
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font("label"))
        self._draw_row(painter, 0, self.headings, self.theme.text3)
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.drawLine(0, px(ROW) - 1, self.width(), px(ROW) - 1)
        painter.setFont(font("body"))
        for k, texts in enumerate(self.rows):
            self._draw_row(painter, k + 1, texts, self.theme.text)
            if self._signs:
                self._draw_sign(painter, k)
        painter.end()

    def _draw_row(self, painter: QPainter, k: int, texts: tuple[str, ...], ink: str) -> None:
        top, high, middle = k * px(ROW), px(ROW), Qt.AlignmentFlag.AlignVCenter
        indent = px(SIGN + 9) if self._signs and k else 0
        for column, text in enumerate(texts):
            if not column:
                painter.setPen(QColor(self.theme.text2 if k else ink))
                area = QRectF(indent, top, px(FIRST) - indent, high)
                words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
                painter.drawText(area, middle, words)
                continue
            painter.setPen(QColor(ink))
            right = px(FIRST) + column * px(COLUMN)
            painter.drawText(
                QRectF(right - px(COLUMN), top, px(COLUMN), high), middle | Qt.AlignmentFlag.AlignRight, text
            )

    def _draw_sign(self, painter: QPainter, c: int) -> None:
        painter.save()
        painter.translate(QPointF(scaled(SIGN), (c + 1.5) * px(ROW)))
        drawSymbol(
            painter,
            self.theme.marker(c),
            scaled(SIGN),
            QPen(Qt.PenStyle.NoPen),
            QColor(self.theme.class_color(c)),
        )
        painter.restore()
