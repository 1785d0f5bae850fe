"""The way from input to output: a slider, and below it the stations by name."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from playground.lettering import font
from playground.widgets.slider import Slider
from playground.widgets.themed import Themed

STEPS = 100  # of the slider, from one station to the next
TICK, ROOM, APART = 4.0, 4.0, 8.0
TIP = "Drag it: grid and examples go on the straight way from one station to the next."


class Rail(Themed, QWidget):
    """Emits `moved` with the place that the user chooses: whole numbers are stations, 0 is the input."""

    moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = StationSlider("Station", STEPS, TIP)
        self.names = _Names(self.slider)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.slider)
        column.addWidget(self.names)
        self.slider.dragged.connect(self._slide)
        self.names.chosen.connect(self.moved)

    def set_stations(self, names: tuple[str, ...]) -> None:
        """The stations from input to output."""
        if names != self.names.stations:
            self.slider.setMaximum(max(1, STEPS * (len(names) - 1)))
            self.names.set_stations(names)

    def set_position(self, position: float) -> None:
        """Show another place."""
        self.slider.set_position(round(STEPS * position))
        self.names.set_nearest(round(position))

    def _slide(self, position: int) -> None:
        self.moved.emit(position / STEPS)


class StationSlider(Slider):
    """Leaves its keys to the window, where they go from station to station."""

    @property
    def ends(self) -> tuple[float, float]:
        """Where the middle of the knob is at the first and the last station, in pixels."""
        return self._ends()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class _Names(Themed, QWidget):
    """The names below the slider, as many as there is room for; a click goes to the nearest station."""

    chosen = Signal(float)

    def __init__(self, slider: StationSlider, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stations: tuple[str, ...] = ()
        self._slider, self._nearest = slider, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, round(TICK + QFontMetricsF(font("axis", mono=True)).height() + ROOM))

    def set_stations(self, names: tuple[str, ...]) -> None:
        self.stations = names
        self.update()

    def set_nearest(self, place: int) -> None:
        if place != self._nearest:
            self._nearest = place
            self.update()

    def places(self) -> list[float]:
        """Where the stations are, in pixels from the left."""
        left, right = self._slider.ends
        last = max(1, len(self.stations) - 1)
        return [left + (right - left) * k / last for k in range(len(self.stations))]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        places = self.places()
        if event.button() == Qt.MouseButton.LeftButton and places:
            x = event.position().x()
            self.chosen.emit(float(min(range(len(places)), key=lambda k: abs(places[k] - x))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for k, x in enumerate(self.places()):
            painter.fillRect(QRectF(x - 0.5, 0, 1, TICK), self._ink(k, self.theme.outline))
        for k, (left, width) in self._spans().items():
            painter.setFont(font("axis", 600 if k == self._nearest else 400, mono=True))
            painter.setPen(self._ink(k, self.theme.text3))
            place = QRectF(left, TICK, width, self.height() - TICK)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.stations[k])
        painter.end()

    def _ink(self, place: int, usual: str) -> QColor:
        return QColor(self.theme.accent if place == self._nearest else usual)

    def _spans(self) -> dict[int, tuple[float, float]]:
        """Left edge and width of the names that find room: the nearest station, the ends, then the others."""
        metrics = QFontMetricsF(font("axis", 600, mono=True))
        places, count = self.places(), len(self.stations)
        found: dict[int, tuple[float, float]] = {}
        for k in dict.fromkeys((self._nearest, 0, count - 1, *range(count))):
            if not 0 <= k < count:
                continue
            width = metrics.horizontalAdvance(self.stations[k]) + 2
            left = min(max(places[k] - width / 2, 0.0), self.width() - width)
            if all(left > x + w + APART or left + width + APART < x for x, w in found.values()):
                found[k] = left, width
        return found
