"""How often the network gets what a stroke has put."""

from PySide6.QtCore import QObject, QTimer

LEAST_MS, SHARE = 50, 2  # milliseconds; times as long between two as one took


class Flush(QTimer):
    """Its `timeout` says when. Each time is a new problem to learn: the longer one takes, the more seldom."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(LEAST_MS)

    def soon(self) -> None:
        """Not at once: what comes until then goes together."""
        if not self.isActive():
            self.start()

    def took(self, seconds: float) -> None:
        """How long the last time took."""
        self.setInterval(max(LEAST_MS, round(1000 * SHARE * seconds)))
