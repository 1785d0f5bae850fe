"""Whether what the session shows is of the data that the document has now, and what is said where it is not.

While too few points are painted, or a file is still being read, the last frame is that of other data.
"""

from typing import TYPE_CHECKING

from playground.frames import Frame
from playground.session import Session
from playground.theme import ThemeController
from playground.widgets.veil import Veil

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.main_window import MainWindow

LOADING = "The data are still being loaded. Ask again once the output shows them."
WAITS = "The network waits for more points."


def lack(session: Session) -> str:
    """Why nothing can be told of the present data yet, in plain words; "" where it can."""
    if session.waiting:
        return session.waiting
    frame, now = session.frame, session.document.experiment
    same = frame is not None and (frame.experiment.data, frame.experiment.split) == (now.data, now.split)
    return "" if same else LOADING


def present(window: "MainWindow") -> Frame | None:
    """The frame to work with, if it is of the present data; else the status bar says what is missing."""
    why = lack(window.session)
    if why:
        window.status.say(why)
    return None if why else window.session.frame


class WaitingVeil(Veil):
    """Lies over what is still that of the data before, while the session waits for points."""

    def __init__(self, over: "QWidget", session: Session, themes: ThemeController) -> None:
        super().__init__(over)
        self.set_theme(themes.theme)
        themes.changed.connect(self.set_theme)
        session.waiting_changed.connect(self._follow)
        self._follow(session.waiting)

    def _follow(self, why: str) -> None:
        self.cover(WAITS if why else "")
