"""The animation from the input to the output: even time for every leg, slow at each station."""

import math

from PySide6.QtCore import QElapsedTimer, QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStyle

from playground.widgets.themed import motion_reduced

TICK_MS = 33
WHOLE_MS, LEAST_MS = 3000, 375  # from input to output; at least so much from one station to the next
SETTING = "view/reduce_motion"


class Walk(QObject):
    """Emits `moved` with the place between the stations, and `stopped` when it stands at the last one."""

    moved = Signal(float)
    stopped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._begun, self._start, self._last = QElapsedTimer(), 0.0, 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def start(self, position: float, last: int) -> None:
        """Go on from there to the station `last`; from the last one begin anew."""
        self._start, self._last = (uneased(position) if position < last else 0.0), last
        self._begun.start()
        self._timer.start()

    def stop(self) -> None:
        """Stand still."""
        if self.running:
            self._timer.stop()
            self.stopped.emit()

    def _tick(self) -> None:
        leg = max(LEAST_MS, WHOLE_MS / max(1, self._last))
        time = min(self._start + self._begun.elapsed() / leg, float(self._last))
        self.moved.emit(eased(time))
        if time >= self._last:
            self.stop()


def eased(time: float) -> float:
    """The place at a time, both counted in stations: each leg begins and ends slowly."""
    leg = math.floor(time)
    share = time - leg
    return leg + share * share * (3 - 2 * share)


def uneased(place: float) -> float:
    """The time at which a place is reached."""
    leg = math.floor(place)
    return leg + 0.5 - math.sin(math.asin(1 - 2 * (place - leg)) / 3)


def stands_still() -> bool:
    """Whether the user wants no animation, by our setting or by the desktop's."""
    setting = QSettings().value(SETTING, False, type=bool)
    duration = QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
    return motion_reduced() or bool(setting) or duration == 0
