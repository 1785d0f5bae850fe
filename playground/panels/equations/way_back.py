"""The way back through a layer, painted: each equation with its shapes, numbers and a picture of its matrix.

Below it is the optimiser's step for the marked weight.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.activations import Array
from playground.lettering import px
from playground.notation.markup import plain
from playground.panels.equations.backward import backward
from playground.panels.equations.forward import Equation
from playground.panels.equations.ink import mono_width, write, write_equation, write_mono
from playground.panels.equations.page import Page
from playground.panels.equations.painting import largest, picture
from playground.panels.equations.stepping import stepping, title
from playground.widgets.themed import Themed

TITLE, EQUATION, STEP, GAP = 24, 38, 20, 8
PICTURE = (80, 32)  # the room for the picture of a matrix
NARROWEST = 24  # of a picture beside long numbers
MOST_CELL = 8


class WayBack(Themed, QWidget):
    """Shows a page backward."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: Page | None = None
        self.equations: list[Equation] = []
        self.steps: list[str] = []
        self._title = ""
        self.setAccessibleName("Backward through the layer, and the optimiser's step")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_page(self, page: Page) -> None:
        """Another step, layer or mark."""
        w, mark, before = page.workings, page.mark, self.sizeHint()
        self._page = page
        self.equations = backward(w, page.told, mark)
        self.steps = stepping(w, page.layer, mark)
        self._title = title(w, page.layer, mark)
        said = [f"{plain(e.left)} = {plain(e.right)}, {e.shapes}, {plain(e.numbers)}" for e in self.equations]
        self.setAccessibleDescription(". ".join([*said, self._title, *map(plain, self.steps)]))
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        high = 2 * TITLE + EQUATION * len(self.equations) + STEP * len(self.steps) + GAP
        return QSize(px(300), px(high))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._page is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = self._paint_title(painter, 0, "Backward", "the same mini-batch")
        for equation in self.equations:
            self._paint_equation(painter, y, equation)
            y += px(EQUATION)
        y = self._paint_title(painter, y + px(GAP), self._title, "")
        for line in self.steps:
            write(painter, 0, y + px(13), line, "label", self.theme.text2)
            y += px(STEP)
        painter.end()

    def _paint_title(self, painter: QPainter, y: float, text: str, note: str) -> float:
        end = write(painter, 0, y + px(15), text, "body", self.theme.text, 600)
        write(painter, end + px(8), y + px(15), note, "label", self.theme.text3)
        return y + px(TITLE)

    def _paint_equation(self, painter: QPainter, y: float, equation: Equation) -> None:
        at, inks = QPointF(0, y + px(14)), (self.theme.text, self.theme.text2)
        end = write_equation(painter, at, self.width(), equation.left, equation.right, inks)
        text = f"{equation.shapes}  {plain(equation.numbers)}"
        left = float(self.width())
        if equation.matrix is not None:
            free = self.width() - px(GAP) - mono_width(text) - 2
            room = min(max(free, px(NARROWEST)), px(PICTURE[0]))
            left = self._paint_picture(painter, y, equation.matrix, end, room) - px(GAP)
        write_mono(painter, QRectF(0, y + px(18), left, px(17)), text, self.theme.text3)

    def _paint_picture(self, painter: QPainter, y: float, matrix: Array, end: float, room: float) -> float:
        """At the right edge, as large as its room allows, pixel by pixel where it is small; where it begins.

        Where the equation ends only there, the picture has the row below it.
        """
        rows, columns = matrix.shape
        high_room = px(PICTURE[1])
        if end > self.width() - room - px(GAP):
            y, high_room = y + px(20), px(PICTURE[1] - 18)
        edge = min(room / columns, high_room / rows, px(MOST_CELL))
        wide, high = max(columns * edge, 3), max(rows * edge, 3)
        area = QRectF(self.width() - wide, y + (high_room - high) / 2, wide, high)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, edge < 1)
        image = picture(matrix, largest(matrix), self.theme, soft=False)
        if edge < 1:
            mode = Qt.TransformationMode.SmoothTransformation
            image = image.scaled(round(wide), max(round(high), 1), Qt.AspectRatioMode.IgnoreAspectRatio, mode)
        painter.drawImage(area, image)
        return area.left()
