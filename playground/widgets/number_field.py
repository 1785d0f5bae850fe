"""A field for a typed number within limits."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from playground.widgets.scales import Limits
from playground.widgets.typed_field import TypedField


class NumberField(TypedField):
    """Emits `committed` with a new number (Enter, or on leaving), `refused` with the sentence shown."""

    def __init__(
        self,
        limits: Limits,
        text_of: Callable[[float], str],
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(limits.name, limits.read, text_of, tooltip, parent)
        self._value = limits.low
