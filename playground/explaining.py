"""Leads a window through the explanation of a step: the panel says what is lit on network and plane.

Whatever ends it, closing the panel, another panel or Play, network and plane are as before.
"""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from playground.explained import StepPanel
    from playground.explained.light import Light
    from playground.main_window import MainWindow


KEYS = "Left and Right: stages · Up and Down: examples · Enter: next · Esc: ends it"


class Explaining(QObject):
    """Connects the Step panel of a window to its session, its network and its plane."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._canvas, self._plane = window.network.canvas, window.output.plane
        self._is_lit = False
        window.bottom.made.connect(self._meet)

    @property
    def panel(self) -> "StepPanel":
        """The Step panel of the window, which is made when it is needed."""
        return self._window.bottom.explained

    def _meet(self, name: str) -> None:
        """A panel is there from now on."""
        if name != "explained":
            return
        panel = self.panel
        panel.set_running(self._session.running)
        panel.lit.connect(self._light)
        panel.step_asked.connect(self._session.step)
        panel.closed.connect(self._close)
        self._session.running_changed.connect(panel.set_running)
        self._session.failed.connect(panel.forget_step)

    def begin(self) -> None:
        """Pause, and explain the next step from its mini-batch on."""
        self._session.pause()
        self._window.first_steps.end()
        self._window.bottom.show_panel("explained")
        self.panel.begin()
        self._window.status.hint(KEYS)

    def _close(self) -> None:
        self._window.bottom.show_panel("")
        self._canvas.setFocus()

    def _light(self, light: "Light | None") -> None:
        if light is not None:
            self._canvas.set_spotlight(light.spot, light.dress)
            self._plane.put_batch(light.examples, light.example)
        elif self._is_lit:
            self._canvas.set_spotlight(None)
            self._plane.put_batch(np.zeros(0, np.intp))
        self._is_lit = light is not None
