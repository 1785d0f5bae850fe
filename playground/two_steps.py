"""A frame is shown in two steps while training runs, so that the event loop can answer in between."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from playground.frames import Frame

Show = Callable[[Frame], None]
LATER_MS = 8  # what the first step has changed is painted by then


class TwoSteps(QObject):
    """`first` gets every frame at once; `then` a little later, or at once where nothing moves."""

    def __init__(self, first: Show, then: Show, parent: QObject) -> None:
        super().__init__(parent)
        self._first, self._then = first, then
        self._pending: Frame | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LATER_MS)
        self._timer.timeout.connect(self.catch_up)

    def show(self, frame: Frame, moving: bool) -> None:
        """Show a frame; what still waits of the one before is dropped."""
        self._first(frame)
        self._pending = frame
        if not moving:
            self.catch_up()
        elif not self._timer.isActive():
            self._timer.start()

    def catch_up(self) -> None:
        """The second step now, if it is still to come."""
        self._timer.stop()
        frame, self._pending = self._pending, None
        if frame is not None:
            self._then(frame)
