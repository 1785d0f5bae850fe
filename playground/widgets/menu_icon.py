"""An icon that opens a short menu of actions."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from playground.widgets.buttons import IconButton


class MenuIcon(IconButton):
    """`set_actions` says what is behind it."""

    def __init__(
        self, icon: str, name: str, tooltip: str, parent: QWidget | None = None, size: int = 26
    ) -> None:
        super().__init__(icon, name, tooltip, parent, size)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """The entries of its menu."""
        menu = QMenu(self)
        menu.addActions(list(actions))
        self.setMenu(menu)
