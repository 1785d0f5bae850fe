"""What all painted items of the canvas share: a rectangle and a theme."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QGraphicsRectItem

from playground.theme import Theme


def same(one: NDArray[Any] | None, other: NDArray[Any] | None) -> bool:
    """Whether there is nothing to tell two arrays apart by, or neither is there."""
    return one is other or (one is not None and other is not None and np.array_equal(one, other))


class Item(QGraphicsRectItem):
    """A painted item with a rectangle and a theme.

    The rectangle is Qt's: it is asked for dozens of times a frame, and asking Python makes the training wait.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setPen(Qt.PenStyle.NoPen)  # which would make it larger
        self.theme = theme

    def place(self, rect: QRectF) -> None:
        """Occupy this rectangle of the scene."""
        self.setRect(rect)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.theme = theme
        self.update()
