"""The first start shows one call; everything else appears after the first epoch, and the call never again."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings

from playground.frames import Frame

if TYPE_CHECKING:
    from playground.main_window import MainWindow

SEEN = "first_steps/seen"


class FirstSteps(QObject):
    """Hides what a newcomer does not need yet, until there has been an epoch."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._first = window, False
        window.session.frame_ready.connect(self._look)
        self.show_call(not QSettings().value(SEEN, False, type=bool))

    def show_call(self, first: bool = True) -> None:
        """Show the call and hide the rest, or the other way round."""
        self._first, window = first, self._window
        window.network.show_first_call(first)
        for panel in (window.run_bar, window.data, window.output, window.cost):
            panel.set_first_start(first)
        window.docks.show_bottom(not first)

    def end(self) -> None:
        """Show all that the first start hides."""
        if self._first:
            self.show_call(False)

    def _look(self, frame: Frame) -> None:
        if self._first and frame.epoch >= 1:
            QSettings().setValue(SEEN, True)
            self.show_call(False)
