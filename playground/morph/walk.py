"""The animation from the input to the output: even time for every leg, slow at each station."""

import math

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

TICK_MS = 33
WHOLE_MS, LEAST_MS = 3000, 375  # from input to output; at least so much from one station to the next


class Walk(QObject):
    """Emits `moved` with the place between the stations, and `stopped` when it stands at the last one."""

    moved = Signal(float)
    stopped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._begun, self._start, self.last = QElapsedTimer(), 0.0, 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def start(self, position: float, last: int) -> None:
        """Go on from there to the station `last`; from the last one begin anew."""
        self._start, self.last = (uneased(position) if position < last else 0.0), last
        self._begun.start()
        self._timer.start()

    def go_on(self, position: float, last: int) -> None:
        """To another last station while it runs; where that is reached already it stands still."""
        if position < last:
            self.start(position, last)
        else:
            self.stop()

    def stop(self) -> None:
        """Stand still."""
        if self.running:
            self._timer.stop()
            self.stopped.emit()

    def _tick(self) -> None:
        leg = max(LEAST_MS, WHOLE_MS / max(1, self.last))
        time = min(self._start + self._begun.elapsed() / leg, float(self.last))
        self.moved.emit(eased(time))
        if time >= self.last:
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
