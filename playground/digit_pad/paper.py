"""The sheet of paper that is drawn on, with the mouse or with the keys."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from engine.data.dataset import Floats
from playground.digit_pad.hand import erased
from playground.lettering import fix, px
from playground.widgets.themed import ARROWS, Themed, describe, focus_ring, keep_keys

SIDE, RADIUS, MARGIN = 280, 8, 4
PEN, SOFT, ERASER = 0.075, 0.02, 0.06  # widths and a radius, in sides of the paper
STEP, NEAR = 0.025, 0.008  # of the keys; points that are nearer to the last one are left out
STARTS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
TIP = (
    "Draw with the left button; the right one erases. Keys: the arrows move the brush, Space puts it down "
    "and lifts it, E changes to the eraser and back, Ctrl+Z takes a stroke back, Del clears."
)

Point = tuple[float, float]


class Paper(Themed, QWidget):
    """Emits `changed()` with every change of `strokes`, and `eraser_changed(bool)` where a key changes it.

    Places are (across, down), from 0 to 1.
    """

    changed = Signal()
    eraser_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strokes: list[Floats] = []
        self.is_erasing = False
        self._at: Point = (0.5, 0.5)
        self._is_down = False  # whether the keys draw
        self._goes_on = False  # whether the next point belongs to the last stroke
        self._past: list[list[Floats]] = []  # the sheet before each step that can be undone
        self._before: list[Floats] | None = None  # the sheet before what the hand does, until then
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        fix(self, SIDE + 2 * MARGIN, SIDE + 2 * MARGIN)
        describe(self, "Paper", TIP)
        keep_keys(self, *ARROWS, Qt.Key.Key_Space, Qt.Key.Key_E, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)

    def sizeHint(self) -> QSize:
        return QSize(px(SIDE + 2 * MARGIN), px(SIDE + 2 * MARGIN))

    def clear(self) -> None:
        """An empty sheet, and the brush lifted."""
        self._begin()
        self._is_down = False
        if self.strokes:
            self.strokes = []
            self._tell()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    def undo(self) -> None:
        """Take back the last stroke, or what the eraser or a new sheet took away."""
        if self._past:
            self.strokes, self._before = self._past.pop(), None
            self._tell()
            self._begin()  # what a hand draws that is still down is another step
            self._is_down = False

    def set_erasing(self, erasing: bool) -> None:
        """Whether the brush takes ink away."""
        self.is_erasing, self._goes_on = erasing, False
        self.update()

    # Drawing

    def _begin(self) -> None:
        """What the hand does from now on is one step."""
        self._before, self._goes_on = list(self.strokes), False

    def _draw(self, to: Point) -> None:
        """Go on with the last stroke, or begin one."""
        point = np.array([to])
        if not self._goes_on:
            self.strokes.append(point)
            self._goes_on = True
        elif np.hypot(*(self.strokes[-1][-1] - point[0])) < NEAR:
            return
        else:
            self.strokes[-1] = np.concatenate([self.strokes[-1], point])
        self._tell()

    def _erase(self, at: Point) -> None:
        """Also between the last place and this one, or a fast hand would leave gaps."""
        before = self.strokes
        steps = max(1, round(np.hypot(at[0] - self._at[0], at[1] - self._at[1]) / ERASER))
        for share in np.linspace(0, 1, steps + 1)[1:] if steps > 1 else (1.0,):
            x, y = (float(a + share * (b - a)) for a, b in zip(self._at, at, strict=True))
            self.strokes = erased(self.strokes, (x, y), ERASER)
        self._goes_on = False
        if sum(map(len, before)) != sum(map(len, self.strokes)):
            self._tell()

    def _tell(self) -> None:
        if self._before is not None:
            self._past.append(self._before)
            self._before = None
        self.update()
        self.changed.emit()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._at = self._place(event.position())
        self._begin()
        self._go(self._at, event.button())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place(event.position())
        for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            if event.buttons() & button:
                self._go(place, button)
                break
        self._at = place
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._goes_on = False

    def _go(self, to: Point, button: Qt.MouseButton) -> None:
        if button == Qt.MouseButton.RightButton or self.is_erasing:
            self._erase(to)
        elif button == Qt.MouseButton.LeftButton:
            self._draw(to)

    def _place(self, at: QPointF) -> Point:
        side = self.width() - 2 * MARGIN
        across, down = ((v - MARGIN) / side for v in (at.x(), at.y()))
        return min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0)

    # The keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STARTS:
            self._move(*STARTS[key])
        elif key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._press()
        elif key == Qt.Key.Key_E:
            self.set_erasing(not self.is_erasing)
            self.eraser_changed.emit(self.is_erasing)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        """Put the brush down where it is, or lift it."""
        self._is_down = not self._is_down
        self._begin()
        if self._is_down:
            self._go(self._at, Qt.MouseButton.LeftButton)
        self.update()

    def _move(self, across: int, down: int) -> None:
        x, y = self._at[0] + STEP * across, self._at[1] + STEP * down
        to = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
        if self._is_down:
            self._go(to, Qt.MouseButton.LeftButton)
        self._at = to
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nobody draws with keys that go elsewhere."""
        self._is_down = self._goes_on = False
        super().focusOutEvent(event)

    # Looks

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.setPen(QPen(QColor(self.theme.line_strong), 1))
        painter.setBrush(QColor(self.theme.canvas))
        painter.drawRoundedRect(sheet, RADIUS, RADIUS)
        self._paint_strokes(painter, sheet)
        if self.hasFocus() or self.underMouse():
            self._paint_brush(painter, sheet)
        if self.hasFocus():
            focus_ring(painter, sheet, RADIUS, self.theme, gap=0.0)
        painter.end()

    def _paint_strokes(self, painter: QPainter, sheet: QRectF) -> None:
        """A wider, lighter line under each makes the brush soft."""
        for width, strength in ((PEN + SOFT, 0.35), (PEN, 1.0)):
            ink = QColor(self.theme.text)
            ink.setAlphaF(strength)
            kinds = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
            painter.setPen(QPen(ink, width * sheet.width(), *kinds))
            for stroke in self.strokes:
                points = [self._point(sheet, (x, y)) for x, y in stroke.tolist()]
                if len(points) == 1:
                    painter.drawPoint(points[0])
                else:
                    painter.drawPolyline(QPolygonF(points))

    def _paint_brush(self, painter: QPainter, sheet: QRectF) -> None:
        """A ring where the brush is: full where the keys draw, dashed for the eraser."""
        radius = (ERASER if self.is_erasing else PEN / 2) * sheet.width()
        style = Qt.PenStyle.DashLine if self.is_erasing else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(self.theme.accent), 3 if self._is_down else 1.5, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(self._point(sheet, self._at), radius, radius)

    def _point(self, sheet: QRectF, at: Point) -> QPointF:
        return QPointF(sheet.left() + at[0] * sheet.width(), sheet.top() + at[1] * sheet.height())
