"""The way forward through a layer: Z = W A + b as matrices, and below it what becomes of the marked number.

The mouse or the arrows mark a number; Ctrl with them goes to the next matrix, Enter copies the equations.
"""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.spelling import Spelled
from playground.lettering import font, px, scale
from playground.notation.markup import cell
from playground.panels.equations import lines, outlines, painting
from playground.panels.equations.arrangement import HEAD, Arrangement, Cells, arrange
from playground.panels.equations.forward import product, shape
from playground.panels.equations.ink import write_mono
from playground.panels.equations.marking import MATRICES, Corner, Mark, Matrix
from playground.panels.equations.page import Page, words
from playground.widgets.themed import ARROWS, Themed, focus_ring, rich

LEAST_CELL, CELL = 16, 20  # heights of a number
SMALLEST_CELL, LARGEST_CELL = 3, 18  # of a colour alone
ENOUGH = 6  # columns of numbers of Z and A
LEAST_ROWS = 3
BELOW = 16  # for an ellipsis
KEYS = (*ARROWS, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Enter)
KEYS_TIP = (
    "Arrows move the mark, with Ctrl to the next matrix. Enter copies the equations, Ctrl+C the matrix."
)
STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Home: (0, -(10**6)),
    Qt.Key.Key_End: (0, 10**6),
}


