"""A Look is what the start of a table shows, whatever kind of file it is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LOOKED_AT = 200  # rows tell what a column holds


@dataclass(frozen=True)
class Look:
    """Names of columns ("" where there is none), the first rows as text, what is to be told, rows in all.

    `troubles` says of columns, by their names, why they can be no feature. Of a workbook `sheets` are the
    names of all sheets, and `sheet` is the one that was looked at.
    """

    names: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    notes: tuple[str, ...] = ()
    decimal_comma: bool = False
    total: int | None = None
    target: str = ""  # where the file says which column this is
    troubles: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    sheet: str = ""


def cell_of(value: object) -> str:
    """A value of another format as the text that a text table would have for it."""
    if value is None:
        return ""
    if isinstance(value, float):
        if value != value:
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value).strip()
