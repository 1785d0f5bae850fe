"""The choice of the two columns that span the plane, for data with more than two."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.frames import Scene, View
from playground.widgets.choice import Choice
from playground.widgets.labeled_field import LabeledField, label
from playground.widgets.plot_numbers import column


class AxisChoices(QWidget):
    """Which two of many columns span the plane. Choosing the other axis's column swaps the two."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] = ()
        self._axes = (0, 1)
        self.across = Choice("Across", [], "The column shown from left to right.")
        self.up = Choice("Up", [], "The column shown from bottom to top.")
        self.across.chosen.connect(self._choose_across)
        self.up.chosen.connect(self._choose_up)
        self.note = label("other features at their training mean")
        row = QHBoxLayout()
        row.setSpacing(8)
        for choice in (self.across, self.up):
            choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(LabeledField(choice.accessibleName(), choice))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        lines.addLayout(row)
        lines.addWidget(self.note)

    def set_scene(self, scene: Scene) -> None:
        """The columns of these data, and those that are shown now."""
        if scene.dataset.columns != self._columns:
            self._columns = scene.dataset.columns
            for choice in (self.across, self.up):
                choice.clear()
                for i, name in enumerate(self._columns):
                    choice.addItem(column(name), i)
        self._set_axes(scene.axes)
        self.setVisible(scene.dataset.n > 2)

    def _set_axes(self, axes: tuple[int, int]) -> None:
        self._axes = axes
        self.across.set_current(axes[0])
        self.up.set_current(axes[1])

    def _choose_across(self, i: int) -> None:
        self._choose(i, self._axes[0] if i == self._axes[1] else self._axes[1])

    def _choose_up(self, j: int) -> None:
        self._choose(self._axes[1] if j == self._axes[0] else self._axes[0], j)

    def _choose(self, i: int, j: int) -> None:
        if (i, j) != self._axes:
            self._set_axes((i, j))
            self.chosen.emit(View(axes=(i, j)))
