"""Data of the user's own: the buttons that lead to them, side by side below the gallery."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.widgets.buttons import TintedButton
from playground.widgets.row import row
from playground.widgets.themed import describe

PAINT_TIP = "Put points on the plane with the mouse or the keys, and the network learns them while you paint."


class Own(QWidget):
    """Emits `paint_asked()` when the user wants to paint points, or has painted enough."""

    paint_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paint = TintedButton("brush", "Paint", PAINT_TIP)
        self.paint.clicked.connect(self.paint_asked)
        buttons = row(self.paint)
        buttons.setContentsMargins(0, 4, 0, 4)
        self.setLayout(buttons)

    def set_painting(self, painting: bool) -> None:
        """Say on the button that points are being painted."""
        words = "Painting" if painting else "Paint"
        self.paint.set_text(words)
        describe(self.paint, words, PAINT_TIP)