class Sheet(Themed, QWidget):
    """Emits `marked(Mark)`, and `copy_asked("equations" or "matrix")`."""

    marked = Signal(object)
    copy_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: Page | None = None
        self.view = "numbers"
        self._corner = Corner()
        self._measured = (0, 0, 0)  # of which page, in which width, how many rows
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Matrices of the layer")
        self.setToolTip(rich(KEYS_TIP))

    # What is shown

    def show_page(self, page: Page) -> None:
        """Another step, layer or mark."""
        before, self.page, self._measured = self.page, page, (0, 0, 0)
        if before is None or before.sizes != page.sizes or before.layer != page.layer:
            self._corner = Corner()
            self.updateGeometry()
        self.setMinimumHeight(self._lines_height() + px(HEAD + LEAST_ROWS * CELL + 12))
        self.setAccessibleDescription(words(page))
        self.update()

    def set_view(self, view: str) -> None:
        """Numbers, colours or shapes."""
        self.view = view
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(480), px(250))

    def _lines_height(self) -> int:
        """Measured once per page and width."""
        if self.page is None:
            return 0
        if self._measured[:2] != (id(self.page), self.width()):
            rows = 1 + lines.rows(self.page.equations[1:], self.width())
            self._measured = id(self.page), self.width(), rows
        return px(lines.ROW) * self._measured[2]

    def arrangement(self) -> Arrangement | None:
        """Where the matrices are; None in the view of shapes."""
        page = self.page
        if page is None or self.view == "shapes":
            return None
        width, height = float(self.width()), float(self.height() - self._lines_height() - px(BELOW))
        cells, has_bias = self._cells(page, width, height), "b" in page.matrices
        first = arrange(page.sizes, width, height, cells, has_bias, scale(), Corner())
        self._corner = self._corner.following(page.mark, first.room, page.sizes)
        return first._replace(corner=self._corner)

    def _cells(self, page: Page, width: float, height: float) -> Cells:
        if self.view == "numbers":
            metrics = QFontMetricsF(font("axis", mono=True))
            wide = metrics.horizontalAdvance("0" * 10 * painting.CHARACTERS) / 10
            high = int((height - px(HEAD)) / max(page.sizes[:2]))
            return Cells(wide, min(max(high, px(LEAST_CELL)), px(CELL)), ENOUGH)
        n, inner, m = page.sizes
        side = min((width - px(180)) / (2 * m + inner + 1), (height - px(HEAD)) / max(n, inner))
        edge = float(min(max(int(side), px(SMALLEST_CELL)), px(LARGEST_CELL)))
        return Cells(edge, edge, m)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        page = self.page
        if page is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = self.arrangement()
        if at is None:
            self._paint_shapes(painter, page)
        else:
            self._paint_matrices(painter, page, at)
        lowest = self.height() - self._lines_height()
        self._paint_lines(painter, page, lowest if at is None else at.height + px(BELOW))
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()).adjusted(3, 3, -3, -3), 4, self.theme, 0)
        painter.end()

    def _paint_matrices(self, painter: QPainter, page: Page, at: Arrangement) -> None:
        matrices = page.matrices
        for matrix in at.areas:
            painting.paint_matrix(painter, at, matrix, matrices[matrix], self.theme, self.view == "numbers")
        shapes: dict[Matrix, str] = {matrix: shape(*page.sizes.shape(matrix)) for matrix in MATRICES}
        painting.paint_heads(painter, at, page.names, shapes, self.theme)
        painting.paint_mark(painter, at, page.mark, self.theme)

    def _paint_shapes(self, painter: QPainter, page: Page) -> None:
        height = self.height() - self._lines_height() - px(BELOW)
        areas = outlines.outlines(page.sizes, tuple(page.matrices), self.width(), height, scale())
        outlines.paint_outlines(painter, areas, page.sizes, page.names, self.theme, scale())

    def _paint_lines(self, painter: QPainter, page: Page, y: float) -> None:
        first = QRectF(0, y, self.width(), px(lines.ROW))
        if self.view == "shapes":
            text = outlines.told(page.sizes, "b" in page.matrices, page.layer)
        else:
            text = self._longest(page.told)
        write_mono(painter, first, text, self.theme.accent, "label")
        paint = lines.paint_lines
        paint(painter, 0, y + px(lines.ROW), self.width(), page.equations[1:], self.theme)

    def _longest(self, told: Spelled) -> str:
        """The sum with as many products as have room."""
        metrics = QFontMetricsF(font("label", mono=True))
        most = max(2, int(self.width() / metrics.horizontalAdvance("−0.00·−0.00 + ")))
        found = (product(told, n) for n in range(most, 1, -1))
        fits = (text for text in found if metrics.horizontalAdvance(text) <= self.width())
        return next(fits, product(told, 2))

    # Mouse and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.arrangement()
        if at is None or self.page is None:
            return
        found = at.hit(event.position(), self.page.mark)
        if found is not None and found != self.page.mark:
            self._mark(found)
            self.setToolTip(rich(self._tooltip(found)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)

    def _mark(self, mark: Mark) -> None:
        self.marked.emit(mark)

    def _tooltip(self, mark: Mark) -> str:
        assert self.page is not None
        numbers, (row, column) = self.page.matrices[mark.matrix], mark.place()
        name = self.page.called(mark.matrix)
        return (
            f"{name} ({row + 1}, {column + 1}) = {cell(numbers[row, column])}. "
            f"The full colour of {name} is ±{cell(painting.largest(numbers))}.\n{KEYS_TIP}"
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The rows under the pointer, or with Shift the columns, where not all have room; else the panel."""
        at, turn = self.arrangement(), event.angleDelta()
        found = None if at is None or self.page is None else at.hit(event.position(), self.page.mark)
        if at is None or found is None:
            event.ignore()
            return
        across = bool(turn.x()) or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        mark = at.rolled(found, -1 if (turn.y() or turn.x()) > 0 else 1, across)
        if mark is None:
            event.ignore()
            return
        self._mark(mark)
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            hops = event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in ARROWS
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if hops or (plain and event.key() in KEYS) or event.matches(QKeySequence.StandardKey.Copy):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page, key = self.page, Qt.Key(event.key())
        if page is None:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit("matrix")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.copy_asked.emit("equations")
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in ARROWS:
            self._mark(page.mark.hopped(-1 if key == Qt.Key.Key_Left else 1, "b" in page.matrices))
        elif key in STEPS:
            self._mark(page.mark.moved(*STEPS[key], page.sizes))
        else:
            super().keyPressEvent(event)
