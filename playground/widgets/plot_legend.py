"""What the signs on a plot mean: a row of markers or line samples with words, and a bar of the colour map."""

from dataclasses import dataclass

from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.lettering import font, px, scaled
from playground.theme import Theme
from playground.widgets.plot import Pixels
from playground.widgets.themed import Themed

LINE, SIGN, GAP, APART = 18, 10, 6, 14
SAMPLE = 18
LONGEST = 120  # pixels for the name of one sign
FEW = 6  # so many classes have room for words


@dataclass(frozen=True)
class Sign:
    """A marker (`symbol`), or else a line sample with dashes (`pattern`); without a colour only words."""

    text: str
    color: str = ""
    symbol: str = ""
    pattern: tuple[float, ...] = ()

    @property
    def width(self) -> int:
        return px((SIGN if self.symbol else SAMPLE) + GAP) if self.color else 0


class Legend(Themed, QWidget):
    """A row of signs that wraps where it is too narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.signs: tuple[Sign, ...] = ()
        self.setFont(font("label"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_signs(self, signs: tuple[Sign, ...]) -> None:
        """What is explained."""
        if signs != self.signs:
            self.signs = signs
            self.setAccessibleName("Legend: " + ", ".join(s.text for s in signs))
            self.fit_type()
            self.updateGeometry()
            self.update()

    def places(self) -> list[QPointF]:
        """The left middle of each sign."""
        x, y, result = 0, px(LINE) // 2, []
        for sign in self.signs:
            width = self._width(sign)
            if x and x + width > self.width():
                x, y = 0, y + px(LINE)
            result.append(QPointF(x, y))
            x += width + px(APART)
        return result

    def sizeHint(self) -> QSize:
        width = sum(self._width(s) + px(APART) for s in self.signs) - px(APART)
        return QSize(max(0, width), px(LINE))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, px(LINE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_type()

    def fit_type(self) -> None:
        """As high as its lines."""
        places = self.places()
        self.setFixedHeight(int(places[-1].y()) - px(LINE) // 2 + px(LINE) if places else px(LINE))

    def _width(self, sign: Sign) -> int:
        return sign.width + self.fontMetrics().horizontalAdvance(self._text(sign))

    def _text(self, sign: Sign) -> str:
        return self.fontMetrics().elidedText(sign.text, Qt.TextElideMode.ElideRight, px(LONGEST))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for sign, place in zip(self.signs, self.places(), strict=True):
            if sign.color:
                draw_sign(painter, sign, place)
            painter.setPen(QColor(self.theme.text2))
            words = QRectF(place.x() + sign.width, place.y() - px(LINE) / 2, self.width(), px(LINE))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._text(sign))
        painter.end()


def draw_sign(painter: QPainter, sign: Sign, place: QPointF) -> None:
    """The marker or line sample whose left middle is at `place`."""
    if sign.symbol:
        painter.save()
        painter.translate(place + QPointF(scaled(SIGN) / 2, 0))
        drawSymbol(painter, sign.symbol, scaled(8), QPen(Qt.PenStyle.NoPen), QColor(sign.color))
        painter.restore()
        return
    pen = QPen(QColor(sign.color), scaled(2), c=Qt.PenCapStyle.FlatCap)
    if sign.pattern:
        pen.setDashPattern([part / 2 for part in sign.pattern])
    painter.setPen(pen)
    painter.drawLine(place, place + QPointF(px(SAMPLE), 0))


class ColorBar(Themed, QWidget):
    """The colours from the lowest to the highest value, with a line in the middle."""

    BAR = 72

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._low, self._high = "", "0", "1"
        self._brief = False
        self._image = QImage()
        self.setFont(font("label"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_scale(self, words: str, low: str, high: str, table: Pixels) -> None:
        """`words` say what is shown from `low` to `high` in the colours of `table`."""
        self._words, self._low, self._high = words, low, high
        # copy(): an image made from a buffer only borrows it.
        self._image = QImage(
            table.tobytes(), len(table), 1, 4 * len(table), QImage.Format.Format_RGB32
        ).copy()
        self.setAccessibleName(f"Colours: {words} from {low} to {high}")
        self.updateGeometry()
        self.update()

    def set_brief(self, brief: bool) -> None:
        """Without the words, where room is scarce."""
        self._brief = brief
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = "" if self._brief else self._words
        widths = [self.fontMetrics().horizontalAdvance(t) for t in (words, self._low, self._high)]
        return QSize(sum(widths) + px(self.BAR + 4 * GAP), px(LINE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self.theme.text3))
        right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        middle = Qt.AlignmentFlag.AlignVCenter
        high = self.fontMetrics().horizontalAdvance(self._high)
        line, gap, thick = px(LINE), px(GAP), px(8)
        bar = QRectF(self.width() - high - gap - px(self.BAR), (line - thick) / 2, px(self.BAR), thick)
        painter.drawText(QRectF(0, 0, bar.left() - gap, line), right | middle, self._low)
        painter.drawText(QRectF(bar.right() + gap, 0, high + 1, line), left | middle, self._high)
        if not self._brief:
            painter.drawText(QRectF(0, 0, bar.left(), line), left | middle, self._words)
        painter.drawImage(bar, self._image)
        painter.fillRect(
            QRectF(bar.center().x() - 0.75, bar.top() - 1, 1.5, bar.height() + 2), QColor(self.theme.text)
        )
        painter.end()


def class_signs(classes: tuple[str, ...], target: str, theme: Theme) -> tuple[Sign, ...]:
    """A marker per class; two classes read from 1 to 0.

    A class that is only a number is written "y = 1", but where there are many it is only the number.
    """
    few = len(classes) <= FEW
    words = [f"{target} = {name}" if few and name.lstrip("-").isdigit() else name for name in classes]
    signs = [Sign(word, theme.class_color(c), theme.marker(c)) for c, word in enumerate(words)]
    return tuple(reversed(signs) if len(signs) == 2 else signs)
