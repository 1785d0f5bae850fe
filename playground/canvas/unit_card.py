"""The card with the details of a unit: how its outputs are spread over the examples, and its equation."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine.activations import ACTIVATIONS
from engine.experiment import Experiment
from playground.canvas.faces import count, pretty_feature
from playground.canvas.painting import RIGHT, fill, write
from playground.frames import Detail, Frame, Place
from playground.lettering import font, px
from playground.widgets.plot_numbers import number
from playground.widgets.themed import Themed

WIDTH, PADDING, BARS, LINE = 272, 14, 46, 17
KEYS = (("P", "pin"), ("W", "weights"))
MOST_TERMS, TERMS_IN_LINE = 5, 3  # of an equation; the rest is counted


def title_of(place: Place) -> str:
    """ "Unit 4 of layer 3", or "Input feature 2"."""
    unit = place.unit + 1
    return f"Unit {unit} of layer {place.column}" if place.column else f"Input feature {unit}"


def summary_of(detail: Detail) -> str:
    """What the histogram says in words."""
    if detail.zeros:
        return f"0 for {detail.zeros} of {detail.m} training examples"
    return f"mean {number(detail.mean, 2)} over {detail.m} training examples"


def _centres(detail: Detail) -> list[float]:
    step = (detail.high - detail.low) / len(detail.counts)
    return [detail.low + (k + 0.5) * step for k in range(len(detail.counts))]


def equation_of(detail: Detail, experiment: Experiment) -> list[str]:
    """What the unit computes, with its numbers; the strongest terms first where there are many."""
    column, unit = detail.place
    if column == 0:
        name = pretty_feature(experiment.features[unit])
        return [f"{number(float(detail.weights[0]), 3)} {name} {_signed(detail.bias)}"]
    order = sorted(range(len(detail.weights)), key=lambda k: -abs(detail.weights[k]))
    chosen = sorted(order[:MOST_TERMS])
    names = [_source(experiment, column, k) for k in chosen]
    terms = [f"{_signed(float(detail.weights[k]))} {name}" for k, name in zip(chosen, names, strict=True)]
    more = len(order) - len(chosen)
    terms.append(_signed(detail.bias))
    rows = [" ".join(terms[k : k + TERMS_IN_LINE]) for k in range(0, len(terms), TERMS_IN_LINE)]
    lines = ["z = " + rows[0].removeprefix("+ "), *(f"    {row}" for row in rows[1:])]
    if more:
        lines.append(f"    and {count(more, 'weaker term')}")
    function = ACTIVATIONS[detail.activation].label if detail.activation in ACTIVATIONS else detail.activation
    return [*lines, f"a = {function}(z)" if detail.activation != "linear" else "a = z"]


def _source(experiment: Experiment, column: int, unit: int) -> str:
    return pretty_feature(experiment.features[unit]) if column == 1 else f"a{unit + 1}"


def _signed(value: float) -> str:
    """ "+ 0.48", "− 1.20": a term with its sign."""
    return f"{'−' if value < 0 else '+'} {number(abs(value), 2)}"


class UnitCard(Themed, QWidget):
    """Stands beside a unit and lets every click through. `show_unit` opens it, `show_frame` fills it in."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Unit details")
        self._place: Place | None = None
        self._detail: Detail | None = None
        self._lines: list[str] = []
        self._square = ""  # what the small square at the unit is
        self.hide()

    @property
    def place(self) -> Place | None:
        """The unit that it is about."""
        return self._place

    @property
    def lines(self) -> list[str]:
        """The equation as it is shown."""
        return self._lines

    def show_unit(self, place: Place | None, beside: QRect) -> None:
        """Stand beside this rectangle of the parent; nothing hides it."""
        if place != self._place:
            self._place, self._detail, self._lines = place, None, []
        self._beside = beside
        self.setVisible(place is not None)
        self._put()

    def show_frame(self, frame: Frame) -> None:
        """The details of a frame, if they are of this unit."""
        if self._place is None or frame.detail is None or frame.detail.place != self._place:
            return
        lines, l = len(self._lines), self._place.column
        has_norm = f"gamma{l}" in frame.parameters
        self._square = "" if not l else "β of batch norm" if has_norm else "bias b"
        self._detail, self._lines = frame.detail, equation_of(frame.detail, frame.experiment)
        square = (f"the small square is its {self._square}",) if self._square else ()
        words = (title_of(self._place), summary_of(self._detail), self._lines[0], *square)
        self.setAccessibleDescription(", ".join(words))
        if len(self._lines) != lines:
            self._put()
        self.update()

    def sizeHint(self) -> QSize:
        lines = 2 + max(1, len(self._lines))
        return QSize(px(WIDTH), 2 * PADDING + lines * px(LINE) + px(BARS + 30 + 26))

    def fit_type(self) -> None:
        """As large as its words."""
        self._put()

    def _put(self) -> None:
        """To the right of the unit where there is room, else to its left; always inside."""
        # Asked for anew: PySide may drop its wrapper of a viewport, which it did not make, while that lives.
        parent = self.parentWidget()
        if self._place is None or parent is None:
            return
        size, room = self.sizeHint(), parent.rect().adjusted(8, 8, -8, -8)
        right = self._beside.right() + 14
        left = right if right + size.width() <= room.right() else self._beside.left() - 14 - size.width()
        top = min(self._beside.center().y() - size.height() // 2, room.bottom() - size.height())
        self.setGeometry(QRect(QPoint(max(left, room.left()), max(top, room.top())), size))
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._place is None:
            return
        t, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        fill(painter, body, t.raised, 8, t.line_strong)
        inner = body.adjusted(PADDING, PADDING - 2, -PADDING, -PADDING)
        line = QRectF(inner.left(), inner.top(), inner.width(), px(LINE))
        write(painter, line, title_of(self._place), t.text, font("section"))
        if self._detail is not None:
            write(painter, line, _label(self._detail), t.text3, font("label"), RIGHT)
            self._paint_details(painter, line.translated(0, px(LINE)), self._detail)

    def _paint_details(self, painter: QPainter, line: QRectF, detail: Detail) -> None:
        t = self.theme
        write(painter, line, summary_of(detail), t.text2, font("label"))
        bars = QRectF(line.left(), line.bottom() + px(6), line.width(), px(BARS))
        self._paint_bars(painter, bars, detail)
        ends = QRectF(bars.left(), bars.bottom() + px(2), bars.width(), px(14))
        write(painter, ends, number(detail.low, 1), t.text3, font("axis"))
        write(painter, ends, number(detail.high, 1), t.text3, font("axis"), RIGHT)
        write(painter, ends, "activations on train", t.text3, font("axis"), Qt.AlignmentFlag.AlignCenter)
        for k, text in enumerate(self._lines):
            below = QRectF(bars.left(), ends.bottom() + px(4) + k * px(LINE), bars.width(), px(LINE))
            write(painter, below, text, t.text, font("label", mono=True))
        keys = QRectF(bars.left(), self.height() - PADDING - px(18), bars.width(), px(20))
        self._paint_keys(painter, keys)
        if self._square:
            write(painter, keys, f"small square: {self._square}", t.text3, font("axis"), RIGHT)

    def _paint_bars(self, painter: QPainter, area: QRectF, detail: Detail) -> None:
        """Orange below 0, blue above, grey around it."""
        most, wide = max(1, int(detail.counts.max())), area.width() / len(detail.counts)
        painter.setPen(Qt.PenStyle.NoPen)
        half = (detail.high - detail.low) / len(detail.counts) / 2
        for k, (seen, centre) in enumerate(zip(detail.counts.tolist(), _centres(detail), strict=True)):
            t = self.theme
            ink = t.outline if abs(centre) < half else t.pos_line if centre > 0 else t.neg_line
            high = max(1.5, seen / most * area.height()) if seen else 0
            painter.setBrush(QColor(ink))
            painter.drawRect(QRectF(area.left() + k * wide + 0.5, area.bottom() - high, wide - 1, high))
        painter.setPen(QPen(QColor(self.theme.line_strong), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())

    def _paint_keys(self, painter: QPainter, line: QRectF) -> None:
        left = line.left()
        for key, word in KEYS if self._place is not None and self._place.column else ():
            cap = QRectF(left, line.top(), px(18), px(18))
            fill(painter, cap, self.theme.raised, 4, self.theme.line_strong)
            write(painter, cap, key, self.theme.text2, font("axis", 500), Qt.AlignmentFlag.AlignCenter)
            wide = QFontMetricsF(font("label")).horizontalAdvance(word) + 4
            word_at = QRectF(cap.right() + 6, line.top(), wide, px(18))
            write(painter, word_at, word, self.theme.text2, font("label"))
            left = cap.right() + 6 + wide + 14


def _label(detail: Detail) -> str:
    g = ACTIVATIONS.get(detail.activation)
    return "feature" if detail.place.column == 0 else g.label if g is not None else detail.activation
