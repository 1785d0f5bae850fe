"""How a field of a value is shown: the words above it, its cause and effect, and which numbers it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.widgets.scales import Limits, Scale


@dataclass(frozen=True)
class Look:
    """`name` is what Undo and screen readers call the field, its label unless given.

    A number has `limits`, and a slider if it has a `scale`. An optional value is a switch that begins with
    `start`, or where `none` says in words what no value means, one choice more in the list.
    """

    label: str
    tip: str
    limits: Limits | None = None
    scale: Scale | None = None
    start: Any = None
    none: str = ""
    width: int = 0  # as wide as its contents, a number NUMBER_WIDTH
    called: str = ""

    @property
    def name(self) -> str:
        """What Undo and screen readers call it."""
        return self.called or (self.limits.name if self.limits else self.label)


Looks = Mapping[str, Look]


def look_of(looks: Looks, kind: type, field: str) -> Look:
    """The look of a field: that for "Kind.field", else that for "field" whatever has it."""
    return looks.get(f"{kind.__name__}.{field}") or looks[field]
