"""How many points each class has, side by side as bars, and whether they are balanced."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.data import Painted, Split
from playground import icons
from playground.lettering import font, px, scaled
from playground.widgets.data_thumbnail import draw_marker
from playground.widgets.labeled_field import label
from playground.widgets.row import row
from playground.widgets.scales import thousands
from playground.widgets.themed import Themed
from playground.widgets.toggle import Toggle

LINE, NAME, NUMBER, BAR, MARK = 28, 78, 44, 6, 4.6
UNEVEN = 0.5  # of the largest class: a smaller one is easily overlooked
KEEP_TIP = "Off: training rests while you paint, and goes on with Done. On: see every stroke being learned."


class Bars(Themed, QWidget):
    """A line for each class: marker, name, bar, number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[int, ...] = ()

    def show_counts(self, counts: tuple[int, ...]) -> None:
        """How many points each class has."""
        if counts != self._counts:
            self._counts = counts
            self.setAccessibleName(", ".join(f"class {c}: {m} points" for c, m in enumerate(counts)))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(NAME + NUMBER + 60), px(LINE) * len(self._counts))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font("body", 500))
        for c, many in enumerate(self._counts):
            self._draw_line(painter, c, many, px(LINE) * (c + 0.5))

    def _draw_line(self, painter: QPainter, c: int, many: int, middle: float) -> None:
        theme, high, line = self.theme, px(BAR), px(LINE)
        color = QColor(theme.class_color(c))
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(px(NAME), middle - high / 2, self.width() - px(NAME + NUMBER), high)
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(bar, high / 2, high / 2)
        painter.setBrush(color)
        draw_marker(painter, QPointF(px(6), middle), theme.marker(c), scaled(MARK))
        bar.setWidth(bar.width() * many / max(1, *self._counts))
        painter.drawRoundedRect(bar, high / 2, high / 2)
        painter.setPen(QColor(theme.text))
        name = QRectF(px(20), middle - line / 2, px(NAME - 20), line)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, f"Class {c}")
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(0, middle - line / 2, self.width(), line), right, thousands(many))


class PointsPanel(Themed, QWidget):
    """What is painted, in numbers; and whether training goes on meanwhile: `keep_training(bool)`."""

    keep_training = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Painted points")
        self._all, self.bars = label(""), Bars()
        self._sign, self.sentence = QLabel(), label("", "sentence")
        self.sentence.setWordWrap(True)
        self._is_even = True
        self.keep = Toggle("Keep training while I paint", KEEP_TIP)
        self.keep.setChecked(True)
        self.keep.clicked.connect(self.keep_training)
        said = row(self._sign, self.sentence)
        said.setStretch(1, 1)
        said.setAlignment(self._sign, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(6)
        column.addLayout(row(label("Points", "heading", "section"), None, self._all))
        column.addWidget(self.bars)
        column.addLayout(said)
        column.addLayout(row(label("Keep training while I paint", "sentence", "body"), None, self.keep))

    def show_points(self, data: Painted, split: Split, lack: str) -> None:
        """Count these; `lack` is what is still missing."""
        self._all.setText(f"{thousands(len(data.points))} in all")
        self.bars.setVisible(not data.values)
        self.bars.show_counts(() if data.values else data.counts)
        self._is_even = not lack and is_even(data)
        self.sentence.setText(lack or f"{balance(data)} {shares(split)}".strip())
        self.retheme()

    def retheme(self) -> None:
        name, color = ("check", self.theme.ok) if self._is_even else ("warning", self.theme.warn)
        self._sign.setPixmap(icons.pixmap(name, px(14), color, self.devicePixelRatioF()))


def is_even(data: Painted) -> bool:
    """Whether no class has less than half as many points as the largest."""
    return data.values or min(data.counts) >= UNEVEN * max(data.counts)


def balance(data: Painted) -> str:
    """One sentence on it."""
    if data.values:
        return ""
    if is_even(data):
        return "Classes are balanced."
    few = min(range(data.n_classes), key=data.counts.__getitem__)
    return f"Class {few} has {data.counts[few]} of {len(data.points)} points: it is easily overlooked."


def shares(split: Split) -> str:
    """How new points are divided."""
    parts = ", ".join(f"{100 * share:.0f}" for share in (split.train, split.dev, split.test))
    return f"New points are split {parts}."
