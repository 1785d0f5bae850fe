"""The gradient check: a light for every layer, on demand, by a thread of its own."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine.gradient_checking import GradientCheck, Verdict
from playground.calculation import Calculation, Progress
from playground.checking import checked, trainer_of
from playground.frames import Frame
from playground.lettering import font, px
from playground.widgets.buttons import TextButton
from playground.widgets.labeled_field import label
from playground.widgets.plot_numbers import scientific
from playground.widgets.row import row
from playground.widgets.themed import Themed, announce, set_role

CHECK_TIP = (
    "Nudge every weight and compare: does backpropagation find the slope that the cost really has? "
    "The training goes on meanwhile."
)
LEGEND: tuple[tuple[Verdict, str], ...] = (
    ("great", "1e−7 great"),
    ("look closer", "1e−5 look closer"),
    ("a bug", "1e−3 a bug"),
)
HINT = "every weight is nudged"
ROW, COLUMNS, MARK = 20, 2, 8


def look(frame: Frame, progress: Progress) -> list[tuple[int, GradientCheck]]:
    """The work of the thread: the epoch, and what was found at its weights."""
    return [(frame.epoch, checked(trainer_of(frame), progress))]


def switched_off(check: GradientCheck, frame: Frame) -> str:
    """What was checked, and without what."""
    off = ["dropout off"] if frame.experiment.input_keep_prob < 1 or _drops(frame) else []
    off += ["clipping off"] if frame.experiment.clip_norm is not None else []
    return ", ".join([f"{check.parameters} parameters", f"{check.examples} examples", *off])


def _drops(frame: Frame) -> bool:
    return any(layer.keep_prob < 1 for layer in frame.experiment.layers)


class Lights(Themed, QWidget):
    """A disc, a square or a triangle for each layer, with the difference found; below, what they mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check: GradientCheck | None = None
        self.setAccessibleName("Gradient check by layers")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_check(self, check: GradientCheck | None) -> None:
        """The lights of another check, or none."""
        self._check = check
        layers = () if check is None else check.layers
        self.setAccessibleDescription(
            ". ".join(f"Layer {c.layer}: {c.verdict}, {scientific(c.difference, 1)}" for c in layers)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        rows = 0 if self._check is None else -(-len(self._check.layers) // COLUMNS) + 1
        return QSize(px(240), px(rows * ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._check is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high = self.width() / COLUMNS, px(ROW)
        for k, found in enumerate(self._check.layers):
            text = f"Layer {found.layer}   {scientific(found.difference, 1)}"
            place = QRectF(k % COLUMNS * wide, k // COLUMNS * high, wide, high)
            self._paint(painter, place, found.verdict, text, self.theme.text)
        x, y = 0.0, self.height() - high
        for verdict, words in LEGEND:
            self._paint(painter, QRectF(x, y, self.width(), high), verdict, words, self.theme.text3)
            x += px(28) + painter.fontMetrics().horizontalAdvance(words)
        painter.end()

    def _paint(self, painter: QPainter, area: QRectF, verdict: Verdict, text: str, ink: str) -> None:
        paint_light(painter, QPointF(area.left() + px(6), area.center().y()), verdict, self.color(verdict))
        painter.setPen(QColor(ink))
        painter.setFont(font("axis" if ink == self.theme.text3 else "label"))
        words = area.adjusted(px(16), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def color(self, verdict: Verdict) -> str:
        """Green, yellow or red."""
        return {"great": self.theme.ok, "look closer": self.theme.warn, "a bug": self.theme.bad}[verdict]


def paint_light(painter: QPainter, centre: QPointF, verdict: Verdict, color: str) -> None:
    """The shape tells as much as the colour."""
    half = px(MARK) / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    if verdict == "great":
        painter.drawEllipse(centre, half, half)
    elif verdict == "look closer":
        painter.drawRect(QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half))
    else:
        corners = ((0, -half), (half, half), (-half, half))
        painter.drawPolygon(QPolygonF([centre + QPointF(x, y) for x, y in corners]))


class GradientBox(Themed, QFrame):
    """Checks the weights of the frame that is shown when the button is pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "filled")
        self._frame: Frame | None = None
        self._asked: Frame | None = None
        self.calculation = Calculation(self)
        self.button = TextButton("Check", CHECK_TIP)
        set_role(self.button, "tinted")
        self.note = label(HINT, "hint")
        self.note.setWordWrap(True)
        self.verdict = label("", "pill", "label", 500)
        self.verdict.hide()
        self.verdict.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.lights = Lights()
        self.button.clicked.connect(self._start)
        self.calculation.came.connect(self._show)
        self.calculation.ended.connect(self._end)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.setSpacing(4)
        head: QHBoxLayout = row(
            label("Gradient check", "heading", "body", 600), self.verdict, None, self.button
        )
        box.addLayout(head)
        box.addWidget(self.note)
        box.addWidget(self.lights)

    def show_frame(self, frame: Frame) -> None:
        """These weights are checked when the button is pressed. What was said of another network goes."""
        self._frame = frame
        if self._asked is not None and frame.experiment is not self._asked.experiment:
            self.stop()
            self._forget(HINT)

    def stop(self) -> None:
        """Nobody waits for the check that runs, if one does."""
        if self.calculation.is_running:
            self.calculation.stop()
            self.button.setEnabled(True)
            self._forget(HINT)

    def _forget(self, note: str) -> None:
        self._asked = None
        self.verdict.hide()
        self.lights.show_check(None)
        self.note.setText(note)

    def _start(self) -> None:
        if self._frame is None or self.calculation.is_running:
            return
        self._forget("Checking…")
        self._asked = self._frame
        self.button.setEnabled(False)
        self.calculation.start(partial(look, self._frame))

    def _show(self, found: tuple[int, GradientCheck]) -> None:
        epoch, check = found
        assert self._asked is not None
        self.verdict.setText(check.verdict)
        self.verdict.show()
        self.note.setText(f"at epoch {epoch}: {switched_off(check, self._asked)}")
        self.lights.show_check(check)
        announce(self, f"Gradient check: {check.verdict}")

    def _end(self, failure: str) -> None:
        self.button.setEnabled(True)
        if failure:
            self.note.setText(failure)
