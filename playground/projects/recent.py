"""The projects that were opened or saved last, as a menu."""

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

RECENT, MOST = "projects/recent", 8


def recent() -> list[str]:
    """The paths, the latest first."""
    known = QSettings().value(RECENT, [])
    paths = [known] if isinstance(known, str) else known if isinstance(known, list) else []
    return [path for path in paths if isinstance(path, str) and path]


def remember(path: Path) -> None:
    """Put a path at the top."""
    others = [known for known in recent() if known != str(path)]
    QSettings().setValue(RECENT, [str(path), *others][:MOST])


def forget(path: Path) -> None:
    """A file that is there no more."""
    QSettings().setValue(RECENT, [known for known in recent() if known != str(path)])


class RecentMenu(QObject):
    """Fills a menu when it is opened; emits `chosen(path)`."""

    chosen = Signal(str)

    def __init__(self, menu: QMenu, parent: QObject) -> None:
        super().__init__(parent)
        self._menu = menu
        menu.aboutToShow.connect(self.fill)
        menu.triggered.connect(self._choose)
        self.fill()

    def fill(self) -> None:
        """The present list."""
        self._menu.clear()
        for path in recent():
            action = self._menu.addAction(Path(path).name)
            action.setData(path)
            action.setToolTip(path)
        if not recent():
            self._menu.addAction("None yet").setEnabled(False)

    def _choose(self, action: QAction) -> None:
        if action.data():
            self.chosen.emit(action.data())
