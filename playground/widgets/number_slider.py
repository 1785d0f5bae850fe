"""A slider and a typed field for one number, in step with each other."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.lettering import fix
from playground.widgets.labeled_field import label
from playground.widgets.number_field import NumberField
from playground.widgets.scales import Limits, Linear, Log, Scale
from playground.widgets.slider import Slider
from playground.widgets.themed import set_role


class NumberSlider(QWidget):
    """Emits `changed(value, merge id)` for what the user does; `set_value` never emits.

    The merge id is the name for the slider, so that a drag becomes one undo step, and "" for a typed number.
    """

    changed = Signal(float, str)
    refused = Signal(str)

    def __init__(
        self, limits: Limits, scale: Scale, tooltip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.scale, self._merge_id = scale, limits.name
        self.slider = Slider(limits.name, scale.steps, tooltip)
        self.field = NumberField(limits, scale.text, tooltip)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)
        self.row.addWidget(self.slider, 1)
        self.row.addWidget(self.field)
        self.slider.dragged.connect(self._dragged)
        self.field.committed.connect(self._typed)
        self.field.refused.connect(self.refused)

    @property
    def value(self) -> float:
        """The number that holds."""
        value: float = self.field.value
        return value

    def set_value(self, value: float) -> None:
        """Show another number."""
        self.field.set_value(value)
        self.slider.set_position(self.scale.position(value))

    def _dragged(self, position: int) -> None:
        value = self.scale.value(position)
        if value != self.value:
            self.field.setModified(False)
            self.field.set_value(value)
            self.changed.emit(value, self._merge_id)

    def _typed(self, value: float) -> None:
        self.slider.set_position(self.scale.position(value))
        self.changed.emit(value, "")


class LogSlider(NumberSlider):
    """For a rate over powers of ten, with the typed field boxed beside it, which may reach further."""

    def __init__(self, limits: Limits, scale: Log, tooltip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(limits, scale, tooltip, parent)
        fix(self.slider, 98)
        fix(self.field, 64)


class ValueSlider(NumberSlider):
    """Name, slider and number on one line of a dock."""

    NAME_WIDTH = 64

    def __init__(
        self, limits: Limits, scale: Linear | Log, tooltip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(limits, scale, tooltip, parent)
        name = label(limits.name, "sentence", "body")
        name.setBuddy(self.slider)
        self.row.insertWidget(0, name)
        fix(name, self.NAME_WIDTH)
        fix(self.field, 60)
        set_role(self.field, "quiet")
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
