"""The centre of the window: the network, and what comes in its place for a while, such as painting."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from playground.canvas.panel import NetworkPanel

if TYPE_CHECKING:
    from playground.painting import Painting


class Centre(QStackedWidget):
    """`keys` says what the keys do while something else than the network is shown, "" with the network."""

    def __init__(self, network: NetworkPanel, parent: QWidget) -> None:
        super().__init__(parent)
        self.network, self.keys = network, ""
        self.painting: Painting | None = None  # made when it is first wanted
        self.addWidget(network)

    @property
    def regions(self) -> list[QWidget]:
        """What F6 goes through here."""
        shown = self.currentWidget()
        return [shown] if shown is not None and shown is not self.network else self.network.regions

    def show_network(self) -> None:
        """Back to the network."""
        if self.painting is not None:
            self.painting.close()
