"""The tile of the train or the dev part: one number on raised ground, and a press opens all the others."""

from PySide6.QtWidgets import QWidget

from playground.widgets.themed import rich
from playground.widgets.tile import Tile

ALL = "Press for all metrics and the confusion matrix."


class MetricTile(Tile):
    """Shows `value` under `name`."""

    def __init__(self, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(rich(f"{tooltip} {ALL}"))
        self.setAccessibleDescription(ALL)

    def set_value(self, name: str, value: str) -> None:
        """Show another number."""
        if (name, value) != (self.name, self.value):
            self.name, self.value = name, value
            self.setAccessibleName(f"{name} {value}")
            self.update()
