"""The tile of the test part: a lock and "Reveal…", or how the network does there. It is a button."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from playground import icons
from playground.lettering import fix, px
from playground.widgets.buttons import prepare
from playground.widgets.themed import Themed, describe, focus_ring
from playground.widgets.tile import HEIGHT, ICON, PADDING, RADIUS, draw_number

LOCKED_TIP = (
    "The test part is locked: it tells how good the network is only as long as nothing is chosen by it. "
    "Press to reveal it."
)
OPEN_TIP = "How the network does on examples that nothing was chosen by. Press to lock the test part again."
REVEAL = "Reveal…"


class TestTile(Themed, QPushButton):
    """Shows `value` under `name`, or while it is locked an offer to reveal it."""

    __test__ = False  # is no test, whatever its name begins with

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.value = "Test", ""
        fix(self, height=HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        prepare(self)
        self.set_value("Test", "")

    def sizeHint(self) -> QSize:
        return QSize(px(100), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(60), px(HEIGHT))

    def set_value(self, name: str, value: str) -> None:
        """Another number; "" while the part is locked."""
        self.name, self.value = name, value
        described = (f"{name} {value}", OPEN_TIP) if value else ("Test: reveal", LOCKED_TIP)
        if self.accessibleName() != described[0]:
            describe(self, *described)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.hover if self.underMouse() else theme.raised))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        ink = theme.text if self.value else theme.accent
        draw_number(painter, self, self.name, self.value or REVEAL, theme, ink, not self.value)
        if not self.value:
            where = QRectF(px(PADDING), px(8), px(ICON), px(ICON))
            icons.paint(painter, "lock", where, theme.text2)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), RADIUS, theme, gap=-1.0)
        painter.end()
