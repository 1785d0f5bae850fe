"""The tile of the test part: a lock and "Reveal…", or how the network does there. It is a button."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from playground import icons
from playground.lettering import px
from playground.widgets.themed import describe
from playground.widgets.tile import ICON, PADDING, Tile, draw_number

LOCKED_TIP = (
    "The test part is locked: it tells how good the network is only as long as nothing is chosen by it. "
    "Press to reveal it."
)
OPEN_TIP = "How the network does on examples that nothing was chosen by. Press to lock the test part again."
REVEAL = "Reveal…"


class TestTile(Tile):
    """Shows `value` under `name`, or while it is locked an offer to reveal it."""

    __test__ = False  # is no test, whatever its name begins with
    wide = 100

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_value("Test", "")

    def set_value(self, name: str, value: str) -> None:
        """Another number; "" while the part is locked."""
        self.name, self.value = name, value
        described = (f"{name} {value}", OPEN_TIP) if value else ("Test: reveal", LOCKED_TIP)
        if self.accessibleName() != described[0]:
            describe(self, *described)
            self.update()

    def draw(self, painter: QPainter) -> None:
        """Name and value, or the lock and what a press does."""
        ink = self.theme.text if self.value else self.theme.accent
        draw_number(painter, self, self.name, self.value or REVEAL, self.theme, ink, not self.value)
        if not self.value:
            where = QRectF(px(PADDING), px(8), px(ICON), px(ICON))
            icons.paint(painter, "lock", where, self.theme.text2)
